"""A visitor searches the whole site: by suggestions from the keyboard, by filters, without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.accessibility import findings, overflow
from tests.journeys.conftest import Opener, Site

FRENCH, ENGLISH = "/fr/recherche/", "/en/search/"


def test_a_suggestion_is_followed_by_keyboard_alone(site: Site, open_context: Opener) -> None:
    page = open_context(language="fr-CA").new_page()
    page.goto(site.address(FRENCH))
    field = page.get_by_role("combobox", name="Mots-clés")
    page.locator("#search-query").focus()
    page.keyboard.type("strat")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    assert findings(page) == []
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(field).to_have_value("strat")
    page.keyboard.type("é")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    target = options.first.get_attribute("href") or ""
    page.keyboard.press("Enter")
    expect(page).to_have_url(site.address(target))


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_words_are_asked_from_any_page_and_narrowed_by_kind(site: Site, open_context: Opener, scripts: bool) -> None:
    page = open_context(java_script_enabled=scripts, language="fr-CA", width=1280).new_page()
    page.goto(site.address("/fr/"))
    page.locator("header input[name=q]").fill("etablissement")
    page.locator("header input[name=q]").press("Enter")
    expect(page).to_have_url(re.compile(rf"{FRENCH}\?q=etablissement"))
    expect(page.locator(".result").first).to_be_visible()
    if scripts:
        page.locator("input[name=kind][value=organization]").check()
    else:
        page.goto(site.address(f"{FRENCH}?q=etablissement&kind=organization"))
    expect(page).to_have_url(re.compile("kind=organization"))
    expect(page.locator(".result .kind", has_text="Pages")).to_have_count(0)
    expect(page.locator(".result .kind", has_text="Organismes").first).to_be_visible()
    page.go_back()
    expect(page).not_to_have_url(re.compile("kind="))
    if scripts:
        page.locator("header a[hreflang=en]").first.click()
        expect(page).to_have_url(re.compile(rf"{ENGLISH}\?q=etablissement"))


def test_a_slip_of_the_pen_leads_on(site: Site, open_context: Opener) -> None:
    page = open_context(language="en-CA").new_page()
    page.goto(site.address(f"{ENGLISH}?q=setlement"))
    page.locator(".nothing__meant a").click()
    expect(page).to_have_url(re.compile("q=settlement"))
    expect(page.locator(".result mark").first).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
@pytest.mark.parametrize("query", ["", "?q=settlement", "?q=zyzzyva"])
def test_axe_finds_nothing_and_the_page_reflows(
    site: Site, open_context: Opener, query: str, width: int, scheme: str
) -> None:
    page = open_context(width=width, color_scheme=scheme, reduced_motion="reduce").new_page()
    page.goto(site.address(f"{ENGLISH}{query}"))
    assert findings(page) == []
    assert overflow(page) == 0
