"""The search of the whole site: what is found, in which order, by whom, and what is said where nothing is."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cms import access, caching, spelling
from cms.models import SearchEntry, Topic, ZeroResultSearch
from home.models import HomePage
from tests.cms.search.test_zero_results import FIREFOX
from tests.conftest import Visitor
from tests.factories.organizations import OrganizationFactory
from tests.factories.pages import StandardPageFactory, restrict, translate
from tests.factories.resources import ResourceFactory

pytestmark = pytest.mark.django_db


def address(query: str = "", language: str = "en") -> str:
    with translation.override(language):
        return f"{reverse('search')}{query}"


def found(visit: Visitor, words: str, language: str = "en", more: str = "") -> list[str]:
    """Return the titles that a visitor gets, in order."""
    html = BeautifulSoup(visit.read(address(f"?q={quote(words)}{more}", language)), "html.parser")
    return [title.get_text(strip=True) for title in html.select(".result h3")]


def page_of(visit: Visitor, words: str, language: str = "en", more: str = "") -> BeautifulSoup:
    return BeautifulSoup(visit.read(address(f"?q={quote(words)}{more}", language)), "html.parser")


# --- what is found --------------------------------------------------------------------------------


def test_everything_is_searched_at_once(visit: Visitor, english_home: HomePage) -> None:
    StandardPageFactory(parent=english_home, title="Housing page")
    ResourceFactory(title_en="Housing guide")
    OrganizationFactory(title_en="Housing society")
    assert set(found(visit, "housing")) == {"Housing page", "Housing guide", "Housing society"}


def test_stems_and_accents_are_folded_in_each_language(visit: Visitor) -> None:
    ResourceFactory(title_fr="Les établissements", title_en="One policy")
    assert found(visit, "etablissement", "fr") == ["Les établissements"]
    assert found(visit, "policies") == ["One policy"]


def test_a_topic_in_the_other_language_finds_what_bears_it(visit: Visitor) -> None:
    housing = Topic.objects.create(name_fr="Logement", name_en="Housing")
    ResourceFactory(title_fr="", summary_fr="", title_en="Rent guide", topics=[housing])
    assert found(visit, "logement", "fr") == ["Rent guide"]


def test_title_goes_before_summary_before_text(visit: Visitor, english_home: HomePage) -> None:
    StandardPageFactory(parent=english_home, title="Third", introduction="<p>About housing.</p>")
    StandardPageFactory(parent=english_home, title="Second", search_description="About housing.")
    StandardPageFactory(parent=english_home, title="First: housing")
    assert found(visit, "housing") == ["First: housing", "Second", "Third"]


def test_all_words_in_the_summary_go_before_some_in_the_title_before_all_in_the_text(
    visit: Visitor, english_home: HomePage
) -> None:
    StandardPageFactory(parent=english_home, title="Third", introduction="<p>Housing for newcomers.</p>")
    StandardPageFactory(parent=english_home, title="Second on housing", introduction="<p>For newcomers.</p>")
    StandardPageFactory(parent=english_home, title="First", search_description="Newcomers and their housing.")
    assert found(visit, "housing newcomers") == ["First", "Second on housing", "Third"]


def test_what_is_found_in_the_same_place_comes_with_the_newest_first(visit: Visitor) -> None:
    for days, title in ((3, "Housing housing"), (1, "Housing, the newest"), (2, "On housing")):
        ResourceFactory(title_en=title, first_published_at=timezone.now() - datetime.timedelta(days=days))
    assert found(visit, "housing") == ["Housing, the newest", "On housing", "Housing housing"]


def test_quotes_a_minus_and_or_mean_what_they_mean_in_a_search_engine(visit: Visitor) -> None:
    ResourceFactory(title_en="Small centre housing")
    ResourceFactory(title_en="Housing in the centre of a small town")
    assert found(visit, '"small centre"') == ["Small centre housing"]
    assert found(visit, "housing -town") == ["Small centre housing"]
    assert len(found(visit, "centre or town")) == 2


def test_the_readers_language_goes_first_and_the_rest_is_labelled(visit: Visitor) -> None:
    ResourceFactory(title_fr="", summary_fr="", title_en="Guide guide guide")
    ResourceFactory(title_fr="Un texte sur le guide", title_en="", summary_en="")
    assert found(visit, "guide", "fr") == ["Un texte sur le guide", "Guide guide guide"]
    other = page_of(visit, "guide", "fr").select(".result")[1]
    assert other.select_one("h3 a")["lang"] == "en"
    assert other.select_one(".badge").get_text() == "EN"


@pytest.mark.parametrize(("language", "words", "title"), [("fr", "été", "Camps d’été"), ("en", "the who", "The Who")])
def test_words_that_no_index_keeps_still_find_a_title(visit: Visitor, language: str, words: str, title: str) -> None:
    ResourceFactory(**{"title_fr": "", "summary_fr": "", "title_en": "", "summary_en": "", f"title_{language}": title})
    assert found(visit, words, language) == [title]


def test_passages_are_shown_with_the_words_marked(visit: Visitor, english_home: HomePage) -> None:
    StandardPageFactory(parent=english_home, title="Page", introduction="<p>Where <i>housing</i> is & costs.</p>")
    passage = page_of(visit, "housing").select_one(".passage")
    assert passage.mark.get_text() == "housing"
    assert "is & costs" in passage.get_text()


# --- filters --------------------------------------------------------------------------------------


def counts(html: BeautifulSoup) -> dict[str, str]:
    return {box.input["value"]: box.select_one(".check__count").get_text() for box in html.select("label.check")}


def test_kinds_and_languages_are_counted_by_what_one_would_get(visit: Visitor, english_home: HomePage) -> None:
    StandardPageFactory(parent=english_home, title="Housing page")
    ResourceFactory(title_en="Housing guide", title_fr="Logement")
    ResourceFactory(title_en="Housing list", title_fr="", summary_fr="")
    assert counts(page_of(visit, "housing")) == {"page": "1", "resource": "2", "en": "3", "fr": "1"}
    assert counts(page_of(visit, "housing", more="&language=fr")) == {"resource": "1", "en": "3", "fr": "1"}
    assert found(visit, "housing", more="&kind=page") == ["Housing page"]
    assert found(visit, "housing", more="&language=fr") == ["Housing guide"]


def test_a_chosen_filter_can_be_taken_off_and_an_unknown_one_is_not_there(visit: Visitor) -> None:
    ResourceFactory(title_en="Housing guide")
    html = page_of(visit, "housing", more="&kind=resource&kind=nonsense&colour=red")
    assert [chip["href"] for chip in html.select("a.chip")] == [
        address("?kind=resource"),
        address("?q=housing"),
        address(),
    ]


def test_results_come_in_pages(visit: Visitor) -> None:
    for number in range(26):
        ResourceFactory(title_en=f"Housing {number}")
    assert len(found(visit, "housing")) == 24
    assert len(found(visit, "housing", more="&page=2")) == 2
    assert len(found(visit, "housing", more="&page=99")) == 2


# --- who sees what --------------------------------------------------------------------------------


@pytest.fixture
def restricted(english_home: HomePage) -> None:
    """A resource and a page for members, an organization for funders, all with words of their own."""
    ResourceFactory(title_en="Quixotry for members", codes=[access.MEMBERS])
    branch = StandardPageFactory(parent=english_home, title="Branch")
    restrict(branch, access.MEMBERS)
    StandardPageFactory(parent=branch, title="Quixotry page")
    organization = OrganizationFactory(title_en="Quixotry fund")
    organization.access.set([access.access_group(access.FUNDERS)])
    organization.save()
    spelling.refresh_words()


def test_nothing_restricted_is_found_counted_or_offered(
    restricted: None, visitor: Any, member: Any, editor: Any, person: Any
) -> None:
    partner = person(access.FUNDERS)
    everything = {"Quixotry for members", "Quixotry page", "Quixotry fund"}
    for user, seen in (
        (None, set()),
        (member, {"Quixotry for members", "Quixotry page"}),
        (partner, {"Quixotry fund"}),
        (editor, everything),
    ):
        html = page_of(visitor(user=user), "quixotry")
        assert {title.get_text(strip=True) for title in html.select(".result h3")} == seen
        assert sum(int(count) for name, count in counts(html).items() if name not in ("fr", "en")) == len(seen)
        misspelt = page_of(visitor(user=user), "quixotri")
        assert misspelt.select_one(".nothing__meant") is None


def test_what_is_restricted_after_it_was_found_is_found_no_longer(visit: Visitor) -> None:
    resource = ResourceFactory(title_en="Housing guide")
    assert found(visit, "housing") == ["Housing guide"]
    resource.access.set([access.access_group(access.MEMBERS)])
    resource.save()
    assert found(visit, "housing") == []


def test_what_is_kept_in_memory_never_shows_what_its_row_no_longer_lets_be_seen(visit: Visitor) -> None:
    ResourceFactory(title_en="Housing guide")
    assert found(visit, "housing") == ["Housing guide"]
    SearchEntry.objects.update(access=[access.access_group(access.MEMBERS).pk])  # no stamp rises
    assert found(visit, "housing") == []


# --- where nothing is -----------------------------------------------------------------------------


def test_before_anything_is_asked_it_says_what_can_be_found(visit: Visitor) -> None:
    for query in ("", "?q=", "?q=%20%20", "?kind=page"):
        html = BeautifulSoup(visit.read(address(query)), "html.parser")
        assert html.select_one(".search-start")
        assert html.select_one(".result") is None
        assert html.select_one('meta[name="robots"]')["content"] == "noindex"


def test_nothing_found_offers_a_nearby_spelling_and_ways_on(visit: Visitor) -> None:
    ResourceFactory(title_en="Finding housing")
    spelling.refresh_words()
    link = page_of(visit, "houssing").select_one(".nothing__meant a")
    assert (link.get_text(), link["href"]) == ("housing", address("?q=housing"))
    assert found(visit, "housing") == ["Finding housing"]


def test_what_was_not_found_is_noted_once_and_only_for_people(visit: Visitor) -> None:
    ResourceFactory(title_en="Finding housing")
    browser = {"headers": {"user-agent": FIREFOX}}
    visit.read(address("?q=zyzzyva"), headers={"user-agent": "Examplebot/1.0"})
    visit.head(address("?q=zyzzyva"), **browser)
    assert not ZeroResultSearch.objects.exists()
    visit.read(address("?q=housing"), **browser)
    visit.read(address("?q=housing&kind=page"), **browser)  # found elsewhere
    assert not ZeroResultSearch.objects.exists()
    visit.read(address("?q=Zyzzyva&page=3&kind=page"), **browser)
    assert list(ZeroResultSearch.objects.values_list("words", "language", "place", "times")) == [
        ("zyzzyva", "en", "site", 1)
    ]


def test_filters_that_leave_nothing_can_be_taken_away(visit: Visitor) -> None:
    ResourceFactory(title_en="Finding housing")
    html = page_of(visit, "housing", more="&kind=page")
    assert html.select_one(".nothing .btn")["href"] == address("?q=housing")
    assert html.select_one("#results").get_text() == "No results"


# --- whatever is asked ----------------------------------------------------------------------------

NONSENSE = [
    '"',
    "'",
    "-",
    "!!!",
    "(((",
    "a & | !",
    '"unbalanced',
    "the",
    "de la",
    "été",
    "🙂🙂",
    "مرحبا",
    "\u202e",
    "%",
    "\\",
]


@pytest.mark.parametrize("words", NONSENSE)
def test_odd_words_are_answered(visit: Visitor, words: str) -> None:
    for language in ("fr", "en"):
        assert visit.get(address(f"?q={quote(words)}", language)).status_code == 200


def test_a_nul_and_an_endless_question_are_refused_or_cut(visit: Visitor) -> None:
    assert visit.get(address("?q=%00")).status_code == 400
    assert visit.get(address(f"?q={'a' * 5000}")).status_code == 400
    assert visit.get(address(f"?q={'a' * 3000}")).status_code == 200


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80), st.text(max_size=20), st.text(max_size=20))
@example('"-:*&|!()<->', "page", "2")
def test_no_query_string_fails(db: None, words: str, kind: str, page: str) -> None:
    values = {name: value.encode("utf-8", "replace") for name, value in (("q", words), ("kind", kind), ("page", page))}
    query = "&".join(f"{name}={quote(value)}" for name, value in values.items())
    for name in ("search", "search_suggestions"):
        assert Visitor().get(f"{reverse(name)}?{query}").status_code in (200, 400)


# --- what it costs --------------------------------------------------------------------------------


def cost(visit: Visitor, path: str) -> int:
    visit.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert visit.get(path).status_code == 200
    return len(queries)


def test_queries_never_grow_and_are_few(visitor: Any, member: Any, english_home: HomePage) -> None:
    def make(count: int) -> None:
        for number in range(count):
            title = f"Housing page {count} {number}"
            StandardPageFactory(parent=english_home, title=title, introduction="<p>On housing.</p>")
            ResourceFactory(title_en=f"Housing guide {number}", summary_en="On housing.")
            OrganizationFactory(title_en=f"Housing society {number}")

    make(1)
    readers = (visitor(), visitor(user=member))
    few = [cost(reader, address("?q=housing")) for reader in readers]
    make(6)
    assert [cost(reader, address("?q=housing")) for reader in readers] == few
    assert max(few) <= 12


def test_the_way_to_the_other_language_keeps_the_question(visit: Visitor) -> None:
    html = page_of(visit, "housing", more="&kind=page")
    assert html.select_one("#language-toggle")["href"] == address("?q=housing&kind=page", "fr")


def test_every_page_leads_to_the_search_without_a_query_of_its_own(visit: Visitor, homes: Any) -> None:
    html = BeautifulSoup(visit.read("/fr/"), "html.parser")
    assert html.select_one("a.utility__search-link")["href"] == address("", "fr")
    assert html.select_one("form.utility__search")["action"] == address("", "fr")
    assert BeautifulSoup(visit.read(address()), "html.parser").select_one("form.utility__search") is None


def test_a_page_in_two_languages_is_one_result_in_each(visit: Visitor, english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home, title="Guide in English")
    translate(page, title="Guide en français")
    caching.forget()
    assert found(visit, "guide", "fr") == ["Guide en français"]
    assert found(visit, "guide", "en") == ["Guide in English"]
