"""When an event is, in words: Mountain Time, with the zone named, in the form of the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cms.canadian import clock, long_date


def moment(value: datetime) -> str:
    """Write an aware moment for machines, with the offset that Mountain Time has then."""
    return timezone.localtime(value).isoformat(timespec="minutes")


def time_tag(value: datetime, words: str) -> SafeString:
    """Write a moment as <time>."""
    return format_html('<time datetime="{}">{}</time>', moment(value), words)


def day_tag(value: date | datetime, *, weekday: bool = True) -> SafeString:
    """Write the day of a moment as <time>, such as « mardi 3 mars 2026 »."""
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), long_date(day, weekday=weekday, article=False))


def hours(starts_at: datetime, ends_at: datetime) -> SafeString:
    """Write « 13 h à 15 h » or "1 p.m. to 3 p.m.", each moment as <time>."""
    return format_html(
        _("{start} to {end}"), start=time_tag(starts_at, clock(starts_at)), end=time_tag(ends_at, clock(ends_at))
    )


@dataclass(frozen=True)
class When:
    """When an event begins and ends; aware."""

    starts_at: datetime
    ends_at: datetime

    @property
    def first_day(self) -> date:
        return timezone.localtime(self.starts_at).date()

    @property
    def last_day(self) -> date:
        return timezone.localtime(self.ends_at).date()

    @property
    def is_several_days(self) -> bool:
        return self.first_day != self.last_day

    @property
    def starts(self) -> str:
        return moment(self.starts_at)

    @property
    def ends(self) -> str:
        return moment(self.ends_at)

    @property
    def days(self) -> SafeString:
        """The day, or from which to which."""
        if not self.is_several_days:
            return day_tag(self.first_day)
        return format_html(_("{first} to {last}"), first=day_tag(self.first_day), last=day_tag(self.last_day))

    @property
    def times(self) -> SafeString:
        """From when to when, the zone named once."""
        start = time_tag(self.starts_at, clock(self.starts_at))
        end = time_tag(self.ends_at, clock(self.ends_at))
        if self.is_several_days:
            words = _("From {start} on the first day to {end} on the last, Mountain Time")
        else:
            words = _("{start} to {end}, Mountain Time")
        return format_html(words, start=start, end=end)


def when_of(starts_at: datetime | None, ends_at: datetime | None) -> When | None:
    """Return when something is; None for a draft whose times are not written yet."""
    return When(starts_at, ends_at) if starts_at and ends_at else None
