"""Writes of the public pages."""

from __future__ import annotations

import hashlib
from datetime import timedelta

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
KEPT = timedelta(days=365)


class TooManyMessages(Exception):
    """More messages came from one address within an hour than a person writes."""


def receive_message(*, form: ContactForm, request: HttpRequest) -> ContactMessage:
    """Keep a message of the contact form and tell staff; one that looks like a machine's is held, never dropped.

    Takes a valid form. Returns the message. Raises TooManyMessages past MESSAGES_AN_HOUR from one address, of which
    only a keyed hash is kept, for an hour.
    """
    _count_sender(request)
    because = form.suspicion()
    data = form.cleaned_data
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
        recipients = (PortalSettings.objects.first() or PortalSettings()).recipients
        if recipients and not because:
            mail.send(
                "contact_message",
                to=recipients,
                language=message.language,
                context={"message": message},
                reply_to=message.email,
            )
    return message


def _count_sender(request: HttpRequest) -> None:
    address = request.META.get("REMOTE_ADDR", "")
    digest = hashlib.blake2s(address.encode(), key=settings.SECRET_KEY.encode()[:32]).hexdigest()
    key = f"contact-form:{digest}"
    cache.add(key, 0, 3600)
    try:
        count = cache.incr(key)
    except ValueError:  # it expired in between
        count = 1
    if count > MESSAGES_AN_HOUR:
        raise TooManyMessages


def delete_old_messages() -> int:
    """Delete the messages that were received more than a year ago. Returns how many."""
    deleted, _rows = ContactMessage.objects.filter(received_at__lt=timezone.now() - KEPT).delete()
    return deleted
