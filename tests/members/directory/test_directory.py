"""The directory's page: what it lists, counts and draws."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from cms import access
from members.models import MemberIndexPage, PrivateIndexPage
from tests.conftest import Visitor
from tests.factories.organizations import CommunityFactory, OrganizationFactory, RegionFactory
from tests.members.directory.conftest import give

pytestmark = pytest.mark.django_db


def listed(page: str) -> list[str]:
    """Return the names of the entries, in their order."""
    return re.findall(r'class="card__title"><a href="[^"]+">([^<]+)</a>', page)


def counts(page: str) -> dict[str, str]:
    found = re.findall(r'id="([\w-]+)" name="[^"]*" value="[^"]*".*?check__count">(\d+)<', page)
    return dict(found)


# --- the pages ------------------------------------------------------------------------------------


def test_both_index_pages_are_there_in_both_languages_and_tied() -> None:
    for model, slugs in ((MemberIndexPage, {"membres", "members"}), (PrivateIndexPage, {"espaces", "spaces"})):
        pages = model.objects.filter(live=True)
        assert {page.slug for page in pages} == slugs
        assert len({page.translation_key for page in pages}) == 1
        assert all(page.get_parent().numchild == 4 for page in pages)
        restricted = {
            kind for page in pages for kind in page.view_restrictions.values_list("restriction_type", flat=True)
        }
        assert restricted == ({"login"} if model is PrivateIndexPage else set())


def test_the_directory_reads_in_each_language_and_its_own_order(directory: dict[str, Any], visit: Visitor) -> None:
    french, english = visit.read("/fr/membres/"), visit.read("/en/members/")
    assert listed(french) == ["Élan", "Foyer", "Maison", "Zénith"]
    assert listed(english) == ["Hearth", "House", "Momentum", "Zenith"]
    assert "4 organismes" in french
    assert "4 organizations" in english
    assert 'href="/fr/membres/elan/"' in french
    assert 'href="/en/members/momentum/"' in english


CHOICES = {
    "service=settlement": ["Élan", "Foyer", "Maison"],
    "service=employment&service=settlement": ["Élan", "Foyer", "Maison", "Zénith"],
    "kind=lip": ["Foyer"],
    "region=mountain-parks": ["Foyer", "Maison"],
    "tier=small-cities&region=central": ["Élan"],
    "small=1": ["Élan", "Foyer", "Maison"],
    "language=arabic": ["Élan"],
    "member=1": ["Foyer"],
    "community=banff&community=olds": ["Élan", "Foyer"],
    "letter=E": ["Élan"],
    "letter=e&view=nonsense&page=-3&kind=%F0%9F%98%80&service=%27%22--": ["Élan", "Foyer", "Maison", "Zénith"],
}


def test_each_filter_keeps_what_it_says(directory: dict[str, Any], visit: Visitor) -> None:
    assert {query: listed(visit.read(f"/fr/membres/?{query}")) for query in CHOICES} == CHOICES


def test_counts_stand_beside_values_and_follow_the_other_filters(directory: dict[str, Any], visit: Visitor) -> None:
    page = visit.read("/en/members/?region=mountain-parks&service=employment")
    assert counts(page)["region-central"] == "1"
    assert counts(page)["service-settlement"] == "2"
    assert "No organization matches these choices" in page
    assert 'id="region-mountain-parks" name="region" value="mountain-parks" checked' in page


def test_letters_without_entries_lead_nowhere_and_e_holds_its_accents(
    directory: dict[str, Any], visit: Visitor
) -> None:
    page = visit.read("/fr/membres/?service=settlement")
    assert 'href="/fr/membres/?service=settlement&amp;letter=E"' in page
    assert '<span aria-hidden="true">Z</span>' in page
    OrganizationFactory(title_fr="211 Alberta", title_en="211 Alberta")
    assert listed(visit.read("/fr/membres/?letter=0")) == ["211 Alberta"]


def test_the_toggle_keeps_the_whole_state(directory: dict[str, Any], visit: Visitor) -> None:
    page = visit.read("/fr/membres/?service=settlement&view=cards")
    assert 'id="language-toggle" href="/en/members/?service=settlement&amp;view=cards"' in page
    assert '<link rel="canonical" href="http://localhost:8000/fr/membres/">' in page
    assert 'content="noindex, follow"' in page


def test_nothing_is_inline(directory: dict[str, Any], visit: Visitor) -> None:
    page = visit.read("/en/members/?view=map")
    assert "style=" not in page
    assert re.findall(r"<script(?![^>]*src=)(?![^>]*ld\+json)[^>]*>", page) == []


# --- the map --------------------------------------------------------------------------------------


def test_map_and_table_say_the_same_in_step_with_the_filters(directory: dict[str, Any], visit: Visitor) -> None:
    page = visit.read("/en/members/?service=settlement&view=map")
    dots = re.findall(r'<a class="map__town[^"]*" href="([^"]+)" aria-label="([^"]+)"', page)
    assert dots == [
        ("/en/members/?service=settlement&amp;community=olds", "Olds: 1 organization"),
        (
            "/en/members/?service=settlement&amp;community=banff&amp;community=canmore",
            "Banff, Canmore: 2 organizations",
        ),
    ]
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td class="number">(\d+)</td><td>(\w+)</td>', page)
    assert [(strip_tags(name), count, small) for name, count, small in rows] == [
        ("Banff", "1", "Yes"),
        ("Canmore", "1", "Yes"),
        ("Olds", "1", "Yes"),
    ]
    assert listed(page) == []


# --- who sees what --------------------------------------------------------------------------------


def test_a_restricted_organization_is_in_no_list_count_letter_or_map(
    directory: dict[str, Any], visit: Visitor, visitor: Callable[..., Visitor], person: Callable[..., Any]
) -> None:
    give(directory["elan"], access=[access.access_group(access.FUNDERS)])
    OrganizationFactory(title_fr="Brouillon", title_en="Draft", live=False)
    for reader in (visit, visitor(user=person(access.MEMBERS))):
        page = reader.read("/fr/membres/")
        assert listed(page) == ["Foyer", "Maison", "Zénith"]
        assert "Olds" not in page
        assert "letter=E" not in page
        assert "language-arabic" not in page
        assert counts(page)["service-settlement"] == "2"
        assert listed(reader.read("/fr/membres/?q=élan")) == []
    for reader in (person(access.FUNDERS), person(role="Editors")):
        assert listed(visitor(user=reader).read("/fr/membres/?letter=E")) == ["Élan"]


# --- cost -----------------------------------------------------------------------------------------


def test_the_directory_costs_the_same_with_two_and_with_twenty(
    visit: Visitor, visitor: Callable[..., Visitor], member: Any
) -> None:
    asked = []
    reader = visitor(user=member)
    for size in (2, 20):
        for _ in range(size):
            region = RegionFactory(key=f"region-{size}")
            OrganizationFactory(community=CommunityFactory(region=region), kind=f"kind-{size}")
        for who in (visit, reader):
            who.read("/en/members/?q=organization")
            with CaptureQueriesContext(connection) as queries:
                who.read("/en/members/?q=organization")
            asked.append(len(queries))
    assert asked[:2] == asked[2:]
    assert asked[0] <= 5
