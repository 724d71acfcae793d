"""Writes calendars (RFC 5545). Escaping and folding are the icalendar library's; a feed of a thousand must be quick."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from django.utils import timezone
from icalendar.parser import Contentline, Parameters
from icalendar.prop import vText

from events.calendars.entries import CalendarEntry
from events.calendars.zones import ZONE, zone_lines

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//AAISA//Small centres portal//EN"
REFRESH = "PT6H"  # how long programs wait before they ask again


def calendar(entries: Iterable[bytes], *, name: str, years: tuple[int, int], language: str, method: str) -> bytes:
    """Return a calendar of written entries. `years` are the first and the last whose times it has to explain."""
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
    ]
    if name:
        head += [
            *(_text(property_name, name, language) for property_name in ("NAME", "X-WR-CALNAME")),
            f"X-WR-TIMEZONE:{ZONE}",
            f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
            f"X-PUBLISHED-TTL:{REFRESH}",
        ]
    return b"".join([_folded([*head, *zone_lines(*years)]), *entries, b"END:VCALENDAR\r\n"])


def written(entry: CalendarEntry, organizer: str = "") -> bytes:
    """Return an entry as its lines. `organizer` is a mail address; it may be empty."""
    return _folded(["BEGIN:VEVENT", *_lines(entry, organizer), "END:VEVENT"])


def _lines(entry: CalendarEntry, organizer: str) -> Iterator[str]:
    changed = _utc(entry.changed_at)
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTART;TZID={ZONE}:{_local(entry.starts_at)}"
    yield f"DTEND;TZID={ZONE}:{_local(entry.ends_at)}"
    yield f"STATUS:{entry.state}"
    yield f"TRANSP:{'TRANSPARENT' if entry.state == 'CANCELLED' else 'OPAQUE'}"
    yield _text("SUMMARY", entry.title, entry.title.language)
    if entry.text:
        yield _text("DESCRIPTION", entry.text, entry.text.language)
    if entry.place:
        yield _text("LOCATION", entry.place, entry.place.language)
    yield _text("CATEGORIES", entry.category, entry.category.language)
    if entry.url:
        yield f"URL:{entry.url}"
    if organizer:
        yield f"ORGANIZER:mailto:{organizer}"


def _text(name: str, value: str, language: str) -> str:
    """Return a line of text that says in which language it is."""
    return str(Contentline.from_parts(name, Parameters({"LANGUAGE": f"{language}-CA"}), vText(value)))


def _utc(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")


def _local(moment: datetime.datetime) -> str:
    return timezone.localtime(moment, ZoneInfo(ZONE)).strftime("%Y%m%dT%H%M%S")


def _folded(lines: Iterable[str]) -> bytes:
    return b"".join(Contentline(line).to_ical() + b"\r\n" for line in lines)
