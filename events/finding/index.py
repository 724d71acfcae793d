"""The events in memory: which bear which value, and what the clock makes of them (cms.listing_index).

Each process keeps one index for each stamp of the events. What depends on the moment (upcoming or past, open for
registration) is no value of a row: it is asked of moments in order when somebody asks, so that it is right then.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.http import HttpRequest

from cms import access, caching
from cms.bilingual import LANGUAGES, active_language
from cms.listing_index import WRITTEN, FacetIndex, IndexRow, held_by
from cms.search import found_by_place
from cms.tree import request_stamp
from events.finding.timeline import Timeline
from events.models import (
    OFF_STATUSES,
    DeliveryLanguage,
    Event,
    EventFormat,
    EventSeats,
    EventStatus,
    RegistrationMode,
    StaffLevel,
)
from events.search import KIND
from members.models import Community

#: Statuses in which an event lets people register while it has seats, and ways by which a reader may.
TAKING = frozenset({EventStatus.OPEN, EventStatus.MOVED_ONLINE})
ANSWERING = frozenset({RegistrationMode.OPEN, RegistrationMode.MEMBERS, RegistrationMode.OUTSIDE})


class EventIndex(FacetIndex):
    """The published events in the order in which they begin.

    Other orders are "latest" and "newest" (last published first), and for each language "place-fr", "latest-place-fr".
    """

    starts: list[float]
    """Seconds since the epoch, by place: they rise as the index goes on."""
    ends: Timeline
    opens: Timeline
    closes: Timeline
    taking: int
    """Those that would let people register at a moment within their own times of registration, as bits."""
    taking_place: int
    """Those that are neither postponed, suspended nor cancelled, as bits."""

    def visible_to(self, user: Any) -> int:
        """Return the events that `user` may see, as `Event.objects.visible_to` does: by the events' page."""
        return super().visible_to(user) if access.is_reachable(Event, user) else 0

    def past(self, now: datetime.datetime) -> int:
        """Return the events that have ended before `now`, as bits."""
        return self.ends.before(now.timestamp())

    def upcoming(self, now: datetime.datetime) -> int:
        """Return the events that have not ended at `now`, as bits."""
        return self.everything & ~self.past(now)

    def between(self, first: datetime.datetime | None, last: datetime.datetime | None) -> int:
        """Return the events that take place at some time from `first` on and before `last`, as bits; None: no end."""
        mask = self.everything
        if first is not None:
            mask &= ~self.ends.until(first.timestamp())
        if last is not None:
            mask &= self.first(bisect_left(self.starts, last.timestamp()))
        return mask

    def open_at(self, now: datetime.datetime) -> int:
        """Return the events for which one can register at `now` and have a seat, as bits."""
        moment = now.timestamp()
        return self.taking & self.opens.until(moment) & ~self.closes.until(moment)

    def found(self, text: str) -> list[int]:
        """Return the events that answer to `text`, for `find`: what has a text in the active language first."""
        return self.ranking(*found_by_place(text, kind=KIND), self.bearing(WRITTEN, [active_language()]))

    def span(self, mask: int) -> tuple[float, float] | None:
        """Return when the first and the last event of `mask` begin, in seconds since the epoch."""
        if not mask:
            return None
        return self.starts[(mask & -mask).bit_length() - 1], self.starts[mask.bit_length() - 1]


def event_index(request: HttpRequest) -> EventIndex:
    """Return the events as this request sees them."""
    return caching.kept_for(KIND, "event-index", request_stamp(request), read_index)


class _Row(NamedTuple):
    id: int
    kind: str
    format: str
    status: str
    level: str
    language: str
    mode: str
    capacity: int | None
    taken: int | None
    in_french: bool
    in_english: bool
    starts: float
    ends: float
    opens: float | None
    closes: float
    published: float
    community: int | None
    region: int | None
    region_order: int | None
    community_fr: str | None
    community_en: str | None


_EVENTS, _SEATS, _COMMUNITIES = (model._meta.db_table for model in (Event, EventSeats, Community))
_REGIONS = Community._meta.get_field("region").related_model._meta.db_table
_ROWS = f"""
    SELECT e.id, e.kind, e.format, e.status, e.staff_level, e.language, e.registration_mode, e.capacity, s.taken,
        e.title_fr <> '', e.title_en <> '',
        extract(epoch FROM e.starts_at)::float8, extract(epoch FROM e.ends_at)::float8,
        extract(epoch FROM e.registration_opens_at)::float8,
        extract(epoch FROM coalesce(e.registration_closes_at, e.starts_at))::float8,
        coalesce(extract(epoch FROM e.first_published_at), 0)::float8,
        e.community_id, c.region_id, r."order",
        lower(unaccent(c.name_fr)), lower(unaccent(c.name_en))
    FROM {_EVENTS} e
    LEFT JOIN {_SEATS} s ON s.event_id = e.id
    LEFT JOIN {_COMMUNITIES} c ON c.id = e.community_id
    LEFT JOIN {_REGIONS} r ON r.id = c.region_id
    WHERE e.live AND e.starts_at IS NOT NULL AND e.ends_at IS NOT NULL
    ORDER BY e.starts_at, e.id
"""  # noqa: S608 - names of our own


def read_index() -> EventIndex:
    """Read the events: four queries, whatever their number."""
    held = {name: held_by(Event, name) for name in ("topics", "audiences", "access")}
    with connection.cursor() as cursor:
        cursor.execute(_ROWS)
        found = [_Row(*row) for row in cursor.fetchall()]
    index = EventIndex([_index_row(row, held) for row in found], dict(_orders(found)))
    index.starts = [row.starts for row in found]
    index.ends = Timeline((row.ends, place) for place, row in enumerate(found))
    index.opens = Timeline((row.opens or 0.0, place) for place, row in enumerate(found))
    index.closes = Timeline((row.closes, place) for place, row in enumerate(found))
    index.taking = index.among(row.id for row in found if _takes(row))
    index.taking_place = index.among(row.id for row in found if row.status not in OFF_STATUSES)
    return index


def _index_row(row: _Row, held: dict[str, dict[int, list[int]]]) -> IndexRow:
    place = place_of(row.format, row.status, row.community)
    return IndexRow(
        row.id,
        frozenset(held["access"].get(row.id, ())),
        {
            "topic": held["topics"].get(row.id, ()),
            "audience": held["audiences"].get(row.id, ()),
            "kind": (row.kind,),
            "level": _levels(row.level),
            "format": _formats(row.format, row.status),
            "region": (row.region,) if row.region and isinstance(place, int) else (),
            "language": _languages(row.language),
            WRITTEN: ("fr",) * row.in_french + ("en",) * row.in_english,
        },
    )


# --- what a row bears -------------------------------------------------------------------------------

VIRTUAL, TO_BE_SAID = "virtual", "to-be-said"


def place_of(held_in: str, status: str, community: int | None) -> int | str:
    """Return where people meet: the id of a community, VIRTUAL, or TO_BE_SAID. What moved online is virtual."""
    if status == EventStatus.MOVED_ONLINE or held_in == EventFormat.VIRTUAL:
        return VIRTUAL
    return community or TO_BE_SAID


def _formats(held_in: str, status: str) -> tuple[str, ...]:
    """Return the formats as which one finds an event: who wants to take part from afar can in a hybrid one."""
    if status == EventStatus.MOVED_ONLINE:
        return (EventFormat.VIRTUAL,)
    if held_in == EventFormat.HYBRID:
        return (EventFormat.IN_PERSON, EventFormat.VIRTUAL, EventFormat.HYBRID)
    return (held_in,)


def _levels(level: str) -> tuple[str, ...]:
    """Return the levels for which an event is; one for all staff is for each."""
    return tuple(StaffLevel.values) if level == StaffLevel.EVERYONE else (level,)


def _languages(language: str) -> tuple[str, ...]:
    """Return the languages in which one can follow an event; one in both is in each."""
    return tuple(DeliveryLanguage.values) if language == DeliveryLanguage.BOTH else (language,)


def is_full(status: str, capacity: int | None, taken: int | None) -> bool:
    """Whether no seat is left, by the seats or because staff say so."""
    return status == EventStatus.FULL or (capacity is not None and (taken or 0) >= capacity)


def _takes(row: _Row) -> bool:
    return row.status in TAKING and row.mode in ANSWERING and not is_full(row.status, row.capacity, row.taken)


# --- orders -----------------------------------------------------------------------------------------


def _orders(rows: Sequence[_Row]) -> Iterator[tuple[str, list[int]]]:
    latest = rows[::-1]
    yield "latest", [row.id for row in latest]
    yield "newest", [row.id for row in sorted(rows, key=lambda row: (-row.published, -row.id))]
    for language in LANGUAGES:
        for name, among in ((f"place-{language}", rows), (f"latest-place-{language}", latest)):
            yield name, [row.id for row in sorted(among, key=lambda row: _place_key(row, language))]


def _place_key(row: _Row, language: str) -> tuple[Any, ...]:
    """Regions in their order, the communities of each by name; then what is virtual, then what has no place yet."""
    place = place_of(row.format, row.status, row.community)
    if not isinstance(place, int):
        return (1 if place == VIRTUAL else 2, 0, 0, "", 0)
    name = row.community_fr if language == "fr" else row.community_en
    return (0, row.region_order or 0, row.region or 0, name or "", place)
