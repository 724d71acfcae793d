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

from cms import access
from cms.models import Topic
from cms.search import ranked_ids
from cms.suggestions import MOST, Suggestion, TitleIndex
from home.models import HomePage
from resources.addresses import toolkit_url
from tests.conftest import Visitor
from tests.factories.organizations import OrganizationFactory
from tests.factories.pages import StandardPageFactory, restrict
from tests.factories.resources import ResourceFactory

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
    assert ranked_ids("resource", "été", "fr") == [resource.pk]
