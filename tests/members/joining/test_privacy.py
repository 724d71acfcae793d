"""My data: taken along, deleted; how what somebody wrote is signed."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import translation
from post_office.models import STATUS, Email
from wagtail.users.models import UserProfile

from cms.ops import due
from home.models import ContactMessage
from members.attribution import signature
from members.models import (
    Affiliation,
    AuditEntry,
    Consent,
    Invitation,
    JoinRequest,
    NotificationSettings,
    StaffConversation,
    User,
)
from members.models.people import Attribution
from members.services import accounts, audit, joining, privacy
from members.services.conversations import start_conversation
from tests.conftest import Visitor
from tests.factories.joining import InvitationFactory, JoinRequestFactory, days_ago
from tests.factories.organizations import AffiliationFactory, OrganizationFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


@pytest.fixture
def zoe(homes: Any) -> User:
    person = UserFactory(email="zoe@town.example", first_name="Zoé", last_name="Brisebois", language="fr")
    AffiliationFactory(person=person, organization__title_fr="Maison des Prairies")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def tab(zoe: User) -> Visitor:
    """Somebody who has just signed in with their password."""
    visitor = Visitor()
    visitor.post("/fr/compte/connexion/", {"login": zoe.email, "password": PASSWORD})
    assert visitor.session.get("_auth_user_id") == str(zoe.pk)
    return visitor


def leave_traces(person: User) -> None:
    InvitationFactory(email=person.email, accepted_by=person, accepted_at=days_ago(3))
    InvitationFactory(invited_by=person, email="invited@example.org")
    JoinRequestFactory(person=person, email=person.email)
    NotificationSettings.objects.create(person=person)
    Consent.objects.create(person=person, kind="digest", is_given=True, how="settings", words="Oui", language="fr")
    start_conversation(person=person, subject="Une question", text="Mots entre nous")
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    audit.record("account.second_factor_helped", target=person, identity_check="Rappelée au 403")
    audit.record("invitation.sent", actor=person, target=InvitationFactory(email=person.email))


# --- export -----------------------------------------------------------------------------------------


def test_the_file_holds_everything_as_text_and_as_json(tab: Visitor, zoe: User) -> None:
    leave_traces(zoe)
    response = tab.get("/fr/espace/mes-donnees/telecharger/")
    assert response.status_code == 200
    assert 'filename="mes-donnees_my-data.zip"' in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        data = json.loads(archive.read("mes-donnees_my-data.json"))
        text = archive.read("mes-donnees_my-data.txt").decode()
    assert data["profile"][0]["email"] == zoe.email
    assert data["affiliations"][0]["organization"]
    for key in ("invitations", "join_requests", "consents", "notification_settings", "messages", "audit_log"):
        assert data[key], key
    assert "Mots entre nous" in text
    assert "Ce que le portail sait de moi" in text
    assert "secret" not in data["second_factors"][0]
    assert "Rappelée" not in text  # what staff noted to recognize the person
    assert AuditEntry.objects.filter(action="account.data_exported", target_id=str(zoe.pk)).exists()


@pytest.mark.parametrize("name", ["export_my_data", "delete_my_account"])
def test_the_password_is_asked_for_first(visitor: Any, zoe: User, name: str) -> None:
    tab = visitor(user=zoe)  # signed in, but not lately
    response = tab.get(reverse(name))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    assert tab.post(reverse("delete_my_account"), {"confirmed": "on"}).status_code == 302
    zoe.refresh_from_db()
    assert zoe.is_active


# --- deletion ---------------------------------------------------------------------------------------


def test_a_deletion_closes_at_once_and_is_undone_by_a_link(tab: Visitor, zoe: User, visit: Visitor) -> None:
    address = "/fr/espace/mes-donnees/supprimer/"
    assert tab.post(address, {}).status_code == 422
    assert tab.post(address, {"confirmed": "on"})["Location"] == "/fr/adhesion/compte-ferme/"
    zoe.refresh_from_db()
    assert not zoe.is_active
    assert zoe.deletion_requested_at is not None
    assert tab.get("/fr/espace/").status_code == 302
    (message,) = mail.outbox
    link = next(line for line in message.body.splitlines() if line.startswith("http")).partition("://")[2]
    link = link[link.index("/") :]
    opened = visit.get(link, follow=True)
    assert opened.redirect_chain[0][0] == "/fr/adhesion/garder-mon-compte/"
    zoe.refresh_from_db()
    assert not zoe.is_active  # looking is not deciding
    assert visit.post("/fr/adhesion/garder-mon-compte/").status_code == 200
    zoe.refresh_from_db()
    assert zoe.is_active
    assert Affiliation.objects.current().filter(person=zoe).exists()
    assert visit.get(link, follow=True).status_code == 410


def test_a_link_undoes_its_own_request_only(zoe: User) -> None:
    privacy.request_deletion(zoe)
    zoe.refresh_from_db()
    first = privacy.cancel_token(zoe)
    privacy.cancel_deletion(zoe, actor=zoe)
    zoe.refresh_from_db()
    privacy.request_deletion(zoe)
    assert privacy.person_to_keep(first) is None
    assert privacy.person_to_keep("rubbish") is None
    assert privacy.person_to_keep(privacy.cancel_token(User.objects.get(pk=zoe.pk))) == zoe


def test_the_job_deletes_after_the_days_of_grace() -> None:
    early, late = UserFactory(), UserFactory()
    for person, age in ((early, 13.9), (late, 14.1)):
        privacy.request_deletion(person)
        User.objects.filter(pk=person.pk).update(deletion_requested_at=days_ago(age))
    assert due.registered()["members.erase_due"] is privacy.erase_due
    assert privacy.erase_due() == "1 accounts deleted, 0 failed"
    assert privacy.erase_due() is None
    assert User.objects.get(pk=early.pk).erased_at is None
    assert User.objects.get(pk=late.pk).erased_at is not None


def test_an_account_that_cannot_be_deleted_keeps_no_other_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    people = [UserFactory(), UserFactory()]
    User.objects.filter(pk__in=[person.pk for person in people]).update(deletion_requested_at=days_ago(15))
    erase = privacy.erase

    def breaks_once(person: User) -> None:
        if person.pk == people[0].pk:
            raise RuntimeError("out of order")
        erase(person)

    monkeypatch.setattr(privacy, "erase", breaks_once)
    assert privacy.erase_due() == "1 accounts deleted, 1 failed"
    assert User.objects.get(pk=people[0].pk).erased_at is None
    assert User.objects.get(pk=people[1].pk).erased_at is not None


def test_nothing_personal_is_left_and_what_was_agreed_to_stays(zoe: User) -> None:
    leave_traces(zoe)
    ContactMessage.objects.create(email="Zoe@town.example", subject="Bonjour", message="Un mot")
    Email.objects.create(from_email="portal@example.org", to=[zoe.email], subject="x", message="x")
    privacy.erase(zoe)
    person = User.objects.get(pk=zoe.pk)
    assert person.email == f"deleted-{person.pk}@deleted.invalid"
    assert not person.is_active
    assert not person.has_usable_password()
    assert not person.groups.exists()
    assert Consent.objects.get(person=person).words == "Oui"
    assert Affiliation.objects.get(person=person).ended_at is not None
    assert not ContactMessage.objects.exists()
    for model in (EmailAddress, Authenticator):
        assert not model.objects.filter(user=person).exists()
    for model in (NotificationSettings, StaffConversation, JoinRequest):
        assert not model.objects.filter(person=person).exists()
    assert [each.email for each in Invitation.objects.all()] == ["invited@example.org"]
    assert not Invitation.objects.open().exists()
    dump = " ".join(str(AuditEntry.objects.values().get(pk=entry.pk)) for entry in AuditEntry.objects.all())
    for trace in ("zoe@", "Zoé", "Brisebois", "Rappelée"):
        assert trace not in dump
    assert mail.outbox[-1].to == ["zoe@town.example"]
    assert list(Email.objects.values_list("to", flat=True)).count(["zoe@town.example"]) <= 1
    UserFactory(email="zoe@town.example")  # the address is free again


def test_former_addresses_and_what_the_person_wrote_leave_the_log_too(zoe: User) -> None:
    audit.record("account.email_changed", actor=zoe, target=zoe, before="old.zoe@home.example", after=zoe.email)
    audit.record("invitation.sent", target=InvitationFactory(email="old.zoe@home.example"))
    kept = audit.record("invitation.sent", target=InvitationFactory(email="not.old.zoe@home.example"))
    conversation = start_conversation(person=zoe, subject="My visa was refused", text="Help.")
    audit.record("conversation.answered", target=conversation)
    Email.objects.create(from_email="portal@example.org", to=["old.zoe@home.example"], subject="x", message="x")
    privacy.erase(zoe)
    assert [each.email for each in Invitation.objects.all()] == ["not.old.zoe@home.example"]
    assert "old.zoe@home.example" not in [address for each in Email.objects.all() for address in each.to]
    dump = " ".join(str(values) for values in AuditEntry.objects.exclude(pk=kept.pk).values())
    for trace in ("zoe@", "visa"):
        assert trace not in dump
    kept.refresh_from_db()
    assert kept.target_label == "not.old.zoe@home.example"


def test_an_address_that_has_become_somebody_elses_keeps_what_is_theirs(zoe: User) -> None:
    audit.record("account.email_changed", actor=zoe, target=zoe, before="desk@town.example", after=zoe.email)
    theirs = InvitationFactory(email=UserFactory(email="desk@town.example").email)
    privacy.erase(zoe)
    assert Invitation.objects.filter(pk=theirs.pk).exists()


def test_a_portrait_goes_with_the_account(
    zoe: User, settings: Any, tmp_path: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    profile, _made = UserProfile.objects.get_or_create(user=zoe)
    profile.avatar.save("zoe.png", ContentFile(b"a portrait"))
    assert [path for path in tmp_path.rglob("*") if path.is_file()]
    with django_capture_on_commit_callbacks(execute=True):
        privacy.erase(zoe)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_superuser_is_not_deleted() -> None:
    person = UserFactory(is_superuser=True)
    with pytest.raises(privacy.RefusedError):
        privacy.request_deletion(person)
    with pytest.raises(privacy.RefusedError):
        privacy.erase(person)


def test_staff_are_told_of_an_organization_without_an_administrator(homes: Any, person: Any) -> None:
    person(role="Membership officers", email="officer@example.org")
    boss = AffiliationFactory(administrator=True)
    privacy.request_deletion(boss.person)
    assert {message.to[0] for message in mail.outbox} == {boss.person.email, "officer@example.org"}


def test_an_app_adds_and_forgets_its_own() -> None:
    from wagtail import hooks

    from cms.slots import DataSection, Fact

    person, forgotten = UserFactory(), []
    section = DataSection("drawings", "Drawings", [[Fact("title", "Title", "A hill", "A hill")]])
    with (
        hooks.register_temporarily("portal_person_data", lambda who: [section]),
        hooks.register_temporarily("portal_erase_person", lambda who: forgotten.append(who.email)),
    ):
        from members.services.person_data import export

        with zipfile.ZipFile(io.BytesIO(export(person))) as archive:
            assert json.loads(archive.read("mes-donnees_my-data.json"))["drawings"] == [{"title": "A hill"}]
        privacy.erase(person)
    assert forgotten == [person.email]


def test_old_things_are_forgotten() -> None:
    InvitationFactory(revoked_at=days_ago(366))
    kept = InvitationFactory(accepted_at=days_ago(360))
    JoinRequestFactory(state=JoinRequest.State.DECLINED, decided_at=days_ago(366))
    AuditEntry.objects.create(action="x", at=days_ago(7 * 365 + 1))
    for status in (STATUS.sent, STATUS.failed, STATUS.queued):
        old = Email.objects.create(from_email="portal@example.org", to=["zoe@town.example"], status=status)
        Email.objects.filter(pk=old.pk).update(created=days_ago(31))
    assert privacy.forget_old()
    assert [each.status for each in Email.objects.all()] == [STATUS.queued]
    assert list(Invitation.objects.all()) == [kept]
    assert not JoinRequest.objects.exists()
    assert not AuditEntry.objects.filter(action="x").exists()
    assert privacy.forget_old() is None


# --- closing and signing ----------------------------------------------------------------------------


def test_a_closed_account_loses_sessions_groups_and_invitations(tab: Visitor, zoe: User, administrator: Any) -> None:
    invitation = InvitationFactory(invited_by=zoe)
    joining.ask_from_account(person=zoe, organization=OrganizationFactory())
    accounts.deactivate(zoe, actor=administrator)
    assert tab.get("/fr/espace/").status_code == 302
    invitation.refresh_from_db()
    assert not invitation.is_open()
    assert JoinRequest.objects.get().state == JoinRequest.State.WITHDRAWN
    assert mail.outbox[-1].to == [zoe.email]
    accounts.reactivate(zoe, actor=administrator)
    assert tab.get("/fr/espace/").status_code == 302  # the session does not come back to life
    assert Affiliation.objects.current().filter(person=zoe).exists()


@pytest.mark.parametrize(
    ("choice", "here", "after", "erased"),
    [
        (
            Attribution.NAME,
            "Zoé Brisebois, Maison des Prairies",
            "Zoé Brisebois, anciennement de l’organisme Maison des Prairies",
            "Une personne anciennement de l’organisme Maison des Prairies",
        ),
        (
            Attribution.ORGANIZATION,
            "Une personne de l’organisme Maison des Prairies",
            "Une personne anciennement de l’organisme Maison des Prairies",
            "Une personne anciennement de l’organisme Maison des Prairies",
        ),
        (Attribution.NOBODY, *["Une personne du réseau"] * 3),
    ],
)
def test_what_somebody_wrote_is_signed_as_they_chose(
    zoe: User, choice: str, here: str, after: str, erased: str
) -> None:
    User.objects.filter(pk=zoe.pk).update(attribution=choice)
    affiliation = Affiliation.objects.get(person=zoe)
    organization = affiliation.organization
    with translation.override("fr"):
        assert signature(User.objects.get(pk=zoe.pk), organization) == here
        affiliation.ended_at = days_ago(1)
        affiliation.save()
        assert signature(User.objects.get(pk=zoe.pk), organization) == after
        privacy.erase(zoe)
        assert signature(User.objects.get(pk=zoe.pk), organization) == erased
    with translation.override("en"):
        assert signature(None, organization) == "A person of the network"


def test_a_person_chooses_how_they_appear_and_the_consent_is_kept(tab: Visitor, zoe: User) -> None:
    address = "/fr/espace/mon-affiliation/"
    data = {"position_fr": "Conseillère", "position_en": "Advisor", "is_listed": "on", "attribution": "nobody"}
    assert tab.post(address, data)["Location"] == address
    zoe.refresh_from_db()
    assert (zoe.is_listed, zoe.attribution, zoe.position_fr) == (True, "nobody", "Conseillère")
    consent = Consent.objects.get(kind="directory.listed")
    assert consent.is_given
    assert consent.words
    assert tab.post(address, {**data, "attribution": "somebody"}).status_code == 422
