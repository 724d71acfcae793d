"""Preset listings: their page, what can be filtered within it, their feed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import RequestFactory
from django.utils import translation

from cms import access
from cms.models import Audience, Topic
from resources.finding.listing import preset_entries
from tests.conftest import Visitor
from tests.factories.resources import PresetListingFactory
from tests.resources.finding.test_listing import counts, listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def preset(toolkit: dict[str, Any]) -> Any:
    """Housing in small centres, by title."""
    return PresetListingFactory(
        title_fr="Logement des petits centres",
        title_en="Housing in small centres",
        introduction_fr="De quoi se loger.",
        introduction_en="To find a home.",
        topics=[Topic.objects.get(key="housing")],
        setting="small-centre",
        order="title",
    )


def test_it_has_an_address_in_each_language_and_its_own_order(preset: Any, visit: Visitor) -> None:
    french = visit.read("/fr/boite-a-outils/selections/logement-des-petits-centres/")
    english = visit.read("/en/toolkit/selections/housing-in-small-centres/")
    assert listed(english) == ["Finding a home", "Letter to a landlord"]
    assert listed(french) == ["Letter to a landlord", "Trouver un toit"]
    assert "De quoi se loger." in french
    assert 'hreflang="en" href="http://localhost:8000/en/toolkit/selections/housing-in-small-centres/"' in french


def test_one_filters_on_within_it(preset: Any, visit: Visitor) -> None:
    page = visit.read("/en/toolkit/selections/housing-in-small-centres/?type=checklist")
    assert listed(page) == ["Letter to a landlord"]
    assert counts(page)["type-guide"] == "1"
    assert listed(visit.read("/en/toolkit/selections/housing-in-small-centres/?q=winter")) == []


def test_its_slug_in_the_other_language_leads_to_it_and_an_unknown_one_nowhere(preset: Any, visit: Visitor) -> None:
    response = visit.get("/fr/boite-a-outils/selections/housing-in-small-centres/")
    assert (response.status_code, response["Location"]) == (
        301,
        "/fr/boite-a-outils/selections/logement-des-petits-centres/",
    )
    assert visit.get("/fr/boite-a-outils/selections/rien/").status_code == 404
    assert visit.get("/fr/boite-a-outils/selections/rien/rss/").status_code == 404


def test_the_toolkit_leads_to_it_and_only_until_something_is_chosen(preset: Any, visit: Visitor) -> None:
    link = 'href="/fr/boite-a-outils/selections/logement-des-petits-centres/"'
    assert link in visit.read("/fr/boite-a-outils/")
    assert link not in visit.read("/fr/boite-a-outils/?topic=housing")


def test_its_feed_tells_the_public_part_newest_first(
    preset: Any, visit: Visitor, visitor: Callable[..., Visitor], person: Callable[..., Any]
) -> None:
    path = "/fr/boite-a-outils/selections/logement-des-petits-centres/rss/"
    feed = ElementTree.fromstring(visit.read(path))  # noqa: S314 - our own
    assert [item.findtext("title") for item in feed.iter("item")] == ["Trouver un toit", "Letter to a landlord"]
    assert feed.findtext("channel/language") == "fr"
    assert feed.findtext("channel/item/link") == "http://localhost:8000/fr/boite-a-outils/trouver-un-toit/"
    member = visitor(user=person(access.MEMBERS))
    assert "Notes des membres" not in member.read(path)
    assert "Notes des membres" in member.read(path.removesuffix("rss/"))


def test_a_preset_that_an_editor_changes_is_another_one_at_once(preset: Any, visit: Visitor) -> None:
    address = "/en/toolkit/selections/housing-in-small-centres/"
    visit.read(address)
    preset.topics.set([Topic.objects.get(key="health")])
    preset.save()
    assert listed(visit.read(address)) == ["Getting ready for winter"]


def test_every_choice_narrows_it(toolkit: dict[str, Any], visit: Visitor) -> None:
    audience = Audience.objects.get(key="front-line-staff")
    PresetListingFactory(title_en="Chosen", audiences=[audience], file_language="en", since_year=2024)
    PresetListingFactory(title_en="Since", since_year=2025)
    PresetListingFactory(title_en="All")
    assert listed(visit.read("/en/toolkit/selections/chosen/")) == ["Finding a home"]
    assert listed(visit.read("/en/toolkit/selections/since/")) == []
    assert len(listed(visit.read("/en/toolkit/selections/all/"))) == 4


def test_other_pages_show_its_first_entries_as_far_as_the_reader_may_see_them(
    preset: Any, person: Callable[..., Any], django_assert_num_queries: Any
) -> None:
    def titles(user: Any, limit: int) -> list[str]:
        request = RequestFactory().get("/en/")
        request.user = user
        with translation.override("en"):
            return [entry["title"] for entry in preset_entries(request, preset, limit)]

    member, partner = person(access.MEMBERS), person(access.OTHER_PARTNERS)
    assert titles(member, 9) == ["Finding a home", "Letter to a landlord", "Notes for members"]
    assert titles(partner, 9) == ["Finding a home", "Letter to a landlord"]
    assert titles(partner, 1) == ["Finding a home"]
