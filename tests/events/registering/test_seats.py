"""Seats: who gets one, who waits, who moves up."""

from __future__ import annotations

import pytest
from django.utils import timezone

from events.models import EventSeats, Registration
from events.services import registering, waiting
from events.services.openness import ClosedError
from events.services.registering import Outcome
from events.signals import seats_changed
from tests.events.registering.helpers import DAY, HOUR, applicant, ask, open_event, states, waits
from tests.factories.events import RegistrationFactory
from tests.factories.organizations import OrganizationFactory

pytestmark = pytest.mark.django_db


def test_whoever_comes_while_there_are_seats_is_seated_and_the_next_waits() -> None:
    event = open_event(capacity=1)
    assert ask(event, "ada@example.org").outcome == Outcome.SEATED
    assert ask(event, "bea@example.org").outcome == Outcome.WAITING
    assert states(event) == {"ada@example.org": "seated", "bea@example.org": "waiting"}
    assert (EventSeats.objects.get().taken, EventSeats.objects.get().waiting) == (1, 1)


def test_the_same_address_in_capitals_is_registered_once() -> None:
    event = open_event(capacity=5)
    first, second = ask(event, "ada@example.org"), ask(event, "Ada@EXAMPLE.org")
    assert second.outcome == Outcome.STANDS
    assert second.registration == first.registration
    assert Registration.objects.count() == 1


def test_without_a_waiting_list_nothing_is_kept_of_whoever_comes_too_late() -> None:
    event = open_event(capacity=1, has_waiting_list=False)
    ask(event, "ada@example.org")
    assert ask(event, "bea@example.org").outcome == Outcome.FULL
    assert Registration.objects.count() == 1


def test_an_organization_has_its_number_of_seats_and_others_go_before_those_above_it() -> None:
    event, brooks = open_event(capacity=3, seats_per_organization=1), OrganizationFactory()
    answers = registering.register(
        event,
        [applicant(f"{name}@example.org", organization=brooks) for name in ("ada", "bea")]
        + [applicant("cleo@example.org", organization_name="Other  house"), applicant("dora@example.org")]
        + [applicant("eva@example.org", organization_name="other House")],
        is_confirmed=True,
    )
    assert [answer.outcome.value for answer in answers] == ["seated", "waiting", "seated", "seated", "waiting"]


def test_when_a_seat_of_an_organization_is_given_up_its_next_person_moves_up() -> None:
    event, brooks = open_event(capacity=3, seats_per_organization=1), OrganizationFactory()
    first = ask(event, "ada@example.org", organization=brooks).registration
    ask(event, "bea@example.org", organization=brooks)
    registering.cancel(first)
    assert states(event)["bea@example.org"] == "offered"


def test_a_cancelled_seat_is_offered_to_the_first_in_the_queue_for_so_many_hours() -> None:
    event = open_event(capacity=1, offer_hours=24)
    ada = ask(event, "ada@example.org").registration
    ask(event, "bea@example.org")
    ask(event, "cleo@example.org")
    assert registering.cancel(ada)
    assert states(event) == {
        "ada@example.org": "cancelled", "bea@example.org": "offered", "cleo@example.org": "waiting",
    }  # fmt: skip
    until = Registration.objects.get(email="bea@example.org").offered_until
    assert abs(until - timezone.now() - 24 * HOUR) < HOUR / 60
    assert not registering.cancel(ada)


def test_a_seat_is_never_held_beyond_the_beginning() -> None:
    event = open_event(capacity=1, offer_hours=48, starts_at=timezone.now() + 5 * HOUR)
    ada = ask(event, "ada@example.org").registration
    ask(event, "bea@example.org")
    registering.cancel(ada)
    assert Registration.objects.get(email="bea@example.org").offered_until == event.starts_at


def test_nobody_who_comes_now_overtakes_whoever_waits() -> None:
    event = open_event(capacity=1)
    waits(event, "ada@example.org")
    assert ask(event, "bea@example.org").outcome == Outcome.WAITING
    assert states(event)["ada@example.org"] == "offered"


def test_whoever_cancels_and_comes_back_goes_to_the_end() -> None:
    event = open_event(capacity=1)
    ask(event, "ada@example.org")
    bea = ask(event, "bea@example.org").registration
    ask(event, "cleo@example.org")
    registering.cancel(bea)
    again = ask(event, "bea@example.org")
    assert again.outcome == Outcome.WAITING
    assert waiting.place_in_queue(again.registration) == 2


def test_an_accepted_offer_is_a_seat_and_accepting_twice_does_no_harm() -> None:
    event = open_event(capacity=1)
    bea = RegistrationFactory(event=event, state="offered", seated_at=None, offered_until=timezone.now() + HOUR)
    waiting.accept(bea)
    waiting.accept(bea)
    bea.refresh_from_db()
    assert (bea.state, bea.offered_until) == ("seated", None)


def test_an_offer_accepted_too_late_has_gone_to_the_next() -> None:
    event = open_event(capacity=1)
    late = RegistrationFactory(event=event, state="offered", seated_at=None, offered_until=timezone.now() - HOUR)
    waits(event, "next@example.org")
    with pytest.raises(waiting.LapsedError):
        waiting.accept(late)
    assert sorted(states(event).values()) == ["cancelled", "offered"]
    with pytest.raises(waiting.LapsedError):
        waiting.accept(late)


def test_offers_that_nobody_took_lapse_and_the_job_run_twice_offers_once() -> None:
    event = open_event(capacity=1)
    RegistrationFactory(event=event, state="offered", seated_at=None, offered_until=timezone.now() - HOUR)
    waits(event, "second@example.org", queued_at=timezone.now() - DAY)
    waits(event, "third@example.org")
    assert waiting.lapse_offers() == "1 offers lapsed, 0 events failed"
    assert waiting.lapse_offers() is None
    found = states(event)
    assert (found["second@example.org"], found["third@example.org"]) == ("offered", "waiting")


@pytest.mark.parametrize("status", ["postponed", "cancelled", "suspended", "full"])
def test_nobody_moves_up_for_an_event_that_is_off_or_said_to_be_full(status: str) -> None:
    event = open_event(capacity=2, status=status)
    waits(event, "ada@example.org")
    assert waiting.promote(event) == 0


def test_a_raised_capacity_moves_up_as_many_as_there_are_seats(administrator) -> None:
    event = open_event(capacity=1)
    for name in ("ada", "bea", "cleo", "dora"):
        ask(event, f"{name}@example.org")
    assert waiting.change_capacity(event, 3, user=administrator) == ""
    assert list(states(event).values()) == ["seated", "offered", "offered", "waiting"]


def test_a_capacity_lowered_under_the_seated_drops_nobody_and_says_so(administrator) -> None:
    event = open_event(capacity=3)
    registrations = [ask(event, f"{name}@example.org").registration for name in ("ada", "bea", "cleo")]
    ask(event, "dora@example.org")
    assert waiting.change_capacity(event, 1, user=administrator).startswith("3 people have a seat already")
    assert list(states(event).values()) == ["seated", "seated", "seated", "waiting"]
    registering.cancel(registrations[0])
    assert states(event)["dora@example.org"] == "waiting"  # two are seated where there is one seat


def test_the_job_offers_seats_that_became_free_when_an_editor_raised_the_capacity() -> None:
    event = open_event(capacity=1)
    ask(event, "ada@example.org")
    ask(event, "bea@example.org")
    event.capacity = 2
    event.save()
    assert waiting.promote_waiting() == "1 seats offered"
    assert waiting.promote_waiting() is None


def test_staff_seat_somebody_beyond_the_capacity_and_move_somebody_back() -> None:
    event = open_event(capacity=1)
    ada, bea = ask(event, "ada@example.org").registration, ask(event, "bea@example.org").registration
    assert waiting.seat_by_hand(bea)
    assert not waiting.seat_by_hand(bea)
    assert states(event) == {"ada@example.org": "seated", "bea@example.org": "seated"}
    assert waiting.move_to_waiting_list(ada)
    assert states(event)["ada@example.org"] == "waiting"


def test_staff_offer_a_seat_out_of_turn_only_to_whoever_waits() -> None:
    event = open_event(capacity=1)
    ada = ask(event, "ada@example.org").registration
    ask(event, "bea@example.org")
    cleo = ask(event, "cleo@example.org").registration
    waiting.offer_by_hand(cleo)
    assert states(event)["cleo@example.org"] == "offered"
    with pytest.raises(waiting.NotWaitingError):
        waiting.offer_by_hand(ada)


def test_a_cancelled_registration_does_not_come_back_beside_a_newer_one() -> None:
    event = open_event()
    old = ask(event).registration
    registering.cancel(old)
    ask(event)
    with pytest.raises(waiting.NotWaitingError):
        waiting.seat_by_hand(old)


def test_needs_and_answers_are_gone_with_the_registration() -> None:
    event = open_event()
    ada = ask(event, dietary_needs="No nuts", accessibility_needs="Ramp", answers={"a": "b"}).registration
    registering.cancel(ada)
    ada.refresh_from_db()
    assert (ada.dietary_needs, ada.accessibility_needs, ada.answers) == ("", "", {})


def test_who_follows_the_seats_hears_when_the_event_becomes_full() -> None:
    heard = []
    event = open_event(capacity=2)

    def hear(event, is_full, was_full, **kwargs) -> None:
        heard.append((was_full, is_full))

    seats_changed.connect(hear)
    try:
        ada = ask(event, "ada@example.org").registration
        ask(event, "bea@example.org")
        ask(event, "bea@example.org")  # nothing changes
        registering.cancel(ada)
    finally:
        seats_changed.disconnect(hear)
    assert heard == [(False, False), (False, True), (True, False)]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": "planned"}, "not open yet"),
        ({"status": "closed"}, "closed"),
        ({"status": "postponed"}, "postponed"),
        ({"status": "cancelled"}, "cancelled"),
        ({"status": "suspended"}, "suspended"),
        ({"registration_mode": "none"}, "no registration"),
        ({"registration_mode": "outside", "registration_url": "https://example.org/"}, "another site"),
        ({"starts_at": timezone.now() - 3 * HOUR, "ends_at": timezone.now() - HOUR}, "has taken place"),
        ({"starts_at": timezone.now() - HOUR, "ends_at": timezone.now() + HOUR}, "closed"),
        ({"registration_opens_at": timezone.now() + DAY}, "Registration opens on"),
        ({"registration_closes_at": timezone.now() - DAY}, "closed"),
    ],
)
def test_an_event_that_takes_no_registration_says_why(fields, sentence) -> None:
    event = open_event(**fields)
    with pytest.raises(ClosedError) as closed:
        ask(event)
    assert sentence in closed.value.refusal.sentence
    assert not Registration.objects.exists()


@pytest.mark.parametrize("status", ["open", "full", "moved-online"])
def test_an_event_that_is_open_full_or_moved_online_takes_registrations(status: str) -> None:
    expected = Outcome.WAITING if status == "full" else Outcome.SEATED
    assert ask(open_event(status=status)).outcome == expected


def test_an_unconfirmed_address_holds_no_seat_until_it_is_confirmed() -> None:
    event = open_event(capacity=1)
    assert ask(event, "ada@example.org", is_confirmed=False).outcome == Outcome.MAILED
    assert ask(event, "bea@example.org").outcome == Outcome.SEATED
    ada = Registration.objects.get(email="ada@example.org")
    assert registering.confirm(ada).outcome == Outcome.WAITING
    assert registering.confirm(ada).outcome == Outcome.STANDS


def test_an_address_that_nobody_confirmed_is_forgotten_after_two_days(time_machine) -> None:
    event = open_event()
    ask(event, is_confirmed=False)
    registration = Registration.objects.get()
    assert registering.forget_unconfirmed() is None
    time_machine.move_to(timezone.now() + registering.CONFIRMABLE + HOUR)
    with pytest.raises(Registration.DoesNotExist):
        registering.confirm(registration)
    assert registering.forget_unconfirmed() == "1 unconfirmed registrations forgotten"
    assert not Registration.objects.exists()


def test_whoever_signs_in_after_asking_as_a_guest_is_registered_once() -> None:
    event = open_event()
    ask(event, is_confirmed=False)
    assert ask(event).outcome == Outcome.SEATED
    assert Registration.objects.count() == 1


def test_after_the_event_nothing_can_be_cancelled(time_machine) -> None:
    event = open_event()
    ada = ask(event).registration
    time_machine.move_to(event.ends_at + HOUR)
    with pytest.raises(ClosedError):
        registering.cancel(ada)
