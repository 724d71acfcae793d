"""Accounts in a browser: a second factor set up without a script, and a passkey from first to last."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from cms.ops.accounts import current_code
from tests.journeys.accessibility import findings, overflow
from tests.journeys.conftest import PASSWORD, Opener, Site

SignIn = Callable[..., Page]


def give_passkeys(page: Page) -> None:
    """Put a device into the browser that keeps passkeys and recognizes its owner."""
    link = page.context.new_cdp_session(page)
    link.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    abilities = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    link.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, **abilities}})


def sign_out(page: Page, site: Site) -> None:
    page.goto(site.address("/en/account/sign-out/"))
    page.locator("main form button").click()
    page.wait_for_url(site.address("/en/"))


def test_a_passkey_is_added_and_opens_the_account_by_itself(site: Site, open_context: Opener, sign_in: SignIn) -> None:
    page = sign_in(open_context(), "moderator@example.org")
    give_passkeys(page)
    page.goto(site.address("/en/account/passkeys/add/"))
    page.get_by_label("Name of the passkey").fill("My laptop")
    page.get_by_label("Sign in with this passkey alone").check()
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    expect(page.locator(".account-codes li")).to_have_count(10)
    page.goto(site.address("/en/account/passkeys/"))
    expect(page.locator("main")).to_contain_text("My laptop")

    sign_out(page, site)
    page.goto(site.address("/en/account/sign-in/"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(site.address("/cms/"))
    expect(page).to_have_url(site.address("/cms/"))


def test_staff_without_a_factor_set_one_up_without_a_script(site: Site, open_context: Opener) -> None:
    from allauth.mfa.models import Authenticator

    email = "translator@example.org"
    with site.unblock():
        Authenticator.objects.filter(user__email=email).delete()
    page = open_context(width=320, language="fr-CA", java_script_enabled=False).new_page()
    page.goto(site.address("/cms/"))
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url(site.address("/fr/compte/deux-etapes/"))
    page.get_by_role("link", name="Configurer une application").click()
    secret = page.locator(".account-key").inner_text()
    assert page.locator(".account-qr").evaluate("image => image.naturalWidth") > 0
    page.locator("input[name=code]").fill(current_code(secret))
    page.get_by_role("button", name="Terminer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Codes de secours")
    page.goto(site.address("/cms/"))
    expect(page).to_have_url(site.address("/cms/"))


def test_the_pages_of_an_account_are_open_to_everybody(site: Site, open_context: Opener, sign_in: SignIn) -> None:
    page = sign_in(open_context(language="fr-CA"), "editor@example.org", "fr")
    for path in (
        "",
        "profil/",
        "courriel/",
        "mot-de-passe/modifier/",
        "deux-etapes/",
        "cles-acces/ajouter/",
        "seances/",
    ):
        page.goto(site.address(f"/fr/compte/{path}"))
        assert (findings(page), overflow(page)) == ([], 0), path
