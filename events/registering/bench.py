"""The event for which the benchmark registers many people at once."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from events.models import Event, EventSeats, EventStatus, Registration, RegistrationMode

KEY = "bench-registration"
SEATS = 30


def fill() -> str:
    """Make the event for which people register, with all its seats free; return what was made, for the log."""
    starts_at = timezone.now() + datetime.timedelta(days=60)
    values = {
        "title_fr": "Banc d’essai des inscriptions",
        "title_en": "Registration bench",
        "starts_at": starts_at,
        "ends_at": starts_at + datetime.timedelta(hours=2),
        "status": EventStatus.OPEN,
        "registration_mode": RegistrationMode.OPEN,
        "capacity": SEATS,
        "live": True,
    }
    with transaction.atomic():
        event = Event.objects.filter(key=KEY).first() or Event(key=KEY)
        for name, value in values.items():
            setattr(event, name, value)
        event.save()
        Registration.objects.filter(event=event).delete()
        EventSeats.objects.filter(event=event).delete()
    return f"Registering: an event with {SEATS} seats"
