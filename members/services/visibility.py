"""Decides which fields of an organization's profile a reader gets (members.models.organizations.FIELD_VISIBILITY).

Everyone sees what is public. Members and partners who are signed in, that is people with a current affiliation to a
published organization, also see what is for members. What is hidden is seen by the organization's own people and by
AAISA's staff. Lists, search, counts, the API, exports and structured data ask for `PUBLIC` or for a reader's level.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from cms import access
from members.models import Organization
from members.models.organizations import FIELD_VISIBILITY, Visibility
from members.standing import affiliation_of


class Reader(IntEnum):
    """How much of a profile somebody sees; each level sees what the one below does."""

    PUBLIC = 0
    MEMBER = 1
    INSIDER = 2


NEEDED = {
    Visibility.PUBLIC.value: Reader.PUBLIC,
    Visibility.MEMBERS.value: Reader.MEMBER,
    Visibility.HIDDEN.value: Reader.INSIDER,
}


def reader_level(user: Any, organization: Organization | None = None) -> Reader:
    """Return what `user` is to `organization`; to organizations in general where none is named."""
    if access.is_staff(user):
        return Reader.INSIDER
    affiliation = affiliation_of(user)
    if affiliation is None:
        return Reader.PUBLIC
    if organization is not None and organization.pk is not None and affiliation.organization_id == organization.pk:
        return Reader.INSIDER
    return Reader.MEMBER if affiliation.organization.live else Reader.PUBLIC


def is_visible(organization: Organization, field: str, reader: Reader) -> bool:
    """Whether a reader of that level sees `field`. Raises KeyError for what is no field of FIELD_VISIBILITY."""
    return reader >= NEEDED[organization.visibility_of(field)]


def visible_fields(organization: Organization, reader: Reader) -> frozenset[str]:
    """Return the fields of FIELD_VISIBILITY that a reader of that level sees."""
    return frozenset(field for field in FIELD_VISIBILITY if is_visible(organization, field, reader))
