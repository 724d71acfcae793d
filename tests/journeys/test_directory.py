"""The public finds an organization: by filters, by the map, by keyboard, with and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import findings, overflow
from tests.journeys.conftest import Opener, Site

FRENCH, ENGLISH = "/fr/membres/", "/en/members/"


def count_shown(page: Page) -> int:
    found = re.search(r"\d+", page.locator(".results-bar__count").inner_text())
    return int(found.group()) if found else 0


def unfold(page: Page) -> None:
    fold = page.locator("details.filters__fold")
    if not fold.evaluate("fold => fold.open"):
        fold.locator("summary").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_filters_narrow_the_list_and_the_way_back_widens_it(site: Site, open_context: Opener, scripts: bool) -> None:
    page = open_context(java_script_enabled=scripts, language="fr-CA").new_page()
    page.goto(site.address(FRENCH))
    everything = count_shown(page)
    if scripts:
        page.locator("input[name=service][value=employment]").check()
    else:
        page.goto(site.address(f"{FRENCH}?service=employment"))
    expect(page).to_have_url(re.compile("service=employment"))
    expect(page.locator(".chips")).to_contain_text("Emploi")
    narrowed = count_shown(page)
    assert 0 < narrowed < everything
    page.locator("header a[hreflang=en]").first.click()
    expect(page).to_have_url(re.compile(rf"{ENGLISH}\?.*service=employment"))
    assert count_shown(page) == narrowed
    page.go_back()
    page.locator(".chips a").first.click()
    expect(page).not_to_have_url(re.compile("service="))
    assert count_shown(page) == everything


def test_the_map_is_walked_by_keyboard_and_leads_to_an_organization(site: Site, open_context: Opener) -> None:
    page = open_context(language="fr-CA").new_page()
    page.goto(site.address(f"{FRENCH}?view=map"))
    town = page.locator("svg a").first
    town.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"community=|region="))
    assert count_shown(page) > 0
    page.goto(site.address(FRENCH))
    name = page.locator(".directory h3 a").first.inner_text()
    page.locator(".directory h3 a").first.click()
    expect(page.locator("h1")).to_have_text(name)


def test_the_directory_fits_a_telephone_and_is_accessible(site: Site, open_context: Opener) -> None:
    page = open_context(width=320).new_page()
    for address in (ENGLISH, f"{ENGLISH}?view=map", f"{ENGLISH}?q=nothing-bears-this-name"):
        page.goto(site.address(address))
        assert overflow(page) == 0, address
        assert findings(page) == [], address
    page.goto(site.address(ENGLISH))
    unfold(page)
    expect(page.locator("input[name=region]").first).to_be_visible()
