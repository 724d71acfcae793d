"""Events as rows: their times, their addresses, what is refused."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from events.addresses import event_url
from events.models import Event, RegistrationMode
from tests.factories.events import EventFactory, ProgrammeSessionFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def errors_of(event: Event) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        event.full_clean()
    return caught.value.message_dict


def test_an_event_has_an_address_in_each_language() -> None:
    event = EventFactory(title_fr="Sommet de l’Ouest", title_en="Western summit")
    assert event_url(event, "fr") == "/fr/evenements/sommet-de-louest/"
    assert event_url(event, "en") == "/en/events/western-summit/"


def test_an_event_that_ends_before_it_begins_is_refused() -> None:
    event = EventFactory()
    event.ends_at = event.starts_at - DAY
    assert "ends before it begins" in errors_of(event)["ends_at"][0]


def test_an_event_of_half_a_year_is_taken_for_a_slip() -> None:
    event = EventFactory()
    event.ends_at = event.starts_at + 180 * DAY
    assert "a month at most" in errors_of(event)["ends_at"][0]


def test_registration_on_another_site_needs_an_address() -> None:
    event = EventFactory()
    event.registration_mode = RegistrationMode.OUTSIDE
    assert "registration_url" in errors_of(event)


def test_a_slug_that_the_portal_answers_at_is_refused() -> None:
    event = EventFactory()
    event.slug_en = "month"
    assert "Choose another slug" in errors_of(event)["slug_en"][0]


def test_what_has_ended_is_past_and_the_next_one_comes_first() -> None:
    now = timezone.now()
    past, later, soon = (EventFactory(starts_at=now + days * DAY) for days in (-3, 9, 2))
    assert list(Event.objects.upcoming(now)) == [soon, later]
    assert list(Event.objects.past(now)) == [past]


def test_a_session_outside_its_event_is_refused() -> None:
    session = ProgrammeSessionFactory()
    session.starts_at -= DAY
    session.ends_at -= DAY
    with pytest.raises(ValidationError, match="outside the times"):
        session.full_clean()
