"""Mail of staff to those who registered for an event: each gets theirs in their language, once."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cms import mail
from cms.bilingual import localized
from cms.portal import Portal
from events.addresses import event_url
from events.models import Event, EventMessage, Registration, RegistrationMail, RegistrationState
from members.services import audit

KIND = "message"
#: Whom a message may go to. Who has cancelled or never confirmed the address is written to no more.
STATES = (RegistrationState.SEATED, RegistrationState.OFFERED, RegistrationState.WAITING)

#: The addresses of people whose data were deleted end so: nobody is there.
ERASED = "@erased.invalid"


@dataclass(frozen=True)
class Texts:
    """A message in both languages."""

    subject_fr: str
    subject_en: str
    text_fr: str
    text_en: str


def recipients(event: Event, states: Collection[str], *, only: str = "") -> QuerySet[Registration]:
    """Return the registrations in these states; `only` "arrived" or "absent" narrows them to who came, or did not."""
    wanted = [state for state in STATES if state in set(states)]
    found = Registration.objects.filter(event=event, state__in=wanted).exclude(email__endswith=ERASED)
    if only:
        found = found.filter(checked_in_at__isnull=only == "absent")
    return found.order_by("pk")


@transaction.atomic
def send(
    event: Event, texts: Texts, *, states: Collection[str], only: str = "", nonce: uuid.UUID, actor: Any
) -> EventMessage | None:
    """Queue a message to those whom `states` and `only` name, each in their language, and keep it.

    `nonce` stands for one decision to send: with it again, or with nobody to write to, nothing is sent (None).
    """
    Event.objects.select_for_update(of=("self",)).only("pk").get(pk=event.pk)
    occasion = nonce.hex
    if RegistrationMail.objects.filter(registration__event=event, kind=KIND, occasion=occasion).exists():
        return None
    found = list(recipients(event, states, only=only))
    if not found:
        return None
    now = timezone.now()
    RegistrationMail.objects.bulk_create(
        RegistrationMail(registration=row, kind=KIND, occasion=occasion, sent_at=now) for row in found
    )
    message = EventMessage.objects.create(
        event=event,
        subject_fr=texts.subject_fr,
        subject_en=texts.subject_en,
        text_fr=texts.text_fr,
        text_en=texts.text_en,
        sent_by=actor,
        sent_at=now,
        recipients=len(found),
    )
    for row in found:
        write(event, texts, to=row.email, language=row.language)
    audit.record("event.message_sent", actor=actor, target=message, recipients=len(found))
    return message


def write(event: Event, texts: Texts, *, to: str, language: str) -> None:
    """Put the message in the outbox for one address."""
    mail.send(
        "message_to_registered",
        to=[to],
        language=language,
        context={
            "subject": getattr(texts, f"subject_{language}"),
            "text": getattr(texts, f"text_{language}"),
            "title": localized(event, "title", language),
            "starts_at": event.starts_at,
            "address": address_of(event, language),
        },
    )


def address_of(event: Event, language: str) -> str:
    path = event_url(event, language) if event.live else ""
    return Portal.absolute(path) if path else ""
