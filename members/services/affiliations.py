"""Who belongs to which organization: joining, moving, leaving, and who administers it.

Rules: a person belongs to one organization at a time; an organization's last administrator neither leaves nor becomes
a colleague before there is another one, unless staff do it; whoever no longer administers an organization has invited
nobody to it any more.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cms import mail
from members.models import Affiliation, Invitation, JoinRequest, Organization, User
from members.models.affiliations import OrganizationRole
from members.services import audit, consent
from members.services.groups import sync_groups


class LastAdministratorError(Exception):
    """The organization would be left without an administrator."""


@transaction.atomic
def join(
    *,
    person: User,
    organization: Organization,
    role: str = OrganizationRole.MEMBER,
    actor: Any = None,
    by_staff: bool = False,
) -> Affiliation:
    """Have `person` belong to `organization`; what they belonged to before ends in the same moment.

    Somebody who is of it already keeps their place, and becomes an administrator where `role` says so. `actor` is who
    decided it (the person where nobody else did). Raises LastAdministratorError, which `by_staff` sets aside.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    current = Affiliation.objects.select_related("organization").filter(person=person, ended_at=None).first()
    if current is not None and current.organization_id == organization.pk:
        if role == OrganizationRole.ADMINISTRATOR and current.role != role:
            set_role(current, role, actor=actor or person)
        _close_requests(person, organization)
        return Affiliation.objects.get(pk=current.pk)
    if current is not None:
        _end(current, actor=actor or person, by_staff=by_staff)
    affiliation = Affiliation.objects.create(person=person, organization=organization, role=role)
    sync_groups(person)
    _close_requests(person, organization)
    # What they asked of others before does not move them away later.
    _requests_of(person).update(state=JoinRequest.State.WITHDRAWN, decided_at=timezone.now())
    details = {"role": str(role), **({"from": str(current.organization)} if current else {})}
    act = "affiliation.moved" if current else "affiliation.begun"
    audit.record(act, actor=actor or person, target=person, organization=organization, **details)
    if current is not None:
        context = {"person": person, "organization": organization, "former": current.organization}
        mail.send("affiliation_moved", to=[person.email], language=person.language, context=context)
    return affiliation


@transaction.atomic
def end(affiliation: Affiliation, *, actor: Any, by_staff: bool = False) -> None:
    """End an affiliation today: the person keeps their account and loses what the organization brought.

    Whoever did not do it themselves is told by mail. Nothing happens to one that has ended. Raises
    LastAdministratorError, which `by_staff` sets aside.
    """
    if not _end(affiliation, actor=actor, by_staff=by_staff):
        return
    person = affiliation.person
    sync_groups(person)
    audit.record("affiliation.ended", actor=actor, target=person, organization=affiliation.organization)
    if actor != person and person.is_active:
        context = {"person": person, "organization": affiliation.organization}
        mail.send("affiliation_ended", to=[person.email], language=person.language, context=context)


@transaction.atomic
def set_role(affiliation: Affiliation, role: str, *, actor: Any, by_staff: bool = False) -> None:
    """Make a colleague an administrator, or an administrator a colleague. Raises LastAdministratorError."""
    organization = _hold(affiliation)
    affiliation.refresh_from_db(fields=["role", "ended_at"])
    if affiliation.ended_at is not None or affiliation.role == role:
        return
    if role != OrganizationRole.ADMINISTRATOR and not by_staff and _is_last_administrator(affiliation):
        raise LastAdministratorError
    affiliation.role = role
    affiliation.save(update_fields=["role"])
    if role != OrganizationRole.ADMINISTRATOR:
        _take_invitations_back(affiliation, actor=actor)
    audit.record(
        "affiliation.role_changed", actor=actor, target=affiliation.person, organization=organization, role=str(role)
    )


def is_last_administrator(person: User) -> bool:
    """Whether an organization has `person` for its only administrator now."""
    current = Affiliation.objects.current().filter(person=person).first()
    return current is not None and _is_last_administrator(current)


def _end(affiliation: Affiliation, *, actor: Any, by_staff: bool) -> bool:
    _hold(affiliation)
    affiliation.refresh_from_db(fields=["role", "ended_at"])
    if affiliation.ended_at is not None:
        return False
    if not by_staff and _is_last_administrator(affiliation):
        raise LastAdministratorError
    affiliation.ended_at = timezone.now()
    affiliation.save(update_fields=["ended_at"])
    _take_invitations_back(affiliation, actor=actor)
    consent.end_listing(affiliation.person)
    return True


def _take_invitations_back(affiliation: Affiliation, *, actor: Any) -> None:
    """Close the open invitations that the person sent for the organization: one could be for an address of theirs."""
    sent = Invitation.objects.open().filter(organization=affiliation.organization_id, invited_by=affiliation.person_id)
    for invitation in sent.select_for_update().order_by("pk"):
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
        audit.record("invitation.revoked", actor=actor, target=invitation, organization=affiliation.organization)


def _hold(affiliation: Affiliation) -> Organization:
    """Let one change of an organization's people happen at a time, so that counting administrators holds."""
    return Organization.objects.select_for_update(no_key=True, of=("self",)).get(pk=affiliation.organization_id)


def _is_last_administrator(affiliation: Affiliation) -> bool:
    if affiliation.role != OrganizationRole.ADMINISTRATOR or affiliation.ended_at is not None:
        return False
    others = Affiliation.objects.administrators().filter(organization=affiliation.organization_id)
    return not others.exclude(pk=affiliation.pk).exists()


def _close_requests(person: User, organization: Organization) -> None:
    """Somebody who is of the organization asks no more to join it."""
    _requests_of(person).filter(organization=organization).update(
        state=JoinRequest.State.APPROVED, decided_at=timezone.now()
    )


def _requests_of(person: User) -> QuerySet[JoinRequest]:
    """Return what waits of the person's requests, those from before they had an account included."""
    return JoinRequest.objects.pending().filter(Q(person=person) | Q(email__iexact=person.email))
