"""What changes of an event, told by mail to those who registered: once for each change that is published."""

from __future__ import annotations

import logging
from typing import Any

from django.utils import timezone

from events.models import OFF_STATUSES, Event, EventStatus, Registration, RegistrationState
from events.services import mails
from events.services.seats import HEAVY

logger = logging.getLogger(__name__)
#: What is compared: the row before an event is published, and after.
COMPARED = ("live", "status", "starts_at", "ends_at", "community_id", "venue_fr", "venue_en", "street")
PLACE = ("community_id", "venue_fr", "venue_en", "street")
#: A status of which the registered are told when the event gets it.
TOLD = OFF_STATUSES | {EventStatus.MOVED_ONLINE}
Values = dict[str, Any]


def values_of(pk: int | None) -> Values | None:
    """Return what is compared of an event as it is in the database, or None for one that is not there."""
    return Event.objects.filter(pk=pk).values(*COMPARED).first() if pk else None


def what_changed(before: Values | None, event: Event) -> list[str]:
    """Return what the registered must hear of: "status", "back", "time", "place"; nothing of what is not published."""
    if before is None or not before["live"] or not event.live or event.is_over:
        return []
    what = []
    if event.status != before["status"]:
        if event.status in TOLD:
            what.append("status")
        elif before["status"] in OFF_STATUSES:
            what.append("back")
    if (event.starts_at, event.ends_at) != (before["starts_at"], before["ends_at"]):
        what.append("time")
    if any(getattr(event, name) != before[name] for name in PLACE):
        what.append("place")
    return what


def note(before: Values | None, event: Event) -> None:
    """Have those who registered told of what was just published, if it concerns them."""
    what = what_changed(before, event)
    if what and event.registrations.current().exists():
        from events.tasks import tell_of_change

        tell_of_change.enqueue(event.pk, timezone.now().isoformat(), what)


def tell(event_pk: int, occasion: str, what: list[str]) -> int:
    """Write to everybody who has a seat or waits for one; `occasion` names the change. Returns how many were told.

    Run twice, as after it was cut short, it writes to those whom it has not written to.
    """
    rows = Registration.objects.filter(event=event_pk).current().exclude(state=RegistrationState.UNCONFIRMED)
    rows = rows.select_related("event", "person").defer(*(f"event__{name}" for name in HEAVY))
    told = 0
    for registration in rows.order_by("pk").iterator(chunk_size=200):
        event = registration.event
        is_cancelled = event.status == EventStatus.CANCELLED
        told += mails.write(
            registration,
            "changed",
            occasion,
            context={"what": what, "is_off": event.is_off},
            has_calendar=registration.state == RegistrationState.SEATED,
            method="CANCEL" if is_cancelled else "PUBLISH",
        )
    return told
