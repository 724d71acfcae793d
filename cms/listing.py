"""The listing that every listing of the portal stands on: filter, search, count, page.

The address holds the whole state, in names and values that are the same in both languages, such as
`?q=&service=settlement&region=central&page=2`. What it says that nobody knows is left out, so that any address
answers. A listing is made of what began with `visible_to`, filters (cms.listing_filters) and an order. Either one
query counts:

    listing = Listing(request, filters, views=("list", "cards"))
    listing.find(rows_of(queryset, filters, order=["text__sort_fr"]))

or, where there are thousands of rows, an index in memory does (cms.listing_index), without a query:

    listing.find_in(index, index.visible_to(request.user), ranked=index.ranking(…))

A last query, the app's own, reads the rows of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import quote_plus

from django.http import HttpRequest, QueryDict

from cms import fulltext
from cms.canadian import number
from cms.listing_counts import Found, Rows, find, rows_of
from cms.listing_filters import (
    ArrayFilter,
    ColumnFilter,
    Filter,
    FlagFilter,
    RelationFilter,
    Word,
    flag,
    relation,
    words_of,
)
from cms.listing_index import FacetIndex

__all__ = [
    "ArrayFilter",
    "ColumnFilter",
    "Filter",
    "FlagFilter",
    "Listing",
    "RelationFilter",
    "Rows",
    "Word",
    "flag",
    "relation",
    "rows_of",
    "words_of",
]

PER_PAGE = 24
LAST_PAGE = 100_000  # no listing of the portal is as long
MOST_VALUES = 50  # of one filter
RELEVANCE = "relevance"  # the order that only a search has
AROUND = 1  # pages on either side of the current one


class Listing:
    """What an address asks of a listing, and, after `find`, what it got."""

    def __init__(
        self,
        request: HttpRequest,
        filters: Sequence[Filter],
        *,
        path: str = "",
        views: Sequence[str] = (),
        sorts: Sequence[str] = (),
        per_page: int = PER_PAGE,
        given: QueryDict | None = None,
    ) -> None:
        self.path = path or request.path
        self.filters = filters
        self.views = views
        self.per_page = per_page
        given = request.GET if given is None else given
        self.query = fulltext.clean(given.get("q", ""))
        self.chosen: dict[str, list[Word]] = {
            item.name: words
            for item in filters
            if item.name in given and (words := item.chosen(given.getlist(item.name)[:MOST_VALUES]))
        }
        self.view = given.get("view", "") if given.get("view") in views else (views[0] if views else "")
        self.sorts = [name for name in sorts if name != RELEVANCE or self.query]
        self.sort = given.get("sort", "") if given.get("sort") in self.sorts else self._first_sort
        self.page = _page_number(given.get("page", ""))
        self.found = Found()

    @property
    def _first_sort(self) -> str:
        """The order that needs no word in the address: by relevance where something was searched for."""
        return next(iter(self.sorts), "")

    def find(self, rows: Rows, *, everything: bool = False) -> Found:
        """Ask the database: one query. `everything` gives the ids of all pages and no counts, for an export."""
        size = None if everything else self.per_page
        self.found = find(rows, self.filters, self.chosen, page=self.page, size=size, with_counts=not everything)
        self.page = self.found.page
        return self.found

    def find_in(
        self,
        index: FacetIndex,
        within: int,
        *,
        order: str = "",
        ranked: Sequence[int] | None = None,
        more: Mapping[str, Mapping[Any, int]] | None = None,
        everything: bool = False,
    ) -> Found:
        """Ask an index in memory among its rows `within`, which began with `index.visible_to`: no query.

        `order` names the index's own order; `ranked` are the rows that a search found (`index.ranking`).
        """
        size = None if everything else self.per_page
        self.found = index.find(
            self.filters, self.chosen, within, page=self.page, size=size, order=order, ranked=ranked, more=more
        )
        self.page = self.found.page
        return self.found

    # --- addresses ------------------------------------------------------------------------------

    @cached_property
    def _parts(self) -> list[tuple[str, str]]:
        parts = [("q", f"q={quote_plus(self.query)}")] if self.query else []
        parts += [(name, f"{name}={word.value}") for name, words in self.chosen.items() for word in words]
        if self.views and self.view != self.views[0]:
            parts.append(("view", f"view={self.view}"))
        if self.sort != self._first_sort:
            parts.append(("sort", f"sort={self.sort}"))
        return parts

    def _joined(self, parts: Iterable[str]) -> str:
        query = "&".join(part for part in parts if part)
        return f"{self.path}?{query}" if query else self.path

    def address(self, *, without: Iterable[str] = (), **values: str) -> str:
        """Return the address of this state on its first page, with `values` put in place of what they name."""
        left_out = {*without, *values}
        parts = [part for name, part in self._parts if name not in left_out]
        return self._joined([*parts, *(f"{name}={quote_plus(value)}" for name, value in values.items())])

    def beginning(self, *without: str) -> str:
        """Return the address without some names, ready for another `name=value`: for many links in a row."""
        address = self.address(without=without)
        return f"{address}&" if "?" in address else f"{address}?"

    def view_address(self, view: str) -> str:
        """Return the address of the same choices in another view; the first one needs no word."""
        return self.address(without=("view",)) if view == self.views[0] else self.address(view=view)

    def sort_address(self, sort: str) -> str:
        """Return the address of the same choices in another order; the first one needs no word."""
        return self.address(without=("sort",)) if sort == self._first_sort else self.address(sort=sort)

    @cached_property
    def clear_url(self) -> str:
        """The address with nothing chosen, in the same view."""
        return self.address(without=("q", *self.chosen))

    # --- what templates show --------------------------------------------------------------------

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query or self.chosen)

    @property
    def chips(self) -> list[dict[str, Any]]:
        """What was chosen, each with the address that takes it away."""
        chips: list[dict[str, Any]] = []
        if self.query:
            chips.append({"label": self.query, "url": self.address(without=("q",))})
        for item in self.filters:
            for word in self.chosen.get(item.name, ()):
                label = item.label(word)
                rest = [part for part in self._parts if part != (item.name, f"{item.name}={word.value}")]
                chips.append({"label": label, "url": self._joined(part for _name, part in rest)})
        return chips

    @property
    def panel(self) -> dict[str, Any]:
        """What components/filters.html shows: each filter with its values and what each would give.

        A value that would give nothing is left out, unless it is chosen.
        """
        groups, kept, count = [], [], 0
        for item in self.filters:
            words = self.chosen.get(item.name, ())
            if not item.shown:
                kept += [(item.name, word.value) for word in words]
                continue
            count += len(words)
            if options := self._options(item, words):
                groups.append({"legend": item.legend, "name": item.name, "options": options})
        if self.views and self.view != self.views[0]:
            kept.append(("view", self.view))
        if self.sort != self._first_sort:
            kept.append(("sort", self.sort))
        return {
            "action": self.path,
            "query": self.query,
            "chosen_count": count,
            "groups": groups,
            "kept": kept,
        }

    def _options(self, item: Filter, words: Sequence[Word]) -> list[dict[str, Any]]:
        counts = self.found.counts.get(item.name, {})
        chosen = {word.value for word in words}
        return [
            {
                "value": value,
                "label": label,
                "count": number(count) if count > 999 else str(count),
                "is_chosen": value in chosen,
            }
            for key, value, label in item.options()
            if (count := counts.get(key, 0)) or value in chosen
        ]

    @property
    def pages(self) -> dict[str, Any] | None:
        """What components/pagination.html shows; None where there is one page."""
        last = -(-self.found.total // self.per_page)
        if last < 2:
            return None
        start = self.beginning()
        shown = sorted({1, last, *range(max(1, self.page - AROUND), min(last, self.page + AROUND) + 1)})
        items: list[dict[str, Any]] = []
        before = 0
        for place in shown:
            if place - before == 2:
                items.append({"number": place - 1, "url": f"{start}page={place - 1}"})
            elif place - before > 2:
                items.append({"number": None})
            items.append({"number": place, "url": f"{start}page={place}", "is_current": place == self.page})
            before = place
        return {
            "previous_url": f"{start}page={self.page - 1}" if self.page > 1 else "",
            "next_url": f"{start}page={self.page + 1}" if self.page < last else "",
            "items": items,
        }


def _page_number(text: str) -> int:
    """Return the page that `text` names; the first one for what is no number of a page."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LAST_PAGE))):
        return 1
    return min(max(int(text), 1), LAST_PAGE)
