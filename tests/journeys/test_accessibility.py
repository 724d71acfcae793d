"""WCAG 2.2 AA on the demo: a fixed subset in each run, the whole matrix in `make audit`."""

from __future__ import annotations

import pytest

from tests.journeys.accessibility import findings, overflow
from tests.journeys.conftest import Opener, Site

PAGES = {
    "home": ("/fr/", "/en/"),
    "strategy": ("/fr/strategie/", "/en/strategy/"),
    "contact": ("/fr/nous-joindre/", "/en/contact-us/"),
    "sign-in": ("/fr/compte/connexion/", "/en/account/sign-in/"),
    "not found": ("/fr/rien/", "/en/nothing/"),
    "gallery": ("/fr/_components/", "/en/_components/"),
}
SUBSET = [
    ("home", "fr", 320, "light"),
    ("home", "en", 1280, "dark"),
    ("strategy", "en", 320, "dark"),
    ("contact", "fr", 768, "light"),
    ("sign-in", "fr", 320, "light"),
    ("not found", "en", 1280, "light"),
    ("gallery", "fr", 1280, "dark"),
    ("gallery", "en", 320, "light"),
]


def addresses(site: Site) -> list[str]:
    """Return every public page of the demo, and the pages that no tree holds."""
    from cms.tree import build_tree

    with site.unblock():
        pages = [node.url for node in build_tree().public()]
    return pages + [address for name in ("sign-in", "not found", "gallery") for address in PAGES[name]]


@pytest.mark.parametrize(("name", "language", "width", "scheme"), SUBSET)
def test_axe_finds_nothing_and_the_page_reflows(
    site: Site, open_context: Opener, name: str, language: str, width: int, scheme: str
) -> None:
    page = open_context(width=width, color_scheme=scheme, reduced_motion="reduce").new_page()
    page.goto(site.address(PAGES[name][0 if language == "fr" else 1]))
    assert findings(page) == []
    assert overflow(page) == 0


@pytest.mark.audit
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280, 1600])
def test_every_page_is_accessible(site: Site, open_context: Opener, width: int, scheme: str) -> None:
    page = open_context(width=width, color_scheme=scheme, reduced_motion="reduce").new_page()
    wrong = {}
    for address in addresses(site):
        page.goto(site.address(address))
        if found := findings(page):
            wrong[address] = found
        if wider := overflow(page):
            wrong.setdefault(address, []).append(f"{wider} pixels too wide")
    assert wrong == {}


@pytest.mark.audit
def test_every_page_reflows_at_400_per_cent(site: Site, open_context: Opener) -> None:
    page = open_context(width=320).new_page()
    page.set_viewport_size({"width": 320, "height": 256})  # 1280 × 1024 at 400 %
    assert {
        address: wider for address in addresses(site) if page.goto(site.address(address)) and (wider := overflow(page))
    } == {}
