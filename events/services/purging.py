"""What is forgotten of registrations: needs and answers after the event; all that is a person's with their account."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.slots import DataSection
from events.models import EventInvitation, Registration
from events.services.seats import seats_of
from members.services.person_data import section

KEPT = datetime.timedelta(days=30)
"""So long after the end of an event needs and answers are kept."""


def purge_private_data(now: datetime.datetime | None = None) -> str | None:
    """Delete dietary and accessibility needs and answers of events that ended KEPT ago (a timed job)."""
    now = now or timezone.now()
    old = Registration.objects.filter(event__ends_at__lte=now - KEPT, purged_at=None)
    purged = old.update(dietary_needs="", accessibility_needs="", answers={}, purged_at=now)
    return f"needs and answers of {purged} registrations deleted" if purged else None


def registrations_of(person: Any) -> Any:
    """Return the registrations of `person`: made from their account, or with its address."""
    return Registration.objects.filter(Q(person=person) | Q(email__iexact=person.email))


def sections(person: Any) -> list[DataSection]:
    """Return what this app knows of `person` (hook "portal_person_data")."""
    invited = EventInvitation.objects.filter(email__iexact=person.email).select_related("event")
    return [
        section(
            "event_registrations",
            _("Registrations for events"),
            registrations_of(person).select_related("event", "organization"),
            *("event", "email", "first_name", "last_name", "language", "organization", "organization_name", "state"),
            *("created_at", "seated_at", "cancelled_at", "dietary_needs", "accessibility_needs", "answers"),
            *("consent_words", "consent_at", "wants_mail", "checked_in_at"),
        ),
        section(
            "event_invitations",
            _("Invitations to events"),
            invited,
            *("event", "email", "first_name", "last_name", "language", "created_at", "revoked_at"),
        ),
    ]


@transaction.atomic
def forget(person: Any) -> None:
    """Forget `person` (hook "portal_erase_person"): what is to come is cancelled, what was stays without a name.

    How many came to an event stays true; who they were is gone.
    """
    now = timezone.now()
    to_come = registrations_of(person).filter(Q(event__ends_at=None) | Q(event__ends_at__gt=now))
    for event in sorted(set(to_come.values_list("event", flat=True))):  # one order: nobody waits for one another
        with seats_of(event, now) as seats:
            for registration in registrations_of(person).filter(event=event):
                seats.release(registration)
                registration.delete()
    for registration in registrations_of(person):
        _without_name(registration, now)
    EventInvitation.objects.filter(email__iexact=person.email).delete()


def _without_name(registration: Registration, now: datetime.datetime) -> None:
    Registration.objects.filter(pk=registration.pk).update(
        person=None,
        email=f"{registration.uid.hex}@erased.invalid",
        first_name="",
        last_name="",
        organization_name="",
        dietary_needs="",
        accessibility_needs="",
        answers={},
        purged_at=registration.purged_at or now,
    )
