"""How what a person wrote is signed: as they chose, also after they have left or deleted their account."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from members.models import Organization
from members.models.people import Attribution
from members.standing import organization_of


def signature(person: Any, organization: Organization | None) -> str:
    """Return the signature, in the active language, of what `person` wrote for `organization`.

    Give the organization that the person was of when they wrote. Their name stands there only while they want it and
    have an account; whoever is not of the organization any more is called a former member of it. One query for each
    person object: for lists, read affiliations beforehand (`members.standing.affiliation_of` keeps it on the person).
    """
    if person is None or person.attribution == Attribution.NOBODY:
        return _("A person of the network")
    if organization is None:
        return _signed_alone(person)
    present = organization_of(person)
    is_there = present is not None and present.pk == organization.pk
    names = {"name": person.get_full_name(), "organization": str(organization.title)}
    named = person.attribution == Attribution.NAME and person.erased_at is None and names["name"]
    if named:
        return (_("%(name)s, %(organization)s") if is_there else _("%(name)s, formerly of %(organization)s")) % names
    return (_("A member of %(organization)s") if is_there else _("A former member of %(organization)s")) % names


def _signed_alone(person: Any) -> str:
    named = person.attribution == Attribution.NAME and person.erased_at is None
    return (person.get_full_name() if named else "") or _("A person of the network")
