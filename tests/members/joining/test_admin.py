"""Invitations, requests, affiliations and people in the admin."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.models import Affiliation, Invitation, JoinRequest, User
from members.services import privacy
from tests.conftest import Visitor
from tests.factories.joining import InvitationFactory, JoinRequestFactory, days_ago
from tests.factories.organizations import AffiliationFactory, OrganizationFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
LISTS = [f"wagtailsnippets_members_{model}:list" for model in ("invitation", "joinrequest", "affiliation")]
Staff = Callable[[Any], Visitor]
IMPORT = "wagtailsnippets_members_invitation:import"


@pytest.fixture
def officer(person: Any, homes: Any) -> Any:
    return person(role="Membership officers")


@pytest.fixture
def staff(visitor: Any) -> Callable[[Any], Visitor]:
    """Return a function that gives a tab in which somebody of staff is signed in."""
    return lambda who: visitor(user=who)


def bulk(model: str, action: str, *things: Any) -> str:
    ids = "&".join(f"id={thing.pk}" for thing in things)
    return f"{reverse('wagtail_bulk_action', args=['members', model, action])}?{ids}"


def table(*rows: str) -> SimpleUploadedFile:
    text = "\n".join(["email;first_name;last_name;language;organization;role", *rows])
    return SimpleUploadedFile("people.csv", text.encode(), content_type="text/csv")


def test_staff_invite_one(staff: Staff, officer: Any) -> None:
    tab = staff(officer)
    organization = OrganizationFactory()
    address = reverse("wagtailsnippets_members_invitation:add")
    data = {"email": "Zoe@example.org", "language": "fr", "organization": organization.pk, "role": "member"}
    response = tab.post(address, data)
    assert response.status_code == 302, response.content.decode()[:2000]
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.organization, invitation.invited_by) == (
        "zoe@example.org",
        organization,
        officer,
    )
    assert mail.outbox[0].to == ["zoe@example.org"]
    assert tab.post(address, data).status_code == 200  # invited already
    UserFactory(email="closed@example.org", is_active=False)
    for email in ("closed@example.org", "nobody"):
        assert tab.post(address, {**data, "email": email}).status_code == 200
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_for_officers_and_administrators(staff: Staff, person: Any, homes: Any, name: str) -> None:
    InvitationFactory()
    JoinRequestFactory()
    AffiliationFactory()
    for role, status in (("Membership officers", 200), ("Administrators", 200), ("Editors", 302), ("Moderators", 302)):
        assert staff(person(role=role)).get(reverse(name)).status_code == status, role


def test_the_list_of_invitations_is_filtered_by_state(staff: Staff, officer: Any) -> None:
    InvitationFactory(email="open@example.org")
    InvitationFactory(email="expired@example.org", expires_at=days_ago(1))
    InvitationFactory(email="revoked@example.org", revoked_at=days_ago(1))
    InvitationFactory(email="accepted@example.org", accepted_at=days_ago(1))
    tab = staff(officer)
    for state in ("open", "expired", "revoked", "accepted"):
        page = tab.read(f"{reverse(LISTS[0])}?state={state}")
        assert set(re.findall(r"(\w+)@example\.org", page)) & {"open", "expired", "revoked", "accepted"} == {state}


def test_an_invitation_is_neither_changed_nor_deleted(staff: Staff, person: Any, homes: Any) -> None:
    invitation = InvitationFactory()
    tab = staff(person(role="Administrators"))
    for name in ("edit", "delete"):
        response = tab.post(reverse(f"wagtailsnippets_members_invitation:{name}", args=[invitation.pk]), {})
        assert response.status_code == 302
    assert Invitation.objects.filter(pk=invitation.pk).exists()
    assert tab.get(reverse("wagtailsnippets_members_invitation:inspect", args=[invitation.pk])).status_code == 200


def test_invitations_are_sent_again_and_taken_back_in_bulk(staff: Staff, officer: Any) -> None:
    first, second = InvitationFactory(), InvitationFactory(accepted_at=days_ago(1))
    tab = staff(officer)
    digest = first.token_digest
    assert tab.get(bulk("invitation", "resend", first, second)).status_code == 200
    tab.post(bulk("invitation", "resend", first, second))
    first.refresh_from_db()
    assert first.token_digest != digest
    assert [message.to for message in mail.outbox] == [[first.email]]
    tab.post(bulk("invitation", "revoke", first, second))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.get_state_display(), second.state) == ("Taken back", "accepted")


def test_staff_decide_on_requests(staff: Staff, officer: Any) -> None:
    granted, refused = JoinRequestFactory(matches_domain=False), JoinRequestFactory()
    tab = staff(officer)
    assert granted.email in tab.read(f"{reverse(LISTS[1])}?decider=staff&state=pending")
    tab.post(bulk("joinrequest", "approve", granted))
    tab.post(bulk("joinrequest", "decline", refused), {"reason": "Not this year."})
    assert [JoinRequest.objects.get(pk=each.pk).state for each in (granted, refused)] == ["approved", "declined"]
    assert "Not this year." in mail.outbox[-1].body


def test_bulk_actions_ask_for_the_permission(staff: Staff, person: Any, homes: Any) -> None:
    invitation, request, affiliation = InvitationFactory(), JoinRequestFactory(), AffiliationFactory()
    tab = staff(person(role="Editors"))
    tab.post(bulk("invitation", "revoke", invitation))
    tab.post(bulk("joinrequest", "approve", request))
    tab.post(bulk("affiliation", "end", affiliation))
    for thing in (invitation, request, affiliation):
        thing.refresh_from_db()
    assert invitation.is_open()
    assert request.state == JoinRequest.State.PENDING
    assert affiliation.ended_at is None


def test_staff_set_roles_and_end_affiliations_also_the_last_administrators(staff: Staff, officer: Any) -> None:
    boss = AffiliationFactory(administrator=True)
    tab = staff(officer)
    tab.post(bulk("affiliation", "set_role", boss), {"role": "member"})
    boss.refresh_from_db()
    assert boss.role == "member"
    tab.post(bulk("affiliation", "end", boss))
    boss.refresh_from_db()
    assert boss.ended_at is not None
    organization = OrganizationFactory()
    address = reverse("wagtailsnippets_members_affiliation:add")
    data = {"email": boss.person.email.upper(), "organization": organization.pk, "role": "administrator"}
    assert tab.post(address, data).status_code == 302
    assert Affiliation.objects.current().get(person=boss.person).organization == organization
    assert tab.post(address, {**data, "email": "nobody@example.org"}).status_code == 200


# --- the file ---------------------------------------------------------------------------------------


def test_a_file_is_shown_first_and_sent_when_confirmed(staff: Staff, officer: Any) -> None:
    organization = OrganizationFactory()
    tab = staff(officer)
    rows = (f"Zoe@example.org;Zoé;Roy;fr;{organization.key};administrator", "asha@example.org;;;;;")
    page = tab.post(reverse(IMPORT), {"file": table(*rows)}).content.decode()
    assert not Invitation.objects.exists()
    shown = re.search(r'name="shown" value="([^"]+)"', page)
    assert shown
    assert tab.post(reverse(IMPORT), {"shown": shown[1]}).status_code == 302
    first, second = Invitation.objects.order_by("-email")
    assert (first.email, first.language, first.organization, first.role) == (
        "zoe@example.org",
        "fr",
        organization,
        "administrator",
    )
    assert (second.email, second.language, second.organization) == ("asha@example.org", "en", None)
    assert len(mail.outbox) == 2
    # The same once more: nothing is sent, because both are invited now.
    tab.post(reverse(IMPORT), {"shown": shown[1]})
    assert len(mail.outbox) == 2


def test_every_wrong_row_is_named_and_nothing_is_sent(staff: Staff, officer: Any) -> None:
    colleague = AffiliationFactory()
    key = colleague.organization.key
    InvitationFactory(email="invited@example.org", organization=colleague.organization)
    UserFactory(email="closed@example.org", is_active=False)
    page = (
        staff(officer)
        .post(
            reverse(IMPORT),
            {
                "file": table(
                    "good@example.org;;;;;",
                    "nobody;;;;;",
                    "a@example.org;;;de;;",
                    "b@example.org;;;;no-such-place;",
                    "c@example.org;;;;;owner",
                    "GOOD@example.org;;;;;",
                    f"{colleague.person.email};;;;{key};",
                    f"invited@example.org;;;;{key};",
                    "closed@example.org;;;;;",
                    f"d@example.org;{'x' * 151};;;;",
                )
            },
        )
        .content.decode()
    )
    for words in (
        "This is not an e-mail address",
        "The language is either fr or en",
        "no-such-place",
        "The role is either",
        "This address stands in row 2 already",
        "This person belongs to the organization already",
        "This address is invited already",
        "The account of this address is closed",
        "The name is too long",
    ):
        assert words in page, words
    assert 'name="shown"' not in page
    assert not mail.outbox


def test_what_is_no_file_of_people_is_refused(staff: Staff, officer: Any) -> None:
    tab = staff(officer)
    for content in (b"", b"\0\1", b"name,town\nZoe,Olds\n", b'email\n"unclosed', b"\xef\xbb\xbf", b";;\n;\n"):
        file = SimpleUploadedFile("people.csv", content or b" ")
        assert tab.post(reverse(IMPORT), {"file": file}).status_code == 200
    assert tab.post(reverse(IMPORT), {"shown": "forged"}).status_code == 200
    assert not Invitation.objects.exists()


# --- people -----------------------------------------------------------------------------------------


def test_people_are_listed_with_their_organization_and_found_by_it(staff: Staff, person: Any, homes: Any) -> None:
    boss = AffiliationFactory(administrator=True, organization__title_en="Prairie House")
    UserFactory(email="alone@example.org")
    tab = staff(person(role="Administrators"))
    page = tab.read(reverse("wagtailusers_users:index"))
    assert "Prairie House" in page
    assert "alone@example.org" in page
    for query in (f"organization={boss.organization_id}", "role=administrator"):
        page = tab.read(f"{reverse('wagtailusers_users:index')}?{query}")
        assert boss.person.email in page
        assert "alone@example.org" not in page


def test_staff_delete_an_account_as_its_owner_would(staff: Staff, person: Any, homes: Any) -> None:
    one, two, kept = (AffiliationFactory().person for _number in range(3))
    superuser = UserFactory(is_superuser=True)
    tab = staff(person(role="Administrators"))
    tab.post(reverse("wagtailusers_users:delete", args=[one.pk]))
    tab.post(bulk("user", "delete", two))
    for each in (one, two):
        row = User.objects.get(pk=each.pk)
        assert row.erased_at is not None
        assert Affiliation.objects.filter(person=row).exists()
    tab.post(reverse("wagtailusers_users:delete", args=[superuser.pk]))
    assert User.objects.get(pk=superuser.pk).erased_at is None
    privacy.request_deletion(kept)
    address = f"{reverse('wagtailusers_users:index')}?deletion=true"
    assert kept.email in tab.read(address)
    tab.post(bulk("user", "undo_deletion", kept))
    kept.refresh_from_db()
    assert kept.is_active
    assert kept.email not in tab.read(address)
    assert f"deleted-{one.pk}" not in tab.read(reverse("wagtailusers_users:index"))


def test_officers_may_not_delete_people(staff: Staff, officer: Any) -> None:
    somebody = UserFactory()
    tab = staff(officer)
    tab.post(bulk("user", "delete", somebody))
    tab.post(reverse("wagtailusers_users:delete", args=[somebody.pk]))
    assert User.objects.get(pk=somebody.pk).erased_at is None
