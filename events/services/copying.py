"""Copies of an event: last year's edition with its programme into a new year, or one more occurrence of a series.

Who registered, what was sent and what remained (documents, recordings) is the first event's and stays with it.
"""

from __future__ import annotations

import datetime
import re
import uuid
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import transaction
from django.utils.text import slugify

from cms.bilingual import LANGUAGES
from cms.slugs import free_slug
from events.models import Event, EventStatus, ProgrammeSession
from events.services.walltime import local_day, shifted, shifted_span

#: What belongs to one event alone.
_OWN = (
    *("id", "key", "uid", "slug_fr", "slug_en", "created_at", "series", "review_on"),
    *("behind_language", "behind_since", "notice_fr", "notice_en", "status"),
    *("live", "has_unpublished_changes", "first_published_at", "last_published_at", "go_live_at", "expire_at"),
    *("expired", "locked", "locked_at", "locked_by", "latest_revision", "live_revision", "documents", "recordings"),
)
_SESSION_FIELDS = (
    *("kind", "title_fr", "title_en", "summary_fr", "summary_en", "order", "track_fr", "track_en"),
    *("room_fr", "room_en", "language", "is_interpreted"),
)
_YEAR = re.compile(r"\b(19|20)\d\d\b")


def with_year(text: str, old: int, new: int) -> str:
    """Return `text` with the year `old` become `new`, as in "Summit 2026"; other years in it stay."""
    return _YEAR.sub(lambda found: str(new) if found.group() == str(old) else found.group(), text)


def twin(source: Event, days: int, **changes: Any) -> Event:
    """Return an unsaved draft of `source`, so many days later; texts, terms, access and questions are the same."""
    around = [field.name for field in Event._meta.get_fields() if isinstance(field, GenericRelation)]
    copy, _children = source.copy_cluster(exclude_fields=[*_OWN, *around, *changes])
    copy.live, copy.status = False, EventStatus.PLANNED
    for name, value in changes.items():
        setattr(copy, name, value)
    if source.starts_at and source.ends_at:
        copy.starts_at, copy.ends_at = shifted_span(source.starts_at, source.ends_at, days)
    for name in ("registration_opens_at", "registration_closes_at"):
        if (moment := getattr(source, name)) is not None:
            setattr(copy, name, shifted(moment, days))
    for question in copy.questions.all():
        question.uid = uuid.uuid4()
    made: Event = copy
    return made


@transaction.atomic
def copy_into_year(source: Event, *, starts_on: datetime.date, title_fr: str, title_en: str, actor: Any) -> Event:
    """Make a draft of `source` that begins on `starts_on`, with its programme in both languages.

    Every time keeps its hour on the clock. The joining link is last year's and stays behind. Asked twice for the same,
    it makes one and returns that. Raises ValueError where `source` has no dates.
    """
    Event.objects.select_for_update(of=("self",)).get(pk=source.pk)
    newest: Event = source.get_latest_revision_as_object()
    if newest.starts_at is None or newest.ends_at is None:
        raise ValueError("An event without dates cannot be shifted.")
    days = (starts_on - local_day(newest.starts_at)).days
    copy = twin(newest, days, title_fr=title_fr, title_en=title_en, joining_url="")
    there = Event.objects.filter(title_fr=title_fr, title_en=title_en, starts_at=copy.starts_at, kind=copy.kind)
    if (made := there.exclude(pk=source.pk).first()) is not None:
        return made
    _name_after(copy, newest, starts_on.year)
    _keep(copy, actor)
    copy_programme(source, copy, days)
    return copy


def _name_after(copy: Event, source: Event, year: int) -> None:
    """Give the copy last year's slugs with the new year, where there was a year; otherwise slugs of its titles."""
    old = local_day(source.starts_at).year  # type: ignore[arg-type]
    for language in LANGUAGES:
        slug, title = getattr(source, f"slug_{language}"), getattr(copy, f"title_{language}")
        renewed = with_year(slug, old, year)
        base = renewed if renewed != slug else slugify(title)[:110]
        if title and base:
            setattr(copy, f"slug_{language}", free_slug(Event.objects.all(), f"slug_{language}", base))


def _keep(copy: Event, actor: Any) -> None:
    copy.save()
    copy.save_revision(user=actor, clean=False, log_action="wagtail.create")


def copy_programme(source: Event, into: Event, days: int) -> int:
    """Copy the sessions of `source` with their speakers to `into`, so many days later. Returns how many."""
    count = 0
    for session in source.sessions.in_programme().prefetch_related("speakers"):
        start, end = shifted_span(session.starts_at, session.ends_at, days)
        fields = {name: getattr(session, name) for name in _SESSION_FIELDS}
        made = ProgrammeSession.objects.create(event=into, starts_at=start, ends_at=end, **fields)
        made.speakers.set(session.speakers.all())
        count += 1
    return count


def add_occurrence(pattern: Event, day: datetime.date, *, key: str, actor: Any, **changes: Any) -> Event | None:
    """Make a draft like `pattern` on `day` under `key`; None where that key is there already."""
    if Event.objects.filter(key=key).exists():
        return None
    days = (day - local_day(pattern.starts_at)).days  # type: ignore[arg-type]
    copy = twin(pattern, days, key=key, **changes)
    for language in LANGUAGES:
        if title := getattr(copy, f"title_{language}"):
            base = f"{slugify(title)[:100] or 'event'}-{day:%Y-%m-%d}"
            setattr(copy, f"slug_{language}", free_slug(Event.objects.all(), f"slug_{language}", base))
    _keep(copy, actor)
    return copy
