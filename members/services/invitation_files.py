"""Invitations from a file: read whole, every row judged in words, and sent only where all of them are right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from cms.spreadsheets import read_table
from members.models import Invitation, Organization, User
from members.models.affiliations import OrganizationRole
from members.services import audit, invitations

HEADINGS = ("email", "first_name", "last_name", "language", "organization", "role")
REQUIRED = ("email",)
MOST = 500
LONGEST_NAME = 150
ROLES = {
    "": OrganizationRole.MEMBER,
    "member": OrganizationRole.MEMBER,
    "colleague": OrganizationRole.MEMBER,
    "collègue": OrganizationRole.MEMBER,
    "administrator": OrganizationRole.ADMINISTRATOR,
    "responsable": OrganizationRole.ADMINISTRATOR,
}
LANGUAGES = {"": "en", "en": "en", "fr": "fr", "english": "en", "anglais": "en", "french": "fr", "français": "fr"}


@dataclass
class Line:
    """A row of the file: its number there, what it says, and what is wrong with it."""

    number: int
    cells: dict[str, str]
    organization: Organization | None = None
    errors: list[str] = field(default_factory=list)


def read(file: IO[bytes]) -> list[Line]:
    """Return the rows of a CSV file, judged. Raises ValidationError where it is no such file."""
    headings, table = read_table(file)
    missing = [name for name in REQUIRED if name not in headings]
    if missing:
        raise ValidationError(_("The column “%(name)s” is missing."), params={"name": missing[0]})
    rows = [(number, row) for number, row in enumerate(table, start=2) if row]
    if len(rows) > MOST:
        raise ValidationError(_("This file has too many rows: 500 at most."))
    lines = [Line(number, dict(zip(headings, row, strict=False))) for number, row in rows]
    _judge(lines)
    return lines


@transaction.atomic
def send(lines: list[Line], *, actor: User) -> int:
    """Send all invitations of `lines`, or none. Returns how many. Raises ValueError where a row is wrong."""
    _judge(lines)
    if any(line.errors for line in lines):
        raise ValueError("A row is wrong.")
    for line in lines:
        invitations.invite(
            email=line.cells["email"],
            first_name=line.cells.get("first_name", ""),
            last_name=line.cells.get("last_name", ""),
            language=LANGUAGES[line.cells.get("language", "").lower()],
            organization=line.organization,
            role=ROLES[line.cells.get("role", "").lower()],
            invited_by=actor,
            by_staff=True,
        )
    audit.record("invitation.imported", actor=actor, number=len(lines))
    return len(lines)


def _judge(lines: list[Line]) -> None:
    """Write into each line what is wrong with it; a few queries for the whole file."""
    keys = {line.cells.get("organization", "") for line in lines}
    organizations = {found.key: found for found in Organization.objects.filter(key__in=keys)}
    addresses = {line.cells.get("email", "").lower() for line in lines}
    known = _Known(addresses)
    seen: dict[tuple[str, str], int] = {}
    for line in lines:
        line.errors = []
        email, key = line.cells.get("email", "").lower(), line.cells.get("organization", "")
        line.organization = organizations.get(key)
        for check in (_address, _names, _language, _role):
            line.errors += check(line.cells)
        if key and line.organization is None:
            line.errors.append(_("There is no organization with the key “%(key)s”.") % {"key": key})
        if first := seen.get((email, key)):
            line.errors.append(_("This address stands in row %(number)d already.") % {"number": first})
        seen.setdefault((email, key), line.number)
        line.errors += known.errors(email, line.organization)


class _Known:
    """What the portal knows of the addresses of a file."""

    def __init__(self, addresses: set[str]) -> None:
        people = User.objects.filter(email__in=addresses).values_list("email", "is_active")
        self.people = {email.lower(): active for email, active in people}
        current = User.objects.filter(email__in=addresses, is_active=True, affiliations__ended_at=None)
        self.places = {
            (email.lower(), place)
            for email, place in current.values_list("email", "affiliations__organization")
            if place is not None
        }
        opened = Invitation.objects.open().filter(email__in=addresses).values_list("email", "organization")
        self.invited = {(email.lower(), place) for email, place in opened}

    def errors(self, email: str, organization: Organization | None) -> list[str]:
        place = organization.pk if organization else None
        if self.people.get(email) is False:
            return [_("The account of this address is closed: open it again instead.")]
        if (email, place) in self.invited:
            return [_("This address is invited already: send that invitation again instead.")]
        if place is not None and (email, place) in self.places:
            return [_("This person belongs to the organization already.")]
        if place is None and email in self.people:
            return [_("This address has an account already.")]
        return []


def _address(cells: dict[str, str]) -> list[str]:
    try:
        validate_email(cells.get("email", ""))
    except ValidationError:
        return [_("This is not an e-mail address; it looks like name@example.org.")]
    return []


def _names(cells: dict[str, str]) -> list[str]:
    if any(len(cells.get(name, "")) > LONGEST_NAME for name in ("first_name", "last_name")):
        return [_("The name is too long: 150 characters at most.")]
    return []


def _one_of(column: str, known: dict[str, Any], words: Callable[[], str]) -> Callable[[dict[str, str]], list[str]]:
    return lambda cells: [] if cells.get(column, "").lower() in known else [words()]


_language = _one_of("language", LANGUAGES, lambda: _("The language is either fr or en."))
_role = _one_of("role", ROLES, lambda: _("The role is either member or administrator."))
