"""From staff's invitation to a new person in the private area of their organization; and asking to join."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.accessibility import findings, overflow
from tests.journeys.conftest import Opener, Site

PERSON, PASSWORD = "zoe.brisebois@example.org", "le vent sur le canola 1912"


def link_to(site: Site, address: str) -> str:
    """Return the path of the link in the newest mail to `address`."""
    with site.unblock():
        from post_office.models import Email

        mail = Email.objects.filter(to=address).latest("pk")
    found = re.search(r"http://[^/\s]+(/\S+)", mail.message)
    assert found, mail.message
    return found[1]


def test_staff_invite_somebody_who_lands_in_french_in_their_organization(
    site: Site, open_context: Opener, sign_in: Callable[[BrowserContext, str], Page]
) -> None:
    staff = sign_in(open_context(), "officer@example.org")
    staff.goto(site.address("/cms/snippets/members/invitation/"))
    staff.get_by_role("link", name="Inviter", exact=True).first.click()
    staff.locator("input[name=email]").fill(PERSON)
    staff.locator("input[name=first_name]").fill("Zoé")
    staff.locator("select[name=language]").select_option("fr")
    staff.locator("[data-chooser-action-choose]").first.click()
    staff.locator(".modal-content").get_by_role("link", name="Maison d’accueil de Brooks").click()
    expect(staff.locator(".modal-content")).to_have_count(0)
    staff.get_by_role("button", name="Enregistrer").first.click()
    expect(staff.locator(".messages")).to_contain_text("en route")

    person = open_context(language="fr-CA", width=320, java_script_enabled=False).new_page()
    person.goto(site.address(link_to(site, PERSON)))
    expect(person).to_have_url(site.address("/fr/adhesion/invitation/"))
    assert overflow(person) == 0
    person.get_by_role("button", name="Ouvrir mon compte").click()
    expect(person.get_by_label("Prénom")).to_have_value("Zoé")
    person.get_by_label("Nom de famille").fill("Brisebois")
    person.locator("input[name=password1]").fill(PASSWORD)
    person.locator("input[name=password2]").fill(PASSWORD)
    person.locator("main form button[type=submit]").first.click()
    expect(person).to_have_url(site.address("/fr/espace/"))
    expect(person.locator("main")).to_contain_text("Zoé")
    person.goto(site.address("/fr/espace/organisme/collegues/"))
    expect(person.get_by_role("heading", name=re.compile("Zoé Brisebois"))).to_be_visible()
    assert overflow(person) == 0

    # The link is used up.
    other = open_context(language="fr-CA").new_page()
    other.goto(site.address(link_to(site, PERSON)))
    expect(other.get_by_role("heading", level=1)).to_have_text("Cette invitation ne fonctionne plus")


def test_an_administrator_approves_a_request_and_its_pages_are_accessible(
    site: Site, open_context: Opener, sign_in: Callable[[BrowserContext, str], Page]
) -> None:
    visitor = open_context(reduced_motion="reduce").new_page()
    visitor.goto(site.address("/en/join/"))
    assert findings(visitor) == []
    visitor.get_by_label("Organization").select_option(label="Brooks Welcome House")
    visitor.get_by_label("First name").fill("Asha")
    visitor.get_by_label("Last name").fill("Okafor")
    visitor.get_by_label("Your e-mail address").fill("asha@brooks-welcome-house.example.org")
    visitor.get_by_role("button", name="Send the request").click()
    visitor.goto(site.address(link_to(site, "asha@brooks-welcome-house.example.org")))
    visitor.get_by_role("button", name="Confirm the request").click()

    boss = sign_in(open_context(reduced_motion="reduce"), "orgadmin@example.org")
    boss.goto(site.address("/en/portal/organization/colleagues/"))
    assert findings(boss) == []
    boss.get_by_role("link", name=re.compile("Asha Okafor")).click()
    boss.get_by_role("button", name="Approve").click()
    expect(boss.get_by_role("status")).to_contain_text("approved")
    for page in ("my-affiliation/", "my-data/"):
        boss.goto(site.address(f"/en/portal/{page}"))
        assert findings(boss) == []

    visitor.goto(site.address(link_to(site, "asha@brooks-welcome-house.example.org")))
    expect(visitor.get_by_role("heading", level=1)).to_have_text("You are invited")
    assert findings(visitor) == []
