"""Somebody of every role that the portal knows, each with what is theirs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group

from cms import roles
from members.models import Organization, User
from members.roles import OFFICERS
from members.services.groups import sync_groups
from tests.conftest import Visitor
from tests.factories.organizations import AffiliationFactory, OrganizationFactory
from tests.factories.people import UserFactory

ANONYMOUS = "anonymous"
DEACTIVATED = "deactivated"
MEMBER = "member"
OWN_ADMINISTRATOR = "administrator of the organization"
OTHER_ADMINISTRATOR = "administrator of another organization"
PARTNER = "partner"
EDITOR = "editor"
TRANSLATOR = "translator"
MODERATOR = "moderator"
OFFICER = "membership officer"
ADMINISTRATOR = "administrator"

OUTSIDERS = (ANONYMOUS, DEACTIVATED)
PERSONS = (MEMBER, OWN_ADMINISTRATOR, OTHER_ADMINISTRATOR, PARTNER)
STAFF = (EDITOR, TRANSLATOR, MODERATOR, OFFICER, ADMINISTRATOR)
ROLES = (*OUTSIDERS, *PERSONS, *STAFF)
#: Those who are in the access group of AAISA's members, and staff.
MEMBERS = (MEMBER, OWN_ADMINISTRATOR, OTHER_ADMINISTRATOR, *STAFF)

GROUPS = {
    EDITOR: roles.EDITORS,
    TRANSLATOR: roles.TRANSLATORS,
    MODERATOR: roles.MODERATORS,
    OFFICER: OFFICERS,
    ADMINISTRATOR: roles.ADMINISTRATORS,
}


@dataclass
class Cast:
    """The people, and the organizations that they belong to."""

    organization: Organization
    other: Organization
    partner: Organization
    people: dict[str, User] = field(default_factory=dict)

    def visitor(self, role: str) -> Visitor:
        """Return a browser in which somebody of `role` is signed in."""
        if role == ANONYMOUS:
            return Visitor()
        visitor = Visitor(user=self.people[role])
        if role == DEACTIVATED:  # the session is older than that
            User.objects.filter(pk=self.people[role].pk).update(is_active=False)
        return visitor


def make_cast() -> Cast:
    cast = Cast(
        organization=OrganizationFactory(title_en="Own organization", is_aaisa_member=True),
        other=OrganizationFactory(title_en="Another organization", is_aaisa_member=True),
        partner=OrganizationFactory(title_en="A partnership", kind="lip"),
    )
    places: dict[str, tuple[Organization, dict[str, Any]]] = {
        DEACTIVATED: (cast.organization, {}),
        MEMBER: (cast.organization, {}),
        OWN_ADMINISTRATOR: (cast.organization, {"administrator": True}),
        OTHER_ADMINISTRATOR: (cast.other, {"administrator": True}),
        PARTNER: (cast.partner, {}),
    }
    for role, (organization, traits) in places.items():
        cast.people[role] = AffiliationFactory(organization=organization, **traits).person
        sync_groups(cast.people[role])
    for role, group in GROUPS.items():
        cast.people[role] = UserFactory()
        cast.people[role].groups.set([Group.objects.get(name=group)])
    return cast
