"""Asking to join: the address is confirmed first; its domain says who decides."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.urls import reverse

from cms import access
from cms.models import PortalSettings
from members.joining import hooks
from members.models import Affiliation, AuditEntry, Invitation, JoinRequest, Organization
from members.services import affiliations, joining
from tests.conftest import Visitor
from tests.factories.joining import InvitationFactory, JoinRequestFactory, days_ago
from tests.factories.organizations import AffiliationFactory, OrganizationFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
FORM = {"en": "/en/join/", "fr": "/fr/adhesion/"}


@pytest.fixture
def organization(homes: Any) -> Organization:
    PortalSettings.objects.update_or_create(defaults={"contact_recipients": "staff@example.org"})
    return OrganizationFactory(title_en="Prairie House", title_fr="Maison des Prairies", email_domains=["town.example"])


def words(at: Organization, **changed: str) -> dict[str, Any]:
    return {
        "organization": at.pk,
        "first_name": "Asha",
        "last_name": "Côté",
        "email": "asha@town.example",
        "language": "fr",
        "message": "Je suis conseillère.",
        "website": "",
        **changed,
    }


def link_in(message: Any) -> str:
    found = re.search(r"http\S+?(/\w\w/\S+/)(?:\s|$)", message.body)
    assert found, message.body
    return found[1]


def test_a_request_goes_to_the_administrators_once_its_address_is_confirmed(
    visit: Visitor, organization: Organization
) -> None:
    administrator = AffiliationFactory(organization=organization, administrator=True).person
    assert visit.post(FORM["fr"], words(organization))["Location"] == "/fr/adhesion/envoye/"
    (asked,) = mail.outbox
    assert asked.to == ["asha@town.example"]
    assert asked.extra_headers["Content-Language"] == "fr"
    assert JoinRequest.objects.get().state == JoinRequest.State.UNCONFIRMED
    link = link_in(asked)
    page = visit.get(link, follow=True)
    assert page.redirect_chain[-1][0] == "/fr/adhesion/confirmer/"
    assert JoinRequest.objects.get().state == JoinRequest.State.UNCONFIRMED  # a mail program may have looked
    assert "confirmée" in visit.post("/fr/adhesion/confirmer/").content.decode()
    request = JoinRequest.objects.get()
    assert request.state == JoinRequest.State.PENDING
    assert request.matches_domain
    assert mail.outbox[-1].to == [administrator.email]
    assert f"/en/portal/organization/colleagues/requests/{request.pk}/" in mail.outbox[-1].body
    assert visit.post("/fr/adhesion/confirmer/").status_code == 200
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    ("email", "with_administrator"),
    [("asha@gmail.com", True), ("asha@mail.town.example", True), ("asha@town.example", False)],
    ids=["free mail", "subdomain", "nobody to ask"],
)
def test_other_requests_go_to_staff(organization: Organization, email: str, with_administrator: bool) -> None:
    organization.email_domains = ["town.example", "gmail.com"]
    organization.save()
    if with_administrator:
        AffiliationFactory(organization=organization, administrator=True)
    joining.ask(organization=organization, email=email, first_name="A", last_name="B", language="en")
    request = JoinRequest.objects.get()
    assert joining.confirm(request)
    assert mail.outbox[-1].to == ["staff@example.org"]
    assert list(JoinRequest.objects.for_staff()) == [request]


def test_the_answer_does_not_tell_whether_the_address_has_an_account(
    visit: Visitor, organization: Organization
) -> None:
    UserFactory(email="known@town.example", language="en")
    UserFactory(email="closed@town.example", is_active=False)
    answers = {
        visit.post(FORM["en"], words(organization, email=f"{who}@town.example"))["Location"]
        for who in ("known", "closed", "unknown")
    }
    assert answers == {"/en/join/sent/"}
    assert [message.to[0] for message in mail.outbox] == ["known@town.example", "unknown@town.example"]
    assert reverse("join_organization") in mail.outbox[0].body
    assert JoinRequest.objects.get().email == "unknown@town.example"


@pytest.mark.parametrize(
    "changed",
    [{"email": "nobody"}, {"organization": "0"}, {"organization": "x' OR 1"}, {"first_name": " "}, {"language": "de"}],
    ids=lambda changed: str(changed),
)
def test_what_is_wrong_is_said(visit: Visitor, organization: Organization, changed: dict[str, str]) -> None:
    response = visit.post(FORM["fr"], words(organization, **changed))
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()
    assert not JoinRequest.objects.exists()


def test_nobody_writes_to_strangers_through_the_form(visit: Visitor, organization: Organization) -> None:
    UserFactory(email="known@town.example")
    bait = {"first_name": "Win at evil.example", "last_name": "evil.example", "message": "evil.example"}
    for email in ("asha@town.example", "known@town.example"):
        visit.post(FORM["en"], words(organization, email=email, **bait))
    assert len(mail.outbox) == 2
    assert not any("evil" in f"{message.subject}{message.body}" for message in mail.outbox)


def test_only_organizations_that_everyone_may_see_can_be_asked_for(visit: Visitor, organization: Organization) -> None:
    hidden = OrganizationFactory(title_en="A draft", live=False)
    private = OrganizationFactory(title_en="For some")
    private.access.add(access.access_group(access.MEMBERS))
    private.save()
    page = visit.read(f"{FORM['en']}?organization={organization.pk}")
    assert f'<option value="{organization.pk}" selected>Prairie House' in page
    for other in (hidden, private):
        assert other.title_en not in page
        assert visit.post(FORM["en"], words(other)).status_code == 422


def test_a_machine_is_thanked_and_ignored(visit: Visitor, organization: Organization) -> None:
    assert visit.post(FORM["en"], words(organization, website="x"))["Location"] == "/en/join/sent/"
    assert not mail.outbox


def test_one_place_and_one_address_have_limits(visit: Visitor, organization: Organization) -> None:
    answers = [visit.post(FORM["fr"], words(organization)).status_code for _number in range(6)]
    assert answers == [302] * 5 + [429]
    assert len(mail.outbox) == 3  # so nobody's mailbox is flooded


def test_a_link_dies_after_a_week(visit: Visitor, organization: Organization) -> None:
    joining.ask(organization=organization, email="a@town.example", first_name="A", last_name="B", language="en")
    JoinRequest.objects.update(created_at=days_ago(7.1))
    visit.get(link_in(mail.outbox[0]), follow=True)
    assert visit.post("/en/join/confirm/").status_code == 410
    assert JoinRequest.objects.get().state == JoinRequest.State.UNCONFIRMED


def test_the_page_of_an_organization_leads_there(rf: Any, organization: Organization) -> None:
    def address(user: Any) -> str:
        request = rf.get("/")
        request.user = user
        panel = hooks.organization_panel(request, organization)
        return panel.context["address"] if panel else ""

    assert address(AnonymousUser()) == f"/en/join/?organization={organization.pk}"
    assert address(UserFactory()) == f"/en/portal/my-affiliation/join/?organization={organization.pk}"
    assert address(AffiliationFactory(organization=organization).person) == ""


# --- decisions --------------------------------------------------------------------------------------


def test_approval_invites_an_address_without_an_account() -> None:
    request = JoinRequestFactory(language="fr")
    joining.approve(request, actor=UserFactory())
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.organization, invitation.language) == (
        request.email,
        request.organization,
        "fr",
    )
    assert "acceptée" in mail.outbox[0].subject
    request.refresh_from_db()
    assert request.state == JoinRequest.State.APPROVED
    with pytest.raises(joining.DecidedError):
        joining.decline(request, actor=UserFactory())


def test_approval_sends_an_open_invitation_again() -> None:
    request = JoinRequestFactory()
    InvitationFactory(email=request.email, organization=request.organization)
    joining.approve(request, actor=UserFactory())
    assert Invitation.objects.count() == 1
    assert len(mail.outbox) == 1


def test_approval_moves_somebody_who_asked_from_their_account() -> None:
    before = AffiliationFactory()
    organization = OrganizationFactory(is_aaisa_member=True)
    request = joining.ask_from_account(person=before.person, organization=organization)
    with pytest.raises(joining.AlreadyAskedError):
        joining.ask_from_account(person=before.person, organization=organization)
    joining.approve(request, actor=UserFactory(), by_staff=True)
    assert Affiliation.objects.current().get(person=before.person).organization == organization
    assert before.person.groups.filter(access_group__code=access.MEMBERS).exists()
    assert AuditEntry.objects.get(action="affiliation.moved").details["from"] == str(before.organization)


def test_a_request_of_before_does_not_move_somebody_who_has_joined_elsewhere(organization: Organization) -> None:
    person = UserFactory()
    by_account = JoinRequestFactory(organization=OrganizationFactory(), person=person, email=person.email)
    by_address = JoinRequestFactory(organization=OrganizationFactory(), email=person.email.upper())
    affiliations.join(person=person, organization=organization)
    for request in (by_account, by_address):
        request.refresh_from_db()
        assert request.state == JoinRequest.State.WITHDRAWN
        with pytest.raises(joining.DecidedError):
            joining.approve(request, actor=UserFactory())
    moving = JoinRequestFactory(organization=OrganizationFactory(), person=person, email=person.email)
    affiliations.join(person=person, organization=organization)  # is there already
    moving.refresh_from_db()
    assert moving.state == JoinRequest.State.PENDING


def test_the_only_administrator_names_another_before_asking_to_move() -> None:
    before = AffiliationFactory(administrator=True)
    with pytest.raises(affiliations.LastAdministratorError):
        joining.ask_from_account(person=before.person, organization=OrganizationFactory())


def test_a_refusal_is_polite_and_gives_the_reason_if_there_is_one() -> None:
    with_reason, without = JoinRequestFactory(language="fr"), JoinRequestFactory()
    joining.decline(with_reason, actor=UserFactory(), reason="Vous êtes déjà parti & loin.")
    joining.decline(without, actor=UserFactory())
    assert "Merci" in mail.outbox[0].body
    assert "Vous êtes déjà parti & loin." in mail.outbox[0].body
    assert "reason" not in mail.outbox[1].body


def test_requests_lapse_after_two_months_and_unconfirmed_ones_are_forgotten() -> None:
    late = JoinRequestFactory(confirmed_at=days_ago(61))
    fresh = JoinRequestFactory(confirmed_at=days_ago(59))
    JoinRequestFactory(state=JoinRequest.State.UNCONFIRMED, created_at=days_ago(8), confirmed_at=None)
    assert joining.expire_requests() == "1 requests lapsed, 1 unconfirmed ones forgotten"
    assert joining.expire_requests() is None
    late.refresh_from_db()
    assert late.state == JoinRequest.State.EXPIRED
    assert set(JoinRequest.objects.all()) == {late, fresh}
    assert [message.to for message in mail.outbox] == [[late.email]]


def test_what_waits_is_said_to_whoever_decides(visitor: Any, person: Any, organization: Organization) -> None:
    administrator = AffiliationFactory(organization=organization, administrator=True).person
    JoinRequestFactory(organization=organization)
    assert "1 request to join waits" in visitor(user=administrator).read("/en/portal/")
    colleague = AffiliationFactory(organization=organization).person
    assert "request to join waits" not in visitor(user=colleague).read("/en/portal/")
