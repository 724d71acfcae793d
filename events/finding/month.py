"""A month as a calendar shows it: its days, each with what takes place on it, in Mountain Time."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.bilingual import active_language
from cms.canadian import WEEKDAYS, clock, long_date, month_and_year
from events.finding.dates import A_DAY, days_of_month, last_day, month_after
from events.finding.entries import Entry
from events.finding.listing import EventListing

MOST_OF_DAY = 6  # events that a day shows; the rest is a list of its own


@dataclass
class Day:
    """A day with the events of it: when each begins, in words, and the event."""

    day: datetime.date
    name: str
    is_today: bool = False
    events: list[tuple[str, Entry]] = field(default_factory=list)
    more: str = ""
    more_url: str = ""

    @property
    def number(self) -> int:
        return self.day.day


def month_days(listing: EventListing, entries: Sequence[Entry]) -> list[Day]:
    """Return the days of the month that `listing` shows, each with its part of `entries`, which come by start.

    An event of several days stands under each of them; what goes on past midnight, under both.
    """
    today = timezone.localtime(listing.now).date()
    days = {day: Day(day, _name(day, today), day == today) for day in days_of_month(listing.month)}
    held: dict[datetime.date, list[tuple[str, Entry]]] = {day: [] for day in days}
    for entry in entries:
        starts = timezone.localtime(entry.starts_at)
        first = starts.date()
        for day in _days_between(max(first, listing.month), last_day(entry.starts_at, entry.ends_at)):
            if day not in held:
                break
            held[day].append((clock(starts.time()) if day == first else _("continues"), entry))
    for day, shown in days.items():
        events = held[day]
        shown.events = events[:MOST_OF_DAY]
        if left := len(events) - len(shown.events):
            shown.more = ngettext("and %(number)s other", "and %(number)s others", left) % {"number": left}
            shown.more_url = listing.day_address(day)
    return list(days.values())


def _name(day: datetime.date, today: datetime.date) -> str:
    name = str(capfirst(long_date(day, weekday=True, article=False)))
    return _("%(day)s (today)") % {"day": name} if day == today else name


def _days_between(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    while first <= last:
        yield first
        first += A_DAY


def month_context(listing: EventListing, entries: Sequence[Entry]) -> dict[str, Any]:
    """Return what the view of a month shows beside its days: names of weekdays, ways to other months."""
    names = WEEKDAYS[active_language()]
    return {
        "days": month_days(listing, entries),
        "weekdays": [names[-1], *names[:-1]],  # a week begins on Sunday, in both languages
        "column": (listing.month.weekday() + 1) % 7 + 1,
        "previous": _way(listing, -1),
        "next": _way(listing, 1),
        "this_month_url": "" if listing.month == listing.this_month else listing.month_address(listing.this_month),
    }


def _way(listing: EventListing, step: int) -> dict[str, str] | None:
    """Return the way to the month before or after; None where nothing has been, or nothing is planned."""
    if listing.span is None:
        return None
    first, last = (
        datetime.datetime.fromtimestamp(moment, timezone.get_default_timezone()).date().replace(day=1)
        for moment in listing.span
    )
    earliest, latest = min(first, listing.this_month), max(last, listing.this_month)
    month = month_after(listing.month, step)
    if (step < 0 and month < earliest) or (step > 0 and month > latest):
        return None
    month = min(max(month, earliest), latest)
    return {"label": month_and_year(month), "url": listing.month_address(month)}
