"""What calendars show of an event: one entry, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.bilingual import LocalizedText, localized
from cms.portal import Portal
from events.addresses import event_url
from events.models import OFF_STATUSES, Event, EventFormat, EventStatus

CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"


@dataclass(frozen=True)
class CalendarEntry:
    """An entry of a calendar. Moments are aware; `state` is a word of RFC 5545, section 3.8.1.11."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: LocalizedText
    text: LocalizedText
    place: LocalizedText
    category: LocalizedText
    url: str
    state: str


def entry_of(event: Event, language: str, *, state: str = "", prefix: str = "") -> CalendarEntry | None:
    """Return the entry of a published event in `language`; None of one without times.

    What is off is cancelled for calendars: its time is free. Reading `event.calendar` and its community may each cost
    a query.
    """
    if event.starts_at is None or event.ends_at is None:
        return None
    sequence, changed_at = revision_of(event)
    with override(language):
        title = localized(event, "title", language)
        prefix = prefix or (str(event.get_status_display()) if event.status in OFF_STATUSES else "")
        if prefix:
            words = _("%(status)s: %(title)s") % {"status": prefix, "title": title}
            title = LocalizedText(words, title.language)
        path = event_url(event, language)
        url = Portal.absolute(path) if path else ""
        return CalendarEntry(
            uid=str(event.uid),
            sequence=sequence,
            changed_at=changed_at,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            title=title,
            text=_text(event, language, url),
            place=LocalizedText(place_of(event, language), language),
            category=LocalizedText(str(event.get_kind_display()), language),
            url=url,
            state=CANCELLED if event.status in OFF_STATUSES else state or CONFIRMED,
        )


def place_of(event: Event, language: str) -> str:
    """Return where the event is, on one line; online where nobody meets in a room."""
    with override(language):
        online = _("Online")
    if event.format == EventFormat.VIRTUAL or event.status == EventStatus.MOVED_ONLINE:
        return online
    community = event.community
    town = str(localized(community, "name", language)) if community else ""
    parts = [str(localized(event, "venue", language)), event.street, town]
    place = ", ".join(part for part in parts if part)
    return f"{place} / {online}" if place and event.format == EventFormat.HYBRID else place


def revision_of(event: Event) -> tuple[int, datetime]:
    """Return how often what calendars show of `event` has changed, and when it last did."""
    try:
        state: Any = event.calendar
    except ObjectDoesNotExist:
        return 0, event.last_published_at or event.created_at or timezone.now()
    return state.sequence, state.changed_at


def _text(event: Event, language: str, url: str) -> LocalizedText:
    """Return what the entry says: the address too, because some programs show no other."""
    summary, notice = (localized(event, name, language) for name in ("summary", "notice"))
    return LocalizedText("\n\n".join(part for part in (str(notice), str(summary), url) if part), summary.language)
