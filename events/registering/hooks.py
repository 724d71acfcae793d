"""What the private area shows of registrations."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.canadian import date_time
from cms.slots import Waiting
from events.models import OFF_STATUSES, Registration, RegistrationState
from events.registering.opened import own
from events.services.seats import HEAVY


def waiting(request: HttpRequest) -> list[Waiting]:
    """Return the seats that are held for the reader: one query."""
    offered = (
        Registration.objects.filter(
            own(request.user), state=RegistrationState.OFFERED, offered_until__gt=timezone.now()
        )
        .exclude(event__status__in=OFF_STATUSES)
        .select_related("event")
        .defer(*(f"event__{name}" for name in HEAVY))
        .order_by("offered_until")
    )
    words = _("A seat is held for you until %(moment)s: %(title)s")
    return [
        Waiting(
            words % {"moment": date_time(row.offered_until), "title": row.event.title},
            reverse("my_registration", args=[row.uid]),
        )
        for row in offered
        if row.offered_until
    ]
