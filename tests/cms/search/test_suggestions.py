"""What is suggested while somebody types: beginnings of words, accents folded, and nothing that they may not see."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from cms import access, suggestions
from cms.models import NoticeBar, Topic
from cms.suggestions import MOST, Suggestion, TitleIndex
from home.models import HomePage
from resources.addresses import toolkit_url
from resources.models import ResourceIndexPage
from tests.conftest import Visitor
from tests.factories.organizations import OrganizationFactory
from tests.factories.pages import StandardPageFactory, restrict
from tests.factories.resources import ResourceFactory
from tests.searching import found_ids

pytestmark = pytest.mark.django_db


def options(visit: Visitor, words: str, language: str = "en") -> list[Any]:
    with translation.override(language):
        path = reverse("search_suggestions")
    return BeautifulSoup(visit.read(f"{path}?q={quote(words)}"), "html.parser").select('[role="option"]')


def names(visit: Visitor, words: str, language: str = "en") -> list[str]:
    return [option.span.get_text() for option in options(visit, words, language)]


def test_pages_resources_organizations_and_topics_are_suggested(visit: Visitor, english_home: HomePage) -> None:
    StandardPageFactory(parent=english_home, title="Housing page", slug="housing")
    topic = Topic.objects.create(key="housing", name_fr="Logement", name_en="Housing")
    ResourceFactory(title_en="A guide to housing", topics=[topic])
    OrganizationFactory(title_en="Housing society")
    assert set(names(visit, "hou")) == {"Housing page", "A guide to housing", "Housing society", "Housing"}
    led = {option.span.get_text(): option["href"] for option in options(visit, "hou")}
    assert led["Housing page"] == "/en/housing/"
    assert led["Housing"] == f"{toolkit_url('en')}?topic=housing"
    assert led["A guide to housing"].startswith(toolkit_url("en"))


def test_any_word_may_begin_so_and_accents_are_folded(visit: Visitor) -> None:
    ResourceFactory(title_fr="L’établissement à l’école")
    for typed in ("etab", "ÉTAB", "ecole", "l’éta", "ecole etab"):
        assert names(visit, typed, "fr") == ["L’établissement à l’école"]
    for typed in ("tabl", "ecole xyz", "e", "", "!!"):
        assert names(visit, typed, "fr") == []


def test_what_begins_so_goes_before_what_holds_a_word_that_does(visit: Visitor) -> None:
    for title in ("A guide to housing", "Housing guide"):
        ResourceFactory(title_en=title)
    ResourceFactory(title_en="The housing list")
    assert names(visit, "hous")[0] == "Housing guide"


def test_the_readers_language_goes_first_and_a_thing_comes_once(visit: Visitor) -> None:
    ResourceFactory(title_fr="", summary_fr="", title_en="Guidebook")
    ResourceFactory(title_fr="Guide pratique", title_en="Guide for practice")
    found = options(visit, "gui", "fr")
    assert [(option.span.get_text(), option.span["lang"]) for option in found] == [
        ("Guide pratique", "fr"),
        ("Guidebook", "en"),
    ]
    assert all(option["href"].startswith("/fr/") for option in found)


def test_there_are_eight_at_most(visit: Visitor) -> None:
    for number in range(MOST + 3):
        ResourceFactory(title_en=f"Housing {number}")
    assert len(names(visit, "hou")) == MOST


def test_nothing_restricted_is_suggested(
    visitor: Any, member: Any, editor: Any, person: Any, english_home: HomePage
) -> None:
    topic = Topic.objects.create(name_fr="Quichotterie", name_en="Quixotry topic")
    ResourceFactory(title_en="Quixotry for members", codes=[access.MEMBERS], topics=[topic])
    branch = StandardPageFactory(parent=english_home, title="Branch")
    restrict(branch, access.MEMBERS)
    StandardPageFactory(parent=branch, title="Quixotry page")
    organization = OrganizationFactory(title_en="Quixotry fund")
    organization.access.set([access.access_group(access.FUNDERS)])
    organization.save()
    for_members = {"Quixotry for members", "Quixotry page", "Quixotry topic"}
    for user, seen in (
        (None, set()),
        (member, for_members),
        (person(access.FUNDERS), {"Quixotry fund"}),
        (editor, for_members | {"Quixotry fund"}),
    ):
        assert set(names(visitor(user=user), "quix")) == seen


def test_what_is_not_seen_takes_no_place_from_what_is(visit: Visitor) -> None:
    for number in range(MOST):
        ResourceFactory(title_en=f"Housing {number}", codes=[access.MEMBERS])
    ResourceFactory(title_en="A public housing guide")
    assert names(visit, "hou") == ["A public housing guide"]


def test_the_index_follows_what_changes(visit: Visitor) -> None:
    resource = ResourceFactory(title_en="Housing")
    assert names(visit, "hou") == ["Housing"]
    resource.access.set([access.access_group(access.MEMBERS)])
    resource.save()
    assert names(visit, "hou") == []


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grow by one each time that the titles of all that can be found are read."""
    made: list[int] = []
    read = suggestions._entries
    monkeypatch.setattr(suggestions, "_entries", lambda: (made.append(1), read())[1])
    return made


def change_text(resource: Any) -> None:
    resource.summary_en = "Another summary"
    resource.save()


def change_settings(resource: Any) -> None:
    NoticeBar.objects.update_or_create(defaults={"text_fr": "Fermé", "text_en": "Closed"})


def close_toolkit(resource: Any) -> None:
    restrict(ResourceIndexPage.objects.get(locale__language_code="en"), access.MEMBERS)


@pytest.mark.parametrize("change", [change_text, change_settings, close_toolkit], ids=lambda change: change.__name__)
def test_titles_are_not_read_again_for_what_changes_none(change: Any, visit: Visitor, readings: list[int]) -> None:
    resource = ResourceFactory(title_en="Housing")
    assert names(visit, "hou") == ["Housing"]
    change(resource)
    assert names(visit, "hou") == ([] if change is close_toolkit else ["Housing"])
    assert len(readings) == 1


def change_slug(resource: Any, home: HomePage) -> str:
    resource.slug_en = "elsewhere"
    resource.save()
    return f"{toolkit_url('en')}elsewhere/"


def change_slug_of_index(resource: Any, home: HomePage) -> str:
    page = ResourceIndexPage.objects.get(locale__language_code="en")
    page.slug = "library"
    page.save()
    return "/en/library/housing/"


def change_title(resource: Any, home: HomePage) -> str:
    resource.title_en = "Housing for all"
    resource.save()
    return f"{toolkit_url('en')}housing/"


@pytest.mark.parametrize(
    "change", [change_slug, change_slug_of_index, change_title], ids=lambda change: change.__name__
)
def test_titles_are_read_again_with_their_addresses(
    change: Any,
    visit: Visitor,
    readings: list[int],
    english_home: HomePage,
    django_capture_on_commit_callbacks: Any,
) -> None:
    resource = ResourceFactory(title_en="Housing")
    names(visit, "hou")
    with django_capture_on_commit_callbacks(execute=True):
        address = change(resource, english_home)
    assert [(option.span.get_text(), option["href"]) for option in options(visit, "hou")] == [
        (resource.title_en, address)
    ]
    assert len(readings) == 2


def test_a_page_that_moves_or_goes_is_followed(visit: Visitor, english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home, title="Housing page", slug="housing")
    shelf = StandardPageFactory(parent=english_home, title="Shelf", slug="shelf")
    names(visit, "hou")
    page.move(shelf, pos="last-child")
    assert [option["href"] for option in options(visit, "hou")] == ["/en/shelf/housing/"]
    StandardPageFactory._meta.model.objects.get(pk=page.pk).unpublish()
    assert names(visit, "hou") == []


def test_a_resource_that_is_deleted_is_no_longer_suggested(visit: Visitor) -> None:
    resource = ResourceFactory(title_en="Housing")
    assert names(visit, "hou") == ["Housing"]
    resource.delete()
    assert names(visit, "hou") == []


def test_titles_are_escaped(visit: Visitor) -> None:
    ResourceFactory(title_en='Housing <img src=x onerror="y"> & "more"')
    answer = visit.get(f"{reverse('search_suggestions')}?q=hou").content.decode()
    assert "<img" not in answer
    assert "&lt;img" in answer


def test_a_question_costs_the_stamp_and_no_more(visit: Visitor, visitor: Any, member: Any) -> None:
    for number in range(5):
        ResourceFactory(title_en=f"Housing {number}")
    path = f"{reverse('search_suggestions')}?q=hou"
    visit.get(path)
    with CaptureQueriesContext(connection) as queries:
        visit.get(path)
    assert len(queries) == 1
    response = visitor(user=member).get(path)
    assert "no-store" in response["Cache-Control"]


def test_many_words_that_begin_alike_are_looked_through_once() -> None:
    held = [Suggestion(f"Word{number} alpha", "en", "", {"en": "/"}, ("x", str(number))) for number in range(3000)]
    index = TitleIndex(held)
    assert next(index.find(["wo"])).thing == ("x", "0")
    assert list(index._kept) == ["wo"]
    assert len(list(index.find(["word29", "alp"]))) == 111
    assert list(index.find(["zz"])) == []


def test_a_search_of_the_toolkit_alone_finds_titles_of_stop_words(db: None) -> None:
    resource = ResourceFactory(title_fr="Camps d’été", title_en="Camps")
    ResourceFactory(title_fr="Autre chose", title_en="Something else")
    assert found_ids("resource", "été", "fr") == [resource.pk]
