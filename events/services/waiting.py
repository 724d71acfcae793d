"""The waiting list: offers and what becomes of them, and what staff do with seats by hand."""

from __future__ import annotations

import datetime
import logging
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import ngettext

from cms.published import write_published
from events.models import OFF_STATUSES, Event, EventSeats, Registration, RegistrationState
from events.services.seats import Seats, seats_of

logger = logging.getLogger(__name__)
State = RegistrationState


class LapsedError(Exception):
    """The time to accept a seat is over."""


class NotWaitingError(Exception):
    """The registration is not in a state in which this can be done to it."""


# --- whoever waits --------------------------------------------------------------------------------


def place_in_queue(registration: Registration) -> int:
    """Return the place of somebody who waits, 1 for the first."""
    ahead = Registration.objects.filter(event=registration.event_id, state=State.WAITING)
    since = registration.queued_at or registration.created_at
    before = Q(queued_at__lt=since) | Q(queued_at=since, pk__lt=registration.pk)
    return ahead.filter(before).count() + 1


def accept(registration: Registration) -> None:
    """Take the seat that is offered. Twice does no harm.

    Raises LapsedError where the time was over, and then it has gone on to the next; NotWaitingError where none is
    offered.
    """
    with seats_of(registration.event_id) as seats:
        found = seats.get(registration)
        if found.state == State.SEATED:
            return
        if found.state != State.OFFERED or not seats.is_offering():
            raise LapsedError if _has_lapsed(found) else NotWaitingError
        is_late = found.offered_until is None or found.offered_until <= seats.now
        if is_late:
            seats.cancel(found)
        else:
            seats.seat(found)
    if is_late:  # outside: the seat has gone on, and that stays
        raise LapsedError


def _has_lapsed(registration: Registration) -> bool:
    until, ended = registration.offered_until, registration.cancelled_at
    return registration.state == State.CANCELLED and bool(until and ended and until <= ended)


def lapse_offers(now: datetime.datetime | None = None) -> str | None:
    """End the offers that nobody took in time; each seat goes on to the next in the queue (a timed job)."""
    now = now or timezone.now()
    late = Registration.objects.filter(state=State.OFFERED, offered_until__lte=now, event__live=True).exclude(
        event__status__in=OFF_STATUSES
    )
    lapsed = failed = 0
    for pk in late.order_by("event").values_list("event", flat=True).distinct():
        try:
            with seats_of(pk, now) as seats:
                for registration in seats.event.registrations.filter(state=State.OFFERED, offered_until__lte=now):
                    seats.cancel(registration)
                    lapsed += 1
        except Exception:  # one event must not keep the others waiting
            logger.exception("Offers of event %s could not lapse", pk)
            failed += 1
    return f"{lapsed} offers lapsed, {failed} events failed" if lapsed or failed else None


def promote_waiting(now: datetime.datetime | None = None) -> str | None:
    """Offer seats that are free while people wait, such as after a capacity was raised (a timed job)."""
    now = now or timezone.now()
    has_room = Q(event__capacity=None) | Q(taken__lt=F("event__capacity"))
    rows = EventSeats.objects.filter(has_room, waiting__gt=0, event__live=True, event__starts_at__gt=now)
    offered = 0
    for pk in rows.exclude(event__status__in=OFF_STATUSES).values_list("pk", flat=True):
        offered += promote(pk, now)
    return f"{offered} seats offered" if offered else None


def promote(event: Event | int, now: datetime.datetime | None = None) -> int:
    """Offer the free seats of `event` to those who wait. Returns how many."""
    with seats_of(event, now) as seats:
        return seats.offer_what_is_free()


# --- staff, by hand -------------------------------------------------------------------------------


def seat_by_hand(registration: Registration) -> bool:
    """Give somebody a seat at once, beyond the capacity too. Returns whether that changed anything."""
    with seats_of(registration.event_id) as seats:
        found = seats.get(registration)
        if found.state == State.SEATED:
            return False
        _confirmed(seats, found)
        _not_registered_anew(found)
        seats.seat(found)
        return True


def offer_by_hand(registration: Registration) -> None:
    """Offer a seat to somebody who waits, out of turn. Raises NotWaitingError for whoever does not wait."""
    with seats_of(registration.event_id) as seats:
        found = seats.get(registration)
        if found.state != State.WAITING or not seats.is_offering():
            raise NotWaitingError
        seats.offer(found)


def move_to_waiting_list(registration: Registration) -> bool:
    """Put somebody at the end of the waiting list. Returns whether that changed anything.

    The seat goes to whoever is first in the queue; where nobody else waits, it is offered to the same person again.
    """
    with seats_of(registration.event_id) as seats:
        found = seats.get(registration)
        if found.state == State.WAITING:
            return False
        _confirmed(seats, found)
        _not_registered_anew(found)
        seats.queue(found)
        return True


def _confirmed(seats: Seats, registration: Registration) -> None:
    registration.confirmed_at = registration.confirmed_at or seats.now
    registration.cancelled_at = None


def _not_registered_anew(registration: Registration) -> None:
    """Raise NotWaitingError where a cancelled registration would come back beside a newer one of the same address."""
    same = Registration.objects.current().filter(event=registration.event_id, email__iexact=registration.email)
    if same.exclude(pk=registration.pk).exists():
        raise NotWaitingError


def change_capacity(event: Event, capacity: int | None, *, user: Any) -> str:
    """Set how many seats there are. Returns a sentence for staff where it is fewer than are taken, else "".

    Nobody loses a seat: seats become free only as people cancel. Where it is more, those who wait are offered seats.
    """

    def write(row: Event) -> None:
        row.capacity = capacity

    write_published(event, write, user=user, only=["capacity"])
    promote(event)
    return capacity_notice(event.pk, capacity)


def capacity_notice(pk: int, capacity: int | None) -> str:
    """Return what staff should know where more seats are taken than there are, in the active language, else ""."""
    taken = Registration.objects.filter(event=pk).holding().count()
    if capacity is None or taken <= capacity:
        return ""
    words = ngettext(
        "%(taken)d person has a seat already, more than there are now. Nobody loses theirs: seats become free as people cancel.",  # noqa: E501
        "%(taken)d people have a seat already, more than there are now. Nobody loses theirs: seats become free as people cancel.",  # noqa: E501
        taken,
    )
    return words % {"taken": taken}
