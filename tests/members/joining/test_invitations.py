"""Invitations: expiring, single-use, revocable; only a digest of the link is stored."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from cms import access
from cms.logs import JsonFormatter
from members.models import Affiliation, AuditEntry, Invitation
from members.models.affiliations import OrganizationRole
from members.services import invitations
from tests.conftest import Visitor
from tests.factories.joining import InvitationFactory, days_ago
from tests.factories.organizations import AffiliationFactory, OrganizationFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
User = get_user_model()
PAGE = {"en": "/en/join/invitation/", "fr": "/fr/adhesion/invitation/"}


def invite(**changed: Any) -> Invitation:
    given: dict[str, Any] = {
        "email": "Zoe@Example.org",
        "organization": OrganizationFactory(title_en="Prairie House", title_fr="Maison des Prairies"),
        "language": "fr",
        "invited_by": UserFactory(first_name="Inès", last_name="Roy"),
    }
    return invitations.invite(**{**given, **changed})


def link_in(message: Any) -> str:
    found = re.search(r"http\S+(/\w\w/\S+/invitation/\S+/)", message.body)
    assert found, message.body
    return found[1]


def open_link(visitor: Visitor, token: str, language: str = "en") -> Any:
    response = visitor.get(f"{PAGE[language]}{token}/")
    assert response.status_code == 302
    return visitor.get(response["Location"])


# --- sending ----------------------------------------------------------------------------------------


def test_the_mail_speaks_the_invited_persons_language_and_only_a_digest_is_stored(homes: Any) -> None:
    with translation.override("en"):
        invitation = invite()
    (message,) = mail.outbox
    assert message.to == ["zoe@example.org"]
    assert message.extra_headers["Content-Language"] == "fr"
    assert "Inès Roy" in message.body
    assert "Maison des Prairies" in message.body
    link = link_in(message)
    assert link.startswith("/fr/adhesion/invitation/")
    token = link.rstrip("/").rpartition("/")[2]
    assert token not in str(Invitation.objects.filter(pk=invitation.pk).values().get())
    assert Invitation.objects.for_token(token) == invitation
    assert AuditEntry.objects.get(action="invitation.sent").target_id == str(invitation.pk)


def test_whoever_invites_learns_nothing_about_accounts() -> None:
    organization, inviter = OrganizationFactory(), UserFactory()
    AffiliationFactory(person__email="known@example.org")
    for email in ("known@example.org", "unknown@example.org"):
        invite(email=email, organization=organization, invited_by=inviter, language="en")
    known, unknown = (message.body for message in mail.outbox)
    assert re.sub(r"invitation/\S+", "", known) == re.sub(r"invitation/\S+", "", unknown)


def test_a_colleague_or_an_invited_address_is_not_invited_again() -> None:
    colleague = AffiliationFactory(person__email="zoe@example.org")
    with pytest.raises(invitations.AlreadyColleagueError):
        invite(organization=colleague.organization)
    organization = OrganizationFactory()
    invite(email="new@example.org", organization=organization)
    with pytest.raises(invitations.AlreadyInvitedError):
        invite(email="NEW@example.org", organization=organization)


def test_the_day_has_a_limit_that_staff_do_not_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitations, "MAILS_A_DAY", 2)
    inviter = UserFactory()
    first = invite(email="a@example.org", invited_by=inviter)
    invitations.resend(first, actor=inviter)
    with pytest.raises(invitations.TooManyInvitationsError):
        invite(email="b@example.org", invited_by=inviter)
    with pytest.raises(invitations.TooManyInvitationsError):
        invitations.resend(first, actor=inviter)
    invite(email="b@example.org", invited_by=inviter, by_staff=True)
    AuditEntry.objects.update(at=days_ago(1.1))
    invite(email="c@example.org", invited_by=inviter)


def test_sending_again_makes_a_new_link_and_the_first_is_dead(visit: Visitor, homes: Any) -> None:
    invitation = InvitationFactory(token="the-first-link-xxxxxxxxxxxx", expires_at=days_ago(1))
    invitations.resend(invitation, actor=invitation.invited_by)
    invitation.refresh_from_db()
    assert invitation.is_open()
    assert open_link(visit, "the-first-link-xxxxxxxxxxxx").status_code == 404
    (message,) = mail.outbox
    assert visit.get(link_in(message), follow=True).status_code == 200


def test_a_used_invitation_is_neither_sent_again_nor_taken_back() -> None:
    invitation = InvitationFactory(accepted_at=timezone.now())
    with pytest.raises(invitations.ClosedInvitationError):
        invitations.resend(invitation, actor=invitation.invited_by)
    assert not invitations.revoke(invitation, actor=invitation.invited_by)


# --- accepting --------------------------------------------------------------------------------------


def test_somebody_without_an_account_opens_one_and_belongs_to_the_organization(visit: Visitor, homes: Any) -> None:
    organization = OrganizationFactory(is_aaisa_member=True)
    InvitationFactory(
        token="sign-up-link-xxxxxxxxxxxxxxx",
        organization=organization,
        email="zoe@example.org",
        first_name="Zoé",
        language="fr",
        role=OrganizationRole.ADMINISTRATOR,
    )
    assert "Inès Roy" in open_link(visit, "sign-up-link-xxxxxxxxxxxxxxx", "fr").content.decode()
    response = visit.post(PAGE["fr"])
    assert response["Location"] == reverse("account_signup").replace("/en/account/sign-up/", "/fr/compte/inscription/")
    page = visit.read(response["Location"])
    assert 'value="Zoé"' in page
    assert 'value="zoe@example.org"' in page
    answer = visit.post(
        response["Location"],
        {
            "email": "other@example.org",  # heeds nothing that is sent
            "first_name": "Zoé",
            "last_name": "Roy",
            "language": "fr",
            "password1": "canola-au-vent-1912",
            "password2": "canola-au-vent-1912",
        },
    )
    assert answer.status_code == 302, answer.content.decode()[:3000]
    person = User.objects.get(email="zoe@example.org")
    affiliation = Affiliation.objects.current().get(person=person)
    assert (affiliation.organization, affiliation.role) == (organization, OrganizationRole.ADMINISTRATOR)
    assert person.groups.filter(access_group__code=access.MEMBERS).exists()
    assert person.language == "fr"
    invitation = Invitation.objects.get()
    assert invitation.accepted_by == person
    assert answer["Location"].startswith("/fr/")
    assert str(visit.session["_auth_user_id"]) == str(person.pk)


def test_an_invitation_taken_back_meanwhile_opens_no_account(visit: Visitor, homes: Any) -> None:
    invitation = InvitationFactory(token="taken-back-later-xxxxxxxxxxx")
    open_link(visit, "taken-back-later-xxxxxxxxxxx")
    visit.post(PAGE["en"])
    invitations.revoke(invitation, actor=None)
    assert 'name="password1"' not in visit.get(reverse("account_signup")).content.decode()


def test_an_invitation_taken_back_is_not_used_behind_another_one(visit: Visitor, homes: Any) -> None:
    first = InvitationFactory(token="first-of-two-links-xxxxxxxxx")
    InvitationFactory(token="second-of-two-links-xxxxxxxx")
    open_link(visit, "first-of-two-links-xxxxxxxxx")
    visit.post(PAGE["en"])
    invitations.revoke(first, actor=None)
    open_link(visit, "second-of-two-links-xxxxxxxx")
    assert 'name="password1"' not in visit.get(reverse("account_signup")).content.decode()


def test_somebody_with_an_account_signs_in_and_moves_by_their_own_word(visit: Visitor, homes: Any) -> None:
    before = AffiliationFactory(person__email="zoe@example.org", organization__title_en="The old house")
    invitation = InvitationFactory(token="moving-link-xxxxxxxxxxxxxxxx", email="Zoe@example.org")
    page = open_link(visit, "moving-link-xxxxxxxxxxxxxxxx").content.decode()
    assert f"{reverse('account_login')}?next=%2Fen%2Fjoin%2Finvitation%2F" in page
    assert visit.post(PAGE["en"])["Location"].startswith(reverse("account_login"))
    visit.force_login(before.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = open_link(visit, "moving-link-xxxxxxxxxxxxxxxx").content.decode()
    assert "The old house" in page
    assert Affiliation.objects.current().get(person=before.person) == before
    assert visit.post(PAGE["en"]).status_code == 302
    now = Affiliation.objects.current().get(person=before.person)
    assert now.organization == invitation.organization
    before.refresh_from_db()
    assert before.ended_at == now.started_at or before.ended_at <= now.started_at
    assert mail.outbox[-1].to == ["zoe@example.org"]


def test_the_wrong_person_is_told_and_changes_nothing(visitor: Any, homes: Any) -> None:
    other = UserFactory()
    browser = visitor(user=other)
    InvitationFactory(token="for-somebody-else-xxxxxxxxxx")
    response = open_link(browser, "for-somebody-else-xxxxxxxxxx", "fr")
    assert response.status_code == 403
    assert other.email in response.content.decode()
    assert browser.post(PAGE["fr"]).status_code == 403
    assert not Affiliation.objects.filter(person=other).exists()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("state", "status"),
    [
        ({"expires_at": days_ago(1)}, 410),
        ({"revoked_at": days_ago(1)}, 410),
        ({"accepted_at": days_ago(1)}, 410),
        (None, 404),
    ],
    ids=["expired", "taken back", "used", "unknown"],
)
def test_a_closed_invitation_says_why_and_what_to_do(
    visit: Visitor, homes: Any, state: Any, status: int, language: str
) -> None:
    if state is not None:
        InvitationFactory(token="a-closed-link-xxxxxxxxxxxxxx", **state)
    response = open_link(visit, "a-closed-link-xxxxxxxxxxxxxx", language)
    assert response.status_code == status
    page = response.content.decode()
    assert "btn--go" in page
    assert visit.post(PAGE[language]).status_code == status


def test_the_only_administrator_of_another_organization_does_not_move(visitor: Any, homes: Any) -> None:
    before = AffiliationFactory(administrator=True)
    invitation = InvitationFactory(token="last-administrator-xxxxxxxxx", email=before.person.email)
    browser = visitor(user=before.person)
    open_link(browser, "last-administrator-xxxxxxxxx")
    assert browser.post(PAGE["en"])["Location"] == reverse("colleagues")
    invitation.refresh_from_db()
    assert invitation.is_open()
    assert Affiliation.objects.current().get(person=before.person) == before


# --- the link's secret ------------------------------------------------------------------------------


def test_the_secret_stays_out_of_pages_caches_referrers_and_logs(visit: Visitor, homes: Any) -> None:
    secret = "a-secret-that-nobody-may-read"
    InvitationFactory(token=secret)
    first = visit.get(f"{PAGE['en']}{secret}/")
    assert first["Location"] == PAGE["en"]
    assert first["Referrer-Policy"] == "no-referrer"
    assert "no-store" in first["Cache-Control"]
    second = visit.get(PAGE["en"])
    assert secret not in second.content.decode()
    assert "no-store" in second["Cache-Control"]
    # "no-referrer" here would make browsers send "Origin: null" with the form, which the CSRF check refuses.
    assert second["Referrer-Policy"] == "same-origin"
    assert secret not in str(dict(visit.session))
    record = logging.LogRecord("x", logging.WARNING, "", 0, f"Gone: /fr/adhesion/invitation/{secret}/", None, None)
    assert secret not in JsonFormatter().format(record)


def test_looking_at_the_link_uses_nothing_up(visit: Visitor, homes: Any) -> None:
    InvitationFactory(token="looked-at-by-a-mail-program-x")
    for _time in range(3):
        assert open_link(visit, "looked-at-by-a-mail-program-x").status_code == 200
    assert visit.head(f"{PAGE['en']}looked-at-by-a-mail-program-x/").status_code == 302
    assert Invitation.objects.get().is_open()


@pytest.mark.parametrize(
    "path",
    [
        "/en/portal/organization/profile/confirm/{}/",
        "/fr/espace/organisme/profil/confirmer/{}/",
        "/fr/espace/desabonnement/43bf75a6-efd1-4f1c-9602-f7468f21cda6/",
        "/en/portal/unsubscribe/43bf75a6-efd1-4f1c-9602-f7468f21cda6/",
        "/fr/compte/confirmer-le-courriel/{}/",
        "/en/account/confirm-e-mail/{}/",
        "/fr/compte/mot-de-passe/oublie/cle/{}/",
        "/en/account/password/reset/key/{}/",
        "/fr/adhesion/garder-mon-compte/{}/",
    ],
)
def test_no_link_of_a_mail_stands_in_the_log(path: str) -> None:
    secrets = [
        "MTAtMw:1tXyZ2:dGhpcyBpcyBhIHNlY3JldA",
        "1a-d3zkw2-b1946ac92492d2347c6235b4d2611184",
        "7-12:Zm9vYmFyLWZvb2Jhcg",
    ]
    for secret in secrets:
        record = logging.LogRecord("x", logging.WARNING, "", 0, f"Gone: {path.format(secret)}", None, None)
        line = JsonFormatter().format(record)
        assert secret not in line
        assert "43bf75a6" not in line
        assert path.rsplit("/", 2)[0] in line
