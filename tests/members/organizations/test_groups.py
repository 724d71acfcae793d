"""People's access groups follow their organization (DOMAIN.md, "Access")."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from cms import access
from members.models import Affiliation, Organization
from members.services.groups import sync_groups
from tests.factories.organizations import AffiliationFactory, KindFactory, OrganizationFactory

pytestmark = pytest.mark.django_db


def codes(person: Any) -> set[str]:
    return set(person.groups.values_list("access_group__code", flat=True))


def join(**fields: Any) -> Affiliation:
    affiliation = AffiliationFactory(organization=OrganizationFactory(**fields))
    sync_groups(affiliation.person)
    return affiliation


@pytest.mark.parametrize(
    ("kind", "is_member", "expected"),
    [
        ("service-provider", False, set()),
        ("service-provider", True, {access.MEMBERS}),
        ("lip", False, {access.LIPS_AND_RIFS}),
        ("rif", True, {access.LIPS_AND_RIFS, access.MEMBERS}),
        ("sister-association", False, {access.SISTER_ASSOCIATIONS}),
        ("funder", False, {access.FUNDERS}),
        ("municipality", False, {access.OTHER_PARTNERS}),
    ],
)
def test_groups_follow_the_kind_and_the_membership(kind: str, is_member: bool, expected: set[str]) -> None:
    assert codes(join(kind=kind, is_aaisa_member=is_member).person) == expected


def test_people_leave_the_group_when_the_organization_leaves_aaisa() -> None:
    affiliation = join(is_aaisa_member=True)
    organization = Organization.objects.get(pk=affiliation.organization_id)
    organization.is_aaisa_member = False
    organization.save()
    assert codes(affiliation.person) == set()


def test_people_change_group_with_the_kind() -> None:
    affiliation = join(kind="lip")
    organization = Organization.objects.get(pk=affiliation.organization_id)
    organization.kind = KindFactory(key="funder")
    organization.save_revision().publish()
    assert codes(affiliation.person) == {access.FUNDERS}


def test_nobody_keeps_a_group_of_an_organization_that_is_unpublished() -> None:
    affiliation = join(kind="lip", is_aaisa_member=True)
    organization = Organization.objects.get(pk=affiliation.organization_id)
    organization.unpublish()
    assert codes(affiliation.person) == set()
    organization.save_revision().publish()
    assert codes(affiliation.person) == {access.LIPS_AND_RIFS, access.MEMBERS}


def test_a_draft_gives_nobody_anything() -> None:
    affiliation = join(is_aaisa_member=False)
    organization = Organization.objects.get(pk=affiliation.organization_id)
    organization.is_aaisa_member = True
    organization.save_revision()
    assert codes(affiliation.person) == set()


def test_who_moves_changes_groups_and_keeps_those_that_staff_gave() -> None:
    affiliation = join(is_aaisa_member=True)
    person = affiliation.person
    person.groups.add(access.access_group(access.DELEGATES))
    affiliation.ended_at = timezone.now()
    affiliation.save()
    AffiliationFactory(person=person, organization=OrganizationFactory(kind="lip"))
    sync_groups(person)
    assert codes(person) == {access.LIPS_AND_RIFS, access.DELEGATES}


def test_who_left_is_not_put_back_when_the_organization_changes() -> None:
    affiliation = join(is_aaisa_member=True)
    affiliation.ended_at = timezone.now()
    affiliation.save()
    sync_groups(affiliation.person)
    Organization.objects.get(pk=affiliation.organization_id).save()
    assert codes(affiliation.person) == set()
