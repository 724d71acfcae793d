"""What leaves the toolkit for other pages: the sitemap, the home page, what is new, the digest."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from cms import access, slots
from cms.tree import current_tree
from resources.models import Resource
from resources.reading.hooks import digest_section, new_resources
from tests.conftest import Visitor
from tests.factories.resources import ResourceFactory

pytestmark = pytest.mark.django_db
AN_HOUR = datetime.timedelta(hours=1)


def featured(page: str) -> list[str]:
    part = page.partition('id="featured-resources"')[2].partition("</section>")[0]
    return [piece.split(">", 1)[1].split("<")[0] for piece in part.split('<h3 class="card__title"><a')[1:]]


def test_the_sitemap_names_public_resources_in_both_languages(visit: Visitor) -> None:
    ResourceFactory(title_fr="Ouverte", title_en="Open")
    ResourceFactory(title_fr="Discrète", title_en="Hushed", codes=[access.MEMBERS])
    ResourceFactory(title_en="Draft", live=False)
    page = visit.read("/sitemap.xml")
    assert "<loc>http://localhost:8000/fr/boite-a-outils/ouverte/</loc>" in page
    assert 'hreflang="en" href="http://localhost:8000/en/toolkit/open/"' in page
    assert not any(word in page for word in ("discrete", "hushed", "draft"))


def test_the_home_page_shows_the_newest_that_the_reader_may_see(
    visit: Visitor, visitor: Callable[..., Visitor], member: Any
) -> None:
    for number in range(4):
        ResourceFactory(title_fr=f"Ressource {number}", title_en=f"Open {number}")
    ResourceFactory(title_en="Hushed", codes=[access.MEMBERS])
    assert featured(visit.read("/en/")) == ["Open 3", "Open 2", "Open 1"]
    page = visitor(user=member).read("/en/")
    assert featured(page) == ["Hushed", "Open 3", "Open 2"]
    assert "Shown to some people only" in page
    Resource.objects.get(title_en="Open 3").unpublish()
    assert featured(visit.read("/fr/")) == ["Ressource 2", "Ressource 1", "Ressource 0"]


def test_an_empty_toolkit_leaves_no_trace_on_the_home_page(visit: Visitor) -> None:
    assert "featured-resources" not in visit.read("/en/")


def test_the_dashboard_and_the_digest_tell_what_is_new_to_whom_it_is_for(
    visitor: Callable[..., Visitor], person: Callable[..., Any]
) -> None:
    now = timezone.now()
    ResourceFactory(title_fr="Neuve", title_en="", summary_en="", first_published_at=now)
    ResourceFactory(title_en="Hushed", codes=[access.MEMBERS], first_published_at=now - AN_HOUR)
    ResourceFactory(title_en="Old", first_published_at=now - 5 * AN_HOUR)
    ResourceFactory(title_en="Draft", live=False, first_published_at=now)
    member, partner, tree = person(access.MEMBERS), person(access.FUNDERS), current_tree()
    since = now - 2 * AN_HOUR
    assert [item.title for item in new_resources(tree, member, since)] == ["Neuve", "Hushed"]
    (item,) = new_resources(tree, partner, since)
    assert (item.title, item.title.language, item.url) == ("Neuve", "fr", "/en/toolkit/neuve/")  # type: ignore[attr-defined]
    section = digest_section(partner, since)
    assert section
    assert (section.kind, len(section.items)) == ("resources", 1)
    with translation.override("fr"):
        titles = [entry.title for entry in slots.digest_sections(member, since) if entry.kind == "resources"]
    assert len(titles) == 1
    page = visitor(user=member).read("/en/portal/")
    assert "Hushed" in page
    assert "/en/toolkit/neuve/" in page
    assert "Hushed" not in visitor(user=partner).read("/en/portal/")


def test_what_is_new_costs_one_query(member: Any) -> None:
    costs = []
    access.group_ids(member), access.is_staff(member)
    since, tree = timezone.now() - AN_HOUR, current_tree()
    for size in (2, 20):
        for _ in range(size):
            ResourceFactory()
        new_resources(tree, member, since)
        with CaptureQueriesContext(connection) as queries:
            assert new_resources(tree, member, since)
        costs.append(len(queries))
    assert costs[0] == costs[1]
