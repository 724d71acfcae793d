"""Writes of the public pages."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from cms import mail
from cms.bilingual import active_language
from cms.models import PortalSettings
from home.forms import ContactForm
from home.models import ContactMessage

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
    sent_before = f"contact-form:{_keyed_hash(data['opened'], data['email'], data['subject'], data['message'])}"
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
    key = f"contact-form:{_keyed_hash(address)}"
    if not any(cache.add(f"{key}:{place}", 1, HOUR) for place in range(MESSAGES_AN_HOUR)):
        raise TooManyMessagesError


def _keyed_hash(*parts: str) -> str:
    return hashlib.blake2s("\0".join(parts).encode(), key=settings.SECRET_KEY.encode()[:32]).hexdigest()


def delete_old_messages() -> str | None:
    """Delete the messages received more than a year ago. Returns a sentence for the log, if there were any."""
    deleted, _rows = ContactMessage.objects.filter(received_at__lt=timezone.now() - KEPT).delete()
    return f"{deleted} old messages deleted" if deleted else None
