"""What lists show of events: one query, in the active language, whatever the number of entries."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from cms import access
from cms.bilingual import active_language, other_language
from cms.search_passages import Passage
from events.addresses import events_url
from events.finding.dates import when
from events.finding.index import TO_BE_SAID, VIRTUAL, place_of
from events.finding.standing import Badge, Facts, badges
from events.finding.words import Names, words_for
from events.models import Event, EventFormat, EventSeats, StaffLevel

_EVENTS, _SEATS = Event._meta.db_table, EventSeats._meta.db_table
_ACCESS, _AUDIENCES = Event.access.through._meta.db_table, Event.audiences.through._meta.db_table
#: What entries show; the reader's access is asked once more, of the rows as they are now.
_ENTRIES = f"""
    SELECT e.id, e.title_fr, e.title_en, e.slug_fr, e.slug_en, e.summary_fr, e.summary_en,
        e.kind, e.format, e.staff_level, e.language, e.community_id,
        e.status, e.registration_mode, e.starts_at, e.ends_at, e.registration_opens_at, e.registration_closes_at,
        e.capacity, s.taken, e.has_waiting_list,
        ARRAY(SELECT a.audience_id FROM {_AUDIENCES} a WHERE a.event_id = e.id ORDER BY a.id),
        EXISTS (SELECT 1 FROM {_ACCESS} a WHERE a.event_id = e.id)
    FROM {_EVENTS} e LEFT JOIN {_SEATS} s ON s.event_id = e.id
    WHERE e.id = ANY(%(ids)s) AND e.live AND e.starts_at IS NOT NULL AND e.ends_at IS NOT NULL AND (%(all)s
        OR NOT EXISTS (SELECT 1 FROM {_ACCESS} a WHERE a.event_id = e.id)
        OR EXISTS (SELECT 1 FROM {_ACCESS} a WHERE a.event_id = e.id AND a.group_id = ANY(%(groups)s)))
"""  # noqa: S608 - names of our own


class _Row(NamedTuple):
    id: int
    title_fr: str
    title_en: str
    slug_fr: str
    slug_en: str
    summary_fr: str
    summary_en: str
    kind: str
    format: str
    level: str
    language: str
    community: int | None
    status: str
    mode: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    opens_at: datetime.datetime | None
    closes_at: datetime.datetime | None
    capacity: int | None
    taken: int | None
    has_waiting_list: bool
    audiences: list[int]
    is_restricted: bool

    @property
    def facts(self) -> Facts:
        return Facts(
            *(self.status, self.mode, self.starts_at, self.ends_at, self.opens_at, self.closes_at),
            *(self.capacity, self.taken, self.has_waiting_list),
        )


@dataclass(eq=False)
class Entry:
    """An event as a list shows it. A language is "" where it is the page's own.

    What only rows show is written when it is asked for: a month has a hundred entries and shows none of it.
    """

    id: int
    title: str
    title_language: str
    url: str
    summary: str
    summary_language: str
    kind: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    place: int | str
    """The id of a community, VIRTUAL or TO_BE_SAID."""
    badges: list[Badge]
    is_off: bool
    is_restricted: bool
    passage: str
    passage_language: str
    row: _Row
    names: Names

    @property
    def when(self) -> str:
        return when(self.starts_at, self.ends_at)

    @property
    def language(self) -> str:
        """In which language it is held."""
        return self.names.held_in.get(self.row.language, "")

    @property
    def place_words(self) -> str:
        if self.place == VIRTUAL:
            return self.names.virtual
        town = self.names.towns.get(self.place) if isinstance(self.place, int) else None
        name = town.name if town else self.names.to_be_said
        return self.names.also_virtual % {"place": name} if self.row.format == EventFormat.HYBRID else name

    @property
    def for_whom(self) -> str:
        audiences = [self.names.audiences[key] for key in self.row.audiences if key in self.names.audiences]
        if self.row.level != StaffLevel.EVERYONE and (level := self.names.levels[self.row.level]) not in audiences:
            audiences.append(level)
        return ", ".join(audiences)


def entries(
    request: HttpRequest,
    ids: Sequence[int],
    *,
    now: datetime.datetime | None = None,
    path: str = "",
    passages: Mapping[str, Passage] | None = None,
    reader: Any = None,
) -> list[Entry]:
    """Return what lists show of the events `ids`, in their order: one query, no model.

    `path` is that of the events' page (default: in the active language); `passages` are what a search found, by key.
    """
    if not ids:
        return []
    reader = request.user if reader is None else reader
    parameters: dict[str, Any] = {
        "ids": list(ids),
        "all": access.is_staff(reader),
        "groups": list(access.group_ids(reader)),
    }
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, parameters)
        rows = [_Row(*row) for row in cursor.fetchall()]
    maker = _EntryMaker(words_for(request).names(active_language()), path or events_url(), now, passages or {})
    found = {row.id: maker.entry(row) for row in rows}
    return [found[pk] for pk in ids if pk in found]


class _EntryMaker:
    """Turns rows into entries in the active language."""

    def __init__(self, names: Names, path: str, now: datetime.datetime | None, passages: Mapping[str, Passage]) -> None:
        self.own = active_language()
        self.other = other_language(self.own)
        self.names, self.path, self.passages = names, path, passages
        self.now = now or timezone.now()

    def entry(self, row: _Row) -> Entry:
        texts = {
            "fr": (row.title_fr, row.slug_fr, row.summary_fr),
            "en": (row.title_en, row.slug_en, row.summary_en),
        }
        title, slug, summary = texts[self.own]
        other_title, other_slug, other_summary = texts[self.other]
        passage = self.passages.get(str(row.id))
        standing = badges(row.facts, self.now)
        return Entry(
            id=row.id,
            title=title or other_title,
            title_language="" if title else self.other,
            url=f"{self.path}{slug or other_slug}/",
            summary=summary or other_summary,
            summary_language="" if summary else self.other,
            kind=self.names.kinds.get(row.kind, ""),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            place=place_of(row.format, row.status, row.community),
            badges=standing,
            is_off=bool(standing) and standing[0].look == "cancelled",
            is_restricted=row.is_restricted,
            passage=passage.html if passage else "",
            passage_language=passage.language if passage and passage.language != self.own else "",
            row=row,
            names=self.names,
        )


__all__ = ["TO_BE_SAID", "VIRTUAL", "Entry", "entries"]
