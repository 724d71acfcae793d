"""When the demo's events are: in weeks from that of the load, so that what is to come is ahead whenever that is."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from django.utils import timezone

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)


class At(NamedTuple):
    """A moment: weeks from the week of the load (0 is that week, -1 the one before), weekday, time on the clock."""

    week: int
    weekday: int
    time: str

    def on(self, today: datetime.date) -> datetime.datetime:
        """Return the moment in Mountain Time, as clocks on the wall show it then."""
        monday = today - datetime.timedelta(days=today.weekday())
        day = monday + datetime.timedelta(days=7 * self.week + self.weekday)
        return timezone.make_aware(datetime.datetime.combine(day, datetime.time.fromisoformat(self.time)))

    def at(self, time: str, days: int = 0) -> At:
        """Return another time of the same day, or of one `days` later."""
        return At(self.week, self.weekday + days, time)
