"""The one query of a listing: how many there are, what each value of each filter would give, and the page's ids.

The rows that the reader may see (and that the search finds) are read once. Each carries the set of filters that it
fails, as bits; a facet counts the rows that fail none but its own filter. All counts come from one UNION, so that a
listing costs the same however many filters and values it has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.expressions import Expression, OrderBy

from cms.listing_filters import ArrayFilter, ColumnFilter, Filter, RelationFilter, Word, as_text

_TOTAL, _ROW = -1, -2


@dataclass
class Found:
    """What a listing found: the total, the ids of the page, and for each filter its values' counts by key."""

    total: int = 0
    page: int = 1
    ids: list[int] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)

    def count(self, filter_name: str, key: Any) -> int:
        return self.counts.get(filter_name, {}).get(as_text(key), 0)


@dataclass(frozen=True)
class Rows:
    """What a listing reads, as SQL. To make it costs more than to run it: what does not differ may be kept."""

    sql: str
    parameters: tuple[Any, ...]
    names: tuple[str, ...]  # of the columns, the id first
    order: str


def rows_of(queryset: QuerySet[Any], filters: Sequence[Filter], order: Sequence[str | OrderBy | Expression]) -> Rows:
    """Return what a listing reads of `queryset`, sorted by `order` and then by id."""
    columns: dict[str, Any] = {
        f"f{number}": F(item.column) if isinstance(item.column, str) else item.column
        for number, item in enumerate(filters)
        if isinstance(item, ColumnFilter)
    }
    sorting = [_sorted(item) for item in order]
    sort = {f"s{number}": item.expression for number, item in enumerate(sorting)}
    rows = queryset.order_by().annotate(**columns, **sort).values_list("pk", *columns, *sort)
    sql, parameters = rows.query.sql_with_params()
    keys = [
        f"{name} {'DESC' if item.descending else 'ASC'} NULLS LAST" for name, item in zip(sort, sorting, strict=True)
    ]
    return Rows(sql, tuple(parameters), ("id", *columns, *sort), ", ".join([*keys, "id"]))


def find(
    rows: Rows,
    filters: Sequence[Filter],
    chosen: Mapping[str, Sequence[Word]],
    *,
    page: int = 1,
    size: int | None = 24,
    with_counts: bool = True,
) -> Found:
    """Return what `rows` hold under the chosen values: one query.

    `size` None gives all ids. A page after the last is the last one.
    """
    misses, missed = _misses(filters, chosen)
    ids, window = _ids(rows.order, page, size)
    selects = [f"SELECT {_TOTAL}, NULL::text, count(*) FROM judged WHERE misses = 0", ids]  # noqa: S608 - own names
    if with_counts:
        selects += [_facet(number, item) for number, item in enumerate(filters)]
    statement = (
        f"WITH base ({', '.join(rows.names)}) AS MATERIALIZED ({rows.sql}),"  # noqa: S608
        f" judged AS MATERIALIZED (SELECT base.*, {misses} AS misses FROM base) {' UNION ALL '.join(selects)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*rows.parameters, *missed, *window])
        return _read(cursor.fetchall(), filters, size)


def _sorted(item: str | OrderBy | Expression) -> OrderBy:
    if isinstance(item, OrderBy):
        return item
    return OrderBy(F(item) if isinstance(item, str) else item)


def _ids(order: str, page: int, size: int | None) -> tuple[str, list[Any]]:
    """Return the SELECT of the page's ids in their order, with its parameters."""
    select = (
        f"SELECT {_ROW}, id::text, row_number() OVER (ORDER BY {order}) FROM judged"  # noqa: S608
        " WHERE misses = 0 ORDER BY 3"
    )
    if size is None:
        return f"({select})", []
    last = "SELECT LEAST(%s, GREATEST(count(*) - 1, 0) / %s * %s) FROM judged WHERE misses = 0"
    return f"({select} LIMIT %s OFFSET ({last}))", [size, (page - 1) * size, size, size]


def _misses(filters: Sequence[Filter], chosen: Mapping[str, Sequence[Word]]) -> tuple[str, list[Any]]:
    """Return the SQL of the bits of the filters that a row fails, with its parameters."""
    terms, parameters = [], []
    for number, item in enumerate(filters):
        words = chosen.get(item.name)
        if not words:
            continue
        if isinstance(item, RelationFilter):
            kept = f"id IN (SELECT {item.row_column} FROM {item.table} WHERE {item.term_column} = ANY(%s))"  # noqa: S608
        elif isinstance(item, ArrayFilter):
            kept = f"f{number} && %s"
        else:
            kept = f"f{number} = ANY(%s)"
        terms.append(f"CASE WHEN {kept} THEN 0 ELSE {1 << number} END")
        parameters.append([word.key for word in words])
    return " + ".join(terms) or "0", parameters


def _facet(number: int, item: Filter) -> str:
    """Return the SELECT of what each value of a filter would give, the other filters applied."""
    others = f"(misses & ~{1 << number}) = 0"
    if isinstance(item, RelationFilter):
        return (
            f"SELECT {number}, held.{item.term_column}::text, count(*) FROM judged"  # noqa: S608
            f" JOIN {item.table} held ON held.{item.row_column} = judged.id"
            f" WHERE {others} GROUP BY held.{item.term_column}"
        )
    if isinstance(item, ArrayFilter):
        held = f"judged CROSS JOIN LATERAL unnest(f{number}) held"
        return f"SELECT {number}, held::text, count(*) FROM {held} WHERE {others} GROUP BY held"  # noqa: S608
    return f"SELECT {number}, f{number}::text, count(*) FROM judged WHERE {others} GROUP BY f{number}"  # noqa: S608


def _read(rows: list[tuple[int, str | None, int]], filters: Sequence[Filter], size: int | None) -> Found:
    found = Found(counts={item.name: {} for item in filters})
    places: list[tuple[int, int]] = []
    for number, key, value in rows:
        if number == _TOTAL:
            found.total = value
        elif number == _ROW:
            places.append((value, int(key or 0)))
        elif key is not None:
            found.counts[filters[number].name][key] = value
    places.sort()
    found.ids = [pk for _place, pk in places]
    if size and places:
        found.page = (places[0][0] - 1) // size + 1
    return found
