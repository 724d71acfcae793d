"""Previews work under the policies of both sides: the admin's frame, the public page in it, and Wagtail's checks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.journeys.conftest import Opener, Site

SignIn = Callable[..., Page]


@pytest.fixture
def staff(open_context: Opener, sign_in: SignIn) -> Page:
    return sign_in(open_context(width=1600), "editor@example.org")


def complaints(page: Page) -> list[str]:
    """Collect what the browser refuses, or what fails in a script."""
    found: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Refused to" in message.text:
            found.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.mark.parametrize("address", ["/fr/activites/visites-de-site/", "/fr/"], ids=["standard", "home"])
def test_an_editor_previews_and_checks_a_page(site: Site, staff: Page, address: str) -> None:
    refused = complaints(staff)
    staff.goto(site.address(address))
    staff.locator("header a[href*='/cms/pages/']").click()
    staff.wait_for_load_state()
    staff.locator("[data-side-panel-toggle=preview]").click()
    frame = staff.frame_locator("iframe[title]").first
    expect(frame.locator("main h1").first).to_be_visible()
    assert str(frame.locator("html").get_attribute("lang")).startswith(address.split("/")[1])
    assert "Atkinson" in frame.locator("main").evaluate("node => getComputedStyle(node).fontFamily")
    staff.locator("[data-side-panel-toggle=checks]").click()
    expect(staff.locator("[data-content-word-count]")).not_to_have_text("-")
    assert refused == []


def test_a_translator_previews_a_translation(site: Site, open_context: Opener, sign_in: SignIn) -> None:
    translator = sign_in(open_context(), "translator@example.org")
    translator.goto(site.address("/en/what-we-do/site-visits/"))
    translator.locator("header a[href*='/cms/pages/']").click()
    translator.wait_for_load_state()
    expect(translator.locator(".js-translation-editor footer button", has_text="Publish in")).to_be_visible()
    assert translator.get_by_text("Convert to alias").count() == 0
