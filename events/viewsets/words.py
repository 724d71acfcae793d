"""How the admin's lists say things of events."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import canadian
from events.models import Event


def edit_address(event: Event) -> str:
    return reverse(Event.snippet_viewset.get_url_name("edit"), args=[event.pk])


def starts(event: Any) -> str:
    """Return the day and the hour in figures, in Mountain Time."""
    return at(event.starts_at)


def at(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else "–"


def seats(event: Any) -> str:
    """Return who is seated, how many may be, and who waits; a row of the list has its counts with it."""
    row = getattr(event, "seats", None)
    taken, waiting = (row.taken, row.waiting) if row is not None else (0, 0)
    shown = f"{taken}\u00a0/\u00a0{event.capacity}" if event.capacity else str(taken)
    if waiting:
        shown += " " + ngettext("(%(count)d waiting)", "(%(count)d waiting)", waiting) % {"count": waiting}
    return shown


def dated(event: Event) -> str:
    """Return the title with its day, as it tells one edition from another."""
    if event.starts_at is None:
        return str(event)
    return _("%(title)s, %(date)s") % {"title": event, "date": canadian.short_date(event.starts_at)}
