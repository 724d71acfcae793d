"""An index of a listing in memory: which rows bear which value, as bits, so that counting needs no query.

A listing of ten thousand rows with sixty values beside its filters asks for sixty counts at each request. Here each
value is one whole number of as many bits as there are rows; a count is an AND and a count of bits, a microsecond each
(docs/adr/0005-facets-in-memory.md has what else was tried, and the numbers). Each process keeps an index under the
content stamp (`cms.caching.kept`), as it keeps the tree of pages: whatever changes a row raises the stamp.

Rows carry the groups that may see them. What a reader may see is the first AND of every question: nothing that they
may not see is ever counted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import compress, islice, repeat
from operator import and_, itemgetter, or_
from typing import Any

from django.db import connection
from django.db.models import Model

from cms import access
from cms.listing_counts import Found
from cms.listing_filters import Filter, Word, as_text

WRITTEN = "written"  # no filter: the languages of a row's own texts


@dataclass(frozen=True)
class IndexRow:
    """A row of a listing: its id, the groups that may see it (none: everyone), and its keys for each filter's name."""

    id: int
    groups: frozenset[int]
    values: Mapping[str, Iterable[Any]]


@dataclass
class FacetIndex:
    """Rows in their first order. `orders` may name others, each as all ids in that order."""

    rows: Sequence[IndexRow]
    orders: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ids = [row.id for row in self.rows]
        self.place = {row_id: place for place, row_id in enumerate(self.ids)}
        self._digits = {row_id: -1 - place for row_id, place in self.place.items()}
        self.everything = (1 << len(self.ids)) - 1
        public: list[int] = []
        groups: dict[int, list[int]] = {}
        values: dict[str, dict[Any, list[int]]] = {}
        for place, row in enumerate(self.rows):
            if not row.groups:
                public.append(place)
            for group in row.groups:
                groups.setdefault(group, []).append(place)
            for name, keys in row.values.items():
                held = values.setdefault(name, {})
                for key in keys:
                    held.setdefault(key, []).append(place)
        self._public = self._mask(public)
        self._groups = {group: self._mask(places) for group, places in groups.items()}
        self.masks = {name: {key: self._mask(places) for key, places in held.items()} for name, held in values.items()}
        self._orders = {name: [self.place[row_id] for row_id in ids] for name, ids in self.orders.items()}
        self.rows, self.orders = (), {}  # the masks say it all

    def __len__(self) -> int:
        return len(self.ids)

    def _mask(self, places: Iterable[int]) -> int:
        return self._number(-1 - place for place in places)

    def _number(self, digits: Iterable[int]) -> int:
        """Return the number whose binary digits at these places, counted from its end, are 1: no step in Python."""
        bits = bytearray(b"0" * (len(self.ids) or 1))
        deque(map(bits.__setitem__, digits, repeat(49)), maxlen=0)
        return int(bits, 2)

    # --- sets of rows -----------------------------------------------------------------------------

    def visible_to(self, user: Any) -> int:
        """Return the rows that `user` may see (DOMAIN.md, "Access"), as bits."""
        if access.is_staff(user):
            return self.everything
        held = (self._groups[group] for group in access.group_ids(user) if group in self._groups)
        return reduce(or_, held, self._public)

    def among(self, ids: Iterable[int]) -> int:
        """Return the rows of `ids` that the index knows, as bits."""
        return self._number(filter(None, map(self._digits.get, ids)))

    def bearing(self, name: str, keys: Iterable[Any]) -> int:
        """Return the rows that bear one of `keys` for the filter `name`, as bits."""
        held = self.masks.get(name, {})
        return reduce(or_, (held[key] for key in keys if key in held), 0)

    def first(self, count: int) -> int:
        """Return the first `count` rows of the first order, as bits."""
        return (1 << min(count, len(self.ids))) - 1

    def ids_in(self, mask: int, *, order: str = "", limit: int | None = None, start: int = 0) -> list[int]:
        """Return the ids of the rows of `mask` in an order, `limit` of them from `start` on.

        What stands late in the list costs no more than what stands early.
        """
        if not mask:
            return []
        chosen = _as_bytes(mask, len(self.ids))
        if order and len(self.ids) > 1:
            places = self._orders[order]
            found = compress(map(self.ids.__getitem__, places), itemgetter(*places)(chosen))
        else:
            found = compress(self.ids, chosen)
        return list(islice(found, start, None if limit is None else start + limit))

    # --- the question -------------------------------------------------------------------------------

    def find(
        self,
        filters: Sequence[Filter],
        chosen: Mapping[str, Sequence[Word]],
        within: int,
        *,
        page: int = 1,
        size: int | None = 24,
        order: str = "",
        ranked: Sequence[int] | None = None,
        more: Mapping[str, Mapping[Any, int]] | None = None,
    ) -> Found:
        """Return what the rows of `within` hold under the chosen values, as `cms.listing_counts.find` does.

        `ranked` are sets of rows that a search found (`ranking`), the best first: they are all there is, and come so
        where `order` is "relevance". `more` holds rows of filters that differ with the reader. A page after the last is
        the last one.
        """
        masks = {**self.masks, **(more or {})}
        if ranked is not None:
            within &= reduce(or_, ranked, 0)
        picked = {
            item.name: reduce(or_, (masks.get(item.name, {}).get(word.key, 0) for word in words), 0)
            for item in filters
            if (words := chosen.get(item.name))
        }
        found = Found(counts={})
        matching = reduce(and_, picked.values(), within)
        for item in filters:
            others = reduce(and_, (mask for name, mask in picked.items() if name != item.name), within)
            held = masks.get(item.name, {})
            found.counts[item.name] = {
                as_text(key): count for key, mask in held.items() if (count := (mask & others).bit_count())
            }
        found.total = matching.bit_count()
        if size is not None:
            found.page = max(1, min(page, -(-found.total // size)))
        start = 0 if size is None else (found.page - 1) * size
        if ranked is not None and order == "relevance":
            found.ids = self._ids_by_rank(matching, ranked, start, size)
        else:
            found.ids = self.ids_in(matching, order=order, limit=size, start=start)
        return found

    def ranking(self, ids: Iterable[int], places: Iterable[Iterable[int]], first: int) -> list[int]:
        """Return the rows of `ids`, which a search found, as sets: of the first of `places`, the next, the rest.

        The rows of `first` come before all others.
        """
        found = self.among(ids)
        masks = [*(self.among(place) for place in places), found]
        return [mask & part for part in (found & first, found & ~first) for mask in masks]

    def _ids_by_rank(self, left: int, ranked: Sequence[int], start: int, size: int | None) -> list[int]:
        """Return `size` ids of the rows of `left` from `start` on: by the first set that holds them, then in the first
        order.
        """
        ids: list[int] = []
        for mask in ranked:
            if size is not None and len(ids) == size:
                break
            chosen = left & mask
            left &= ~mask
            if (count := chosen.bit_count()) <= start:
                start -= count
                continue
            ids += self.ids_in(chosen, start=start, limit=None if size is None else size - len(ids))
            start = 0
        return ids


def held_by(model: type[Model], name: str) -> dict[int, list[int]]:
    """Return what each row of `model` holds by its many-to-many field `name`: one query."""
    relation: Any = model._meta.get_field(name)
    table, row, term = relation.m2m_db_table(), relation.m2m_column_name(), relation.m2m_reverse_name()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {row}, array_agg({term}) FROM {table} GROUP BY {row}")  # noqa: S608 - names of our own
        return dict(cursor.fetchall())


_DIGITS = bytes.maketrans(b"01", b"\0\1")


def _as_bytes(mask: int, length: int) -> bytes:
    """Return a byte for each row, in order: 1 where it is in `mask`."""
    return f"{mask:0{length}b}".encode().translate(_DIGITS)[::-1]
