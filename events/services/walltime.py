"""Moments by the clock on the wall in Alberta: what begins at nine begins at nine on every date (daylight saving)."""

from __future__ import annotations

import datetime

from django.utils import timezone

ALMOST_A_WEEK = 3
"""A weekday lies at most so many days from any date."""


def at_local(day: datetime.date, clock: datetime.time) -> datetime.datetime:
    """Return the moment at which it is `clock` on `day` in Mountain Time.

    A time that the clocks skip in March becomes the one an hour later; of one that comes twice in November, the first.
    """
    naive = datetime.datetime.combine(day, clock.replace(tzinfo=None, fold=0))
    aware = timezone.make_aware(naive, timezone.get_default_timezone())
    return aware.astimezone(datetime.UTC).astimezone(timezone.get_default_timezone())


def local_day(moment: datetime.datetime) -> datetime.date:
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


def local_clock(moment: datetime.datetime) -> datetime.time:
    return timezone.localtime(moment, timezone.get_default_timezone()).time()


def shifted(moment: datetime.datetime, days: int) -> datetime.datetime:
    """Return `moment` so many days later, at the same time by the clock."""
    return at_local(local_day(moment) + datetime.timedelta(days=days), local_clock(moment))


def shifted_span(
    starts_at: datetime.datetime, ends_at: datetime.datetime, days: int
) -> tuple[datetime.datetime, datetime.datetime]:
    """Return both moments shifted; should the clocks' change turn them around, it lasts as long as it did."""
    start, end = shifted(starts_at, days), shifted(ends_at, days)
    return start, end if end > start else start + (ends_at - starts_at)


def next_year(day: datetime.date) -> datetime.date:
    """Return the date nearest to `day` a year later that is the same weekday; 29 February counts as the 28th."""
    try:
        anniversary = day.replace(year=day.year + 1)
    except ValueError:
        anniversary = day.replace(year=day.year + 1, day=28)
    off = (day.weekday() - anniversary.weekday() + ALMOST_A_WEEK) % 7 - ALMOST_A_WEEK
    return anniversary + datetime.timedelta(days=off)
