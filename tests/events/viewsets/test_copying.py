"""Copies of events: every time keeps its hour on the clock, what belongs to one edition stays with it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.urls import reverse

from events.models import Event, EventDocument, EventQuestion, EventSponsor, EventStatus, ProgrammeSession, Recording
from events.services.copying import copy_into_year, with_year
from events.services.walltime import at_local, next_year, shifted, shifted_span
from tests.events.viewsets.conftest import at, wall
from tests.factories.events import EventFactory, ProgrammeSessionFactory, RegistrationFactory, SpeakerFactory
from tests.factories.records import TopicFactory

pytestmark = pytest.mark.django_db


def date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-18", "2027-11-17"),  # a Wednesday
        ("2026-01-01", "2026-12-31"),  # a Thursday, nearest to New Year's Day
        ("2024-02-29", "2025-02-27"),  # 29 February
        ("2027-02-28", "2028-02-27"),
        ("2028-12-31", "2029-12-30"),
    ],
)
def test_the_day_that_is_offered_is_the_nearest_same_weekday(day: str, expected: str) -> None:
    found = next_year(date(day))
    assert found == date(expected)
    assert found.weekday() == date(day).weekday()


@pytest.mark.parametrize(
    ("moment", "days", "shown"),
    [
        (at(2026, 3, 2), 14, "2026-03-16 09:00"),  # over the change in March
        (at(2026, 10, 20), 28, "2026-11-17 09:00"),  # over the change in November
        (at(2026, 3, 1, 2, 30), 7, "2026-03-08 03:30"),  # an hour that the clocks skip
        (at(2026, 10, 25, 1, 30), 7, "2026-11-01 01:30"),  # an hour that comes twice
        (at(2024, 2, 29), 365, "2025-02-28 09:00"),
    ],
)
def test_what_begins_at_nine_begins_at_nine(moment: datetime.datetime, days: int, shown: str) -> None:
    assert wall(shifted(moment, days)) == shown


def test_of_an_hour_that_comes_twice_it_is_the_first() -> None:
    found = at_local(date("2026-11-01"), datetime.time(1, 30))
    assert found.utcoffset() == datetime.timedelta(hours=-6)


def test_a_span_that_the_clocks_turn_around_lasts_as_long_as_it_did() -> None:
    start = at(2026, 11, 1, 1, 50)
    end = start.astimezone(datetime.UTC) + datetime.timedelta(minutes=20)  # 1:10 again, an hour later by the sun
    assert end > start
    moved = shifted_span(start, end, 7)
    assert moved[1] - moved[0] == datetime.timedelta(minutes=20)


def test_only_the_year_of_the_edition_changes_in_a_title() -> None:
    assert with_year("Sommet 2026, depuis 2019 (no 12026)", 2026, 2027) == "Sommet 2027, depuis 2019 (no 12026)"


@pytest.fixture
def summit(db: None) -> Event:
    event: Event = EventFactory(
        kind="summit",
        title_fr="Sommet 2026",
        title_en="Summit 2026",
        slug_fr="sommet-2026",
        slug_en="summit-2026",
        starts_at=at(2026, 10, 20, 8, 30),
        ends_at=at(2026, 10, 21, 16),
        registration_opens_at=at(2026, 8, 1),
        registration_closes_at=at(2026, 10, 10, 23),
        joining_url="https://example.org/room",
        notice_fr="Salle changée",
        notice_en="Another room",
        status=EventStatus.MOVED_ONLINE,
        topics=[TopicFactory(key="housing")],
        codes=["members"],
    )
    event.questions.add(EventQuestion(label_fr="Repas ?", label_en="Lunch?"))
    event.sponsors.add(EventSponsor(name_fr="Fondation", name_en="Foundation"))
    event.documents.add(EventDocument(url="https://example.org/agenda", moment="before"))
    event.recordings.add(Recording(url="https://example.org/film"))
    event.save()
    return event


def copied(event: Event, day: str = "2027-11-16", actor: Any = None) -> Event:
    return copy_into_year(event, starts_on=date(day), title_fr="Sommet 2027", title_en="Summit 2027", actor=actor)


def test_a_new_edition_is_a_draft_in_both_languages_at_the_same_hours(summit: Event) -> None:
    copy = Event.objects.get(pk=copied(summit).pk)
    assert not copy.live
    assert (copy.title_fr, copy.title_en) == ("Sommet 2027", "Summit 2027")
    assert (copy.slug_fr, copy.slug_en) == ("sommet-2027", "summit-2027")
    assert (wall(copy.starts_at), wall(copy.ends_at)) == ("2027-11-16 08:30", "2027-11-17 16:00")
    assert wall(copy.registration_opens_at) == "2027-08-28 09:00"
    assert copy.status == EventStatus.PLANNED
    assert [topic.key for topic in copy.topics.all()] == ["housing"]
    assert [group.access_group.code for group in copy.access.all()] == ["members"]
    assert copy.latest_revision is not None


def test_what_belongs_to_one_edition_stays_with_it(summit: Event) -> None:
    RegistrationFactory(event=summit)
    copy = Event.objects.get(pk=copied(summit).pk)
    assert (copy.joining_url, copy.notice_fr, copy.notice_en) == ("", "", "")
    assert not copy.registrations.exists()
    assert not copy.documents.exists()
    assert not copy.recordings.exists()
    assert copy.uid != summit.uid
    assert copy.questions.get().uid != summit.questions.get().uid
    assert copy.sponsors.get().name_en == "Foundation"
    summit.refresh_from_db()
    assert (summit.documents.count(), summit.recordings.count(), summit.questions.count()) == (1, 1, 1)


def test_the_programme_comes_along_with_its_speakers(summit: Event) -> None:
    speaker = SpeakerFactory()
    start = at(2026, 10, 21, 10)
    ProgrammeSessionFactory(
        event=summit, title_fr="Atelier", title_en="Workshop", starts_at=start, room_fr="Salle A", speakers=[speaker]
    )
    session = ProgrammeSession.objects.get(event=copied(summit))
    assert (session.title_fr, session.title_en, session.room_fr) == ("Atelier", "Workshop", "Salle A")
    assert (wall(session.starts_at), wall(session.ends_at)) == ("2027-11-17 10:00", "2027-11-17 11:00")
    assert list(session.speakers.all()) == [speaker]
    assert session.event.starts_at <= session.starts_at <= session.event.ends_at


def test_asked_twice_it_makes_one_copy(summit: Event) -> None:
    ProgrammeSessionFactory(event=summit)
    assert copied(summit) == copied(summit)
    assert Event.objects.count() == 2
    assert ProgrammeSession.objects.count() == 2


def test_a_slug_that_is_taken_gets_a_number(summit: Event) -> None:
    EventFactory(slug_fr="sommet-2027", slug_en="another")
    copy = copied(summit)
    assert (copy.slug_fr, copy.slug_en) == ("sommet-2027-2", "summit-2027")


def test_the_form_offers_the_next_year_and_leads_to_the_copy(staff: Any, summit: Event) -> None:
    address = reverse("event_copy", args=[summit.pk])
    html = staff.read(address)
    for offered in ("Sommet 2027", "Summit 2027", "2027-10-19"):
        assert offered in html
    data = {"starts_on": "2027-10-19", "title_fr": "Sommet 2027", "title_en": "Summit 2027"}
    response = staff.post(address, data)
    copy = Event.objects.exclude(pk=summit.pk).get()
    assert response.status_code == 302
    assert str(copy.pk) in response["Location"]


@pytest.mark.parametrize(
    "data",
    [
        {"starts_on": "2027-02-30", "title_en": "Summit"},
        {"starts_on": "9999-01-01", "title_en": "Summit"},
        {"starts_on": "", "title_en": "Summit"},
        {"starts_on": "2027-10-19"},
        {"starts_on": "2027-10-19", "title_en": "x" * 300},
    ],
)
def test_a_form_that_cannot_be_meant_makes_nothing(staff: Any, summit: Event, data: dict[str, str]) -> None:
    response = staff.post(reverse("event_copy", args=[summit.pk]), data)
    assert response.status_code == 200
    assert Event.objects.count() == 1


def test_an_event_without_dates_is_not_copied(staff: Any) -> None:
    event = EventFactory(starts_at=None, ends_at=None, live=False)
    address = reverse("event_copy", args=[event.pk])
    assert staff.get(address).status_code == 200
    response = staff.post(address, {"starts_on": "2027-10-19", "title_en": "Summit"})
    assert "This event has no dates" in response.content.decode()
    assert Event.objects.count() == 1
