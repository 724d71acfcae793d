"""Many at the same moment: real transactions, real threads."""

from __future__ import annotations

from collections import Counter

import pytest

from events.models import EventSeats, Registration
from events.services import registering, waiting
from tests.at_once import at_once
from tests.events.registering.helpers import ask, open_event, states, waits
from tests.factories.organizations import OrganizationFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_fifty_people_at_once_for_ten_seats_ten_sit_forty_wait_in_order_and_nobody_is_lost() -> None:
    event = open_event(capacity=10)
    outcomes = at_once(*[lambda number=number: ask(event, f"p{number}@example.org") for number in range(50)])
    assert outcomes == ["done"] * 50
    assert Counter(states(event).values()) == {"seated": 10, "waiting": 40}
    seats = EventSeats.objects.get()
    assert (seats.taken, seats.waiting) == (10, 40)
    queue = list(Registration.objects.filter(event=event).queue())
    assert [waiting.place_in_queue(registration) for registration in queue] == list(range(1, 41))
    seated = Registration.objects.filter(event=event).seated()
    assert max(row.seated_at for row in seated) < min(row.queued_at for row in queue)


def test_ten_clicks_at_once_register_once() -> None:
    event = open_event(capacity=5)
    assert at_once(*[lambda: ask(event)] * 10) == ["done"] * 10
    assert list(states(event).values()) == ["seated"]


def test_colleagues_registered_by_several_at_once_never_break_their_organizations_cap() -> None:
    event, brooks = open_event(capacity=50, seats_per_organization=3), OrganizationFactory()
    at_once(*[lambda number=number: ask(event, f"p{number}@example.org", organization=brooks) for number in range(8)])
    assert Counter(states(event).values()) == {"seated": 3, "waiting": 5}


def test_those_who_cancel_at_once_free_one_seat_each() -> None:
    event = open_event(capacity=4)
    seated = [ask(event, f"p{number}@example.org").registration for number in range(4)]
    for number in range(6):
        waits(event, f"w{number}@example.org")
    at_once(*[lambda each=each: registering.cancel(each) for each in [*seated[:3], seated[0]]])
    assert Counter(states(event).values()) == {"cancelled": 3, "offered": 3, "seated": 1, "waiting": 3}


def test_confirming_and_forgetting_at_once_leave_no_half_registration(time_machine) -> None:
    event = open_event(capacity=4)
    ask(event, is_confirmed=False)
    registration = Registration.objects.get()
    at_once(*[lambda: registering.confirm(registration)] * 4, lambda: registering.forget_unconfirmed())
    assert list(states(event).values()) == ["seated"]
    assert EventSeats.objects.get().taken == 1
