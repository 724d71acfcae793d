"""Requests to join an organization, or to move to another one.

An address is confirmed by its owner before anybody decides. A request from an address of the organization's own domain
goes to its administrators; any other, and any to an organization without one, goes to staff.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from cms import mail
from cms.portal import Portal
from members.models import Affiliation, Invitation, JoinRequest, Organization, User
from members.models.affiliations import new_token, token_digest
from members.services import affiliations, audit, invitations
from members.services.conversations import staff_addresses
from members.services.organizations import PUBLIC_MAIL_DOMAINS
from members.standing import organization_of


class RequestRefusedError(Exception):
    """The request cannot be made or decided."""


class AlreadyAskedError(RequestRefusedError):
    """A request of this person to this organization waits already."""


class AlreadyThereError(RequestRefusedError):
    """The person belongs to the organization already."""


class DecidedError(RequestRefusedError):
    """Somebody has decided on the request, or it was withdrawn."""


def joinable_organizations() -> QuerySet[Organization]:
    """Return the organizations that one may ask to join: those that everyone may see."""
    return Organization.objects.visible_to(AnonymousUser())


def matches_domain(email: str, organization: Organization) -> bool:
    """Whether `email` is an address of the organization's own. Subdomains are not; free mail never is."""
    domain = email.rpartition("@")[2].lower()
    return domain not in PUBLIC_MAIL_DOMAINS and domain in {
        known.lower().lstrip("@") for known in organization.email_domains
    }


@transaction.atomic
def ask(
    *, organization: Organization, email: str, first_name: str, last_name: str, language: str, message: str = ""
) -> None:
    """Take a request of somebody who is not signed in, and write to the address.

    Whoever has an account is told by mail to ask from within; the answer on the page is the same, so that nobody
    learns who has one.
    """
    email = email.strip().lower()
    if person := invitations.account_of(email):
        if person.is_active:
            _write_to_account(person, organization)
        return
    token = new_token()
    request = JoinRequest.objects.create(
        organization=organization,
        email=email,
        first_name=first_name,
        last_name=last_name,
        language=language,
        message=message,
        token_digest=token_digest(token),
    )
    with translation.override(language):
        address = Portal.absolute(reverse("join_confirm_link", args=[token]))
    context = {"request": request, "organization": organization, "address": address}
    mail.send("join_confirm", to=[email], language=language, context=context)


@transaction.atomic
def ask_from_account(*, person: User, organization: Organization, message: str = "") -> JoinRequest:
    """Take a request of somebody who is signed in; their address is confirmed.

    Raises AlreadyThereError, AlreadyAskedError, and LastAdministratorError for the only administrator of another
    organization.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    present = organization_of(person)
    if present is not None and present.pk == organization.pk:
        raise AlreadyThereError
    if affiliations.is_last_administrator(person):
        raise affiliations.LastAdministratorError
    if JoinRequest.objects.pending().filter(email__iexact=person.email, organization=organization).exists():
        raise AlreadyAskedError
    request = JoinRequest.objects.create(
        organization=organization,
        person=person,
        email=person.email,
        first_name=person.first_name,
        last_name=person.last_name,
        language=person.language,
        message=message,
        state=JoinRequest.State.PENDING,
        confirmed_at=timezone.now(),
        matches_domain=matches_domain(person.email, organization),
    )
    audit.record("join.asked", actor=person, target=request, organization=organization)
    _tell_deciders(request)
    return request


@transaction.atomic
def confirm(request: JoinRequest) -> bool:
    """Confirm the address of a request: it now waits for a decision. Returns False where the link is too old.

    A second click changes nothing; where a request of the same address waits already, that one stands.
    """
    request = _lock(request)
    if request.state == JoinRequest.State.PENDING:
        return True
    too_old = request.created_at + JoinRequest.CONFIRMABLE < timezone.now()
    if request.state != JoinRequest.State.UNCONFIRMED or too_old:
        return False
    Organization.objects.select_for_update(no_key=True, of=("self",)).get(pk=request.organization_id)
    waiting = JoinRequest.objects.pending().filter(email__iexact=request.email, organization=request.organization)
    if waiting.exists():
        request.delete()
        return True
    request.state, request.confirmed_at = JoinRequest.State.PENDING, timezone.now()
    request.matches_domain = matches_domain(request.email, request.organization)
    request.save(update_fields=["state", "confirmed_at", "matches_domain"])
    audit.record("join.asked", target=request, organization=request.organization)
    _tell_deciders(request)
    return True


@transaction.atomic
def approve(request: JoinRequest, *, actor: User, by_staff: bool = False) -> None:
    """Grant a request: an account joins, an address without one is invited.

    Raises DecidedError for one that does not wait any more, and LastAdministratorError for the only administrator of
    another organization.
    """
    request = _decide(request, JoinRequest.State.APPROVED, actor)
    audit.record("join.approved", actor=actor, target=request, organization=request.organization)
    person = request.person or invitations.account_of(request.email)
    if person is not None and person.is_active:
        affiliations.join(person=person, organization=request.organization, actor=actor, by_staff=by_staff)
        context = {"person": person, "organization": request.organization, "address": _area(person.language)}
        mail.send("join_approved", to=[person.email], language=person.language, context=context)
        return
    if open_one := Invitation.objects.open().filter(email=request.email, organization=request.organization).first():
        invitations.resend(open_one, actor=actor, by_staff=True)
        return
    invitations.invite(
        email=request.email,
        organization=request.organization,
        language=request.language,
        first_name=request.first_name,
        last_name=request.last_name,
        invited_by=actor,
        by_staff=True,  # the person asked: this is no flood
        answers_request=True,
    )


@transaction.atomic
def decline(request: JoinRequest, *, actor: User, reason: str = "") -> None:
    """Refuse a request, politely and by mail; `reason` stands in it, where one is given. Raises DecidedError."""
    request = _decide(request, JoinRequest.State.DECLINED, actor, reason)
    audit.record("join.declined", actor=actor, target=request, organization=request.organization)
    _write_to_asker(request, "join_declined")


@transaction.atomic
def withdraw(request: JoinRequest, *, person: User) -> None:
    """Take one's own request back. Raises DecidedError."""
    request = _decide(request, JoinRequest.State.WITHDRAWN, person)
    audit.record("join.withdrawn", actor=person, target=request, organization=request.organization)


def expire_requests() -> str | None:
    """Let requests lapse that nobody decided on in time, and forget those whose address was never confirmed."""
    now = timezone.now()
    unconfirmed = JoinRequest.objects.filter(state=JoinRequest.State.UNCONFIRMED)
    forgotten, _rows = unconfirmed.filter(created_at__lt=now - JoinRequest.CONFIRMABLE).delete()
    lapsed = 0
    for request in JoinRequest.objects.pending().filter(confirmed_at__lt=now - JoinRequest.WAITS):
        with transaction.atomic():
            locked = _lock(request)
            if locked.state != JoinRequest.State.PENDING:
                continue
            locked.state, locked.decided_at = JoinRequest.State.EXPIRED, now
            locked.save(update_fields=["state", "decided_at"])
            audit.record("join.expired", target=locked, organization=locked.organization)
            _write_to_asker(locked, "join_expired")
            lapsed += 1
    return f"{lapsed} requests lapsed, {forgotten} unconfirmed ones forgotten" if lapsed or forgotten else None


def _lock(request: JoinRequest) -> JoinRequest:
    found = JoinRequest.objects.select_for_update(of=("self",)).select_related("organization", "person")
    return found.get(pk=request.pk)


def _decide(request: JoinRequest, state: str, actor: User, reason: str = "") -> JoinRequest:
    request = _lock(request)
    if request.state != JoinRequest.State.PENDING:
        raise DecidedError
    request.state, request.decided_at, request.decided_by, request.reason = state, timezone.now(), actor, reason
    request.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    return request


def _tell_deciders(request: JoinRequest) -> None:
    """Write to whoever decides: the organization's administrators, else staff."""
    context = {"request": request, "organization": request.organization}
    administrators = Affiliation.objects.administrators().filter(organization=request.organization)
    deciders = [each.person for each in administrators.select_related("person")] if request.matches_domain else []
    for person in deciders:
        with translation.override(person.language):
            address = Portal.absolute(reverse("join_request", args=[request.pk]))
        words = {**context, "address": address}
        mail.send("join_to_decide", to=[person.email], language=person.language, context=words)
    if deciders:
        return
    address = Portal.absolute(reverse("wagtailsnippets_members_joinrequest:list"))
    for language, addresses in staff_addresses(request.language).items():
        words = {**context, "address": address}
        mail.send("join_to_decide", to=addresses, language=language, context=words)


def _write_to_account(person: User, organization: Organization) -> None:
    with translation.override(person.language):
        address = Portal.absolute(f"{reverse('join_organization')}?organization={organization.pk}")
    context = {"person": person, "organization": organization, "address": address}
    mail.send("join_known_address", to=[person.email], language=person.language, context=context)


def _write_to_asker(request: JoinRequest, template: str) -> None:
    context: dict[str, Any] = {"request": request, "organization": request.organization, "reason": request.reason}
    mail.send(template, to=[request.email], language=request.language, context=context)


def _area(language: str) -> str:
    with translation.override(language):
        return Portal.absolute(reverse("private_area"))
