"""The month and the view by place: what stands on which day, and under which community."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from events.finding.dates import beginning_of, days_of_month, last_day, month_after, when
from tests.conftest import Visitor
from tests.events.finding.conftest import at
from tests.events.finding.test_listing import listed
from tests.factories.events import EventFactory
from tests.factories.organizations import CommunityFactory, RegionFactory

pytestmark = pytest.mark.django_db
ENGLISH, FRENCH = "/en/events/", "/fr/evenements/"


def calendar(page: str) -> dict[str, list[tuple[str, str]]]:
    """Return what stands on each day of the month that has something: the day in words → (time, title)."""
    days = {}
    for day in page.split('<li class="month__day')[1:]:
        if name := re.search(r'class="month__full">([^<]+)<', day):
            days[name.group(1).replace("\u00a0", " ")] = re.findall(
                r'class="month__time">([^<]+)</span> <a href="[^"]+"[^>]*>([^<]+)<', day
            )
    return days


def test_a_month_shows_each_event_on_its_day(events: dict[str, Any], visit: Visitor) -> None:
    page = visit.read(f"{ENGLISH}?view=month")
    assert calendar(page) == {
        "Thursday, March 18, 2027": [("1\u00a0p.m.", "A roof for all")],
        "Thursday, March 25, 2027": [("9\u00a0a.m.", "Caucus des petites villes")],
    }
    assert "2 events in March 2027" in page
    assert 'class="month__time">13\u00a0h</span>' in visit.read(f"{FRENCH}?view=month")
    assert page.count('class="month__day') - page.count('class="month__days') == 31


def test_an_event_of_several_days_stands_on_each_also_in_the_next_month(events: dict[str, Any], visit: Visitor) -> None:
    april, may = (calendar(visit.read(f"{ENGLISH}?view=month&month=2027-0{number}")) for number in (4, 5))
    assert april == {
        "Thursday, April 29, 2027": [("9\u00a0a.m.", "Settlement Summit")],
        "Friday, April 30, 2027": [("continues", "Settlement Summit")],
    }
    assert may == {"Saturday, May 1, 2027": [("continues", "Settlement Summit")]}


def test_what_goes_on_past_midnight_stands_on_both_days_and_what_ends_then_on_one(
    visit: Visitor, clock: time_machine.Traveller
) -> None:
    EventFactory(title_en="Night", starts_at=at(3, 12, 22), ends_at=at(3, 13, 1))
    EventFactory(title_en="Evening", starts_at=at(3, 20, 22), ends_at=at(3, 21, 0))
    assert calendar(visit.read(f"{ENGLISH}?view=month")) == {
        "Friday, March 12, 2027": [("10\u00a0p.m.", "Night")],
        "Saturday, March 13, 2027": [("continues", "Night")],
        "Saturday, March 20, 2027": [("10\u00a0p.m.", "Evening")],
    }


def test_the_last_hour_of_a_month_is_of_that_month_in_mountain_time(
    visit: Visitor, clock: time_machine.Traveller
) -> None:
    """At 11 p.m. on 31 March it is April already in UTC."""
    EventFactory(title_en="Late", starts_at=at(3, 31, 23), ends_at=at(4, 1, 0))
    assert list(calendar(visit.read(f"{ENGLISH}?view=month&month=2027-03"))) == ["Wednesday, March 31, 2027"]
    assert calendar(visit.read(f"{ENGLISH}?view=month&month=2027-04")) == {}


@pytest.mark.parametrize(("month", "day"), [(3, 14), (11, 7)])
def test_months_in_which_the_clock_changes_hold_each_hour_of_each_day_once(
    visit: Visitor, clock: time_machine.Traveller, month: int, day: int
) -> None:
    for hour in (0, 1, 3, 23):
        EventFactory(
            title_en=f"At {hour}",
            starts_at=at(month, day, hour),
            ends_at=at(month, day, hour) + datetime.timedelta(minutes=30),
        )
    (shown,) = calendar(visit.read(f"{ENGLISH}?view=month&month=2027-{month:02d}")).items()
    assert shown[0].split(", ")[1].endswith(f" {day}")
    assert [title for _time, title in shown[1]] == ["At 0", "At 1", "At 3", "At 23"]
    first = datetime.date(2027, month, 1)
    hours = (beginning_of(month_after(first)).timestamp() - beginning_of(first).timestamp()) / 3600
    assert hours == len(days_of_month(first)) * 24 + (-1 if month == 3 else 1)


def test_one_goes_from_month_to_month_as_far_as_there_is_something(events: dict[str, Any], visit: Visitor) -> None:
    def ways(query: str) -> list[str]:
        page = visit.read(f"{ENGLISH}?{query}")
        return re.findall(r'id="month-(\w+)" href="([^"]+)"', page)

    assert ways("view=month&kind=caucus") == [
        ("previous", "/en/events/?kind=caucus&amp;view=month&amp;month=2027-02"),
        ("next", "/en/events/?kind=caucus&amp;view=month&amp;month=2027-04"),
    ]
    assert ways("view=month&month=2027-02") == [
        ("this", "/en/events/?view=month"),
        ("next", "/en/events/?view=month"),
    ]
    assert [name for name, _url in ways("view=month&month=2027-04")] == ["previous", "this"]
    assert ways("view=month&month=2150-01")[0] == ("previous", "/en/events/?view=month&amp;month=2027-04")


def test_an_empty_month_leads_to_the_next_one_that_has_something(events: dict[str, Any], visit: Visitor) -> None:
    page = visit.read(f"{ENGLISH}?view=month&kind=summit")
    assert "Nothing takes place in this month." in page
    assert 'href="/en/events/?kind=summit&amp;view=month&amp;month=2027-04">Go to April 2027' in page


@pytest.mark.parametrize("month", ["2027-13", "2027-00", "27-03", "soon", "2027-3", "9999-12", "2027-03-01"])
def test_an_impossible_month_is_this_one_and_says_so(events: dict[str, Any], visit: Visitor, month: str) -> None:
    page = visit.read(f"{ENGLISH}?view=month&month={month}")
    assert "events in March 2027" in page
    assert f"“{month}” is no month" in page


def test_a_month_shows_what_has_been_too(events: dict[str, Any], visit: Visitor) -> None:
    assert calendar(visit.read(f"{ENGLISH}?view=month&month=2027-02")) == {
        "Thursday, February 4, 2027": [("9\u00a0a.m.", "February update")]
    }


def test_a_day_with_very_much_shows_the_first_and_leads_to_all_of_it(
    visit: Visitor, clock: time_machine.Traveller
) -> None:
    for number in range(9):
        EventFactory(title_en=f"Event {number}", starts_at=at(3, 2, 9 + number))
    page = visit.read(f"{ENGLISH}?view=month&kind=virtual-session")
    assert len(calendar(page)["Tuesday, March 2, 2027"]) == 6
    more = re.search(r'class="month__more"><a href="([^"]+)">([^<]+)<', page)
    assert more
    assert more.group(2) == "and 3 others"
    assert len(listed(visit.read(more.group(1).replace("&amp;", "&")))) == 9


def test_today_is_marked_in_words(visit: Visitor, clock: time_machine.Traveller) -> None:
    EventFactory(title_en="Now", starts_at=at(3, 10, 15))
    assert list(calendar(visit.read(f"{ENGLISH}?view=month"))) == ["Wednesday, March 10, 2027 (today)"]


def test_what_is_off_is_struck_and_says_so(visit: Visitor, clock: time_machine.Traveller) -> None:
    EventFactory(title_en="Off", starts_at=at(3, 12), status="cancelled")
    page = visit.read(f"{ENGLISH}?view=month")
    assert 'class="struck">Off</a>' in page
    assert "Cancelled" in page


# --- by place -------------------------------------------------------------------------------------------


def test_places_stand_under_their_region_the_virtual_after_them(
    events: dict[str, Any], visit: Visitor, visitor: Callable[..., Visitor], member: Any
) -> None:
    north = RegionFactory(key="north", name_fr="Nord", name_en="North", order=0)
    EventFactory(
        title_en="Hinton day",
        format="in-person",
        starts_at=at(4, 1),
        community=CommunityFactory(name_en="Hinton", name_fr="Hinton", region=north),
    )
    EventFactory(title_en="Somewhere", format="in-person", starts_at=at(4, 2))
    page = visit.read(f"{ENGLISH}?view=places")
    assert re.findall(r"<h3>([^<]+)</h3>", page)[-2:] == ["Virtual", "Place to be announced"]
    assert set(re.findall(r"<h3>([^<]+)</h3>", page)) == {"Central", "North", "Virtual", "Place to be announced"}
    assert re.findall(r'places__town">([^<]+)<', page) in (["Olds", "Hinton"], ["Hinton", "Olds"])
    own = visitor(user=member).read(f"{ENGLISH}?view=places")
    olds = own.partition('places__town">Olds')[2].partition("</section>")[0]
    assert listed(olds) == ["Members’ meeting", "Settlement Summit"]


def test_past_places_show_the_latest_first(visit: Visitor, clock: time_machine.Traveller, olds: Any) -> None:
    for month in (1, 2):
        EventFactory(title_en=f"In {month}", format="in-person", community=olds, starts_at=at(month, 1))
    assert listed(visit.read(f"{ENGLISH}?view=places&when=past")) == ["In 2", "In 1"]
    assert listed(visit.read(f"{ENGLISH}?view=places&when=all")) == ["In 1", "In 2"]


# --- words ------------------------------------------------------------------------------------------------


def test_when_is_said_in_mountain_time_winter_and_summer() -> None:
    utc = datetime.UTC
    winter = datetime.datetime(2027, 1, 12, 20, tzinfo=utc), datetime.datetime(2027, 1, 12, 22, 30, tzinfo=utc)
    summer = datetime.datetime(2027, 7, 12, 20, tzinfo=utc), datetime.datetime(2027, 7, 12, 22, 30, tzinfo=utc)
    assert when(*winter) == "Tuesday, January 12, 2027, 1\u00a0p.m. to 3:30\u00a0p.m."
    assert when(*summer) == "Monday, July 12, 2027, 2\u00a0p.m. to 4:30\u00a0p.m."
    assert when(at(3, 12, 22), at(3, 13, 1)) == "Friday, March 12, 2027, 10\u00a0p.m. to 1\u00a0a.m."
    assert last_day(at(3, 12, 22), at(3, 13, 0)) == datetime.date(2027, 3, 12)
    assert when(at(3, 12, 9), at(3, 14, 0)) == "March 12, 2027 to March 13, 2027"
