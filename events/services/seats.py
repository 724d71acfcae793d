"""The seats of an event: whoever seats, queues or cancels holds its row, so that everything happens in one order.

`with seats_of(event) as seats:` locks, counts, and at the end offers what has become free to those who wait, notes the
numbers and tells (`seats_changed`). Nobody is ever put out: a lowered capacity only means that none becomes free.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from events.models import HOLDING, OFF_STATUSES, Event, EventSeats, EventStatus, Registration, RegistrationState
from events.signals import seats_changed

State = RegistrationState
#: An organization as the cap knows it: its id, or its name as people wrote it.
OrganizationKey = tuple[str, Any]
HEAVY = ("body_fr", "body_en", "practical_fr", "practical_en")


@contextmanager
def seats_of(event: Event | int, now: datetime.datetime | None = None) -> Iterator[Seats]:
    """Hold the seats of `event` (or of the one with that key) until the transaction ends."""
    with transaction.atomic():
        seats = Seats(event if isinstance(event, int) else event.pk, now)
        yield seats
        seats.offer_what_is_free()
        seats.note()


def organization_key(registration: Registration) -> OrganizationKey | None:
    """Return as whose a registration counts, or None where no organization is named."""
    if registration.organization_id:
        return ("id", registration.organization_id)
    name = " ".join(registration.organization_name.casefold().split())
    return ("name", name) if name else None


class Seats:
    """The seats of one event while they are held: read anew under the lock, capacity included."""

    def __init__(self, pk: int, now: datetime.datetime | None = None) -> None:
        self.row = self._lock(pk)
        self.now = now or timezone.now()  # under the lock: who came first is who got it first
        self.event = Event.objects.defer(*HEAVY).get(pk=pk)
        counts = Registration.objects.filter(event=pk).aggregate(
            taken=Count("pk", filter=Q(state__in=HOLDING)), waiting=Count("pk", filter=Q(state=State.WAITING))
        )
        self.taken: int = counts["taken"]
        self.waiting: int = counts["waiting"]
        self._of_organizations: Counter[OrganizationKey | None] | None = None

    @staticmethod
    def _lock(pk: int) -> EventSeats:
        locked: Any = EventSeats.objects.select_for_update()
        found = locked.filter(pk=pk).first()
        if found is None:
            EventSeats.objects.get_or_create(event_id=pk)
            found = locked.get(pk=pk)
        return found

    # --- what there is ---------------------------------------------------------------------------

    @property
    def free(self) -> int | None:
        """How many seats are free; None without a limit. None are where staff say that the event is full."""
        if self.event.status == EventStatus.FULL:
            return 0
        if self.event.capacity is None:
            return None
        return max(0, self.event.capacity - self.taken)

    def has_room(self) -> bool:
        return self.free is None or self.free > 0

    def has_room_for_organization_of(self, registration: Registration) -> bool:
        """Whether the seats for each organization leave one to that of `registration`."""
        cap, key = self.event.seats_per_organization, organization_key(registration)
        return cap is None or key is None or self._held_by_organizations()[key] < cap

    def _held_by_organizations(self) -> Counter[OrganizationKey | None]:
        if self._of_organizations is None:
            holding = Registration.objects.filter(event=self.event, state__in=HOLDING)
            rows = holding.only("organization_id", "organization_name")
            self._of_organizations = Counter(organization_key(row) for row in rows)
        return self._of_organizations

    def is_offering(self) -> bool:
        """Whether whoever waits moves up now: not where the event does not take place, nor once it has begun."""
        event = self.event
        return event.live and event.status not in OFF_STATUSES and bool(event.starts_at and self.now < event.starts_at)

    def get(self, registration: Registration) -> Registration:
        """Return a registration of this event as it is now."""
        return Registration.objects.select_related("person", "organization").get(pk=registration.pk, event=self.event)

    # --- what happens ----------------------------------------------------------------------------

    def seat(self, registration: Registration) -> None:
        self._move(registration, State.SEATED, seated_at=self.now, offered_until=None, queued_at=None)

    def queue(self, registration: Registration) -> None:
        """Put a registration at the end of the waiting list."""
        self._move(registration, State.WAITING, queued_at=self.now, offered_until=None, seated_at=None)

    def offer(self, registration: Registration) -> None:
        """Hold a seat for whoever waits; never beyond the beginning of the event."""
        until = self.now + datetime.timedelta(hours=self.event.offer_hours)
        if self.event.starts_at:
            until = min(until, self.event.starts_at)
        self._move(registration, State.OFFERED, offered_until=until)

    def cancel(self, registration: Registration) -> None:
        """End a registration. What it said of needs goes at once: nobody has to know it any more."""
        self._move(
            registration,
            State.CANCELLED,
            cancelled_at=self.now,
            dietary_needs="",
            accessibility_needs="",
            answers={},
        )

    def release(self, registration: Registration) -> None:
        """Count no seat for a registration that is about to be deleted. Nobody is told."""
        self._count(registration, registration.state, -1)

    def _count(self, registration: Registration, state: str, step: int) -> None:
        self.taken += step if state in HOLDING else 0
        self.waiting += step if state == State.WAITING else 0
        if state in HOLDING and self._of_organizations is not None:
            self._of_organizations[organization_key(registration)] += step

    def _move(self, registration: Registration, state: str, **values: Any) -> None:
        if registration.pk:
            self._count(registration, registration.state, -1)
        self._count(registration, state, 1)
        registration.state = state
        for name, value in values.items():
            setattr(registration, name, value)
        # Of a row that is there, only what changes: its needs and answers may be changed in this very moment.
        written = None if registration.pk is None else ["state", "confirmed_at", "cancelled_at", *values]
        registration.save(update_fields=written)
        self.tell(registration)

    @staticmethod
    def tell(registration: Registration) -> None:
        """Have the mail about where a registration stands written, once this is committed."""
        from events.tasks import write_state_mail

        write_state_mail.enqueue(registration.pk)

    def offer_what_is_free(self) -> int:
        """Offer the free seats to those who wait, in their order. Returns how many were offered.

        Whoever's organization has all its seats keeps the place, and those behind go on.
        """
        offered = 0
        if not self.waiting or not self.has_room() or not self.is_offering():
            return 0
        queue = self.event.registrations.queue()
        if self.event.seats_per_organization is None and self.free is not None:
            queue = queue[: self.free]
        for registration in queue:
            if not self.has_room():
                break
            if self.has_room_for_organization_of(registration):
                self.offer(registration)
                offered += 1
        return offered

    def note(self) -> None:
        """Write the numbers where they are read, and tell those who follow them, if they have changed."""
        before = (self.row.taken, self.row.waiting)
        if before == (self.taken, self.waiting):
            return
        was_full = self._is_full(*before)
        self.row.taken, self.row.waiting = self.taken, self.waiting
        self.row.save(update_fields=["taken", "waiting"])
        is_full = self._is_full(self.taken, self.waiting)
        seats_changed.send(sender=Event, event=self.event, is_full=is_full, was_full=was_full)

    def _is_full(self, taken: int, waiting: int) -> bool:
        capacity = self.event.capacity
        return capacity is not None and (taken >= capacity or waiting > 0)
