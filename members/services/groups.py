"""Keeps a person's access groups in step with their organization (DOMAIN.md, "Access")."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import transaction

from cms import access
from members.models import Affiliation, Organization, User

#: Access groups that follow from the organization; delegates and staff are given otherwise.
FOLLOWING = (access.MEMBERS, access.SISTER_ASSOCIATIONS, access.LIPS_AND_RIFS, access.FUNDERS, access.OTHER_PARTNERS)

#: Key of the organization's kind → access group. Other kinds bring none by themselves.
GROUP_OF_KIND = {
    "sister-association": access.SISTER_ASSOCIATIONS,
    "lip": access.LIPS_AND_RIFS,
    "rif": access.LIPS_AND_RIFS,
    "funder": access.FUNDERS,
    "municipality": access.OTHER_PARTNERS,
    "school-or-college": access.OTHER_PARTNERS,
    "other-partner": access.OTHER_PARTNERS,
}


def codes_for(organization: Organization | None) -> set[str]:
    """Return the codes of the access groups that people of `organization` are in."""
    if organization is None or not organization.live:
        return set()
    codes = {access.MEMBERS} if organization.is_aaisa_member else set()
    kind = organization.kind
    if kind is not None and kind.key in GROUP_OF_KIND:
        codes.add(GROUP_OF_KIND[kind.key])
    return codes


@transaction.atomic
def sync_groups(person: User) -> None:
    """Put `person` into the groups that their organization brings, and out of those that it does not."""
    current = Affiliation.objects.current().filter(person=person).select_related("organization__kind").first()
    _set_groups([person], codes_for(current.organization if current else None))


@transaction.atomic
def sync_organization(organization: Organization) -> None:
    """Do the same for everyone of `organization`, after its flags, its kind or its publication changed."""
    people = list(
        User.objects.filter(affiliations__organization=organization, affiliations__ended_at=None, is_active=True)
    )
    _set_groups(people, codes_for(organization))


def _set_groups(people: list[User], codes: set[str]) -> None:
    groups = {group.access_group.code: group for group in _following_groups()}
    membership = User.groups.through
    wanted = [groups[code] for code in codes]
    unwanted = [group for code, group in groups.items() if code not in codes]
    membership.objects.filter(user__in=people, group__in=unwanted).delete()
    membership.objects.bulk_create(
        [membership(user=person, group=group) for person in people for group in wanted], ignore_conflicts=True
    )


def _following_groups() -> list[Group]:
    return list(Group.objects.filter(access_group__code__in=FOLLOWING).select_related("access_group"))
