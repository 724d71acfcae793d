"""An event as a calendar file: from its page, and attached to mail."""

from __future__ import annotations

from dataclasses import replace
from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone

from cms.models import PortalSettings
from events.calendars.entries import CANCELLED, entry_of
from events.calendars.writing import calendar, written
from events.models import Event


def event_calendar(event: Event, language: str, *, method: str = "PUBLISH") -> bytes:
    """Return the calendar of one event in `language`; with `method` "CANCEL", one that takes it out of calendars.

    One of an event without times, which only a draft can be, is empty.
    """
    entry = entry_of(event, language)
    if entry is None:
        year = timezone.localdate().year
        return calendar([], name="", years=(year, year), language=language, method=method)
    if method == "CANCEL":
        entry = replace(entry, state=CANCELLED)
    years = entry.starts_at.year, entry.ends_at.year
    lines = written(entry, organizer_address())
    return calendar([lines], name="", years=years, language=language, method=method)


def organizer_address() -> str:
    """Return the address at which the association answers (RFC 5546 wants one): one query."""
    portal = PortalSettings.objects.first()
    return (portal.email if portal else "") or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
