"""A member in the private area: what is theirs, what is not, a message to staff, a choice about mail; by keyboard."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.accessibility import findings, overflow
from tests.journeys.conftest import Opener, Site

MEMBER = "member@example.org"


def test_a_member_finds_their_space_writes_to_staff_and_chooses_their_mail(
    site: Site, open_context: Opener, sign_in: Callable[[BrowserContext, str, str], Page]
) -> None:
    page = sign_in(open_context(width=1280, language="fr-CA", reduced_motion="reduce"), MEMBER, "fr")
    page.goto(site.address("/fr/"))
    page.get_by_role("link", name="Mon espace").first.click()
    expect(page).to_have_url(site.address("/fr/espace/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Mon espace")
    assert findings(page) == []
    assert overflow(page) == 0

    # Their own space, with its file; not the partners'.
    ways = page.get_by_role("navigation", name="Mon espace")
    ways.get_by_role("link", name="Espaces", exact=True).click()
    expect(page.get_by_role("link", name="Coordination de la région")).to_have_count(0)
    page.get_by_role("link", name="Espace des membres").first.click()
    expect(page.get_by_text("Visible pour")).to_be_visible()
    expect(page.get_by_role("link", name="Notes pour la prochaine réunion")).to_be_visible()
    refused = page.goto(site.address("/fr/espaces/coordination-ptn/"))
    assert refused is not None
    assert refused.status == 403
    expect(page.get_by_role("heading", level=1)).to_contain_text("pas ouverte")

    # A message to staff, by keyboard alone; what is missing is said first.
    page.goto(site.address("/fr/espace/messages/nouveau/"))
    page.get_by_label("Message", exact=True).focus()
    page.keyboard.type("Où trouver le formulaire? https://example.org/page")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="problème")).to_be_focused()
    page.get_by_label("Objet").focus()
    page.keyboard.type("Le formulaire")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Le formulaire")
    assert page.get_by_role("link", name="https://example.org/page").get_attribute("rel") == "nofollow"
    with site.unblock():
        from members.models import StaffConversation

        conversation = StaffConversation.objects.get(subject="Le formulaire")
        assert (conversation.state, conversation.person.email) == ("waiting", MEMBER)

    # The digest, monthly from now on; the choice is in the record.
    page.goto(site.address("/fr/espace/avis/"))
    assert findings(page) == []
    page.get_by_label("Chaque mois, le premier jour ouvrable").check()
    page.get_by_role("button", name="Enregistrer mes choix").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("enregistrés")
    expect(page.get_by_role("cell", name="Chaque mois")).to_be_visible()
