"""The yearly question whether a profile is still right."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation
from post_office.models import Email

from members.models import Affiliation, AuditEntry, Organization, ProfileConfirmation
from members.services import confirmations
from tests.factories.organizations import AffiliationFactory, OrganizationFactory

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=400)


@pytest.fixture
def affiliation() -> Affiliation:
    """The administrator of an organization that was confirmed more than a year ago."""
    organization = OrganizationFactory(
        title_en="Prairie Welcome",
        title_fr="Accueil des Prairies",
        confirmed_at=timezone.now() - LONG_AGO,
        email="hidden@example.org",
        phone="403 555-0100",
        visibility={"email": "members"},
    )
    return AffiliationFactory(administrator=True, organization=organization, person__language="fr")


def link(affiliation: Affiliation) -> str:
    question = ProfileConfirmation.objects.get(organization=affiliation.organization)
    return f"/en/portal/organization/profile/confirm/{confirmations.token_for(question, affiliation.person)}/"


def confirmed_at(affiliation: Affiliation) -> Any:
    return Organization.objects.get(pk=affiliation.organization_id).confirmed_at


def test_every_administrator_is_asked_once_in_their_language(affiliation: Affiliation) -> None:
    AffiliationFactory(administrator=True, organization=affiliation.organization, person__language="en")
    AffiliationFactory(organization=affiliation.organization)
    assert confirmations.ask_and_remind() == "1 organizations asked, 0 reminded"
    assert confirmations.ask_and_remind() is None
    mails = {mail.headers["Content-Language"]: mail for mail in Email.objects.all()}
    assert set(mails) == {"fr", "en"}
    assert "Accueil des Prairies" in mails["fr"].subject
    assert "/fr/espace/" in mails["fr"].message
    assert "403 555-0100" in mails["en"].message
    assert "hidden@example.org" not in mails["en"].message


@pytest.mark.parametrize(
    "fields",
    [
        {"confirmed_at": timezone.now() - timedelta(days=364)},
        {"confirmed_at": None, "first_published_at": timezone.now() - timedelta(days=30)},
        {"live": False},
    ],
)
def test_who_is_sure_or_not_published_is_not_asked(affiliation: Affiliation, fields: dict[str, Any]) -> None:
    Organization.objects.filter(pk=affiliation.organization_id).update(**fields)
    assert confirmations.ask_and_remind() is None


def test_where_nobody_administers_nobody_is_asked_before_somebody_does(affiliation: Affiliation) -> None:
    Affiliation.objects.update(ended_at=timezone.now())
    assert confirmations.ask_and_remind() is None
    AffiliationFactory(administrator=True, organization=affiliation.organization)
    assert confirmations.ask_and_remind()


def test_there_is_one_reminder_after_three_weeks(affiliation: Affiliation) -> None:
    confirmations.ask_and_remind()
    ProfileConfirmation.objects.update(asked_at=timezone.now() - timedelta(days=22))
    assert confirmations.ask_and_remind() == "0 organizations asked, 1 reminded"
    assert confirmations.ask_and_remind() is None
    assert Email.objects.count() == 2


def test_who_confirmed_otherwise_is_not_reminded(affiliation: Affiliation) -> None:
    confirmations.ask_and_remind()
    ProfileConfirmation.objects.update(asked_at=timezone.now() - timedelta(days=22))
    Organization.objects.update(confirmed_at=timezone.now())
    assert confirmations.ask_and_remind() is None
    assert Email.objects.count() == 1


def test_following_the_link_confirms_nothing_and_the_button_does(visit: Any, affiliation: Affiliation) -> None:
    confirmations.ask_and_remind()
    before = confirmed_at(affiliation)
    page = visit.read(link(affiliation))
    assert "Prairie Welcome" in page
    assert "hidden@example.org" not in page
    assert confirmed_at(affiliation) == before
    assert visit.post(link(affiliation)).status_code == 200
    assert confirmed_at(affiliation) > before
    entry = AuditEntry.objects.get(action="profile.confirmed")
    assert entry.actor == affiliation.person


def test_confirming_twice_is_noted_once(visit: Any, affiliation: Affiliation) -> None:
    confirmations.ask_and_remind()
    visit.post(link(affiliation))
    assert visit.post(link(affiliation)).status_code == 200
    assert AuditEntry.objects.filter(action="profile.confirmed").count() == 1


@pytest.mark.parametrize("spoiled", ["forged", "expired", "left", "another"])
def test_a_link_that_does_not_hold_confirms_nothing(visit: Any, affiliation: Affiliation, spoiled: str) -> None:
    confirmations.ask_and_remind()
    address = link(affiliation)
    if spoiled == "forged":
        address = address[:-2] + ("A/" if address[-2] != "A" else "B/")
    elif spoiled == "expired":
        ProfileConfirmation.objects.update(expires_at=timezone.now())
    elif spoiled == "left":
        Affiliation.objects.update(ended_at=timezone.now())
    else:
        stranger = AffiliationFactory(administrator=True)
        address = address.replace(
            link(affiliation).split("/")[-2],
            confirmations.token_for(ProfileConfirmation.objects.get(), stranger.person),
        )
    before = confirmed_at(affiliation)
    assert visit.get(address).status_code == 410
    assert visit.post(address).status_code == 410
    assert confirmed_at(affiliation) == before


def test_an_administrator_confirms_in_the_private_area_too(visitor: Any, affiliation: Affiliation) -> None:
    confirmations.ask_and_remind()
    client = visitor(user=affiliation.person)
    assert "Is this still right?" in client.read("/en/portal/organization/profile/")
    assert "Confirm that the profile" in client.read("/en/portal/")
    assert client.get("/en/portal/organization/profile/still-right/").status_code == 405
    client.post("/en/portal/organization/profile/still-right/")
    assert "Is this still right?" not in client.read("/en/portal/organization/profile/")
    assert "Confirm that the profile" not in client.read("/en/portal/")


def test_a_confirmation_is_not_undone_by_an_older_draft(affiliation: Affiliation) -> None:
    organization = Organization.objects.get(pk=affiliation.organization_id)
    draft = organization.save_revision()
    now = timezone.now()
    Organization.objects.update(confirmed_at=now)
    draft.publish()
    with translation.override("en"):
        assert confirmed_at(affiliation) == now
