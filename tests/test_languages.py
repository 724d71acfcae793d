"""Gate: which language a visitor is given, and that every answer says it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from home.models import HomePage
from tests.conftest import Visitor
from tests.factories.pages import StandardPageFactory

pytestmark = pytest.mark.django_db
Visit = Callable[..., Visitor]


@pytest.mark.parametrize(
    ("wish", "home"),
    [
        ("", "/en/"),
        ("fr", "/fr/"),
        ("fr-CA", "/fr/"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "/fr/"),
        ("en-CA,fr;q=0.5", "/en/"),
        ("de,fr;q=0.5", "/fr/"),
        ("de", "/en/"),
        ("*", "/en/"),
        (";;q=,,,", "/en/"),
        ("fr" * 5000, "/en/"),
    ],
)
def test_the_portal_opens_in_the_language_of_the_browser(visitor: Visit, wish: str, home: str) -> None:
    response = visitor(language=wish).get("/")
    assert (response.status_code, response["Location"]) == (302, home)
    assert "Accept-Language" in response["Vary"]
    assert "Cookie" in response["Vary"]


def test_a_visitor_who_reads_the_other_language_finds_it_again(visitor: Visit) -> None:
    visit = visitor(language="en")
    visit.get("/fr/")
    assert visit.get("/")["Location"] == "/fr/"
    visit.get("/en/")
    assert visit.get("/")["Location"] == "/en/"


def test_a_visitor_who_stays_in_their_language_gets_no_cookie(visitor: Visit) -> None:
    visit = visitor(language="fr")
    visit.get("/")
    visit.get("/fr/")
    assert not visit.cookies


def test_an_unknown_address_is_no_choice_of_a_language(visitor: Visit) -> None:
    visit = visitor(language="en")
    assert visit.get("/fr/inconnu/").status_code == 404
    assert visit.get("/")["Location"] == "/en/"


@pytest.mark.parametrize("cookie", ["de", "x" * 5000, "", "../..", "fr\x01"])
def test_a_cookie_that_names_no_language_is_passed_over(visitor: Visit, cookie: str) -> None:
    visit = visitor(language="fr")
    visit.cookies["language"] = cookie
    response = visit.get("/")
    assert (response.status_code, response["Location"]) == (302, "/fr/")


@pytest.mark.parametrize(
    ("path", "language"), [("/fr/", "fr"), ("/en/", "en"), ("/fr/inconnu/", "fr"), ("/en/x/", "en")]
)
def test_every_answer_says_its_language(visit: Visitor, path: str, language: str) -> None:
    response = visit.get(path)
    assert response["Content-Language"] == language
    assert f'<html lang="{language}' in response.content.decode()


def test_an_address_says_its_language_whatever_the_browser_wants(visitor: Visit) -> None:
    assert visitor(language="en").get("/fr/")["Content-Language"] == "fr"


def test_an_address_without_a_language_leads_to_the_page_that_bears_it(
    visitor: Visit, english_home: HomePage, french_home: HomePage
) -> None:
    StandardPageFactory(parent=english_home, slug="contact")
    StandardPageFactory(parent=french_home, slug="contact")
    StandardPageFactory(parent=french_home, slug="strategie")
    assert visitor(language="en").get("/contact/")["Location"] == "/en/contact/"
    assert visitor(language="fr").get("/contact")["Location"] == "/fr/contact/"
    assert visitor(language="en").get("/strategie/?page=2")["Location"] == "/fr/strategie/?page=2"


@pytest.mark.parametrize(
    "path", ["/nowhere/", "/nowhere", "/de/", "/api/v2/pages/999999/", "/media/x.png", "/documents/9/x.pdf"]
)
def test_an_unknown_address_is_answered_where_it_is(visit: Visitor, path: str) -> None:
    assert visit.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/sitemap.xml", "/robots.txt", "/health/live", "/api/v2/pages/", "/media/x.png"])
def test_what_has_no_language_chooses_none_for_the_visitor(visitor: Visit, path: str) -> None:
    visit = visitor(language="fr")
    visit.get(path)
    assert not visit.cookies


def test_the_addresses_of_the_code_are_in_the_readers_language() -> None:
    expected = {
        "fr": {"account_login": "/fr/compte/connexion/", "page_feed": "/fr/flux/", "search": "/fr/recherche/"},
        "en": {"account_login": "/en/account/sign-in/", "page_feed": "/en/feed/", "search": "/en/search/"},
    }
    for language, names in expected.items():
        with translation.override(language):
            assert {name: reverse(name) for name in names} == names


@pytest.mark.parametrize("home", ["/fr/", "/en/"])
def test_a_page_offers_the_other_language_in_its_own_name(visit: Visitor, home: str) -> None:
    page = visit.read(home)
    other, name = ("en", "English") if home == "/fr/" else ("fr", "Français")
    assert f'hreflang="{other}"' in page
    assert f'lang="{other}"' in page
    assert name in page


def test_signing_in_is_offered_in_the_language_of_the_page(visitor: Visit, french_home: HomePage, member: Any) -> None:
    from tests.factories.pages import restrict

    restrict(StandardPageFactory(parent=french_home, slug="prive"))
    response = visitor(language="en").get("/fr/prive/")
    assert response["Location"] == "/fr/compte/connexion/?next=/fr/prive/"
