"""Gate: what a person may not see is nowhere: no page type, file, feed, sitemap, search or API shows it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page, get_page_models

from cms import access
from events.models import EventIndexPage
from home.models import HomePage
from members.models import Announcement, MemberIndexPage, PrivateIndexPage, PrivatePage
from resources.models import ResourceIndexPage
from tests.access.people import MEMBERS, OUTSIDERS, ROLES, STAFF, Cast
from tests.factories.files import DocumentFactory, ImageFactory, private_collection
from tests.factories.organizations import AudienceFactory, OrganizationFactory
from tests.factories.pages import (
    AudiencePageFactory,
    ContactPageFactory,
    PortalPageFactory,
    StandardPageFactory,
    StrategyIndexPageFactory,
    StrategyPageFactory,
    restrict,
    translate,
)
from tests.factories.resources import ResourceFactory, ResourceFileFactory

pytestmark = pytest.mark.django_db
OURS = ("cms", "home", "resources", "events", "members")


def factory_for(page_type: type[Page], parent_factory: Any = None) -> tuple[Any, Any]:
    """Return a factory of `page_type`, and the one of the parent that it needs under a home page."""
    meta = type("Meta", (), {"model": page_type})
    return type(f"{page_type.__name__}Factory", (PortalPageFactory,), {"Meta": meta}), parent_factory


FACTORIES: dict[str, tuple[Any, Any]] = {
    "StandardPage": (StandardPageFactory, None),
    "AudiencePage": (AudiencePageFactory, None),
    "ContactPage": (ContactPageFactory, None),
    "StrategyIndexPage": (StrategyIndexPageFactory, None),
    "StrategyPage": (StrategyPageFactory, StrategyIndexPageFactory),
    "MemberIndexPage": factory_for(MemberIndexPage),
    "PrivateIndexPage": factory_for(PrivateIndexPage),
    "ResourceIndexPage": factory_for(ResourceIndexPage),
    "EventIndexPage": factory_for(EventIndexPage),
    "PrivatePage": factory_for(PrivatePage, factory_for(PrivateIndexPage)[0]),
}


def test_every_page_type_is_looked_at() -> None:
    ours = {model.__name__ for model in get_page_models() if model._meta.app_label in OURS}
    assert ours - {"HomePage"} == set(FACTORIES)


def pages_of(name: str, home: HomePage) -> tuple[Page, Page]:
    """Return a page of the type in English, and its French twin."""
    make, make_parent = FACTORIES[name]
    parent: Page = home
    if make_parent is not None:
        parent = make_parent(parent=home, title="Above")
        translate(parent, title="Au-dessus")
    texts = {"audience": AudienceFactory()} if name == "AudiencePage" else {}
    page = make(parent=parent, title="Hushed words", **texts)
    return page, translate(page, title="Paroles discrètes")


def outcome(response: Any) -> str:
    if response.status_code == 302 and reverse("account_login") in response["Location"]:
        return "sign-in"
    return {200: "in", 403: "refused"}.get(response.status_code, str(response.status_code))


@pytest.mark.parametrize("name", sorted(FACTORIES))
def test_a_page_is_read_by_those_whom_its_privacy_names(name: str, cast: Cast, english_home: HomePage) -> None:
    page, twin = pages_of(name, english_home)
    visitors = {role: cast.visitor(role) for role in ROLES}
    restrict(page, access.MEMBERS)  # the French twin follows by itself
    for role, visitor in visitors.items():
        expected = "in" if role in MEMBERS else "sign-in" if role in OUTSIDERS else "refused"
        for address in (page.url, twin.url):
            response = visitor.get(address, HTTP_ACCEPT_LANGUAGE="en")
            got = outcome(response).replace("302", "sign-in")
            assert (got, role, address) == (expected, role, address)
            assert "no-store" in response["Cache-Control"], f"{address} for {role}"
            if expected != "in":
                assert "Hushed words" not in response.content.decode()
                assert "Paroles discrètes" not in response.content.decode()


@pytest.mark.parametrize("name", sorted(FACTORIES))
def test_a_private_page_is_named_nowhere_to_outsiders(name: str, cast: Cast, english_home: HomePage) -> None:
    page, twin = pages_of(name, english_home)
    restrict(page, access.MEMBERS)
    public = [
        "/sitemap.xml",
        reverse("page_feed"),
        "/en/",
        "/fr/",
        "/api/v2/pages/?limit=20",
        "/api/v2/pages/?search=hushed",
        "/api/v2/pages/?locale=fr",
        "/en/nowhere/",
    ]
    for role in ("anonymous", "partner", "member"):
        visitor = cast.visitor(role)
        for address in public:
            if role == "member" and not address.startswith(("/sitemap", "/api", reverse("page_feed"))):
                continue  # menus and listings are theirs to see
            body = visitor.get(address).content.decode()
            for secret in ("Hushed words", "Paroles discrètes", page.url, twin.url):
                assert secret not in body, f"{address} tells {role} of {secret}"
        for pk in (page.pk, twin.pk):
            assert visitor.get(f"/api/v2/pages/{pk}/").status_code == 404


def test_a_private_file_is_given_to_its_group_only(cast: Cast) -> None:
    collection = private_collection(access.MEMBERS)
    document = DocumentFactory(collection=collection)
    image = ImageFactory(collection=collection)
    rendition = image.get_rendition("width-200|format-webp")
    image.refresh_from_db()
    for role in ROLES:
        visitor = cast.visitor(role)
        for address in (document.url, image.file.url, rendition.file.url):
            response = visitor.get(address)
            if role in MEMBERS:
                assert response.status_code == 200, f"{address} for {role}"
                assert "no-store" in response["Cache-Control"] or "private" in response["Cache-Control"]
            else:
                assert response.status_code in (302, 403, 404), f"{address} for {role}"


def test_a_guessed_address_of_a_private_file_leads_nowhere(cast: Cast) -> None:
    collection = private_collection(access.MEMBERS)
    document, image = DocumentFactory(collection=collection), ImageFactory(collection=collection)
    name = image.file.name.removeprefix("private/")
    for role in ROLES:
        visitor = cast.visitor(role)
        for address in (
            f"/media/{document.file.name}",
            f"/media/{name}",
            f"/media/private/{name}",
            f"/media/../private/{name}",
            f"/images/private/../{name}",
        ):
            assert visitor.get(address).status_code in (400, 403, 404), f"{address} for {role}"


def test_private_images_are_not_in_the_api(cast: Cast) -> None:
    image = ImageFactory(collection=private_collection(access.MEMBERS), title="Hushed picture")
    for role in ROLES:
        visitor = cast.visitor(role)
        assert "Hushed picture" not in visitor.read("/api/v2/images/")
        assert visitor.get(f"/api/v2/images/{image.pk}/").status_code == 404


# --- records ----------------------------------------------------------------------------------------


def test_an_organization_for_members_is_seen_by_members_only(cast: Cast, english_home: HomePage) -> None:
    hushed = OrganizationFactory(
        title_en="Hushed house", title_fr="Maison discrète", slug_en="hushed-house", slug_fr="maison-discrete"
    )
    hushed.access.set([access.access_group(access.MEMBERS)])
    hushed.save()
    draft = OrganizationFactory(
        title_en="Drafty house", title_fr="Maison en chantier", live=False, slug_en="drafty-house"
    )
    for role in ROLES:
        visitor = cast.visitor(role)
        may = role in MEMBERS
        assert (visitor.get("/en/members/hushed-house/").status_code == 200) is may, role
        assert (visitor.get("/fr/membres/maison-discrete/").status_code == 200) is may, role
        assert visitor.get(f"/en/members/{draft.slug_en}/").status_code in (403, 404), role
        for address in ("/en/members/", "/en/members/?q=hushed", "/en/members/?view=map"):
            body = visitor.read(address)
            if may:
                shown = hushed.community.name_en if "map" in address else "Hushed house"
                assert shown in body, f"{address} for {role}"
            else:
                assert "Hushed house" not in body, f"{address} for {role}"
                assert hushed.community.name_en not in body, f"{address} tells {role} of its town"
            assert "Drafty house" not in body, f"{address} for {role}"
        for address in ("/sitemap.xml", "/api/v2/organizations/?limit=20", "/en/members/?format=csv"):
            body = visitor.read(address).casefold()
            assert "hushed" not in body, f"{address} for {role}"
            assert "maison-discrete" not in body, f"{address} for {role}"
        assert visitor.get(f"/api/v2/organizations/{hushed.pk}/").status_code == 404
        assert visitor.get(f"/api/v2/organizations/{draft.pk}/").status_code == 404


def test_a_resource_for_members_is_seen_by_members_only(cast: Cast) -> None:
    hushed = ResourceFactory(title_en="Hushed guide", title_fr="Guide discret", codes=[access.MEMBERS])
    file = ResourceFileFactory(resource=hushed)
    draft = ResourceFileFactory(resource=ResourceFactory(title_en="Drafty guide", live=False))
    for role in ROLES:
        visitor = cast.visitor(role)
        expected = 200 if role in MEMBERS else 404
        for address in ("/en/toolkit/hushed-guide/", "/fr/boite-a-outils/guide-discret/", f"/files/{file.uid}/"):
            assert visitor.get(address).status_code == expected, f"{address} for {role}"
        assert (visitor.get(file.document.url).status_code == 200) is (role in MEMBERS), role
        assert (visitor.get(draft.document.url).status_code == 200) is (role in STAFF), role
        for address in ("/en/toolkit/drafty-guide/", f"/files/{draft.uid}/"):
            assert visitor.get(address).status_code == 404, f"{address} for {role}"
        for address in ("/sitemap.xml", "/en/"):
            shown = "hushed-guide" in visitor.read(address)
            assert shown is (address == "/en/" and role in MEMBERS), f"{address} for {role}"


def test_an_announcement_is_read_by_those_it_is_for(cast: Cast) -> None:
    notice = Announcement.objects.create(title_fr="Mot", title_en="A hushed word", text_fr="Bonjour", text_en="Hello")
    notice.access.set([access.access_group(access.LIPS_AND_RIFS)])
    for role in ROLES:
        visitor = cast.visitor(role)
        response = visitor.get(reverse("private_area"))
        shown = "A hushed word" in response.content.decode()
        assert shown is (role == "partner" or role in STAFF), role
