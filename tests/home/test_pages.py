"""The public pages, and what machines read of them."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms import access
from cms.models import Audience, PortalSettings
from home.models import HomePage
from tests.conftest import Visitor
from tests.factories.files import ImageFactory, private_collection
from tests.factories.pages import AudiencePageFactory, StandardPageFactory, restrict, translate

pytestmark = pytest.mark.django_db
ADDRESS = "https://portal.example"


@pytest.fixture(autouse=True)
def base_address(settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = ADDRESS


# --- pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/en/", "/fr/"])
def test_a_page_has_one_title_and_its_landmarks(visit: Visitor, path: str) -> None:
    page = visit.read(path)
    assert len(re.findall(r"<h1[\s>]", page)) == 1
    for landmark in ("<main", "<header", "<footer"):
        assert landmark in page


def test_a_page_lists_the_pages_under_it_each_as_an_article(visit: Visitor, english_home: HomePage) -> None:
    section = StandardPageFactory(parent=english_home, slug="section", title="Section")
    for title in ("First", "Second"):
        StandardPageFactory(parent=section, title=title, search_description=f"About the {title.lower()}.")
    hidden = StandardPageFactory(parent=section, title="Hidden")
    restrict(hidden, access.MEMBERS)
    page = visit.read("/en/section/")
    assert page.count("<article") == 2
    assert "About the second." in page
    assert "Hidden" not in page


def test_a_page_in_one_language_only_is_labelled_in_the_other(visit: Visitor, english_home: HomePage) -> None:
    section = StandardPageFactory(parent=english_home, slug="section", title="Section")
    translate(section, title="Rubrique", slug="rubrique")
    StandardPageFactory(parent=section, title="English only", slug="english-only")
    page = visit.read("/fr/rubrique/")
    assert "/en/section/english-only/" in page
    assert 'lang="en"' in page


def test_a_page_that_is_not_translated_says_so(visit: Visitor, english_home: HomePage) -> None:
    section = StandardPageFactory(parent=english_home, slug="section", title="Section")
    translate(section, title="Rubrique", slug="rubrique")
    StandardPageFactory(parent=section, title="English only", slug="english-only")
    assert "/fr/rubrique/" in visit.read("/en/section/english-only/")


def test_an_audience_page_lists_what_an_editor_chose(visit: Visitor, english_home: HomePage) -> None:
    section = StandardPageFactory(parent=english_home, slug="section", title="Section")
    for number in range(4):
        StandardPageFactory(parent=section, title=f"Item {number}")
    AudiencePageFactory(
        parent=english_home,
        slug="audience",
        audience=Audience.objects.create(name_fr="Public", name_en="Public"),
        listings=[("pages", {"heading": "To read", "section": section, "sort": "order", "limit": 3})],
    )
    page = visit.read("/en/audience/")
    assert "To read" in page
    assert [f"Item {number}" in page for number in range(4)] == [True, True, True, False]


def test_what_editors_type_is_shown_and_never_run(visit: Visitor, english_home: HomePage) -> None:
    attack = "<script>alert('x')</script>"
    StandardPageFactory(parent=english_home, slug="page", title=attack, search_description=attack, seo_title=attack)
    for path in ("/en/page/", "/en/", "/en/feed/", "/sitemap.xml"):
        assert attack not in visit.read(path)


# --- redirects ------------------------------------------------------------------------------------


def test_an_old_address_leads_on(visit: Visitor, english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home, slug="new")
    Redirect.add_redirect("/en/old/", page)
    assert visit.get("/en/old/")["Location"].endswith("/en/new/")
    assert visit.get("/en/older/").status_code == 404


def test_a_slug_that_changed_leaves_a_redirect_for_the_page_and_those_under_it(
    visit: Visitor, french_home: HomePage, django_capture_on_commit_callbacks: Any
) -> None:
    section = StandardPageFactory(parent=french_home, slug="ancien")
    StandardPageFactory(parent=section, slug="dedans")
    section.slug = "nouveau"
    with django_capture_on_commit_callbacks(execute=True):
        section.save_revision().publish()
    for old, new in (("/fr/ancien/", "/fr/nouveau/"), ("/fr/ancien/dedans/", "/fr/nouveau/dedans/")):
        response = visit.get(old)
        assert (response.status_code, response["Location"].removeprefix("http://localhost")) == (301, new)
        assert visit.get(new).status_code == 200


# --- sitemap, robots, feed ------------------------------------------------------------------------

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def sitemap(visit: Visitor) -> dict[str, dict[str, str]]:
    tree = ElementTree.fromstring(visit.read("/sitemap.xml"))  # noqa: S314  our own
    return {
        entry.findtext("s:loc", namespaces=SITEMAP): {
            link.attrib["hreflang"]: link.attrib["href"] for link in entry.findall("x:link", SITEMAP)
        }
        for entry in tree.findall("s:url", SITEMAP)
    }


def test_the_sitemap_names_every_public_page_with_its_translations(visit: Visitor, english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home, slug="about")
    translate(page, title="À propos", slug="a-propos")
    alone = StandardPageFactory(parent=english_home, slug="alone")
    translate(alone, title="Brouillon", live=False)
    restrict(StandardPageFactory(parent=english_home, slug="private"), access.MEMBERS)
    both = {"en": f"{ADDRESS}/en/about/", "fr": f"{ADDRESS}/fr/a-propos/"}
    homes = {"en": f"{ADDRESS}/en/", "fr": f"{ADDRESS}/fr/"}
    directory = {"en": f"{ADDRESS}/en/members/", "fr": f"{ADDRESS}/fr/membres/"}
    toolkit = {"en": f"{ADDRESS}/en/toolkit/", "fr": f"{ADDRESS}/fr/boite-a-outils/"}
    events = {"en": f"{ADDRESS}/en/events/", "fr": f"{ADDRESS}/fr/evenements/"}
    assert sitemap(visit) == {
        homes["en"]: homes,
        homes["fr"]: homes,
        both["en"]: both,
        both["fr"]: both,
        directory["en"]: directory,
        directory["fr"]: directory,
        toolkit["en"]: toolkit,
        toolkit["fr"]: toolkit,
        events["en"]: events,
        events["fr"]: events,
        f"{ADDRESS}/en/alone/": {"en": f"{ADDRESS}/en/alone/"},
    }


def test_robots_are_told_what_to_leave_alone(visit: Visitor) -> None:
    lines = visit.read("/robots.txt").splitlines()
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in lines
    for path in ("/cms/", "/fr/compte/", "/en/account/"):
        assert f"Disallow: {path}" in lines


def test_the_feed_has_the_newest_pages_of_its_language_first(visit: Visitor, english_home: HomePage) -> None:
    for title in ("Older", "Newer"):
        translate(StandardPageFactory(parent=english_home, title=title), title=f"{title} FR")
    restrict(StandardPageFactory(parent=english_home, title="Private"), access.MEMBERS)
    atom = {"a": "http://www.w3.org/2005/Atom"}
    for path, titles in (("/en/feed/", ["Newer", "Older"]), ("/fr/flux/", ["Newer FR", "Older FR"])):
        feed = ElementTree.fromstring(visit.read(path))  # noqa: S314  our own
        entries = feed.findall("a:entry", atom)
        assert [entry.findtext("a:title", namespaces=atom) for entry in entries][:2] == titles
        assert all(entry.find("a:link", atom).attrib["href"].startswith(ADDRESS) for entry in entries)
        assert "Private" not in visit.read(path)


# --- what is read by machines ---------------------------------------------------------------------


def json_ld(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert found
    return {node["@type"]: node for node in json.loads(found[1])["@graph"]}


def test_search_engines_read_the_organization_the_way_and_the_article(visit: Visitor, english_home: HomePage) -> None:
    section = StandardPageFactory(parent=english_home, slug="section", title="Section")
    title = 'application/json </script><script>"&'
    StandardPageFactory(parent=section, slug="page", title=title, search_description="Words")
    nodes = json_ld(visit.read("/en/section/page/"))
    assert set(nodes) == {"Organization", "BreadcrumbList", "Article"}
    assert nodes["Article"]["headline"] == title
    assert nodes["Article"]["inLanguage"] == "en-CA"
    assert [step["name"] for step in nodes["BreadcrumbList"]["itemListElement"]] == [
        english_home.title,
        "Section",
        title,
    ]
    assert nodes["BreadcrumbList"]["itemListElement"][1]["item"] == f"{ADDRESS}/en/section/"


def test_the_home_page_is_a_site_without_a_way_to_it(visit: Visitor) -> None:
    assert set(json_ld(visit.read("/fr/"))) == {"Organization", "WebSite"}


def test_a_page_that_is_shared_says_what_it_is(visit: Visitor, english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home, slug="page", title="Housing", search_description="Words & more")
    translate(page, title="Logement", slug="logement")
    read = visit.read("/en/page/")
    for part in (
        'property="og:title" content="Housing"',
        f'property="og:url" content="{ADDRESS}/en/page/"',
        'content="Words &amp; more"',
        f'<link rel="canonical" href="{ADDRESS}/en/page/">',
        f'hreflang="fr" href="{ADDRESS}/fr/logement/"',
    ):
        assert part in read


def test_the_image_that_is_shared_is_the_pages_or_the_portals_and_never_private(
    visit: Visitor, english_home: HomePage
) -> None:
    page: Page = StandardPageFactory(parent=english_home, slug="page")
    PortalSettings.objects.update_or_create(defaults={"social_image": ImageFactory()})
    assert f'property="og:image" content="{ADDRESS}/media/' in visit.read("/en/page/")
    page.social_image = ImageFactory(collection=private_collection(access.MEMBERS))
    page.save()
    assert f"{ADDRESS}/static/img/" in visit.read("/en/page/")  # the portal's drawing
    assert "/images/private/" not in visit.read("/en/page/")


def test_a_shared_image_that_was_deleted_breaks_no_page(visit: Visitor) -> None:
    image = ImageFactory()
    PortalSettings.objects.update_or_create(defaults={"social_image": image})
    assert f'content="{ADDRESS}/media/' in visit.read("/en/")
    image.delete()
    assert f'content="{ADDRESS}/media/' not in visit.read("/en/")
