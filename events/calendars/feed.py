"""The public's events as calendars: written once for each process, read out narrowed by any choice.

Writing an entry costs far more than reading it out. So each process keeps the entries of the feed's window as written
lines, under the events' version stamp; after a change it writes only what has changed.
"""

from __future__ import annotations

import datetime
import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms import caching
from cms.tree import request_stamp
from events.calendars.choosing import (
    Choice,
    Facets,
    choice_of,
    is_chosen,
    known_choice,
    known_values,
    languages_of,
    levels_of,
)
from events.calendars.entries import entry_of
from events.calendars.ics import organizer_address
from events.calendars.writing import calendar, written
from events.models import Event
from events.search import KIND

#: What the feed holds: from so long ago until so far ahead.
BACK, AHEAD = datetime.timedelta(days=92), datetime.timedelta(days=550)
#: What is kept written reaches a little further, so that it serves for days without being read anew.
SLACK = datetime.timedelta(days=60)
TAGS_KEPT = 128
_FIELDS = (
    *("uid", "title_fr", "title_en", "slug_fr", "slug_en", "summary_fr", "summary_en", "notice_fr", "notice_en"),
    *("kind", "format", "status", "starts_at", "ends_at", "staff_level", "language", "live", "created_at"),
    *("last_published_at", "venue_fr", "venue_en", "street", "community"),
    *("community__name_fr", "community__name_en", "community__region__key"),
    *("calendar__sequence", "calendar__changed_at"),
)

_written: dict[tuple[str, int], tuple[Any, bytes]] = {}
_tags: OrderedDict[tuple[str, Choice], tuple[tuple[int, datetime.date], str]] = OrderedDict()


@dataclass(frozen=True)
class FeedEntry:
    """A public event in the feed of one language."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    facets: Facets
    lines: bytes


@dataclass
class FeedIndex:
    """The public events of the feed's window in one language, in the order in which they begin."""

    entries: list[FeedEntry] = field(default_factory=list)
    known: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Feed:
    """A feed as it is sent. `body` is made when somebody wants it."""

    request: HttpRequest
    language: str
    choice: Choice

    @property
    def tag(self) -> str:
        """What tells this state of the feed from another: one query, where this process knows it already."""
        key, now = (self.language, self.choice), (request_stamp(self.request), timezone.localdate())
        known = _tags.get(key)
        if known is None or known[0] != now:
            known = _tags[key] = now, hashlib.sha256(self.body).hexdigest()[:32]
            while len(_tags) > TAGS_KEPT:
                _tags.popitem(last=False)
        return known[1]

    @property
    def body(self) -> bytes:
        index = _index(self.request, self.language)
        start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        first, last, choice = start - BACK, start + AHEAD, known_choice(self.choice, index.known)
        found = [
            entry.lines
            for entry in index.entries
            if entry.ends_at >= first and entry.starts_at < last and is_chosen(entry.facets, choice)
        ]
        years = first.year, last.year
        with override(self.language):
            name = _("Events of the small centres portal")
        return calendar(found, name=name, years=years, language=self.language, method="PUBLISH")


def feed_of(request: HttpRequest, language: str) -> Feed:
    """Return the feed that an address asks for."""
    return Feed(request, language, choice_of(request.GET))


def forget() -> None:
    """Drop what this process keeps written: for tests."""
    _written.clear()
    _tags.clear()


def _index(request: HttpRequest, language: str) -> FeedIndex:
    return caching.kept_for(KIND, f"event-feed-{language}", request_stamp(request), lambda: _read(language))


def _read(language: str) -> FeedIndex:
    """Read the public events of the window: a dozen queries, whatever their number; write those that have changed."""
    now = timezone.now()
    rows: Any = (
        Event.objects.visible_to(AnonymousUser())
        .filter(ends_at__gte=now - BACK - SLACK, starts_at__lt=now + AHEAD + SLACK)
        .select_related("community__region", "calendar")
        .prefetch_related("topics", "audiences")
        .order_by("starts_at", "pk")
        .only(*_FIELDS)
    )
    organizer, found = organizer_address(), list(rows)
    entries = [FeedEntry(row.starts_at, row.ends_at, _facets(row), _lines(row, language, organizer)) for row in found]
    held = {row.pk for row in found}
    for key in [key for key in _written if key[0] == language and key[1] not in held]:
        del _written[key]
    return FeedIndex(entries, known_values())


def _lines(row: Event, language: str, organizer: str) -> bytes:
    """Return an event as it is written: as last time, where nothing of it has changed."""
    entry = entry_of(row, language)
    if entry is None:
        return b""
    known = _written.get((language, row.pk))
    if known is None or known[0] != (entry, organizer):
        known = _written[language, row.pk] = (entry, organizer), written(entry, organizer)
    return known[1]


def _facets(row: Event) -> dict[str, Sequence[str]]:
    region = row.community.region if row.community else None
    return {
        "kind": (str(row.kind),),
        "format": (str(row.format),),
        "level": levels_of(str(row.staff_level)),
        "language": languages_of(str(row.language)),
        "region": (region.key,) if region else (),
        "topic": [topic.key for topic in row.topics.all()],
        "audience": [audience.key for audience in row.audiences.all()],
    }
