"""Members use the toolkit: filters, search, the way back, an address that is passed on, with and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import findings, overflow
from tests.journeys.conftest import Opener, Site

FRENCH, ENGLISH = "/fr/boite-a-outils/", "/en/toolkit/"


def count_shown(page: Page) -> int:
    found = re.search(r"\d+", page.locator(".results-bar__count").inner_text())
    return int(found.group()) if found else 0


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_somebody_filters_goes_back_and_passes_the_address_on(site: Site, open_context: Opener, scripts: bool) -> None:
    page = open_context(java_script_enabled=scripts, language="fr-CA").new_page()
    page.goto(site.address(FRENCH))
    everything = count_shown(page)
    housing = page.locator("input[name=topic][value=housing]")
    promised = int(page.locator("label", has=housing).locator(".check__count").inner_text())
    housing.check()
    if not scripts:
        page.locator(".filters__fold button[type=submit]").click()
    expect(page).to_have_url(re.compile("topic=housing"))
    expect(page.locator(".chips")).to_contain_text("Logement")
    assert count_shown(page) == promised < everything
    page.locator(".sorts a", has_text="Plus utilisées").click()
    expect(page).to_have_url(re.compile("sort=used"))
    page.locator(".views a", has_text="Liste").click()
    expect(page).to_have_url(re.compile("view=list"))
    titles = page.locator(".record .card__title").all_inner_texts()
    assert len(titles) == promised

    friend = open_context(java_script_enabled=not scripts).new_page()
    friend.goto(page.url)
    assert friend.locator(".record .card__title").all_inner_texts() == titles
    friend.locator("header a[hreflang=en]").first.click()
    expect(friend).to_have_url(re.compile(rf"{ENGLISH}\?topic=housing&sort=used&view=list"))
    expect(friend.locator(".chips")).to_contain_text("Housing")
    assert count_shown(friend) == promised

    page.go_back(wait_until="commit")
    expect(page).not_to_have_url(re.compile("view="))
    expect(page.locator(".card").first).to_be_visible()
    page.wait_for_load_state()
    page.go_back(wait_until="commit")
    expect(page).not_to_have_url(re.compile("sort="))
    page.locator(".chip--clear").click()
    expect(page).not_to_have_url(re.compile("topic="))
    assert count_shown(page) == everything


def test_results_are_announced_and_the_focus_stays_where_it_was(site: Site, open_context: Opener) -> None:
    page = open_context().new_page()
    page.goto(site.address(ENGLISH))
    box = page.locator("input[name=type]").first
    box.focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("type="))
    expect(page.locator("#listing-status")).to_have_text(re.compile(r"^\d+ resources?$"))
    assert page.evaluate("document.activeElement.name") == "type"
    page.locator("#filter-query").fill("housing")
    page.keyboard.press("Enter")
    expect(page.locator("#listing-status")).to_contain_text("for “housing”")
    expect(page.locator(".passage mark").first).to_be_visible()


def test_a_resource_is_found_by_keyboard_and_read(site: Site, open_context: Opener) -> None:
    page = open_context(language="fr-CA").new_page()
    page.goto(site.address(f"{FRENCH}?q=logement"))
    first = page.locator(".card__title a").first
    title = first.inner_text()
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("#content, main").first).to_be_visible()
    assert findings(page) == []


def test_a_preset_listing_leads_on(site: Site, open_context: Opener) -> None:
    page = open_context(language="fr-CA").new_page()
    page.goto(site.address(FRENCH))
    page.locator(".presets a").first.click()
    expect(page).to_have_url(re.compile("/selections/"))
    assert count_shown(page) > 0
    feed = page.locator("link[type='application/rss+xml']").get_attribute("href")
    answer = page.request.get(site.address(feed or ""))
    assert answer.status == 200
    assert "<rss" in answer.text()


@pytest.mark.parametrize("width", [320, 768])
def test_the_toolkit_fits_a_small_screen_and_is_accessible(site: Site, open_context: Opener, width: int) -> None:
    page = open_context(width=width).new_page()
    for address in (FRENCH, f"{ENGLISH}?view=list&topic=housing", f"{ENGLISH}?q=zzzzqqq"):
        page.goto(site.address(address))
        assert overflow(page) == 0, address
        assert findings(page) == [], address
