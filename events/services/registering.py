"""Registering, confirming one's address, cancelling: each atomic, each harmless when done twice.

Whoever asks twice (a double click, a repeated link, the same address in capitals) is registered once, and the answer
says what stands. What a stranger is told about an address never depends on whether it is registered.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.db import transaction
from django.utils import timezone

from events.models import Event, Registration, RegistrationState
from events.services.openness import ClosedError, refusal
from events.services.seats import Seats, seats_of

State = RegistrationState
CONFIRMABLE = datetime.timedelta(hours=48)
"""So long the link holds that confirms an address."""


class Outcome(Enum):
    """What became of asking for a seat."""

    SEATED = "seated"
    WAITING = "waiting"
    MAILED = "mailed"
    """A mail went to the address; nothing more is said, since whoever asks may not be whose it is."""
    STANDS = "stands"
    """The address was registered already: nothing has changed."""
    FULL = "full"
    ORGANIZATION_FULL = "organization-full"


@dataclass(frozen=True)
class Applicant:
    """Who asks for a seat, or for whom one is asked."""

    email: str
    first_name: str
    last_name: str
    language: str = "en"
    person: Any = None
    organization: Any = None
    organization_name: str = ""
    dietary_needs: str = ""
    accessibility_needs: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    consent_words: str = ""
    wants_mail: bool = False


@dataclass(frozen=True)
class Answer:
    """What became of one applicant; the registration, where there is one that they may know of."""

    outcome: Outcome
    registration: Registration | None = None


def register(
    event: Event, applicants: Sequence[Applicant], *, is_confirmed: bool, registered_by: Any = None
) -> list[Answer]:
    """Give each applicant a seat, or a place in the queue, in their order; each has an answer of their own.

    `is_confirmed` says that the addresses are known to be theirs (signed in, invited, or a colleague vouches); others
    hold no seat until they follow the link in the mail. Raises ClosedError where the event takes no registration.
    """
    with seats_of(event) as seats:
        if closed := refusal(seats.event, seats.now):
            raise ClosedError(closed)
        seats.offer_what_is_free()  # nobody who waits is overtaken
        return [_take(seats, each, is_confirmed, registered_by) for each in applicants]


def standing_of(event: Event, email: str) -> Registration | None:
    """Return the registration of an address that has not been cancelled, if there is one."""
    return Registration.objects.current().filter(event=event, email__iexact=email).first()


def _take(seats: Seats, applicant: Applicant, is_confirmed: bool, registered_by: Any) -> Answer:
    known = standing_of(seats.event, applicant.email)
    if known is not None and known.state != State.UNCONFIRMED:
        return _stands(known, applicant, is_confirmed, registered_by)
    registration = _filled(known or Registration(event=seats.event), applicant, registered_by)
    registration.created_at = seats.now
    if not is_confirmed:
        registration.state = State.UNCONFIRMED
        registration.save()
        seats.tell(registration)
        return Answer(Outcome.MAILED)
    registration.confirmed_at = seats.now
    if known is not None:  # asked for as a guest, and now from an account
        registration.save()
    return _place(seats, registration)


def _filled(registration: Registration, applicant: Applicant, registered_by: Any) -> Registration:
    for name in (
        *("first_name", "last_name", "language", "person", "organization", "organization_name"),
        *("dietary_needs", "accessibility_needs", "answers", "consent_words", "wants_mail"),
    ):
        setattr(registration, name, getattr(applicant, name))
    registration.email = applicant.email.strip().lower()
    registration.consent_at = timezone.now() if applicant.consent_words else None
    registration.registered_by = registered_by
    return registration


def _stands(known: Registration, applicant: Applicant, is_confirmed: bool, registered_by: Any) -> Answer:
    """Change nothing. Whoever may not know of the registration is told what a stranger is; its owner gets a mail."""
    is_own = is_confirmed and registered_by is None
    is_colleague = (
        registered_by is not None
        and known.organization_id is not None
        and known.organization_id == getattr(applicant.organization, "pk", None)
    )
    if is_own or is_colleague:
        return Answer(Outcome.STANDS, known)
    from events.tasks import write_already_mail

    write_already_mail.enqueue(known.pk)
    return Answer(Outcome.MAILED)


def _place(seats: Seats, registration: Registration) -> Answer:
    """Seat a confirmed registration, or queue it; one that finds neither is not kept (as it is, if it was there)."""
    has_room, may_sit = seats.has_room(), seats.has_room_for_organization_of(registration)
    if has_room and may_sit:
        seats.seat(registration)
        return Answer(Outcome.SEATED, registration)
    if seats.event.has_waiting_list:
        seats.queue(registration)
        return Answer(Outcome.WAITING, registration)
    return Answer(Outcome.ORGANIZATION_FULL if has_room else Outcome.FULL)


def confirm(registration: Registration) -> Answer:
    """Confirm that an address is its owner's: the registration now takes a seat, or a place in the queue.

    A second click changes nothing. Raises Registration.DoesNotExist where it was forgotten after CONFIRMABLE, and
    ClosedError where the event takes no registration any more.
    """
    with seats_of(registration.event_id) as seats:
        found = seats.get(registration)
        if found.state != State.UNCONFIRMED:
            return Answer(Outcome.STANDS, found)
        if found.created_at + CONFIRMABLE <= seats.now:
            raise Registration.DoesNotExist
        if closed := refusal(seats.event, seats.now):
            raise ClosedError(closed)
        seats.offer_what_is_free()
        found.confirmed_at = seats.now
        return _place(seats, found)


def cancel(registration: Registration) -> bool:
    """End a registration; its seat goes to whoever is first in the queue. Returns whether it was there to end.

    One whose address was never confirmed is forgotten altogether. Raises ClosedError once the event is over.
    """
    with seats_of(registration.event_id) as seats:
        found = seats.get(registration)
        if found.state == State.CANCELLED:
            return False
        if found.state == State.UNCONFIRMED:
            found.delete()
            return True
        if (closed := refusal(seats.event, seats.now)) and closed.code == "over":
            raise ClosedError(closed)
        seats.cancel(found)
        return True


def forget_unconfirmed(now: datetime.datetime | None = None) -> str | None:
    """Forget registrations whose address nobody confirmed in time (a timed job). They held no seat."""
    before = (now or timezone.now()) - CONFIRMABLE
    late = Registration.objects.filter(state=State.UNCONFIRMED, created_at__lte=before)
    with transaction.atomic():  # one that is being confirmed in this very moment is locked, and passed over
        found = list(late.select_for_update(skip_locked=True).values_list("pk", flat=True))
        Registration.objects.filter(pk__in=found).delete()
    return f"{len(found)} unconfirmed registrations forgotten" if found else None
