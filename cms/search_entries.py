"""All that can be found, in memory: of what kind each entry is, in which languages it exists, who may see it.

Each process keeps it until an entry changes (`cms.search_index.AREA`), so that a search counts and pages without a
query of its own (docs/adr/0005-facets-in-memory.md).
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.http import HttpRequest

from cms import caching
from cms.bilingual import LANGUAGES, active_language
from cms.listing_index import FacetIndex, IndexRow
from cms.models import SearchEntry
from cms.models.search import PAGE_KIND
from cms.search import found_by_place
from cms.search_index import AREA, closed_kinds
from cms.tree import request_stamp, tree_for

_ROWS = f"""
    SELECT id, kind, key, title_fr <> '', title_en <> '', access FROM {SearchEntry._meta.db_table}
    ORDER BY at DESC NULLS LAST, id
"""  # noqa: S608 - a name of the code's own


class EntryIndex(FacetIndex):
    """The entries of the search, newest first, by "kind" and "language"."""

    pages: dict[str, int]
    """The ids of the entries of pages, by key."""

    def seen_by(self, request: HttpRequest) -> int:
        """Return what the reader may see, as bits: records by index page and groups, pages as the tree says."""
        tree, reader = tree_for(request), request.user
        hidden = self.among(self.pages[key] for key in tree.hidden_keys(reader) if key in self.pages)
        return self.visible_to(reader) & ~hidden & ~self.bearing("kind", closed_kinds(reader, tree))

    def found(self, text: str) -> list[int]:
        """Return the entries that answer to `text`, for `find`: what exists in the active language first."""
        return self.ranking(*found_by_place(text), self.bearing("language", [active_language()]))


def entry_index(request: HttpRequest) -> EntryIndex:
    """Return the entries as this request sees them."""
    return caching.kept_for(AREA, "search-entries", request_stamp(request), read_index)


def read_index() -> EntryIndex:
    """Read the entries: one query."""
    with connection.cursor() as cursor:
        cursor.execute(_ROWS)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    index = EntryIndex(
        [
            IndexRow(pk, frozenset(groups), {"kind": (kind,), "language": _languages(in_french, in_english)})
            for pk, kind, _key, in_french, in_english, groups in rows
        ]
    )
    index.pages = {key: pk for pk, kind, key, *_rest in rows if kind == PAGE_KIND}
    return index


def _languages(*titles: bool) -> tuple[str, ...]:
    return tuple(name for name, is_there in zip(LANGUAGES, titles, strict=True) if is_there)
