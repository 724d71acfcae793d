"""A real browser on a real server with the demo content.

Each module of journeys gets a clone of the demo (tests/demo.py) and a server of its own.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from cms.ops import browser as chromium
from cms.ops.accounts import current_code, factor_secret
from tests import plugin_database as databases
from tests.demo import PASSWORD, demo_clone

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "var" / "screenshots"
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Opener = Callable[..., BrowserContext]
expect.set_options(timeout=30_000)  # machines are shared, some of them slow


@dataclass(frozen=True)
class Site:
    """The server that a module's journeys visit."""

    url: str
    unblock: Callable[[], contextlib.AbstractContextManager[None]]

    def address(self, path: str) -> str:
        return f"{self.url}{path}"


@pytest.fixture(scope="module")
def site(
    request: pytest.FixtureRequest, chrome: Browser, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Site]:
    """Serve a clone of the demo for the tests of one module."""
    own = request.config.stash[databases.cloned]
    with django_db_blocker.unblock(), demo_clone(own), pytest.MonkeyPatch.context() as environ:
        environ.setenv("DEMO_PASSWORD", PASSWORD)
        server = LiveServer("localhost")
        base, settings.WAGTAILADMIN_BASE_URL = settings.WAGTAILADMIN_BASE_URL, server.url
        try:
            yield Site(server.url, django_db_blocker.unblock)
        finally:
            settings.WAGTAILADMIN_BASE_URL = base
            server.stop()


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        pytest.fail("Chromium is missing: run `make test`, which installs it or says how.")
    with pytest.MonkeyPatch.context() as environ, sync_playwright() as playwright:
        # Playwright's loop runs in the tests' thread from here on, beside every test that comes after.
        environ.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


failed = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    item.stash[failed] = item.stash.get(failed, False) or report.failed
    return report


@pytest.fixture
def open_context(chrome: Browser, request: pytest.FixtureRequest) -> Iterator[Opener]:
    """Return a function that opens a fresh visit: options as Playwright's, and `width` in pixels.

    What the pages of a failed test showed last is kept in `var/screenshots/`.
    """
    contexts: list[BrowserContext] = []

    def opener(width: int = 1280, language: str = "en-CA", **options: object) -> BrowserContext:
        context = chrome.new_context(viewport={"width": width, "height": 900}, locale=language, **options)
        context.set_default_timeout(60_000)
        contexts.append(context)
        return context

    yield opener
    for number, context in enumerate(contexts):
        if request.node.stash.get(failed, False):
            for page in context.pages:
                page.screenshot(path=SCREENSHOTS / f"{request.node.name}-{number}.png")
        context.close()


@pytest.fixture
def sign_in(site: Site) -> Callable[[BrowserContext, str], Page]:
    """Return a function that signs a demo account in through the portal's own page, and gives the tab."""

    def enter(context: BrowserContext, email: str, language: str = "en") -> Page:
        page = context.new_page()
        page.goto(site.address("/fr/compte/connexion/" if language == "fr" else "/en/account/sign-in/"))
        page.locator("input[name=login]").fill(email)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url(lambda url: "sign-in" not in url and "connexion" not in url)
        if page.locator("input[name=code]").count():
            page.locator("input[name=code]").fill(current_code(factor_secret(PASSWORD, email)))
            page.locator("main form.form button[type=submit]").click()
            page.wait_for_url(lambda url: "two-step" not in url and "deux-etapes" not in url)
        return page

    return enter
