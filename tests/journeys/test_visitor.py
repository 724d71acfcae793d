"""A visitor reads the portal: by toggle, by keyboard, with and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Opener, Site

STRATEGY = {"fr": "/fr/strategie/", "en": "/en/strategy/"}


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_toggle_leads_to_the_same_page_and_back(site: Site, open_context: Opener, scripts: bool) -> None:
    page = open_context(java_script_enabled=scripts).new_page()
    page.goto(site.address(STRATEGY["fr"] + "?source=poste"))
    assert page.locator("html").get_attribute("lang") == "fr"
    toggle = page.locator("header a[hreflang=en]").first
    assert toggle.get_attribute("lang") == "en"
    toggle.click()
    expect(page).to_have_url(site.address(STRATEGY["en"] + "?source=poste"))
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator("header a[hreflang=fr]").first.click()
    expect(page).to_have_url(site.address(STRATEGY["fr"] + "?source=poste"))


def test_the_root_leads_to_the_language_of_the_browser_and_remembers_a_choice(site: Site, open_context: Opener) -> None:
    context = open_context(language="fr-CA")
    page = context.new_page()
    page.goto(site.address("/"))
    expect(page).to_have_url(site.address("/fr/"))
    page.locator("header a[hreflang=en]").first.click()
    page.goto(site.address("/"))
    expect(page).to_have_url(site.address("/en/"))


def test_a_page_in_one_language_says_so_and_leads_to_the_nearest_page(site: Site, open_context: Opener) -> None:
    with site.unblock():
        from cms.tree import build_tree

        tree = build_tree()
        alone = next(node for node in tree.public() if len(tree.translations[node.translation_key]) == 1)
        other = "en" if alone.language == "fr" else "fr"
    page = open_context().new_page()
    page.goto(site.address(alone.url))
    toggle = page.locator(f"header a[hreflang={other}]").first
    assert toggle.get_attribute("href").startswith(f"/{other}/")
    header = page.locator("header").first.inner_text()
    assert re.search(r"Not (yet )?(available )?in English|Pas (encore )?en français", header, re.IGNORECASE)
    assert page.locator(f"link[rel=alternate][hreflang={other}]").count() == 0


def test_the_strategy_is_read_from_part_to_part(site: Site, open_context: Opener) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto(site.address(STRATEGY["en"]))
    page.locator(".parts article a").first.click()
    first = page.locator("h1").inner_text()
    contents = page.locator("main nav a[href^='#']")
    assert contents.count() > 1
    anchor = contents.nth(1).get_attribute("href")
    assert page.locator(anchor).count() == 1
    page.locator("a[rel=next]").first.click()
    assert page.locator("h1").inner_text() != first
    page.locator("a[rel=prev]").first.click()
    assert page.locator("h1").inner_text() == first
    assert "©" in page.locator("main").inner_text()


def test_the_earlier_version_stands_at_its_year(site: Site, open_context: Opener) -> None:
    page = open_context().new_page()
    for address in ("/fr/strategie/2018/", "/en/strategy/2018/"):
        assert page.goto(site.address(address)).status == 200
        assert "2018" in page.locator("main").inner_text()


def test_the_keyboard_reaches_the_content_and_the_menu(site: Site, open_context: Opener) -> None:
    page = open_context(width=320).new_page()
    page.goto(site.address("/en/"))
    page.keyboard.press("Tab")
    skip = page.evaluate("document.activeElement.getAttribute('href')")
    assert skip == "#content"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#content"
    menu = page.get_by_role("button", name="Menu", exact=True)
    menu.focus()
    page.keyboard.press("Enter")
    link = page.locator("#main-menu a").first
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    assert menu.evaluate("button => button === document.activeElement")


@pytest.mark.parametrize(
    ("language", "address", "thanks"), [("fr", "/fr/nous-joindre/", "merci"), ("en", "/en/contact-us/", "thank")]
)
def test_a_message_reaches_staff(site: Site, open_context: Opener, language: str, address: str, thanks: str) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto(site.address(address))
    page.locator("main form button[type=submit]").click()
    assert page.locator("[aria-invalid=true]").count() >= 3
    page.locator("input[name=name]").fill("Amina Roy")
    page.locator("input[name=email]").fill("amina@example.org")
    page.locator("input[name=subject]").fill(f"Question {language}")
    page.locator("textarea[name=message]").fill("Bonjour")
    page.wait_for_timeout(5000)  # a person takes longer than a machine
    page.locator("main form button[type=submit]").click()
    assert thanks in page.locator("main").inner_text().lower()
    with site.unblock():
        from home.models import ContactMessage

        message = ContactMessage.objects.get(subject=f"Question {language}")
        assert (message.status, message.language) == ("new", language)
