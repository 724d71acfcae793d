"""The main job: an editor changes a French page, a moderator publishes it, a translator brings it into English."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import Opener, Site

SignIn = Callable[..., Page]
FRENCH, ENGLISH = "/fr/activites/visites-de-site/", "/en/what-we-do/site-visits/"
ADDED, TRANSLATED = "Une phrase de plus, ajoutée ce matin.", "One more sentence, added this morning."


def edit(page: Page, site: Site, address: str) -> None:
    """Go from a public page to its editor by the link that staff see there."""
    page.goto(site.address(address))
    page.locator("header a[href*='/cms/pages/']").click()
    page.wait_for_load_state()


def write_at_the_end(page: Page, place: str, text: str) -> None:
    box = page.locator(f"{place} [contenteditable=true]").first
    box.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def read(context: BrowserContext, site: Site, address: str) -> str:
    page = context.new_page()
    page.goto(site.address(address))
    text = page.locator("main").inner_text()
    page.close()
    return text


def test_a_change_goes_from_the_editor_to_readers_of_both_languages(
    site: Site, open_context: Opener, sign_in: SignIn
) -> None:
    reader = open_context(java_script_enabled=False)

    editor = sign_in(open_context(language="fr-CA"), "editor@example.org", "fr")
    edit(editor, site, FRENCH)
    write_at_the_end(editor, "[data-contentpath=introduction]", f" {ADDED}")
    editor.wait_for_timeout(1000)  # the editor saves by itself as one types
    editor.get_by_role("button", name="Plus d'actions").click()
    editor.get_by_role("button", name=re.compile("^Soumettre")).click()
    expect(editor.locator(".messages")).to_contain_text("soumise")
    assert ADDED not in read(reader, site, FRENCH)

    moderator = sign_in(open_context(language="fr-CA"), "moderator@example.org", "fr")
    edit(moderator, site, FRENCH)
    moderator.get_by_role("button", name="Plus d'actions").click()
    moderator.get_by_role("button", name="Approuver et Publier", exact=True).click()
    expect(moderator.locator(".messages")).to_be_visible()
    assert ADDED in read(reader, site, FRENCH)
    assert TRANSLATED not in read(reader, site, ENGLISH)

    edit(editor, site, FRENCH)
    editor.locator(".w-slim-header button:has(.icon-dots-horizontal)").first.click()
    editor.get_by_role("link", name="Synchroniser les pages traduites").click()
    editor.locator("main form button[type=submit], main form input[type=submit]").first.click()
    expect(editor.locator(".messages")).to_contain_text("mises à jour")

    translator = sign_in(open_context(), "translator@example.org")
    edit(translator, site, ENGLISH)
    translator.get_by_role("button", name="Translate", exact=True).first.click()
    box = translator.locator("form [contenteditable=true], textarea:visible").first
    box.click()
    translator.keyboard.press("Control+A")
    translator.keyboard.type(f"Each year, staff meet every organization of the small centres. {TRANSLATED}")
    translator.get_by_role("button", name="Save", exact=True).first.click()
    expect(translator.get_by_role("button", name="Translate", exact=True)).to_have_count(0)
    translator.get_by_role("button", name="Publish in English").click()
    expect(translator.locator(".messages")).to_contain_text("published")
    assert TRANSLATED in read(reader, site, ENGLISH)

    for scripts in (True, False):
        visitor = open_context(java_script_enabled=scripts).new_page()
        visitor.goto(site.address(FRENCH))
        assert ADDED in visitor.locator("main").inner_text()
        visitor.locator("header a[hreflang=en]").first.click()
        expect(visitor).to_have_url(site.address(ENGLISH))
        assert TRANSLATED in visitor.locator("main").inner_text()
        visitor.locator("header a[hreflang=fr]").first.click()
        expect(visitor).to_have_url(site.address(FRENCH))
