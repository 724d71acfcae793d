"""What calendars say of Mountain Time."""

from __future__ import annotations

import datetime
import io
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from events.calendars import zones

MOUNTAIN = ZoneInfo("America/Edmonton")


def said(first_year: int, last_year: int) -> object:
    """Return the zone as dateutil reads it."""
    text = "\r\n".join(["BEGIN:VCALENDAR", *zones.zone_lines(first_year, last_year), "END:VCALENDAR", ""])
    return tzical(io.StringIO(text)).get(zones.ZONE)


@pytest.mark.parametrize(("first_year", "last_year"), [(2026, 2026), (2025, 2028), (2019, 2019), (2005, 2008)])
def test_every_hour_around_each_change_is_that_of_the_zone(first_year: int, last_year: int) -> None:
    zone = said(first_year, last_year)
    moment = datetime.datetime(first_year, 1, 1, 12, tzinfo=datetime.UTC)
    while moment.year <= last_year:
        shown = moment.astimezone(MOUNTAIN)
        for hours in (0, 12):  # noon and midnight of each day
            wall = (shown + datetime.timedelta(hours=hours)).replace(tzinfo=None)
            assert wall.replace(tzinfo=zone).utcoffset() == wall.replace(tzinfo=MOUNTAIN).utcoffset(), wall  # type: ignore[arg-type]
        moment += datetime.timedelta(days=1)


def test_the_hour_of_a_change_is_written_by_the_clock_until_then() -> None:
    lines = zones.zone_lines(2026, 2026)
    assert "DTSTART:20250309T020000" in lines
    assert "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU" in lines
    assert "DTSTART:20251102T020000" in lines
    assert "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU" in lines


def test_years_with_other_rules_name_each_change() -> None:
    """Until 2006 the clock went forward in April."""
    lines = zones.zone_lines(2006, 2008)
    assert "RDATE:20060402T020000" in lines
    assert "RDATE:20070311T020000" in lines


def test_a_zone_without_changes_can_be_said_too() -> None:
    kept, zones.ZONE = zones.ZONE, "America/Regina"
    zones.zone_lines.cache_clear()
    try:
        lines = zones.zone_lines(2026, 2026)
    finally:
        zones.ZONE = kept
        zones.zone_lines.cache_clear()
    assert [line for line in lines if line.startswith("TZOFFSET")] == ["TZOFFSETFROM:-0600", "TZOFFSETTO:-0600"]
