"""The page of colleagues: who may do what to whom, and never to another organization's."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms import access
from members.models import Affiliation, AuditEntry, Invitation, JoinRequest
from members.models.affiliations import OrganizationRole
from members.services import affiliations
from members.services.groups import sync_groups
from tests.conftest import Visitor
from tests.factories.joining import InvitationFactory, JoinRequestFactory, days_ago
from tests.factories.organizations import AffiliationFactory, OrganizationFactory

pytestmark = pytest.mark.django_db
PAGE = {"en": "/en/portal/organization/colleagues/", "fr": "/fr/espace/organisme/collegues/"}


@pytest.fixture
def house(homes: Any) -> Any:
    return OrganizationFactory(email_domains=["town.example"], is_aaisa_member=True)


@pytest.fixture
def boss(house: Any) -> Affiliation:
    return AffiliationFactory(organization=house, administrator=True)


@pytest.fixture
def tab(boss: Affiliation, visitor: Any) -> Visitor:
    return visitor(user=boss.person)


def test_a_colleague_reads_names_and_changes_nothing(house: Any, boss: Affiliation, visitor: Any) -> None:
    colleague = AffiliationFactory(organization=house, person__first_name="Nadia")
    invitation = InvitationFactory(organization=house, email="secret@example.org")
    request = JoinRequestFactory(organization=house)
    reader = visitor(user=AffiliationFactory(organization=house).person)
    page = reader.read(PAGE["fr"])
    assert "Nadia" in page
    assert "secret@example.org" not in page
    assert "<form" not in page.partition('id="content"')[2].partition("</main>")[0]
    for name, args, data in (
        ("invite_colleague", [], {"email": "x@example.org", "language": "en", "role": "member"}),
        ("resend_invitation", [invitation.pk], {}),
        ("revoke_invitation", [invitation.pk], {}),
        ("join_request", [request.pk], {"act": "approve"}),
        ("change_role", [colleague.pk], {"role": "administrator"}),
        ("end_affiliation", [colleague.pk], {}),
    ):
        assert reader.post(reverse(name, args=args), data).status_code == 403, name
    assert Invitation.objects.open().count() == 1
    assert not mail.outbox


def test_another_organizations_things_are_not_there(tab: Visitor, visitor: Any) -> None:
    other = OrganizationFactory(email_domains=["town.example"])
    stranger = AffiliationFactory(organization=other)
    invitation = InvitationFactory(organization=other)
    request = JoinRequestFactory(organization=other)
    for name, pk, data in (
        ("resend_invitation", invitation.pk, {}),
        ("revoke_invitation", invitation.pk, {}),
        ("join_request", request.pk, {"act": "approve"}),
        ("join_request", request.pk, {"act": "decline"}),
        ("change_role", stranger.pk, {"role": "administrator"}),
        ("end_affiliation", stranger.pk, {}),
        ("withdraw_request", request.pk, {}),
    ):
        assert tab.post(reverse(name, args=[pk]), data).status_code == 404, name
    assert tab.get(reverse("join_request", args=[request.pk])).status_code == 404
    assert tab.get(reverse("end_affiliation", args=[stranger.pk])).status_code == 404
    for thing in (invitation, request, stranger):
        before = {field.name: getattr(thing, field.name) for field in thing._meta.concrete_fields}
        thing.refresh_from_db()
        assert before == {field.name: getattr(thing, field.name) for field in thing._meta.concrete_fields}


def test_a_request_that_is_for_staff_is_not_the_administrators(tab: Visitor, house: Any) -> None:
    request = JoinRequestFactory(organization=house, matches_domain=False)
    assert request.email not in tab.read(PAGE["en"])
    assert tab.post(reverse("join_request", args=[request.pk]), {"act": "approve"}).status_code == 404


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_administrator_invites(tab: Visitor, house: Any, language: str) -> None:
    data = {"email": "Zoe@example.org", "first_name": "Zoé", "language": "fr", "role": "administrator"}
    address = f"{PAGE[language]}{'invite' if language == 'en' else 'inviter'}/"
    assert tab.post(address, data)["Location"] == PAGE[language]
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.organization, invitation.role) == ("zoe@example.org", house, "administrator")
    again = tab.post(address, data)
    assert again.status_code == 422
    assert 'aria-invalid="true"' in again.content.decode()
    assert "zoe@example.org" in tab.read(PAGE[language])
    tab.post(reverse("revoke_invitation", args=[invitation.pk]))
    invitation.refresh_from_db()
    assert not invitation.is_open()


def test_an_administrator_decides_on_a_request(tab: Visitor, house: Any) -> None:
    granted, refused = JoinRequestFactory(organization=house), JoinRequestFactory(organization=house)
    assert granted.message in tab.read(reverse("join_request", args=[granted.pk]))
    tab.post(reverse("join_request", args=[granted.pk]), {"act": "approve"})
    tab.post(reverse("join_request", args=[refused.pk]), {"act": "decline", "reason": "No."})
    tab.post(reverse("join_request", args=[refused.pk]), {"act": "nothing"})
    assert [JoinRequest.objects.get(pk=each.pk).state for each in (granted, refused)] == ["approved", "declined"]
    assert [message.to for message in mail.outbox] == [[granted.email], [refused.email]]


def test_roles_change_but_the_last_administrator_stays(tab: Visitor, boss: Affiliation, house: Any) -> None:
    colleague = AffiliationFactory(organization=house)
    page = tab.post(reverse("change_role", args=[boss.pk]), {"role": "member"}, follow=True).content.decode()
    assert "only administrator" in page
    assert tab.post(reverse("change_role", args=[colleague.pk]), {"role": "owner"}).status_code == 403
    tab.post(reverse("change_role", args=[colleague.pk]), {"role": "administrator"})
    tab.post(reverse("change_role", args=[boss.pk]), {"role": "member"})
    roles = dict(Affiliation.objects.values_list("pk", "role"))
    assert roles == {boss.pk: OrganizationRole.MEMBER, colleague.pk: OrganizationRole.ADMINISTRATOR}
    assert tab.post(reverse("change_role", args=[colleague.pk]), {"role": "member"}).status_code == 403


def test_a_colleague_whose_affiliation_ends_loses_its_groups_and_is_told(tab: Visitor, house: Any) -> None:
    colleague = AffiliationFactory(organization=house, person__language="fr")
    sync_groups(colleague.person)
    address = reverse("end_affiliation", args=[colleague.pk])
    assert tab.get(address).status_code == 200
    tab.post(address)
    colleague.refresh_from_db()
    assert colleague.ended_at is not None
    assert not colleague.person.groups.filter(access_group__code=access.MEMBERS).exists()
    assert mail.outbox[0].to == [colleague.person.email]
    assert mail.outbox[0].extra_headers["Content-Language"] == "fr"
    assert tab.post(address).status_code == 404


def test_who_leaves_keeps_the_account_and_whoever_is_last_does_not(
    house: Any, boss: Affiliation, tab: Visitor, visitor: Any
) -> None:
    colleague = AffiliationFactory(organization=house)
    own = visitor(user=colleague.person)
    assert house.title_en in own.read("/en/portal/my-affiliation/")
    own.post("/en/portal/my-affiliation/leave/")
    colleague.refresh_from_db()
    assert colleague.ended_at is not None
    assert house.title_en in own.read("/en/portal/my-affiliation/")  # as where they were before
    assert own.get(PAGE["en"])["Location"] == "/en/portal/my-affiliation/"
    tab.post("/fr/espace/mon-affiliation/quitter/")
    boss.refresh_from_db()
    assert boss.ended_at is None
    assert not mail.outbox
    affiliations.end(boss, actor=None, by_staff=True)
    assert not Affiliation.objects.current().filter(organization=house).exists()


def test_the_page_costs_the_same_with_many(tab: Visitor, house: Any) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            tab.read(PAGE["en"])
        return len(queries)

    tab.read(PAGE["en"])
    few = cost()
    for _number in range(6):
        AffiliationFactory(organization=house)
        InvitationFactory(organization=house)
        JoinRequestFactory(organization=house)
    assert cost() == few


@pytest.mark.parametrize("way", ["leaves", "becomes a colleague", "moves"])
def test_no_invitation_of_a_former_administrator_leads_back_in(house: Any, boss: Affiliation, way: str) -> None:
    former = AffiliationFactory(organization=house, administrator=True)
    own = InvitationFactory(organization=house, invited_by=former.person, role=OrganizationRole.ADMINISTRATOR)
    others = InvitationFactory(organization=house, invited_by=boss.person)
    elsewhere = InvitationFactory(invited_by=former.person)
    if way == "leaves":
        affiliations.end(former, actor=boss.person)
    elif way == "moves":
        affiliations.join(person=former.person, organization=OrganizationFactory())
    else:
        affiliations.set_role(former, OrganizationRole.MEMBER, actor=boss.person)
    assert set(Invitation.objects.open()) == {others, elsewhere}
    assert AuditEntry.objects.get(action="invitation.revoked").target_id == str(own.pk)


def test_two_administrators_who_end_each_other_leave_one(
    tab: Visitor, house: Any, boss: Affiliation, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = AffiliationFactory(organization=house, administrator=True)
    ending = affiliations.end

    def be_second(colleague: Affiliation, **options: Any) -> None:
        Affiliation.objects.filter(pk=boss.pk).update(ended_at=days_ago(0))  # in the moment before
        ending(colleague, **options)

    monkeypatch.setattr(affiliations, "end", be_second)
    assert tab.post(reverse("end_affiliation", args=[other.pk])).status_code == 302
    assert list(Affiliation.objects.administrators().filter(organization=house)) == [other]


def test_whoever_agreed_to_be_listed_did_so_for_that_organization(house: Any, boss: Affiliation) -> None:
    colleague = AffiliationFactory(organization=house, person__is_listed=True)
    affiliations.join(person=colleague.person, organization=OrganizationFactory())
    colleague.person.refresh_from_db()
    assert not colleague.person.is_listed
    withdrawn = colleague.person.consents.get(kind="directory.listed")
    assert (withdrawn.is_given, withdrawn.how) == (False, "left-organization")
