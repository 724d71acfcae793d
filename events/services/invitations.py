"""Invitations to events that are by invitation: a mail with a link, by which the address may register once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from cms import mail
from cms.portal import Portal
from events.models import Event, EventInvitation
from events.services import links
from events.services.mails import EVENT_HEADER, event_words


def open_invitation(event: Event, email: str) -> EventInvitation | None:
    """Return the invitation that an address holds to `event` and that was not taken back."""
    return EventInvitation.objects.filter(event=event, email__iexact=email, revoked_at=None).first()


@transaction.atomic
def invite(
    event: Event, email: str, *, language: str, invited_by: Any, first_name: str = "", last_name: str = ""
) -> EventInvitation:
    """Invite an address, by mail; again where it was invited before, also after that was taken back."""
    email = email.strip().lower()
    names = {"first_name": first_name, "last_name": last_name, "language": language}
    invitation = EventInvitation.objects.filter(event=event, email__iexact=email).first()
    if invitation is None:
        invitation, _made = EventInvitation.objects.get_or_create(
            event=event, email=email, defaults={**names, "invited_by": invited_by}
        )
    elif invitation.revoked_at is not None:
        EventInvitation.objects.filter(pk=invitation.pk).update(revoked_at=None, invited_by=invited_by, **names)
        invitation.refresh_from_db()
    send(invitation)
    return invitation


def invite_all(event: Event, people: Iterable[dict[str, str]], *, invited_by: Any) -> int:
    """Invite several: dicts of `email`, `language`, and names where they are known. Returns how many."""
    return len([invite(event, invited_by=invited_by, **each) for each in people])


def send(invitation: EventInvitation) -> None:
    """Write the invitation's mail (once more)."""
    language, event = invitation.language, invitation.event
    with translation.override(language):
        token = links.token(links.INVITATION, invitation.uid)
        address = Portal.absolute(reverse("event_invitation_link", args=[token]))
        context = {**event_words(event, language), "invitation": invitation, "address": address}
    mail.send(
        "event_invitation",
        to=[invitation.email],
        language=language,
        context=context,
        headers={EVENT_HEADER: str(event.uid)},
    )


def revoke(invitation: EventInvitation) -> None:
    """Take an invitation back; a registration that was made by it stays until it is cancelled."""
    EventInvitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=timezone.now())


def by_token(token: str) -> EventInvitation | None:
    """Return the invitation of a link, where it holds."""
    uid = links.uid_of(links.INVITATION, token)
    return EventInvitation.objects.select_related("event").filter(uid=uid, revoked_at=None).first() if uid else None
