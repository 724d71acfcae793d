"""Writes of the public pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from cms import limits, mail
from cms.bilingual import active_language
from cms.models import PortalSettings
from cms.slots import DataSection
from home.forms import ContactForm
from home.models import ContactMessage
from members.services.person_data import section

MESSAGES_AN_HOUR = 5
HOUR = 3600  # seconds
KEPT = timedelta(days=365)


class TooManyMessagesError(Exception):
    """More messages came from one address within an hour than a person writes."""


def receive_message(*, form: ContactForm, request: HttpRequest) -> ContactMessage:
    """Keep a message of the contact form and tell staff; one that looks like a machine's is held, never dropped.

    Takes a valid form. Returns the message; the one that is there already where a form is sent twice. Raises
    TooManyMessagesError past MESSAGES_AN_HOUR from one address, of which only a keyed hash is kept, for an hour.
    """
    data = form.cleaned_data
    sent_before = f"contact-form:{limits.keyed_hash(data['opened'], data['email'], data['subject'], data['message'])}"
    if not cache.add(sent_before, 1, HOUR):
        known = ContactMessage.objects.filter(email=data["email"], subject=data["subject"], message=data["message"])
        if message := known.first():
            return message
    _count_sender(request)
    because = form.suspicion()
    with transaction.atomic():
        message = ContactMessage.objects.create(
            name=data["name"],
            email=data["email"],
            subject=data["subject"],
            message=data["message"],
            language=active_language(),
            status=ContactMessage.Status.HELD if because else ContactMessage.Status.NEW,
            held_because=because,
        )
        if not because:
            _tell_staff(message)
    return message


@transaction.atomic
def release_message(message: ContactMessage) -> None:
    """Take a message out of hold: it becomes new, and staff are told as they would have been at first."""
    message.status, message.held_because = ContactMessage.Status.NEW, ""
    message.save(update_fields=["status", "held_because"])
    _tell_staff(message)


def _tell_staff(message: ContactMessage) -> None:
    if recipients := (PortalSettings.objects.first() or PortalSettings()).recipients:
        mail.send(
            "contact_message",
            to=recipients,
            language=message.language,
            context={"message": message},
            reply_to=message.email,
        )


def _count_sender(request: HttpRequest) -> None:
    """Take one of the sender's places for the hour; each comes free an hour after it was taken."""
    address = get_adapter().get_client_ip(request)
    if not limits.take_place("contact-form", address, places=MESSAGES_AN_HOUR, seconds=HOUR):
        raise TooManyMessagesError


def delete_old_messages() -> str | None:
    """Delete the messages received more than a year ago. Returns a sentence for the log, if there were any."""
    deleted, _rows = ContactMessage.objects.filter(received_at__lt=timezone.now() - KEPT).delete()
    return f"{deleted} old messages deleted" if deleted else None


def messages_of(person: Any) -> list[DataSection]:
    """Return what `person` wrote through the contact form, by their address (hook "portal_person_data")."""
    fields = ("subject", "name", "message", "received_at")
    written = ContactMessage.objects.filter(email__iexact=person.email)
    return [section("contact_messages", _("Messages through the contact form"), written, *fields)]


def forget_messages_of(person: Any) -> None:
    """Delete what `person` wrote through the contact form (hook "portal_erase_person")."""
    ContactMessage.objects.filter(email__iexact=person.email).delete()
