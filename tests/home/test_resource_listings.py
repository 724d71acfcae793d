"""Preset listings of the toolkit on audience pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wagtail_localize.models import Translation, TranslationSource

from cms import access
from home.models import AudiencePage, HomePage
from resources.models import PresetListing
from tests.conftest import Visitor
from tests.factories.organizations import AudienceFactory
from tests.factories.pages import AudiencePageFactory
from tests.factories.resources import PresetListingFactory, ResourceFactory
from tests.test_queries import cost

pytestmark = pytest.mark.django_db


def audience_page(home: HomePage, *presets: PresetListing, **fields: Any) -> AudiencePage:
    values = [{"heading": "", "preset": preset, "limit": 6, **fields} for preset in presets]
    return AudiencePageFactory(
        parent=home,
        slug="audience",
        audience=AudienceFactory(),
        listings=[("resources", value) for value in values],
    )


def test_a_page_shows_the_first_resources_of_a_preset_listing_and_leads_to_the_whole(
    visit: Visitor, english_home: HomePage
) -> None:
    resources = [ResourceFactory() for _ in range(4)]
    audience_page(english_home, PresetListingFactory(title_en="For beginners"), limit=3)
    page = visit.read("/en/audience/")
    assert 'href="/en/toolkit/selections/for-beginners/"' in page
    assert page.count("For beginners") == 2  # the heading, and what the link leads to
    assert sum(f">{resource.title_en}</a>" in page for resource in resources) == 3


def test_a_heading_of_its_own_stands_in_the_place_of_the_title(visit: Visitor, english_home: HomePage) -> None:
    ResourceFactory()
    audience_page(english_home, PresetListingFactory(title_en="For beginners"), heading="Begin here")
    page = visit.read("/en/audience/")
    assert "Begin here</h2>" in page
    assert "For beginners" not in page


def test_what_a_reader_may_not_see_is_not_there(
    visit: Visitor, visitor: Callable[..., Visitor], member: Any, english_home: HomePage
) -> None:
    ResourceFactory(title_en="For all")
    ResourceFactory(title_en="For members", codes=[access.MEMBERS])
    audience_page(english_home, PresetListingFactory())
    page = visit.read("/en/audience/")
    assert "For all" in page
    assert "For members" not in page
    assert "For members" in visitor(user=member).read("/en/audience/")


def test_a_listing_without_anything_for_the_reader_leaves_no_trace(visit: Visitor, english_home: HomePage) -> None:
    ResourceFactory(codes=[access.MEMBERS])
    audience_page(english_home, PresetListingFactory(title_en="For beginners"))
    assert "For beginners" not in visit.read("/en/audience/")


def test_a_preset_listing_that_is_deleted_leaves_the_page_as_it_is(visit: Visitor, english_home: HomePage) -> None:
    preset = PresetListingFactory(title_en="For beginners")
    audience_page(english_home, preset)
    preset.delete()
    assert "For beginners" not in visit.read("/en/audience/")


def test_a_resource_in_the_other_language_says_so(visit: Visitor, english_home: HomePage) -> None:
    ResourceFactory(title_fr="Seulement ici", title_en="", summary_en="")
    audience_page(english_home, PresetListingFactory())
    page = visit.read("/en/audience/")
    assert 'lang="fr">Seulement ici</a>' in page
    assert "in French only" in page


def test_what_is_typed_is_shown_and_never_run(visit: Visitor, english_home: HomePage) -> None:
    attack = "<script>alert('x')</script>"
    ResourceFactory(title_en=attack, summary_en=attack)
    audience_page(english_home, PresetListingFactory(title_en=attack))
    assert attack not in visit.read("/en/audience/")


def test_a_page_costs_the_same_however_many_resources_it_shows(visit: Visitor, english_home: HomePage) -> None:
    presets = [PresetListingFactory(), PresetListingFactory()]
    audience_page(english_home, *presets, limit=12)
    for _ in range(2):
        ResourceFactory()
    few = cost(visit, "/en/audience/")
    for _ in range(18):
        ResourceFactory()
    assert cost(visit, "/en/audience/") == few


def test_a_translated_page_keeps_its_preset_listing(homes: dict[str, HomePage], visit: Visitor, moderator: Any) -> None:
    ResourceFactory(title_fr="Premiers pas", title_en="First steps")
    page = audience_page(homes["en"], PresetListingFactory(title_fr="Pour débuter"))
    source, _made = TranslationSource.get_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=homes["fr"].locale)
    translation.save_target(user=moderator, publish=False)
    translation.get_target_instance().get_latest_revision().publish()
    french = visit.read("/fr/audience/")
    assert "Pour débuter</h2>" in french
    assert ">Premiers pas</a>" in french
