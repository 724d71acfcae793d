"""The toolkit in memory: which resources bear which value, for each process and content stamp (cms.listing_index)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection
from django.http import HttpRequest

from cms import access, caching
from cms.bilingual import LANGUAGES, active_language
from cms.listing_index import WRITTEN, FacetIndex, IndexRow, held_by
from cms.search import found_by_place
from cms.tree import request_stamp
from resources.models import Resource, ResourceFile, Setting
from resources.search import KIND
from resources.services.downloads import used_since

BOTH_SETTINGS = (Setting.SMALL_CENTRE.value, Setting.URBAN.value)


class ToolkitIndex(FacetIndex):
    """The published resources, newest first; other orders are "used", "title-fr" and "title-en"."""

    published: list[float]
    """Seconds since the epoch, by place, with the sign turned: they rise as the index goes on."""

    def visible_to(self, user: Any) -> int:
        """Return the resources that `user` may see, as `Resource.objects.visible_to` does: by the toolkit's page."""
        return super().visible_to(user) if access.is_reachable(Resource, user) else 0

    def newer_than(self, moment: datetime) -> int:
        """Return the resources that were first published after `moment`, as bits."""
        return self.first(bisect_left(self.published, -moment.timestamp()))

    def found(self, text: str) -> list[int]:
        """Return the resources that answer to `text`, for `find`: what has a text in the active language first."""
        return self.ranking(*found_by_place(text, kind=KIND), self.bearing(WRITTEN, [active_language()]))


def toolkit_index(request: HttpRequest) -> ToolkitIndex:
    """Return the toolkit as this request sees it."""
    return caching.kept_for(KIND, "toolkit-index", request_stamp(request), read_index)


_RESOURCES, _FILES = Resource._meta.db_table, ResourceFile._meta.db_table
#: Published resources, newest first; a file's language may stand for both.
_ROWS = f"""
    SELECT r.id, r.resource_type_id, r.setting, r.year, extract(epoch FROM r.first_published_at)::float8,
        r.title_fr <> '', r.title_en <> '',
        ARRAY(SELECT DISTINCT f.language FROM {_FILES} f WHERE f.resource_id = r.id)
    FROM {_RESOURCES} r WHERE r.live
    ORDER BY r.first_published_at DESC NULLS LAST, r.id DESC
"""  # noqa: S608 - names of our own


def read_index() -> ToolkitIndex:
    """Read the toolkit: seven queries, whatever the number of resources."""
    held = {name: held_by(Resource, name) for name in ("topics", "audiences", "access")}
    with connection.cursor() as cursor:
        cursor.execute(_ROWS)
        found = cursor.fetchall()
    rows = [
        IndexRow(
            row_id,
            frozenset(held["access"].get(row_id, ())),
            {
                "topic": held["topics"].get(row_id, ()),
                "audience": held["audiences"].get(row_id, ()),
                "type": (kind,) if kind else (),
                "setting": BOTH_SETTINGS if setting == Setting.BOTH else (setting,),
                "language": _languages(languages, in_french, in_english),
                "year": (year,) if year else (),
                WRITTEN: ("fr",) * in_french + ("en",) * in_english,
            },
        )
        for row_id, kind, setting, year, _at, in_french, in_english, languages in found
    ]
    index = ToolkitIndex(rows, dict(_orders([row.id for row in rows])))
    index.published = [-(row[4] or 0.0) for row in found]
    return index


def _languages(files: list[str], in_french: bool, in_english: bool) -> tuple[str, ...]:
    """Return the languages in which a resource's files are; without files, those of its text."""
    held = set(files)
    if "both" in held or not held:
        held |= {"fr", "en"} if held else ({"fr"} if in_french else set()) | ({"en"} if in_english else set())
    held.discard("both")
    return (*sorted(held), *(("both",) if {"fr", "en"} <= held else ()))


def _orders(newest: list[int]) -> Iterator[tuple[str, list[int]]]:
    uses = used_since()
    yield "used", sorted(newest, key=lambda row_id: -uses.get(row_id, 0))
    known = set(newest)
    for language in LANGUAGES:
        rows = Resource.objects.filter(live=True).in_order(language).values_list("pk", flat=True)
        yield f"title-{language}", [row_id for row_id in rows if row_id in known]
