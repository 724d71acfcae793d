"""Series: a rule of RFC 5545 by the clock on the wall; made again, nothing is made twice."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from django.urls import reverse

from events.models import Event, EventSeries
from events.services.series import LAST, MOST, Recurrence, make_series
from tests.events.viewsets.conftest import MOUNTAIN, at, wall
from tests.factories.events import EventFactory, ProgrammeSessionFactory

pytestmark = pytest.mark.django_db


def days(recurrence: Recurrence, first: str) -> list[str]:
    return [day.isoformat() for day in recurrence.days(datetime.date.fromisoformat(first))]


def test_every_month_on_the_second_tuesday() -> None:
    monthly = Recurrence(on=1, place=2, count=4)
    assert days(monthly, "2027-01-12") == ["2027-01-12", "2027-02-09", "2027-03-09", "2027-04-13"]
    assert monthly.rule(datetime.date(2027, 1, 12)) == "FREQ=MONTHLY;BYDAY=2TU;COUNT=4"


def test_every_quarter_on_the_last_thursday_until_a_day() -> None:
    quarterly = Recurrence(interval=3, on=3, place=LAST, until=datetime.date(2027, 9, 30))
    assert days(quarterly, "2027-03-25") == ["2027-03-25", "2027-06-24", "2027-09-30"]
    assert quarterly.rule(datetime.date(2027, 3, 25)) == ("FREQ=MONTHLY;INTERVAL=3;BYDAY=-1TH;UNTIL=20271001T055959Z")


def test_a_day_that_a_month_lacks_leaves_the_month_out() -> None:
    assert days(Recurrence(count=3), "2027-01-31") == ["2027-01-31", "2027-03-31", "2027-05-31"]


def test_the_twenty_ninth_of_february_comes_every_four_years() -> None:
    assert days(Recurrence(frequency="YEARLY", count=2), "2028-02-29") == ["2028-02-29", "2032-02-29"]


def test_the_first_event_stays_where_it_is_even_off_the_rule() -> None:
    assert days(Recurrence(on=0, place=1, count=3), "2027-01-12") == ["2027-01-12", "2027-02-01", "2027-03-01"]


def test_a_series_has_an_end() -> None:
    assert len(days(Recurrence(frequency="WEEKLY"), "2027-01-12")) == MOST


@pytest.mark.parametrize(
    "recurrence",
    [
        Recurrence(on=1, place=2, count=14),
        Recurrence(frequency="WEEKLY", interval=2, until=datetime.date(2027, 12, 1)),
        Recurrence(count=9),
        Recurrence(frequency="YEARLY", count=3),
    ],
)
def test_the_rule_that_is_kept_gives_the_same_days_to_others_who_read_it(recurrence: Recurrence) -> None:
    start = datetime.datetime(2027, 1, 12, 10, tzinfo=MOUNTAIN)
    read = rrulestr(recurrence.rule(start.date()), dtstart=start)
    assert [moment.date() for moment in read] == recurrence.days(start.date())


@pytest.fixture
def pattern(db: None) -> Event:
    event: Event = EventFactory(
        kind="coordinators-meeting",
        title_fr="Rencontre",
        title_en="Meeting",
        key="meeting",
        starts_at=at(2027, 2, 9, 10),
        ends_at=at(2027, 2, 9, 11, 30),
        joining_url="https://example.org/room",
    )
    return event


MONTHLY = Recurrence(on=1, place=2, count=3)


def made(pattern: Event, recurrence: Recurrence = MONTHLY, **options: Any) -> Any:
    return make_series(pattern, recurrence, title_fr="Rencontres", title_en="Meetings", **{"actor": None, **options})


def test_each_occurrence_is_an_event_at_the_same_hour_in_summer_and_winter(pattern: Event) -> None:
    found = made(pattern)
    rows = list(Event.objects.filter(series=found.series).order_by("starts_at"))
    assert [wall(row.starts_at) for row in rows] == ["2027-02-09 10:00", "2027-03-09 10:00", "2027-04-13 10:00"]
    assert [wall(row.ends_at)[-5:] for row in rows] == ["11:30"] * 3
    assert rows[1].starts_at.utcoffset() == rows[2].starts_at.utcoffset()  # both are kept in UTC
    assert (rows[2].starts_at - rows[1].starts_at) == datetime.timedelta(days=35) - datetime.timedelta(hours=1)
    assert [row.live for row in rows] == [True, False, False]
    assert rows[1].slug_en == "meeting-2027-03-09"
    assert rows[1].joining_url == "https://example.org/room"
    assert found.series.rule == "FREQ=MONTHLY;BYDAY=2TU;COUNT=3"


def test_made_again_it_makes_nothing_twice_even_of_what_was_moved(pattern: Event) -> None:
    first = made(pattern)
    moved = first.made[0]
    Event.objects.filter(pk=moved.pk).update(starts_at=at(2027, 3, 10, 10), ends_at=at(2027, 3, 10, 12))
    pattern.refresh_from_db()
    again = made(pattern)
    assert (again.made, again.kept) == ([], 2)
    assert Event.objects.count() == 3
    assert EventSeries.objects.count() == 1


def test_a_longer_rule_adds_what_is_missing(pattern: Event) -> None:
    made(pattern)
    pattern.refresh_from_db()
    more = made(pattern, Recurrence(on=1, place=2, count=5))
    assert [wall(event.starts_at)[:10] for event in more.made] == ["2027-05-11", "2027-06-08"]


def test_a_draft_beside_the_pattern_is_neither_lost_nor_let_out(pattern: Event) -> None:
    pattern.title_en = "Meeting, soon renamed"
    pattern.save_revision(clean=False)
    made(pattern)
    row = Event.objects.get(pk=pattern.pk)
    assert row.title_en == "Meeting"
    assert row.get_latest_revision_as_object().title_en == "Meeting, soon renamed"


# --- the form ---------------------------------------------------------------------------------------

CHOSEN = {
    "title_fr": "Rencontres",
    "title_en": "Meetings",
    "frequency": "MONTHLY-1",
    "place": "2",
    "weekday": "1",
    "count": "3",
    "until": "",
}


def address(event: Event) -> str:
    return reverse("event_repeat", args=[event.pk])


def test_the_dates_are_shown_before_anything_is_made(staff: Any, pattern: Event) -> None:
    ProgrammeSessionFactory(event=pattern)
    assert 'value="2" selected' in staff.read(address(pattern))  # the second Tuesday, as the event itself
    html = staff.post(address(pattern), CHOSEN).content.decode()
    for shown in ("Tuesday, March 9, 2027", "Tuesday, April 13, 2027", "FREQ=MONTHLY;BYDAY=2TU;COUNT=3"):
        assert shown in html
    assert Event.objects.count() == 1
    data = {**CHOSEN, "act": "make", "shown": "FREQ=MONTHLY;BYDAY=2TU;COUNT=3"}
    assert staff.post(address(pattern), data).status_code == 302
    assert Event.objects.filter(live=False).count() == 2
    assert staff.post(address(pattern), data).status_code == 302
    assert Event.objects.count() == 3


def test_only_the_dates_that_were_shown_are_made(staff: Any, pattern: Event) -> None:
    data = {**CHOSEN, "count": "9", "act": "make", "shown": "FREQ=MONTHLY;BYDAY=2TU;COUNT=3"}
    assert staff.post(address(pattern), data).status_code == 200
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"count": ""}, "Say how many there are, or until when"),
        ({"until": "2027-12-31"}, "Say how many there are, or until when"),
        ({"count": "", "until": "2027-02-09"}, "The series ends before it begins."),
        ({"count": "", "until": "2027-02-20"}, "it does not come again before that day"),
        ({"count": "1000"}, "less than or equal to 60"),
        ({"count": "", "until": "2027-02-31"}, "Enter a valid date"),
        ({"frequency": "HOURLY-1"}, "Select a valid choice"),
        ({"weekday": "9"}, "Select a valid choice"),
        ({"title_fr": ""}, "This field is required"),
    ],
)
def test_what_is_wrong_is_said(staff: Any, pattern: Event, change: dict[str, str], sentence: str) -> None:
    response = staff.post(address(pattern), {**CHOSEN, **change})
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert Event.objects.count() == 1


@pytest.mark.parametrize(("role", "is_live"), [("Editors", False), ("Moderators", True)])
def test_only_who_may_publish_publishes_them_at_once(
    visitor: Any, person: Any, pattern: Event, role: str, is_live: bool
) -> None:
    client = visitor(user=person(role=role))
    data = {**CHOSEN, "publish": "on", "act": "make", "shown": "FREQ=MONTHLY;BYDAY=2TU;COUNT=3"}
    assert client.post(address(pattern), data).status_code == 302
    assert {event.live for event in Event.objects.exclude(pk=pattern.pk)} == {is_live}
