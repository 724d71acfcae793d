"""Reads calendars as programs do: by parsers that are not the portal's, and by the letter of RFC 5545."""

from __future__ import annotations

import datetime
import io
from typing import Any

from dateutil.tz import tzical
from icalendar import Calendar

from events.models import Event

ZONE = "America/Edmonton"


def read(body: bytes) -> Any:
    """Return the calendar in `body`, which must be written to the letter: line ends, folding, one calendar."""
    text = body.decode()
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert not any("\n" in line or "\r" in line for line in lines)
    assert all(len(line.encode()) <= 75 for line in lines)
    calendar = Calendar.from_ical(body)
    assert not calendar.errors
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    for entry in entries(calendar):
        assert not entry.errors
        for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "STATUS", "LAST-MODIFIED"):
            assert name in entry, name
    uids = [str(entry["UID"]) for entry in entries(calendar)]
    assert len(uids) == len(set(uids))
    return calendar


def entries(calendar: Any) -> list[Any]:
    return list(calendar.walk("VEVENT"))


def by_uid(calendar: Any, event: Event) -> Any:
    """Return the entry of `event`; None where the calendar has none."""
    return next((entry for entry in entries(calendar) if str(entry["UID"]) == str(event.uid)), None)


def moments(body: bytes, entry: Any) -> tuple[datetime.datetime, datetime.datetime]:
    """Return when `entry` begins and ends in UTC, by what the calendar itself says of the zone (dateutil's reading)."""
    zone = tzical(io.StringIO(body.decode().replace("\r\n ", ""))).get(ZONE)
    found = []
    for name in ("DTSTART", "DTEND"):
        assert entry[name].params["TZID"] == ZONE
        wall = entry[name].dt.replace(tzinfo=zone)
        found.append(wall.astimezone(datetime.UTC))
    return found[0], found[1]
