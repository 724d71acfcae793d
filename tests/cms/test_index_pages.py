"""What an index page keeps back is named nowhere: its records are as private as the page that lists them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import checks
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page

from cms import access, slots
from cms.models import Topic
from cms.spelling import did_you_mean, refresh_words
from home.models import HomePage
from members.models import MemberIndexPage, Organization
from members.services.joining import joinable_organizations
from resources.models import Resource, ResourceIndexPage
from tests.conftest import Visitor
from tests.factories.organizations import AudienceFactory, OrganizationFactory
from tests.factories.pages import AudiencePageFactory, restrict
from tests.factories.resources import PresetListingFactory, ResourceFactory, ResourceFileFactory

pytestmark = pytest.mark.django_db
WORD = "quixotry"


@dataclass(frozen=True)
class Index:
    """An index page, its records, and the addresses at which somebody could read of them."""

    page: Page
    model: type[Any]
    addresses: tuple[str, ...]
    outlets: tuple[str, ...]
    """Addresses that answer everyone the same."""


@pytest.fixture
def toolkit(english_home: HomePage) -> Index:
    """A public resource with a file, a topic, a neighbour that is related to it, and a page that lists it."""
    topic = Topic.objects.create(key=WORD, name_fr="Quixotry", name_en="Quixotry")
    shown = ResourceFactory(title_en="Quixotry guide", title_fr="Guide de quixotry", topics=[topic])
    file = ResourceFileFactory(resource=shown)
    ResourceFactory(title_en="Neighbour", title_fr="Voisin", topics=[topic])
    preset = PresetListingFactory(topics=[topic], title_en="Chosen", slug_en="chosen")
    AudiencePageFactory(
        parent=english_home,
        slug="audience",
        audience=AudienceFactory(),
        listings=[("resources", {"heading": "", "preset": preset, "limit": 6})],
    )
    return Index(
        ResourceIndexPage.objects.get(locale__language_code="en"),
        Resource,
        (
            "/en/",
            "/en/audience/",
            f"/en/search/?q={WORD}",
            "/en/toolkit/",
            "/en/toolkit/neighbour/",
            "/en/toolkit/selections/chosen/",
            f"/files/{file.uid}/",
            file.document.url,
        ),
        (
            "/en/toolkit/selections/chosen/rss/",
            "/sitemap.xml",
            "/api/v2/resources/",
            f"/api/v2/resources/?q={WORD}",
        ),
    )


@pytest.fixture
def directory(english_home: HomePage) -> Index:
    OrganizationFactory(
        title_en="Quixotry house",
        title_fr="Maison quixotry",
        slug_en="quixotry-house",
        first_published_at=timezone.now(),
    )
    return Index(
        MemberIndexPage.objects.get(locale__language_code="en"),
        Organization,
        (f"/en/search/?q={WORD}", "/en/members/", "/en/members/quixotry-house/"),
        ("/sitemap.xml", "/api/v2/organizations/", f"/api/v2/organizations/?q={WORD}"),
    )


@pytest.fixture(params=["toolkit", "directory"])
def index(request: pytest.FixtureRequest) -> Index:
    found: Index = request.getfixturevalue(request.param)
    return found


def tells(visit: Visitor, address: str) -> bool:
    """Whether somebody reads of the record at `address`; a file is told of by being given."""
    response = visit.get(address)
    if address.startswith(("/files/", "/documents/")):
        return bool(response.status_code == 200)
    body = response.content.decode().casefold().replace(f"q={WORD}", "").replace(f'value="{WORD}"', "")
    return response.status_code == 200 and f"{WORD}-" in body + body.replace(" ", "-")


def suggested(visit: Visitor) -> str:
    return visit.read(f"{reverse('search_suggestions')}?q=quix")


def close(page: Page) -> None:
    """Keep the page, its twin with it, for members."""
    restrict(page, access.MEMBERS)


def close_above(page: Page) -> None:
    restrict(page.get_parent(), access.MEMBERS)


def unpublish(page: Page) -> None:
    for each in page.get_translations(inclusive=True):
        each.unpublish()


@pytest.mark.parametrize("shut", [close, close_above, unpublish], ids=lambda shut: shut.__name__)
def test_a_closed_index_page_hides_its_records_everywhere(
    shut: Callable[[Page], None], index: Index, visitor: Callable[..., Visitor], member: Any, person: Any, editor: Any
) -> None:
    outsiders = [visitor(), visitor(user=person(access.FUNDERS))]
    insiders = [visitor(user=member), visitor(user=editor)]
    for visit in (*outsiders, *insiders):
        for address in (*index.addresses, *index.outlets):
            assert tells(visit, address), address
        assert "uixotry" in suggested(visit)
    shut(index.page)
    for visit in outsiders if shut is not unpublish else (*outsiders, *insiders):
        for address in (*index.addresses, *index.outlets):
            is_staffs = address.startswith("/documents/") and visit is insiders[-1]
            assert tells(visit, address) is is_staffs, address
        assert "uixotry" not in suggested(visit)
    for visit in insiders if shut is not unpublish else ():
        for address in index.addresses:
            assert tells(visit, address), address
        for address in index.outlets:
            assert not tells(visit, address), address
        assert "uixotry" in suggested(visit)


def test_it_opens_again(index: Index, visit: Visitor) -> None:
    restriction = restrict(index.page, access.MEMBERS)
    assert not any(tells(visit, address) for address in (*index.addresses, *index.outlets))
    assert "uixotry" not in suggested(visit)
    restriction.delete()
    for page in index.page.get_translations():
        page.get_view_restrictions().delete()
    assert all(tells(visit, address) for address in (*index.addresses, *index.outlets))
    assert "uixotry" in suggested(visit)


def test_what_is_shown_of_it_says_that_not_everyone_sees_it(index: Index, visitor: Any, member: Any) -> None:
    close(index.page)
    slug = "toolkit/quixotry-guide" if index.model is Resource else "members/quixotry-house"
    page = visitor(user=member).read(f"/en/{slug}/")
    assert 'name="robots" content="noindex"' in page
    assert '"@type": "LearningResource"' not in page
    if index.model is Resource:  # the directory's entries bear no such mark
        for address in ("/en/", "/en/toolkit/", "/en/audience/"):
            assert "Shown to some people only" in visitor(user=member).read(address)


def test_news_and_digests_leave_out_what_a_person_may_not_reach(index: Index, member: Any, person: Any) -> None:
    stranger = person(access.FUNDERS)
    since = timezone.now() - timezone.timedelta(days=1)
    close(index.page)

    def told(reader: Any) -> str:
        return " ".join(item.title for section in slots.digest_sections(reader, since) for item in section.items)

    assert "Quixotry" in told(member)
    assert "Quixotry" not in told(stranger)


def test_a_closed_directory_is_offered_to_nobody_who_wants_to_join(directory: Index) -> None:
    assert joinable_organizations().exists()
    close(directory.page)
    assert not joinable_organizations().exists()


def test_a_word_of_a_closed_index_is_no_spelling(toolkit: Index) -> None:
    close(toolkit.page)
    refresh_words()
    with translation.override("en"):
        assert did_you_mean("quixotri") == ""


def test_an_index_page_in_one_language_is_enough(index: Index, visit: Visitor) -> None:
    index.page.unpublish()
    assert index.model.objects.visible_to(AnonymousUser()).exists()
    assert "/fr/" in suggested(visit)


def test_records_without_an_index_page_are_reached_by_everyone() -> None:
    assert access.is_reachable(Topic, AnonymousUser())


def test_a_record_names_a_page_type_that_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Resource, "index_page", "toolkitpage")
    assert "portal.E005" in [error.id for error in checks.run_checks()]
