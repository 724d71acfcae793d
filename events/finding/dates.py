"""Days and months as addresses say them, what of them is when in Mountain Time, and when an event is, in words."""

from __future__ import annotations

import calendar
import datetime
import re

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.canadian import clock, long_date

ISO_DAY, ISO_MONTH = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII), re.compile(r"\d{4}-\d{2}", re.ASCII)
YEARS = range(1950, 2200)  # so far an address may reach
A_DAY = datetime.timedelta(days=1)
ONE_NIGHT = datetime.timedelta(hours=12)


def parse_day(text: str) -> datetime.date | None:
    """Return the day that `text` names as 2027-03-14; None for what is no day, or is out of all reach."""
    if not ISO_DAY.fullmatch(text):
        return None
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def parse_month(text: str) -> datetime.date | None:
    """Return the first day of the month that `text` names as 2027-03; None for what is no month."""
    return parse_day(f"{text}-01") if ISO_MONTH.fullmatch(text) else None


def written_month(first: datetime.date) -> str:
    """Write a month as addresses do: 2027-03."""
    return f"{first.year:04d}-{first.month:02d}"


def beginning_of(day: datetime.date) -> datetime.datetime:
    """Return the midnight with which `day` begins in Mountain Time, summer time or not (aware)."""
    return datetime.datetime.combine(day, datetime.time(), tzinfo=timezone.get_default_timezone())


def days_of_month(first: datetime.date) -> list[datetime.date]:
    count = calendar.monthrange(first.year, first.month)[1]
    return [first + number * A_DAY for number in range(count)]


def month_after(first: datetime.date, months: int = 1) -> datetime.date:
    """Return the first day of the month that comes `months` after that of `first`; before it, where negative."""
    number = first.year * 12 + first.month - 1 + months
    return datetime.date(number // 12, number % 12 + 1, 1)


def last_day(starts: datetime.datetime, ends: datetime.datetime) -> datetime.date:
    """Return the last day on which something takes place: what ends at midnight has no part in the day after."""
    end = timezone.localtime(ends)
    day = end.date()
    return day - A_DAY if end.time() == datetime.time() and ends > starts else day


def when(starts: datetime.datetime, ends: datetime.datetime) -> str:
    """Write when an event is, in Mountain Time: its day and hours, or its first and last day.

    An event that goes on past midnight and ends within the night is of one day.
    """
    begin, end = timezone.localtime(starts), timezone.localtime(ends)
    first, last = begin.date(), last_day(starts, ends)
    if first == last or ends - starts < ONE_NIGHT:
        day = long_date(first, weekday=True, article=False)
        hours = {"start": clock(begin.time()), "end": clock(end.time())}
        words = _("%(day)s, %(start)s to %(end)s") % {"day": day, **hours}
    else:
        days = {"first": long_date(first, article=False), "last": long_date(last, article=False)}
        words = _("%(first)s to %(last)s") % days
    return str(capfirst(words))
