"""The listing that every listing stands on, tried on leaflets: filters, counts, addresses, pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.listing import ColumnFilter, Filter, Listing, Word, flag, relation, rows_of, words_of
from tests.factories.records import LeafletFactory, TopicFactory
from tests.records.models import Leaflet

LANGUAGES = [Word("fr", "french", "français", "French"), Word("en", "english", "anglais", "English")]
NUMBERS = [Word(number, f"n{number}", f"N {number}", f"N {number}") for number in range(5)]


def make_filters() -> list[Filter]:
    from cms.models import Topic

    return [
        relation("topic", "Topic", words_of(Topic.objects.all()), Leaflet, "topics"),
        ColumnFilter("behind", "Behind", LANGUAGES, column="behind_language"),
        flag("locked", "Lock", "Locked", "locked"),
    ]


def listing(query: str, filters: list[Filter], **options: Any) -> Listing:
    return Listing(RequestFactory().get(f"/en/leaflets/?{query}"), filters, **options)


@pytest.fixture
def find(db: None) -> Callable[..., Listing]:
    def made(query: str = "", **options: Any) -> Listing:
        filters = make_filters()
        found = listing(query, filters, **options)
        found.find(rows_of(Leaflet.objects.all(), filters, ["title_en"]))
        return found

    return made


@pytest.fixture
def leaflets(db: None) -> dict[str, Leaflet]:
    housing, health = TopicFactory(key="housing"), TopicFactory(key="health")
    TopicFactory(key="unused")
    made = {
        "a": LeafletFactory(title_en="a", behind_language="fr"),
        "b": LeafletFactory(title_en="b", behind_language="en", locked=True),
        "c": LeafletFactory(title_en="c", behind_language="fr", locked=True),
        "d": LeafletFactory(title_en="d"),
    }
    made["a"].topics.add(housing, health)
    made["b"].topics.add(housing)
    made["c"].topics.add(health)
    return made


# --- filters and counts ---------------------------------------------------------------------------


CHOICES = [
    ("", "abcd"),
    ("topic=housing", "ab"),
    ("topic=housing&topic=health", "abc"),
    ("topic=housing&behind=french", "a"),
    ("behind=french&behind=english", "abc"),
    ("locked=1", "bc"),
    ("locked=1&topic=health&behind=french", "c"),
    ("topic=unused", ""),
    ("topic=nonsense&locked=yes&behind=", "abcd"),
]


def test_values_of_a_filter_are_or_and_filters_are_and(
    leaflets: dict[str, Leaflet], find: Callable[..., Listing]
) -> None:
    for query, expected in CHOICES:
        found = find(query).found
        assert (query, found.ids) == (query, [leaflets[name].pk for name in expected])
        assert found.total == len(expected)


def test_a_count_tells_what_choosing_the_value_would_give(
    leaflets: dict[str, Leaflet], find: Callable[..., Listing]
) -> None:
    for query in ("", "topic=housing", "behind=french", "locked=1&topic=health", "topic=unused"):
        found = find(query)
        for item in found.filters:
            for word in item.words:
                chosen = found.address(without=[item.name], **{item.name: word.value}).partition("?")[2]
                assert find(chosen).found.total == found.found.count(item.name, word.key)


def test_the_panel_offers_what_gives_something_and_what_is_chosen(
    leaflets: dict[str, Leaflet], find: Callable[..., Listing]
) -> None:
    def offered(query: str) -> list[str]:
        return [option["value"] for group in find(query).panel["groups"] for option in group["options"]]

    assert offered("") == ["housing", "health", "french", "english", "1"]
    assert "unused" in offered("topic=unused")
    assert find("topic=housing&locked=1").panel["chosen_count"] == 2


def test_a_listing_is_one_query_whatever_it_filters(
    leaflets: dict[str, Leaflet], find: Callable[..., Listing], django_assert_num_queries: Any
) -> None:
    filters = make_filters()
    rows = rows_of(Leaflet.objects.all(), filters, ["title_en"])
    found = listing("topic=housing&behind=french&locked=1&page=2", filters)
    with django_assert_num_queries(1):
        found.find(rows)


def test_names_are_read_in_the_language_of_the_page(leaflets: dict[str, Leaflet], find: Callable[..., Listing]) -> None:
    found = find("behind=french")
    assert [str(chip["label"]) for chip in found.chips] == ["French"]
    with translation.override("fr"):
        assert [str(chip["label"]) for chip in found.chips] == ["français"]
        assert [option["label"] for option in found.panel["groups"][1]["options"]] == ["français", "anglais"]


# --- pages ----------------------------------------------------------------------------------------


def test_any_page_answers(leaflets: dict[str, Leaflet], find: Callable[..., Listing]) -> None:
    first = ("", "1", "0", "-1", "x", "²", "1e9", "9" * 30)
    for page, expected in [*((page, "ab") for page in first), ("2", "cd"), ("400", "cd"), ("99999", "cd")]:
        found = find(f"page={page}", per_page=2)
        assert (page, found.found.ids) == (page, [leaflets[name].pk for name in expected])
        assert found.page == (2 if expected == "cd" else 1)


def test_rows_of_one_name_stand_on_one_page_each(find: Callable[..., Listing]) -> None:
    made = [LeafletFactory(title_en="Same").pk for _ in range(13)]
    pages = [find(f"page={page}", per_page=5) for page in (1, 2, 3)]
    assert [pk for page in pages for pk in page.found.ids] == made
    assert [page.page for page in pages] == [1, 2, 3]


def test_one_page_needs_no_pagination(leaflets: dict[str, Leaflet], find: Callable[..., Listing]) -> None:
    assert find().pages is None
    pages = find("page=2&topic=housing&topic=health", per_page=1).pages
    assert pages["previous_url"] == "/en/leaflets/?topic=housing&topic=health&page=1"
    assert [item["number"] for item in pages["items"]] == [1, 2, 3]


def test_far_pages_are_left_out_and_a_gap_of_one_is_filled() -> None:
    found = listing("", [], per_page=1)
    for page, expected in ((1, [1, 2, None, 20]), (4, [1, 2, 3, 4, 5, None, 20]), (10, [1, None, 9, 10, 11, None, 20])):
        found.page, found.found.total = page, 20
        assert [item["number"] for item in found.pages["items"]] == expected


# --- addresses ------------------------------------------------------------------------------------


def made_of(query: str) -> Listing:
    filters: list[Filter] = [
        ColumnFilter("language", "Language", LANGUAGES, column="x"),
        ColumnFilter("number", "Number", NUMBERS, shown=False, single=True, column="y"),
    ]
    return listing(query, filters, views=("list", "cards"))


def test_a_chip_takes_one_value_away_and_keeps_the_rest() -> None:
    chips = made_of("q=caf%C3%A9&language=english&language=french&view=cards&utm=x&page=3").chips
    assert [chip["url"] for chip in chips] == [
        "/en/leaflets/?language=french&language=english&view=cards",
        "/en/leaflets/?q=caf%C3%A9&language=english&view=cards",
        "/en/leaflets/?q=caf%C3%A9&language=french&view=cards",
    ]


def test_clear_all_keeps_the_view_only() -> None:
    assert made_of("q=a&language=french&number=n1&view=cards").clear_url == "/en/leaflets/?view=cards"


def test_what_is_chosen_elsewhere_stays_in_the_form() -> None:
    assert made_of("number=n1&view=cards").panel["kept"] == [("number", "n1"), ("view", "cards")]


def test_a_filter_of_one_value_takes_one() -> None:
    assert made_of("number=n3&number=n1").address() == "/en/leaflets/?number=n1"


NAMES = st.sampled_from(["q", "language", "number", "view", "page", "other"])
VALUES = st.one_of(st.sampled_from(["french", "english", "n1", "cards", "2", "&=?", "%", "é"]), st.text(max_size=20))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(NAMES, VALUES), max_size=8))
def test_the_address_that_a_listing_writes_is_the_one_it_reads(pairs: list[tuple[str, str]]) -> None:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value.encode("utf-8", "ignore").decode())
    first = made_of(query.urlencode())
    again = made_of(first.address().partition("?")[2])
    assert (again.query, again.chosen, again.view) == (first.query, first.chosen, first.view)
    assert again.address() == first.address()
