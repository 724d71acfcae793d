"""What stands around an event: co-hosts, other dates of its series, earlier editions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from cms.bilingual import LocalizedText
from events.addresses import event_url
from events.models import OFF_STATUSES, Event, EventQuerySet
from events.reading.programme import visible_organizations
from events.reading.when import day_tag
from members.directory.addresses import organization_url

DATES_EACH_WAY = 4
EDITIONS = 5
_FIELDS = ("title_fr", "title_en", "slug_fr", "slug_en", "starts_at", "status", "live")


@dataclass(frozen=True)
class Link:
    """A name, and where it leads; nowhere where the address is empty."""

    name: Any
    url: str


@dataclass(frozen=True)
class OtherEvent:
    """Another date of a series, or an earlier edition: when, what, where, and how it stands if that is off."""

    day: SafeString
    title: LocalizedText
    url: str
    state: str
    is_past: bool


def co_hosts(ids: Sequence[int], user: Any) -> list[Link]:
    """Return the co-hosts that the reader may see, by name, as links to their pages: one query."""
    return [Link(row.title, organization_url(row)) for row in visible_organizations(ids, user).values()]


def series_dates(shown: Event, user: Any) -> list[OtherEvent]:
    """Return the dates of the series around the one that is shown: two queries, none without a series."""
    if not shown.series_id or shown.starts_at is None:
        return []
    rows = _others(shown, user).filter(series=shown.series_id)
    before = rows.filter(starts_at__lte=shown.starts_at).order_by("-starts_at", "-pk")[:DATES_EACH_WAY]
    after = rows.filter(starts_at__gt=shown.starts_at).order_by("starts_at", "pk")[:DATES_EACH_WAY]
    return [_other(row) for row in [*reversed(before), *after]]


def earlier_editions(shown: Event, user: Any) -> list[OtherEvent]:
    """Return the earlier editions of a summit or a conference, the latest first: one query, none of other kinds."""
    if not shown.is_mini_site or shown.starts_at is None:
        return []
    rows = _others(shown, user).filter(kind=shown.kind, starts_at__lt=shown.starts_at)
    return [_other(row) for row in rows.order_by("-starts_at", "-pk")[:EDITIONS]]


def _others(shown: Event, user: Any) -> EventQuerySet:
    rows: Any = Event.objects.visible_to(user).exclude(pk=shown.pk).exclude(starts_at=None)
    return rows.only(*_FIELDS)


def _other(row: Event) -> OtherEvent:
    state = str(row.get_status_display()) if row.status in OFF_STATUSES else ""
    is_past = row.starts_at is not None and row.starts_at < timezone.now()
    return OtherEvent(day_tag(row.starts_at), row.title, event_url(row), state, is_past)  # type: ignore[arg-type]
