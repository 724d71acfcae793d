"""What stands around every page: menus, breadcrumb, language toggle, notice bar."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils import timezone, translation
from wagtail.models import Page

from cms import access, slots
from cms.models import FooterLink, MenuLink, Navigation, NoticeBar, PortalSettings
from cms.portal import Portal
from home.models import HomePage
from tests.conftest import Visitor
from tests.factories.pages import ContactPageFactory, StandardPageFactory, restrict, translate

pytestmark = pytest.mark.django_db


def portal(page: Page | None = None, *, user: Any = None, path: str = "/en/", query: str = "") -> Portal:
    """Return the portal as a request for `page` sees it."""
    request = RequestFactory().get(path, QUERY_STRING=query)
    request.user = user or AnonymousUser()
    if page is not None:
        request.portal_page = page
    return Portal(request)


# --- menus ----------------------------------------------------------------------------------------


def menu(*links: dict[str, Any], user: Any = None, page: Page | None = None) -> list[tuple[str, str]]:
    navigation = Navigation.load()
    for number, link in enumerate(links):
        MenuLink.objects.create(navigation=navigation, sort_order=number, **link)
    return [(item.label, item.url) for item in portal(page, user=user).menu]


def test_a_menu_leads_to_pages_in_the_readers_language(english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home, title="About", slug="about")
    translate(page, title="À propos", slug="a-propos")
    assert menu({"page": page}) == [("About", "/en/about/")]
    with translation.override("fr"):
        assert menu() == [("À propos", "/fr/a-propos/")]


def test_a_label_goes_before_the_title(english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home, title="About the association", slug="about")
    translate(page, title="À propos de l’association", slug="a-propos")
    assert menu({"page": page, "label_fr": "À propos"}) == [("About the association", "/en/about/")]
    with translation.override("fr"):
        assert menu() == [("À propos", "/fr/a-propos/")]


def test_a_menu_leaves_out_what_the_reader_cannot_open(english_home: HomePage, member: Any) -> None:
    private = StandardPageFactory(parent=english_home, title="Ours", slug="ours")
    draft = StandardPageFactory(parent=english_home, title="Draft", live=False)
    restrict(private, access.MEMBERS)
    assert menu({"page": private}, {"page": draft}) == []
    assert menu(user=member) == [("Ours", "/en/ours/")]


def test_an_address_elsewhere_stands_in_the_readers_language() -> None:
    link = {
        "url_fr": "https://exemple.ca/",
        "url_en": "https://example.ca/",
        "label_fr": "Ailleurs",
        "label_en": "Away",
    }
    assert menu(link) == [("Away", "https://example.ca/")]
    with translation.override("fr"):
        assert menu() == [("Ailleurs", "https://exemple.ca/")]


def test_the_menu_shows_where_the_reader_is(english_home: HomePage) -> None:
    section = StandardPageFactory(parent=english_home, title="Section", slug="section")
    inside = StandardPageFactory(parent=section, title="Inside", slug="inside")
    other = StandardPageFactory(parent=english_home, title="Other", slug="other")
    for page in (section, other):
        MenuLink.objects.create(navigation=Navigation.load(), page=page)
    assert [item.is_current for item in portal(inside).menu] == [True, False]


def test_the_footer_has_links_of_its_own(english_home: HomePage) -> None:
    FooterLink.objects.create(
        navigation=Navigation.load(), page=StandardPageFactory(parent=english_home, title="Privacy")
    )
    around = portal()
    assert ([item.label for item in around.footer], around.menu) == (["Privacy"], [])


@pytest.mark.parametrize(
    ("link", "field"),
    [
        ({}, "page"),
        ({"url_fr": "https://exemple.ca/"}, "label_fr"),
        ({"url_fr": "https://exemple.ca/", "label_fr": "Ailleurs"}, "label_fr"),
    ],
)
def test_a_menu_link_that_leads_nowhere_or_has_no_words_is_refused(link: dict[str, str], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        MenuLink(**link).clean()
    assert set(refused.value.message_dict) == {field}


# --- breadcrumb -----------------------------------------------------------------------------------


def test_the_breadcrumb_leads_back_to_the_home_page(english_home: HomePage) -> None:
    section = StandardPageFactory(parent=english_home, title="Section")
    inside = StandardPageFactory(parent=section, title="Inside")
    assert [node.title for node in portal(inside).breadcrumb] == [english_home.title, "Section"]
    assert portal(english_home).breadcrumb == []
    assert portal().breadcrumb == []


# --- language toggle ------------------------------------------------------------------------------


def test_the_toggle_leads_to_the_same_page_with_its_query(english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home, title="About", slug="about")
    translate(page, title="À propos", slug="a-propos")
    toggle = portal(page, path="/en/about/", query="page=2&q=%C3%A9t%C3%A9").toggle
    assert (toggle.url, toggle.name, toggle.language) == ("/fr/a-propos/?page=2&q=%C3%A9t%C3%A9", "Français", "fr")
    assert toggle.is_translated


def test_the_toggle_says_that_a_page_is_not_translated_and_leads_above(english_home: HomePage) -> None:
    section = StandardPageFactory(parent=english_home, title="Section", slug="section")
    translate(section, title="Rubrique", slug="rubrique")
    inside = StandardPageFactory(parent=section, title="Inside", slug="inside")
    toggle = portal(inside, path="/en/section/inside/", query="page=2").toggle
    assert (toggle.url, toggle.is_translated, toggle.leads_to) == ("/fr/rubrique/", False, "Rubrique")


def test_the_toggle_of_an_unknown_address_leads_home() -> None:
    toggle = portal(path="/en/nowhere/").toggle
    assert (toggle.url, toggle.is_translated) == ("/fr/", False)


def test_the_toggle_of_a_form_of_the_portal_leads_to_the_same_form(visit: Visitor) -> None:
    page = visit.read("/en/account/sign-in/?next=/en/")
    links = re.findall(r'href="([^"]+)"', page)
    assert "/fr/compte/connexion/?next=/en/" in links


def test_the_toggle_of_a_page_within_a_page_leads_to_that_pages_translation(english_home: HomePage) -> None:
    contact = ContactPageFactory(parent=english_home, slug="contact")
    translate(contact, title="Nous joindre", slug="nous-joindre")
    assert portal(contact, path="/en/contact/sent/").toggle.url == "/fr/nous-joindre/"


# --- what search engines are told -----------------------------------------------------------------


def addresses(page: Page) -> dict[str, str]:
    return dict(portal(page).alternates)


def test_both_languages_of_a_page_are_named(english_home: HomePage, settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://portal.example/"
    page = StandardPageFactory(parent=english_home, title="About", slug="about")
    translate(page, title="À propos", slug="a-propos")
    assert addresses(page) == {"fr": "https://portal.example/fr/a-propos/", "en": "https://portal.example/en/about/"}
    assert portal(page).canonical == "https://portal.example/en/about/"


def test_a_translation_that_is_not_published_is_not_named(english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home, title="About")
    translate(page, title="À propos", live=False)
    assert set(addresses(page)) == {"en"}


def test_a_private_page_names_no_address(english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home, title="About")
    translate(page, title="À propos")
    restrict(page, access.MEMBERS)
    assert addresses(page) == {}


# --- notice bar -----------------------------------------------------------------------------------

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (None, None, True),
        (NOW, None, True),
        (NOW + timedelta(seconds=1), None, False),
        (None, NOW, False),
        (None, NOW + timedelta(seconds=1), True),
        (NOW - timedelta(days=1), NOW + timedelta(days=1), True),
    ],
)
def test_the_notice_stands_from_its_start_until_its_end(start: Any, end: Any, shown: bool) -> None:
    bar = NoticeBar(text_fr="Fermé", text_en="Closed", shown_from=start, shown_until=end)
    assert bar.is_shown(NOW) is shown


def test_a_notice_in_one_language_only_is_refused_and_not_shown() -> None:
    bar = NoticeBar(text_fr="Fermé")
    assert not bar.is_shown(NOW)
    with pytest.raises(ValidationError) as refused:
        bar.clean()
    assert set(refused.value.message_dict) == {"text_en"}


def test_a_notice_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        NoticeBar(text_fr="Fermé", text_en="Closed", shown_from=NOW, shown_until=NOW).clean()
    assert set(refused.value.message_dict) == {"shown_until"}


def test_a_visitor_reads_the_notice_until_it_ends_though_nothing_changes(visit: Visitor) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        NoticeBar.objects.create(text_fr="Fermé", text_en="Closed today", shown_until=start + timedelta(hours=1))
        assert "Closed today" in visit.read("/en/")
        assert "Fermé" in visit.read("/fr/")
        clock.shift(timedelta(hours=2))
        assert "Closed today" not in visit.read("/en/")


# --- contact details ------------------------------------------------------------------------------


def test_networks_without_an_address_are_left_out() -> None:
    details = PortalSettings(facebook_url="https://facebook.example/x")
    assert details.social_links == [("Facebook", "https://facebook.example/x")]


@pytest.mark.parametrize(
    ("recipients", "email", "expected"),
    [
        ("", "", []),
        ("", "info@example.org", ["info@example.org"]),
        (" a@example.org, ,b@example.org,", "info@example.org", ["a@example.org", "b@example.org"]),
    ],
)
def test_who_receives_the_contact_form(recipients: str, email: str, expected: list[str]) -> None:
    assert PortalSettings(contact_recipients=recipients, email=email).recipients == expected


def test_a_recipient_that_is_no_address_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        PortalSettings(contact_recipients="a@example.org, nobody").clean()
    assert "nobody" in refused.value.message_dict["contact_recipients"][0]


# --- slots ----------------------------------------------------------------------------------------


def fill(monkeypatch: pytest.MonkeyPatch, *filled: Any) -> None:
    monkeypatch.setattr(slots.hooks, "get_hooks", lambda name: list(filled))


def test_an_empty_slot_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = slots.Listing("Events", [], "components/card.html")
    fill(monkeypatch, lambda request, page: None, lambda request, page: empty)
    assert slots.listing("next_events", None, None) is None


def test_a_slot_shows_what_the_first_app_has(monkeypatch: pytest.MonkeyPatch) -> None:
    full = slots.Listing("Events", ["one"], "components/card.html")
    fill(monkeypatch, lambda request, page: None, lambda request, page: full)
    assert slots.listing("next_events", None, None) is full


def test_a_number_of_nothing_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    fill(monkeypatch, lambda request: [slots.Figure(0, "events"), slots.Figure(3, "members")])
    assert slots.figures(None) == [slots.Figure(3, "members")]
