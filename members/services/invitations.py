"""Invitations by mail to open an account, to join an organization, or to move to it.

Rule: an invitation expires, can be used once and taken back; only a digest of its link is stored. Whoever invites
learns nothing about whether the address has an account: the same mail goes out, and the person decides.
"""

from __future__ import annotations

import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from cms import mail
from cms.portal import Portal
from members.models import Affiliation, AuditEntry, Invitation, Organization, User
from members.models.affiliations import OrganizationRole, new_token, token_digest
from members.services import affiliations, audit

MAILS_A_DAY = 30
"""How many invitations, new or sent again, an organization's administrator may send within a day."""


class InvitationRefusedError(Exception):
    """An invitation cannot be sent."""


class AlreadyInvitedError(InvitationRefusedError):
    """An invitation of this address to this organization is open."""


class AlreadyColleagueError(InvitationRefusedError):
    """The person belongs to this organization already."""


class TooManyInvitationsError(InvitationRefusedError):
    """More invitations within a day than MAILS_A_DAY."""


class ClosedInvitationError(Exception):
    """The invitation was used, taken back, or is too old."""


class WrongPersonError(Exception):
    """The invitation is for another address than the person's."""


@transaction.atomic
def invite(
    *,
    email: str,
    organization: Organization | None,
    language: str,
    role: str = OrganizationRole.MEMBER,
    first_name: str = "",
    last_name: str = "",
    invited_by: User,
    by_staff: bool = False,
    answers_request: bool = False,
) -> Invitation:
    """Invite `email`, by mail in `language`. Without an organization it is for an account alone (staff only).

    `answers_request` has the mail say that the person's own request was granted. Raises AlreadyInvitedError,
    AlreadyColleagueError, and TooManyInvitationsError unless `by_staff`.
    """
    email = email.strip().lower()
    _wait_for_turn(invited_by)
    if organization is not None and is_colleague(email, organization):
        raise AlreadyColleagueError
    if Invitation.objects.open().filter(email__iexact=email, organization=organization).exists():
        raise AlreadyInvitedError
    if not by_staff:
        _refuse_a_flood(invited_by)
    token = new_token()
    invitation = Invitation.objects.create(
        email=email,
        organization=organization,
        language=language,
        role=role,
        first_name=first_name,
        last_name=last_name,
        invited_by=invited_by,
        token_digest=token_digest(token),
        expires_at=timezone.now() + Invitation.LIFETIME,
    )
    audit.record("invitation.sent", actor=invited_by, target=invitation, organization=organization, role=str(role))
    _write(invitation, token, answers_request=answers_request)
    return invitation


@transaction.atomic
def resend(invitation: Invitation, *, actor: User, by_staff: bool = False) -> None:
    """Send an invitation once more: a new link for as long as a new one; the link sent before is dead.

    Raises ClosedInvitationError for one that was used or taken back, TooManyInvitationsError unless `by_staff`.
    """
    _wait_for_turn(actor)
    locked = _lock(invitation)
    if locked.accepted_at is not None or locked.revoked_at is not None:
        raise ClosedInvitationError
    if not by_staff:
        _refuse_a_flood(actor)
    token = new_token()
    locked.token_digest, locked.expires_at = token_digest(token), timezone.now() + Invitation.LIFETIME
    locked.save(update_fields=["token_digest", "expires_at"])
    audit.record("invitation.resent", actor=actor, target=locked, organization=locked.organization)
    _write(locked, token)


@transaction.atomic
def revoke(invitation: Invitation, *, actor: Any) -> bool:
    """Take an invitation back: its link is dead. Returns False where there was nothing to take back any more."""
    locked = _lock(invitation)
    if locked.accepted_at is not None or locked.revoked_at is not None:
        return False
    locked.revoked_at = timezone.now()
    locked.save(update_fields=["revoked_at"])
    audit.record("invitation.revoked", actor=actor, target=locked, organization=locked.organization)
    return True


@transaction.atomic
def accept(invitation: Invitation, *, person: User, now: datetime.datetime | None = None) -> Affiliation | None:
    """Use an invitation: `person` joins the organization, or moves to it. Returns the affiliation, if it brings one.

    Of two at the same moment one wins. Raises ClosedInvitationError, WrongPersonError, and LastAdministratorError
    for the only administrator of another organization.
    """
    locked = _lock(invitation)
    if not locked.is_open(now):
        raise ClosedInvitationError
    if not is_for(locked, person):
        raise WrongPersonError
    locked.accepted_at, locked.accepted_by = now or timezone.now(), person
    locked.save(update_fields=["accepted_at", "accepted_by"])
    audit.record("invitation.accepted", actor=person, target=locked, organization=locked.organization)
    if locked.organization is None:
        return None
    return affiliations.join(person=person, organization=locked.organization, role=locked.role)


def is_for(invitation: Invitation, person: User) -> bool:
    """Whether the invited address is `person`'s own."""
    if person.email.lower() == invitation.email.lower():
        return True
    return EmailAddress.objects.filter(user=person, verified=True, email__iexact=invitation.email).exists()


def account_of(email: str) -> User | None:
    """Return whose account `email` is, if there is one: by its address, or by another one they confirmed."""
    person = User.objects.filter(email__iexact=email).first()
    if person is not None:
        return person
    known = EmailAddress.objects.filter(verified=True, email__iexact=email).select_related("user").first()
    return known.user if known else None


def is_colleague(email: str, organization: Organization) -> bool:
    """Whether the person of `email` belongs to `organization` now."""
    return Affiliation.objects.current().filter(organization=organization, person__email__iexact=email).exists()


def close_for(person: User, *, actor: Any) -> None:
    """Take back what is open to or from somebody whose account is closed."""
    for invitation in Invitation.objects.open().filter(email__iexact=person.email):
        revoke(invitation, actor=actor)
    for invitation in Invitation.objects.open().filter(invited_by=person):
        revoke(invitation, actor=actor)


def _lock(invitation: Invitation) -> Invitation:
    found = Invitation.objects.select_for_update(of=("self",)).select_related("organization", "invited_by")
    return found.get(pk=invitation.pk)


def _wait_for_turn(actor: User) -> None:
    """Let one invitation of a person be made at a time, so that counting them holds."""
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)


def _refuse_a_flood(actor: User) -> None:
    since = timezone.now() - datetime.timedelta(days=1)
    sent = AuditEntry.objects.filter(actor=actor, action__in=("invitation.sent", "invitation.resent"), at__gt=since)
    if sent.count() >= MAILS_A_DAY:
        raise TooManyInvitationsError


def _write(invitation: Invitation, token: str, *, answers_request: bool = False) -> None:
    with translation.override(invitation.language):
        address = Portal.absolute(reverse("invitation_link", args=[token]))
    mail.send(
        "invitation",
        to=[invitation.email],
        language=invitation.language,
        context={
            "invitation": invitation,
            "organization": invitation.organization,
            "inviter": inviter_name(invitation),
            "answers_request": answers_request,
            "address": address,
        },
    )


def inviter_name(invitation: Invitation) -> str:
    """Return the name of whoever invites; nothing where they gave none: their address is not for strangers."""
    return invitation.invited_by.get_full_name() if invitation.invited_by else ""
