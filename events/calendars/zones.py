"""Says in a calendar what Mountain Time is (RFC 5545, VTIMEZONE): from the system's own knowledge of the zone.

Where the clock changes by one rule in all years that matter it is written as that rule, which is what most programs
understand best; otherwise each change is named.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings

ZONE = settings.TIME_ZONE
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_HOUR = datetime.timedelta(hours=1)


class _Change(NamedTuple):
    """A change of the clock: what it shows as it happens (`at`, by the time until then), the offsets, the new name."""

    at: datetime.datetime
    before: datetime.timedelta
    after: datetime.timedelta
    name: str
    is_summer: bool

    @property
    def rule(self) -> str:
        place = (self.at.day - 1) // 7 + 1
        return f"FREQ=YEARLY;BYMONTH={self.at.month};BYDAY={place}{_DAYS[self.at.weekday()]}"


@lru_cache(maxsize=64)
def zone_lines(first_year: int, last_year: int) -> tuple[str, ...]:
    """Return the lines that explain the zone from one year to another, both included, and a year on either side."""
    changes = list(_changes(first_year - 1, last_year + 1))
    lines = ["BEGIN:VTIMEZONE", f"TZID:{ZONE}"]
    if not changes:
        lines += _always(first_year)
    for kind in dict.fromkeys((change.before, change.after, change.name) for change in changes):
        same = [change for change in changes if (change.before, change.after, change.name) == kind]
        lines += _observance(same, is_yearly=len(same) == last_year - first_year + 3)
    return (*lines, "END:VTIMEZONE")


def _changes(first_year: int, last_year: int) -> Iterator[_Change]:
    zone = ZoneInfo(ZONE)
    moment = datetime.datetime(first_year, 1, 1, tzinfo=datetime.UTC)
    end = datetime.datetime(last_year + 1, 1, 1, tzinfo=datetime.UTC)
    day = 24 * _HOUR
    while moment < end:
        if _offset(moment, zone) != _offset(moment + day, zone):
            found = next(hour for hour in range(1, 25) if _offset(moment + hour * _HOUR, zone) != _offset(moment, zone))
            at, before = moment + found * _HOUR, _offset(moment, zone)
            shown = at.astimezone(zone)
            yield _Change(
                (at + before).replace(tzinfo=None), before, _offset(at, zone), shown.tzname() or "", bool(shown.dst())
            )
        moment += day


def _offset(moment: datetime.datetime, zone: ZoneInfo) -> datetime.timedelta:
    return moment.astimezone(zone).utcoffset() or datetime.timedelta()


def _observance(changes: Sequence[_Change], *, is_yearly: bool) -> list[str]:
    first, rules = changes[0], {change.rule for change in changes}
    if is_yearly and len(rules) == 1:
        when = [f"RRULE:{first.rule}"]
    else:
        when = [f"RDATE:{_written(change.at)}" for change in changes[1:]]
    return _component(first, [f"DTSTART:{_written(first.at)}", *when])


def _component(change: _Change, when: list[str]) -> list[str]:
    kind = "DAYLIGHT" if change.is_summer else "STANDARD"
    offsets = [f"TZOFFSETFROM:{_sign(change.before)}", f"TZOFFSETTO:{_sign(change.after)}", f"TZNAME:{change.name}"]
    return [f"BEGIN:{kind}", *when, *offsets, f"END:{kind}"]


def _always(year: int) -> list[str]:
    """Return what says that the clock never changes."""
    start = datetime.datetime(year - 1, 1, 1)  # noqa: DTZ001 - on the wall, by definition
    shown = start.replace(tzinfo=ZoneInfo(ZONE))
    offset = shown.utcoffset() or datetime.timedelta()
    change = _Change(start, offset, offset, shown.tzname() or "", is_summer=False)
    return _component(change, [f"DTSTART:{_written(start)}"])


def _written(moment: datetime.datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%S")


def _sign(offset: datetime.timedelta) -> str:
    minutes = int(offset.total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"
