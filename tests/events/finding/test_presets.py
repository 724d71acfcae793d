"""Preset listings of events, and the feeds of what was announced."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from cms import access
from cms.models import Topic
from events.models import EventPreset
from tests.conftest import Visitor
from tests.events.finding.conftest import at
from tests.events.finding.test_listing import counts, listed
from tests.factories.events import EventFactory, EventPresetFactory

pytestmark = pytest.mark.django_db
FRENCH, ENGLISH = "/fr/evenements/selections/du-logement/", "/en/events/selections/about-housing/"


@pytest.fixture
def preset(events: dict[str, Any]) -> EventPreset:
    return EventPresetFactory(
        title_fr="Du logement",
        title_en="About housing",
        introduction_en="To find a home.",
        topics=[Topic.objects.get(key="housing")],
    )


def test_it_has_an_address_in_each_language(preset: EventPreset, visit: Visitor) -> None:
    page = visit.read(ENGLISH)
    assert listed(page) == ["A roof for all", "Caucus des petites villes"]
    assert listed(visit.read(FRENCH)) == ["Un toit pour tous", "Caucus des petites villes"]
    assert "To find a home." in page
    assert f'hreflang="fr" href="http://localhost:8000{FRENCH}"' in page
    assert f'<a href="{ENGLISH}">About housing</a>' in visit.read("/en/events/")
    assert ENGLISH not in visit.read("/en/events/?kind=caucus")


def test_one_filters_on_within_it_in_each_view(preset: EventPreset, visit: Visitor) -> None:
    page = visit.read(f"{ENGLISH}?kind=caucus")
    assert listed(page) == ["Caucus des petites villes"]
    assert counts(page)["kind-virtual-session"] == "1"
    assert "kind-summit" not in counts(page)
    assert "Settlement Summit" not in visit.read(f"{ENGLISH}?view=month&month=2027-04")
    assert listed(visit.read(f"{ENGLISH}?q=summit")) == []
    assert f'href="{ENGLISH}?kind=caucus&amp;view=month"' in page


@pytest.mark.parametrize(
    ("choice", "titles"),
    [
        ({"kinds": ["summit", "caucus"]}, ["Caucus des petites villes", "Settlement Summit"]),
        ({"staff_level": "senior-leaders"}, ["A roof for all", "Caucus des petites villes", "Settlement Summit"]),
        ({"format": "in-person"}, ["Settlement Summit"]),
        ({"format": "in-person", "kinds": ["caucus"]}, []),
    ],
)
def test_each_choice_of_it_holds(
    events: dict[str, Any], visit: Visitor, choice: dict[str, Any], titles: list[str]
) -> None:
    EventPresetFactory(title_en="Chosen", **choice)
    assert listed(visit.read("/en/events/selections/chosen/")) == titles


def test_its_slug_in_the_other_language_leads_to_it_and_an_unknown_one_nowhere(
    preset: EventPreset, visit: Visitor
) -> None:
    response = visit.get("/fr/evenements/selections/about-housing/")
    assert (response.status_code, response["Location"]) == (301, FRENCH)
    assert visit.get("/fr/evenements/selections/rien/").status_code == 404
    assert visit.get("/fr/evenements/selections/rien/rss/").status_code == 404


def test_what_somebody_may_not_see_is_not_in_it(preset: EventPreset, visit: Visitor) -> None:
    EventFactory(title_en="Hushed", topics=list(preset.topics.all()), codes=[access.MEMBERS], starts_at=at(4, 1))
    assert "Hushed" not in visit.read(ENGLISH)
    assert "Hushed" not in visit.read(f"{ENGLISH}rss/")
    assert "Hushed" not in visit.read("/en/events/rss/")


def test_feeds_announce_the_newest_of_all_or_of_a_preset(preset: EventPreset, visit: Visitor) -> None:
    later = at(3, 10, 13)
    EventFactory(
        title_fr="Annoncé tard", title_en="Announced late", first_published_at=later, starts_at=at(6, 1, 9),
        status="cancelled",
    )  # fmt: skip
    feed = ElementTree.fromstring(visit.read("/en/events/rss/"))  # noqa: S314 - our own
    items = list(feed.iter("item"))
    assert items[0].findtext("title") == "Announced late"
    assert items[0].findtext("link") == "http://localhost:8000/en/events/announced-late/"
    told = (items[0].findtext("description") or "").replace("\u00a0", " ")
    assert told.startswith("Cancelled. Tuesday, June 1, 2027, 9 a.m. to 11 a.m. (Mountain Time).")
    assert len(items) == 5
    own = ElementTree.fromstring(visit.read(f"{FRENCH}rss/"))  # noqa: S314 - our own
    assert {item.findtext("title") for item in own.iter("item")} == {"Un toit pour tous", "Caucus des petites villes"}
    assert own.findtext("channel/language") == "fr"
    assert re.search(r'type="application/rss\+xml"[^>]+href="/en/events/rss/"', visit.read("/en/events/"))
