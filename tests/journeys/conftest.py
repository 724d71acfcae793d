"""A real browser on a real server with the demo content.

The demo content is loaded once for each state of its code and kept as a database to clone; each module of journeys
gets a clone and a server of its own.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from cms import caching
from cms.ops import browser as chromium
from cms.ops.accounts import current_code, factor_secret
from cms.tree import build_tree
from tests import plugin_database as databases

PASSWORD = "prairie-lumiere-2026"
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


def demo_fingerprint() -> str:
    digest = hashlib.sha256(databases.fingerprint().encode())
    for folder in ("home/demo", "home/models", "cms/models", "cms/blocks"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def demo_files(name: str) -> Path:
    return Path(settings.VAR_DIR) / name


def make_demo_database(link: object, template: str) -> str:
    """Return the name of the database with the demo content, after loading it when there is none."""
    name = f"{databases.PREFIX}_demo_{demo_fingerprint()}"
    link.execute("SELECT pg_advisory_lock(%s)", [databases.lock_key(f"{databases.PREFIX}_demo")])
    try:
        if name in databases.names(link, name) and demo_files(name).exists():
            return name
        for old in databases.names(link, f"{databases.PREFIX}_demo_"):
            databases.drop(link, old)
        draft = f"{databases.PREFIX}_demodraft"
        databases.drop(link, draft)
        databases.copy(link, draft, template)
        before = connection.settings_dict["NAME"]
        databases.use(draft)
        use_files(demo_files(name))
        caching.forget()
        call_command("load_demo", verbosity=0)
        for node in build_tree().public():  # makes the pictures, so that no journey waits for them
            assert Client(headers={"host": "localhost"}).get(node.url).status_code == 200, node.url
        databases.use(before)
        link.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')
    finally:
        link.execute("SELECT pg_advisory_unlock(%s)", [databases.lock_key(f"{databases.PREFIX}_demo")])
    return name


def use_files(folder: Path) -> None:
    """Keep uploaded files under `folder`."""
    from django.test.signals import setting_changed

    for setting, part in (("MEDIA_ROOT", "media"), ("PRIVATE_ROOT", "private")):
        (folder / part).mkdir(parents=True, exist_ok=True)
        setattr(settings, setting, folder / part)
        setting_changed.send(sender=None, setting=setting, value=folder / part, enter=True)
    from django.core.files.storage import storages

    storages._storages.clear()


@pytest.fixture(scope="module")
def site(
    request: pytest.FixtureRequest, chrome: Browser, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Site]:
    """Serve a clone of the demo for the tests of one module."""
    clone = request.config.stash[databases.cloned]
    environ = pytest.MonkeyPatch()
    environ.setenv("DEMO_PASSWORD", PASSWORD)
    kept_files = (settings.MEDIA_ROOT, settings.PRIVATE_ROOT)
    with databases.maintenance() as link, django_db_blocker.unblock():
        demo = make_demo_database(link, clone.template)
        name = f"{clone.name}_site"
        # Held as long as the site is: another run would take its database for one that was left behind.
        link.execute("SELECT pg_advisory_lock(%s)", [databases.lock_key(name)])
        databases.copy(link, name, demo)
        files = Path(settings.VAR_DIR) / name
        shutil.copytree(demo_files(demo), files, dirs_exist_ok=True)
        use_files(files)
        databases.use(name)
        caching.forget()
        server = LiveServer("localhost")
        base, settings.WAGTAILADMIN_BASE_URL = settings.WAGTAILADMIN_BASE_URL, server.url
        try:
            yield Site(server.url, django_db_blocker.unblock)
        finally:
            settings.WAGTAILADMIN_BASE_URL = base
            server.stop()
            databases.use(clone.name)
            caching.forget()
            databases.drop(link, name)
            shutil.rmtree(files, ignore_errors=True)
            for setting, value in zip(("MEDIA_ROOT", "PRIVATE_ROOT"), kept_files, strict=True):
                setattr(settings, setting, value)
            environ.undo()


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
