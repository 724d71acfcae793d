"""The index of a listing in memory: it counts what a loop over all rows would count."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cms.listing_filters import Filter, Word
from cms.listing_index import FacetIndex, IndexRow

COLOURS = [Word(key, f"c{key}", f"C{key}", f"C{key}") for key in range(4)]
SIZES = [Word(key, key, key, key) for key in ("s", "m")]
FILTERS = [Filter("colour", "Colour", COLOURS), Filter("size", "Size", SIZES)]
NOBODY = SimpleNamespace(is_authenticated=False, is_active=False)

rows_of_chance = st.lists(
    st.tuples(
        st.frozensets(st.integers(0, 3), max_size=3),
        st.frozensets(st.sampled_from(["s", "m"]), max_size=1),
        st.frozensets(st.integers(7, 9), max_size=2),
    ),
    max_size=30,
)


def person(*groups: int) -> Any:
    return SimpleNamespace(
        is_authenticated=True, is_active=True, _may_enter_admin=False, _access_group_ids=frozenset(groups)
    )


def staff() -> Any:
    return SimpleNamespace(is_authenticated=True, is_active=True, _may_enter_admin=True)


def index_of(drawn: Sequence[tuple[Any, Any, Any]], **orders: Sequence[int]) -> FacetIndex:
    rows = [
        IndexRow(100 + place, groups, {"colour": colours, "size": sizes})
        for place, (colours, sizes, groups) in enumerate(drawn)
    ]
    return FacetIndex(rows, orders)


@given(
    drawn=rows_of_chance,
    colours=st.lists(st.sampled_from(COLOURS), max_size=2, unique=True),
    sizes=st.lists(st.sampled_from(SIZES), max_size=1),
    groups=st.none() | st.frozensets(st.integers(7, 10), max_size=2),
    page=st.integers(1, 5),
)
def test_it_finds_and_counts_what_a_loop_over_all_rows_would(
    drawn: Any, colours: list[Word], sizes: list[Word], groups: Any, page: int
) -> None:
    index = index_of(drawn)
    reader = NOBODY if groups is None else person(*groups)
    chosen = {"colour": colours, "size": sizes}
    seen = [
        (100 + place, {"colour": held, "size": size})
        for place, (held, size, access) in enumerate(drawn)
        if not access or access & (groups or frozenset())
    ]

    def fits(values: Any, name: str) -> bool:
        return not chosen[name] or any(word.key in values[name] for word in chosen[name])

    found = index.find(FILTERS, chosen, index.visible_to(reader), page=page, size=4)
    expected = [row_id for row_id, values in seen if fits(values, "colour") and fits(values, "size")]
    last = max(1, -(-len(expected) // 4))
    assert found.total == len(expected)
    assert found.page == min(page, last)
    assert found.ids == expected[(found.page - 1) * 4 : found.page * 4]
    for item, other in (("colour", "size"), ("size", "colour")):
        held = [values for _id, values in seen if fits(values, other)]
        words = COLOURS if item == "colour" else SIZES
        counts = {str(word.key): sum(word.key in values[item] for values in held) for word in words}
        assert found.counts[item] == {key: count for key, count in counts.items() if count}


def test_staff_see_every_row_and_nobody_only_the_public_ones() -> None:
    index = index_of([((), (), frozenset()), ((), (), frozenset({7})), ((), (), frozenset({8, 9}))])
    assert index.ids_in(index.visible_to(staff())) == [100, 101, 102]
    assert index.ids_in(index.visible_to(NOBODY)) == [100]
    assert index.ids_in(index.visible_to(person(9))) == [100, 102]
    assert index.ids_in(index.visible_to(person(55))) == [100]


def test_what_a_search_found_comes_by_its_places_and_in_any_other_order() -> None:
    index = index_of([((number % 2,), (), frozenset()) for number in range(6)], backwards=range(105, 99, -1))
    ranked = index.ranking([100, 101, 103, 104, 999], [[104, 999, 105], [103, 101]], first=index.everything)
    everything = index.visible_to(NOBODY)
    by_relevance = index.find(FILTERS, {}, everything, order="relevance", ranked=ranked, size=3)
    assert (by_relevance.total, by_relevance.ids) == (4, [104, 101, 103])
    assert index.find(FILTERS, {}, everything, order="backwards", ranked=ranked).ids == [104, 103, 101, 100]
    odd = index.find(FILTERS, {"colour": [COLOURS[1]]}, everything, order="relevance", ranked=ranked)
    assert odd.ids == [101, 103]


places_of_chance = st.lists(st.lists(st.integers(100, 112)), max_size=4)


@given(
    ids=st.frozensets(st.integers(100, 112)),
    places=places_of_chance,
    first=st.frozensets(st.integers(100, 109)),
    start=st.integers(1, 5),
)
def test_a_page_of_a_search_is_what_a_loop_would_give(
    ids: frozenset[int], places: Any, first: frozenset[int], start: int
) -> None:
    index = index_of([((), (), frozenset())] * 10)
    ranked = index.ranking(ids, places, index.among(first))
    expected = sorted(
        (row_id for row_id in ids if row_id < 110),
        key=lambda row_id: (row_id not in first, [*(row_id in place for place in places), True].index(True), row_id),
    )
    found = index.find([], {}, index.everything, order="relevance", ranked=ranked, size=3, page=start)
    assert found.total == len(expected)
    assert found.ids == expected[(found.page - 1) * 3 : found.page * 3]
    assert index.find([], {}, index.everything, order="relevance", ranked=ranked, size=None).ids == expected


def test_a_late_page_goes_on_where_the_one_before_it_ended() -> None:
    index = index_of([((), (), frozenset())] * 50, backwards=range(149, 99, -1))
    pages = [index.find(FILTERS, {}, index.everything, page=page, size=20, order="backwards").ids for page in (1, 2, 3)]
    assert [row_id for page in pages for row_id in page] == list(range(149, 99, -1))


def test_rows_that_differ_with_the_reader_are_counted_beside_the_others() -> None:
    index = index_of([((1,), (), frozenset()), ((1,), (), frozenset()), ((2,), (), frozenset())])
    new = Filter("new", "New", [Word(True, "1", "", "")])
    more = {"new": {True: index.first(2)}}
    found = index.find([*FILTERS, new], {"new": new.words}, index.everything, more=more)
    assert found.ids == [100, 101]
    assert found.counts["new"] == {"true": 2}
    assert found.counts["colour"] == {"1": 2}


def test_an_empty_index_answers() -> None:
    index = index_of([], backwards=[])
    found = index.find(FILTERS, {"colour": COLOURS}, index.visible_to(NOBODY), page=9, order="backwards")
    assert (found.total, found.page, found.ids) == (0, 1, [])
    assert index.ids_in(index.everything) == []
