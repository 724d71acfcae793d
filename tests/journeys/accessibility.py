"""What axe finds on a page, in a form that a failing test can show."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def findings(page: Page) -> list[str]:
    """Return each violation that axe finds, with the first places where it stands."""
    found = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {'; '.join(str(node['target'][0]) for node in rule['nodes'][:3])}"
        for rule in found
    ]


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the window: 0 where it reflows."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
