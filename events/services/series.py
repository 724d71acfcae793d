"""Series: one event is the pattern, a rule says when it comes again, each occurrence is an event of its own.

The rule is one of RFC 5545's, reckoned by the clock on the wall: a meeting at ten is at ten in summer and in winter.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from dateutil.rrule import MONTHLY, WEEKLY, YEARLY, rrule, weekday
from django.db import transaction

from cms.published import write_published
from events.models import Event, EventSeries
from events.services.copying import add_occurrence
from events.services.walltime import at_local, local_day

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = {"WEEKLY": WEEKLY, "MONTHLY": MONTHLY, "YEARLY": YEARLY}
MOST = 60
"""So many events at once, the first included."""
LAST = -1


@dataclass(frozen=True)
class Recurrence:
    """How an event comes again.

    `frequency` is one of FREQUENCIES, every `interval`; monthly either on the `place`-th `on` (weekday 0–6, LAST for
    the last one) or, where `on` is None, on the day of the month that the first one has. It ends after `count` or on
    the date `until`, whichever is given.
    """

    frequency: str = "MONTHLY"
    interval: int = 1
    on: int | None = None
    place: int = 1
    count: int | None = None
    until: datetime.date | None = None

    def _by(self, first: datetime.date) -> tuple[str, dict[str, Any]]:
        if self.frequency == "MONTHLY" and self.on is not None:
            return f"BYDAY={self.place}{WEEKDAYS[self.on]}", {"byweekday": weekday(self.on, self.place)}
        if self.frequency == "MONTHLY":
            return f"BYMONTHDAY={first.day}", {"bymonthday": first.day}
        if self.frequency == "WEEKLY":
            return f"BYDAY={WEEKDAYS[first.weekday()]}", {"byweekday": first.weekday()}
        return "", {}

    def rule(self, first: datetime.date) -> str:
        """Return it as RFC 5545 writes it, for a series that begins on `first`."""
        parts = [f"FREQ={self.frequency}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if by := self._by(first)[0]:
            parts.append(by)
        if self.until is not None:
            end = at_local(self.until, datetime.time(23, 59, 59)).astimezone(datetime.UTC)
            parts.append(f"UNTIL={end:%Y%m%dT%H%M%SZ}")
        elif self.count is not None:
            parts.append(f"COUNT={self.count}")
        return ";".join(parts)

    def days(self, first: datetime.date) -> list[datetime.date]:
        """Return the days of the series: `first`, then those of the rule; MOST at most."""
        found = rrule(
            FREQUENCIES[self.frequency],
            dtstart=datetime.datetime.combine(first, datetime.time()),
            interval=self.interval,
            until=datetime.datetime.combine(self.until, datetime.time(23, 59)) if self.until else None,
            cache=False,
            **self._by(first)[1],
        )
        days = [first]
        most = min(self.count or MOST, MOST)
        for moment in found:
            if len(days) >= most:
                break
            if moment.date() > first:
                days.append(moment.date())
        return days


@dataclass(frozen=True)
class MadeSeries:
    series: EventSeries
    made: list[Event]
    kept: int
    """Occurrences that were there already, the pattern not counted."""


@transaction.atomic
def make_series(
    pattern: Event, recurrence: Recurrence, *, title_fr: str, title_en: str, actor: Any, publish: bool = False
) -> MadeSeries:
    """Make the occurrences of `pattern` as drafts (published with `publish`), and a series of all of them.

    Made again with the same days, it makes nothing twice, even of occurrences that were moved since. Raises ValueError
    where the pattern has no dates.
    """
    locked = Event.objects.select_for_update(of=("self",)).get(pk=pattern.pk)
    newest: Event = locked.get_latest_revision_as_object()
    if newest.starts_at is None:
        raise ValueError("A series needs an event with dates.")
    first = local_day(newest.starts_at)
    series = _series_of(locked, title_fr, title_en, recurrence.rule(first), actor)
    days = recurrence.days(first)[1:]
    made = [
        event
        for day in days
        if (event := add_occurrence(newest, day, key=_key(locked, day), actor=actor, series=series)) is not None
    ]
    if publish:
        for event in made:
            event.latest_revision.publish(user=actor)
    return MadeSeries(series, made, len(days) - len(made))


def _key(pattern: Event, day: datetime.date) -> str:
    return f"{pattern.key[:100]}-{day:%Y%m%d}"


def _series_of(pattern: Event, title_fr: str, title_en: str, rule: str, actor: Any) -> EventSeries:
    if pattern.series is not None:
        series = pattern.series
        series.title_fr, series.title_en, series.rule = title_fr, title_en, rule
        series.save()
        return series
    series = EventSeries.objects.create(title_fr=title_fr, title_en=title_en, rule=rule)

    def join(event: Event) -> None:
        event.series = series

    write_published(pattern, join, user=actor, only=["series"])
    return series
