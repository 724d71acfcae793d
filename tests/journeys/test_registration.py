"""Registering for an event: a guest by mail, colleagues, the waiting list; in both languages, every page with axe."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.accessibility import findings, overflow
from tests.journeys.conftest import Opener, Site

STILL = {"reduced_motion": "reduce"}


def make_event(site: Site, **fields: Any) -> Any:
    with site.unblock():
        from tests.factories.events import EventFactory

        starts_at = timezone.now() + datetime.timedelta(days=20)
        return EventFactory(**{"registration_mode": "open", "starts_at": starts_at, **fields})


def path_in_mail(site: Site, address: str) -> str:
    """Return the path of the link to a registration in the newest mail to `address`."""
    with site.unblock():
        from post_office.models import Email

        mail = Email.objects.filter(to=address).latest("pk")
    found = re.search(r"http://[^/\s]+(/\S+:\S+)", mail.message)
    assert found, mail.message
    return found[1]


def form_path(event: Any, language: str) -> str:
    from django.urls import reverse
    from django.utils import translation

    with translation.override(language):
        return reverse("register_event", args=[event.key])


def fill(page: Page, email: str) -> None:
    page.locator("input[name=first_name]").fill("Noémie")
    page.locator("input[name=last_name]").fill("Tremblay")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=consent]").check()


def check(page: Page) -> None:
    assert findings(page) == []
    assert overflow(page) == 0


def test_a_guest_registers_confirms_and_cancels_in_french_on_a_phone_without_scripts(
    site: Site, open_context: Opener
) -> None:
    event = make_event(site, title_fr="Sommet de l’automne", asks_dietary_needs=True)
    address = "noemie@example.org"
    page = open_context(language="fr-CA", width=320, java_script_enabled=False, **STILL).new_page()
    page.goto(site.address(form_path(event, "fr")))
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert overflow(page) == 0
    fill(page, address)
    page.locator("textarea[name=dietary_needs]").fill("Sans noix")
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/fr/"))
    page.goto(site.address(path_in_mail(site, address)))
    assert overflow(page) == 0
    page.locator("main form button[type=submit]").click()
    expect(page.locator("textarea[name=dietary_needs]")).to_have_value("Sans noix")
    assert overflow(page) == 0

    other = open_context(language="fr-CA", width=320, java_script_enabled=False, **STILL).new_page()
    other.goto(site.address(path_in_mail(site, address)))
    expect(other.locator("main")).to_contain_text(address)
    other.locator("main a.btn--quiet").click()
    other.locator("main form button[type=submit]").click()
    with site.unblock():
        assert event.registrations.get().state == "cancelled"


def test_the_pages_of_a_guest_are_accessible_in_english(site: Site, open_context: Opener) -> None:
    event = make_event(site, title_en="Autumn summit", asks_dietary_needs=True, capacity=1)
    page = open_context(**STILL).new_page()
    page.goto(site.address(form_path(event, "en")))
    check(page)
    page.get_by_role("button", name="Register").click()
    expect(page.locator(".error-summary")).to_be_visible()
    check(page)
    for address in ("first@example.org", "second@example.org"):
        page.goto(site.address(form_path(event, "en")))
        fill(page, address)
        page.get_by_role("button", name="Register").click()
        check(page)
        page.goto(site.address(path_in_mail(site, address)))
        check(page)
        page.get_by_role("button", name="Confirm the registration").click()
        check(page)
    expect(page.locator("main")).to_contain_text("at place 1")

    # The first cancels by the link of the mail; the second accepts the seat.
    first, second = open_context(**STILL).new_page(), open_context(**STILL).new_page()
    first.goto(site.address(path_in_mail(site, "first@example.org")))
    first.get_by_role("link", name="Cancel my registration").click()
    check(first)
    first.get_by_role("button", name="Yes, cancel").click()
    expect(first.locator("main")).to_contain_text("This registration is cancelled.")
    check(first)
    second.goto(site.address(path_in_mail(site, "second@example.org")))
    check(second)
    second.get_by_role("button", name="Accept the seat").click()
    expect(second.locator("main")).to_contain_text("You are registered.")
    with site.unblock():
        assert event.registrations.seated().get().email == "second@example.org"


def test_a_member_registers_two_colleagues_and_finds_their_own_events(
    site: Site, open_context: Opener, sign_in: Callable[[BrowserContext, str], Page]
) -> None:
    event = make_event(site, title_en="Winter summit", registration_mode="members", seats_per_organization=2)
    page = sign_in(open_context(**STILL), "orgadmin@example.org")
    page.goto(site.address(form_path(event, "en")))
    check(page)
    page.locator("input[name=consent]").check()
    page.get_by_role("button", name="Register").click()
    expect(page.locator("main")).to_contain_text("You are registered.")
    page.goto(site.address(f"{form_path(event, 'en')}colleagues/"))
    check(page)
    for number, name in enumerate(("Bea", "Cleo")):
        page.locator(f"#id_colleague-{number}-first_name").fill(name)
        page.locator(f"#id_colleague-{number}-last_name").fill("Okafor")
        page.locator(f"#id_colleague-{number}-email").fill(f"{name.lower()}@example.org")
    page.get_by_role("button", name="Register these colleagues").click()
    expect(page.locator(".error-summary")).to_be_visible()
    check(page)
    expect(page.locator("#id_colleague-1-first_name")).to_have_value("Cleo")
    page.locator("input[name=vouches]").check()
    page.get_by_role("button", name="Register these colleagues").click()
    expect(page.locator("main")).to_contain_text("On the waiting list")
    check(page)
    page.goto(site.address("/en/registration/"))
    expect(page.locator("main")).to_contain_text("Winter summit")
    check(page)
