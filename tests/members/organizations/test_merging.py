"""Duplicates become one, and nothing that belonged to either is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from cms import access
from cms.models import FormerSlug
from members.models import (
    AuditEntry,
    Invitation,
    JoinRequest,
    MembershipPeriod,
    Organization,
    ProfileChange,
    StaffConversation,
)
from members.roles import OFFICERS
from members.services.groups import sync_groups
from members.services.merging import MOVED, CannotMergeError, merge
from tests.factories.organizations import AffiliationFactory, OrganizationFactory, ServiceFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stays() -> Organization:
    return OrganizationFactory(title_en="Prairie Welcome", is_aaisa_member=True, phone="403 555-0100")


@pytest.fixture
def gone() -> Organization:
    organization = OrganizationFactory(title_en="Prairie Welcome Inc", phone="1", email="info@example.org")
    organization.services.add(ServiceFactory())
    organization.locations.create(name_en="Downtown", community=organization.community)
    organization.save()
    return organization


def test_what_is_said_stays_and_blanks_are_filled(stays: Organization, gone: Organization) -> None:
    kept = merge(gone, into=stays, actor=UserFactory())
    assert (kept.phone, kept.email, kept.title_en) == ("403 555-0100", "info@example.org", "Prairie Welcome")
    assert kept.services.count() == 1
    assert kept.locations.get().name_en == "Downtown"
    assert not Organization.objects.filter(pk=gone.pk).exists()


def test_people_come_along_with_their_groups(stays: Organization, gone: Organization) -> None:
    affiliation = AffiliationFactory(organization=gone, administrator=True)
    sync_groups(affiliation.person)
    merge(gone, into=stays, actor=UserFactory())
    affiliation.refresh_from_db()
    assert affiliation.organization == stays
    assert affiliation.person.groups.filter(access_group__code=access.MEMBERS).exists()


def test_what_hangs_on_it_moves(stays: Organization, gone: Organization) -> None:
    person = UserFactory()
    from django.utils import timezone

    Invitation.objects.create(email="a@example.org", organization=gone, token_digest="x", expires_at=timezone.now())
    for organization in (stays, gone):
        JoinRequest.objects.create(
            email="b@example.org", organization=organization, first_name="B", last_name="B", state="pending"
        )
    MembershipPeriod.objects.create(organization=stays, starts_on=date(2026, 4, 1), ends_on=date(2027, 3, 31))
    for year in (2025, 2026):
        MembershipPeriod.objects.create(organization=gone, starts_on=date(year, 4, 1), ends_on=date(year + 1, 3, 31))
    ProfileChange.objects.create(organization=gone, proposed={"phone": "2"}, base={"phone": "1"})
    StaffConversation.objects.create(person=person, organization=gone, subject="Hello")
    merge(gone, into=stays, actor=person)
    assert Invitation.objects.get().organization == stays
    assert sorted(stays.join_requests.values_list("state", flat=True)) == ["pending", "withdrawn"]
    assert sorted(period.fiscal_year for period in stays.membership_periods.all()) == [2025, 2026]
    assert ProfileChange.objects.get().state == ProfileChange.State.WITHDRAWN
    assert StaffConversation.objects.get().organization == stays
    entry = AuditEntry.objects.get(action="organization.merged")
    assert (entry.organization, entry.details["merged"]) == (stays, "Prairie Welcome Inc")


def test_old_addresses_lead_to_the_one_that_stays(stays: Organization, gone: Organization) -> None:
    old = gone.slug_en
    gone.slug_en = "renamed"
    gone.save()
    merge(gone, into=stays, actor=UserFactory())
    for slug in (old, "renamed"):
        assert FormerSlug.find(Organization, slug, "en") == stays.pk


def test_an_organization_is_not_merged_into_itself(stays: Organization) -> None:
    with pytest.raises(CannotMergeError):
        merge(stays, into=stays, actor=UserFactory())


def test_officers_choose_in_the_list_which_one_stays(
    visitor: Any, person: Any, moderator: Any, stays: Organization, gone: Organization
) -> None:
    address = reverse("wagtail_bulk_action", args=["members", "organization", "merge"])
    address = f"{address}?id={stays.pk}&id={gone.pk}"
    visitor(user=moderator).post(address, {"stays": stays.pk})
    assert Organization.objects.count() == 2
    client = visitor(user=person(role=OFFICERS))
    assert "Prairie Welcome Inc" in client.read(address)
    assert client.post(address, {"stays": OrganizationFactory().pk}).status_code == 200
    assert client.post(address, {"stays": stays.pk}).status_code == 302
    assert not Organization.objects.filter(pk=gone.pk).exists()


def test_merging_thinks_of_every_table_that_names_an_organization() -> None:
    thought_of = {model.__name__ for model in MOVED} | {"JoinRequest", "MembershipPeriod", "ProfileChange"}
    its_own = {"Location", "SocialLink", "OrganizationText"}  # copied where the other has none, or made anew
    followed = {"Resource", "Event", "Speaker", "Registration"}  # by who hears that organizations merge
    related = {relation.related_model.__name__ for relation in Organization._meta.related_objects}
    assert related <= thought_of | its_own | followed
