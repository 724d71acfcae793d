"""The feed of the public's events: which, narrowed how, and what it costs."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms import access
from events.calendars import feed
from events.calendars.addresses import public_subscription
from events.models import Event, EventStatus
from tests.conftest import Visitor
from tests.events.calendars.reading import by_uid, entries, moments, read
from tests.factories.events import EventFactory
from tests.factories.organizations import AudienceFactory, CommunityFactory, RegionFactory
from tests.factories.records import TopicFactory

pytestmark = pytest.mark.django_db
FEED = "/ics/en/public.ics"
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def nothing_written() -> None:
    feed.forget()


def titles(visit: Visitor, query: str = "", language: str = "en") -> list[str]:
    calendar = read(visit.get(f"/ics/{language}/public.ics{query}").content)
    return [str(entry["SUMMARY"]) for entry in entries(calendar)]


def test_it_holds_what_everyone_may_see_whoever_asks(
    visitor: Callable[..., Visitor], visit: Visitor, editor: Any
) -> None:
    EventFactory(title_en="Open")
    EventFactory(title_en="Hushed", codes=[access.MEMBERS])
    EventFactory(title_en="Draft", live=False)
    assert titles(visit) == ["Open"]
    assert titles(visitor(user=editor)) == ["Open"]


def test_it_is_written_in_the_language_of_the_address(visit: Visitor) -> None:
    event = EventFactory(title_fr="Ouverte", title_en="Open")
    for language, title in (("fr", "Ouverte"), ("en", "Open")):
        answer = visit.get(f"/ics/{language}/public.ics", HTTP_ACCEPT_LANGUAGE="en" if language == "fr" else "fr")
        calendar = read(answer.content)
        entry = by_uid(calendar, event)
        assert str(entry["SUMMARY"]) == title
        assert entry["SUMMARY"].params["LANGUAGE"] == f"{language}-CA"
        assert calendar["X-WR-CALNAME"]
        assert answer["Content-Language"] == language
        assert not answer.cookies


def test_each_filter_of_the_listing_narrows_it(visit: Visitor) -> None:
    EventFactory(
        title_en="Chosen",
        kind="caucus",
        format="hybrid",
        language="fr",
        staff_level="managers",
        community=CommunityFactory(region=RegionFactory(key="northwest")),
        topics=[TopicFactory(key="housing")],
        audiences=[AudienceFactory(key="front-line-staff")],
    )
    EventFactory(
        title_en="Other",
        kind="summit",
        format="virtual",
        language="en",
        staff_level="front-line",
        topics=[TopicFactory(key="health")],
        starts_at=timezone.now() + 12 * DAY,
    )
    EventFactory(title_en="For all", starts_at=timezone.now() + 14 * DAY)
    for query in ("kind=caucus", "format=hybrid", "region=northwest", "topic=housing", "audience=front-line-staff"):
        assert titles(visit, f"?{query}") == ["Chosen"], query
    assert titles(visit, "?language=fr") == ["Chosen", "For all"]
    assert titles(visit, "?level=managers") == ["Chosen", "For all"]
    assert titles(visit, "?topic=housing&topic=health") == ["Chosen", "Other"]
    assert titles(visit, "?topic=housing&kind=summit") == []
    assert titles(visit, "?kind=nothing&topic=%27--&page=0&q=x&view=month") == ["Chosen", "Other", "For all"]


def test_an_empty_feed_is_a_calendar_too(visit: Visitor) -> None:
    assert titles(visit) == []


def test_it_reaches_from_three_months_ago_to_a_year_and_a_half_ahead(visit: Visitor) -> None:
    now = timezone.now()
    for title, days in (("Long ago", -100), ("Lately", -80), ("Soon", 3), ("Next year", 500), ("Far", 600)):
        EventFactory(title_en=title, starts_at=now + days * DAY)
    assert titles(visit) == ["Lately", "Soon", "Next year"]
    with time_machine.travel(now + 40 * DAY, tick=False):
        assert titles(visit) == ["Soon", "Next year"]


def test_the_window_moves_on_though_nothing_changes(visit: Visitor) -> None:
    now = timezone.now()
    EventFactory(title_en="Lately", starts_at=now - 80 * DAY)
    first = visit.get(FEED)
    with time_machine.travel(now + 20 * DAY, tick=False):
        later = visit.get(FEED, HTTP_IF_NONE_MATCH=first["ETag"])
    assert later.status_code == 200
    assert not entries(read(later.content))


def test_what_changes_and_what_is_cancelled_comes_along(visit: Visitor) -> None:
    event = EventFactory(title_en="Meeting")
    first = visit.get(FEED)
    event.status = EventStatus.CANCELLED
    event.save()
    answer = visit.get(FEED, HTTP_IF_NONE_MATCH=first["ETag"])
    entry = by_uid(read(answer.content), event)
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CANCELLED", 1)
    Event.objects.get(pk=event.pk).unpublish()
    assert titles(visit) == []


def test_moments_are_right_on_both_sides_of_a_change_of_the_clock(visit: Visitor) -> None:
    with time_machine.travel(datetime.datetime(2026, 2, 1, 12, tzinfo=datetime.UTC), tick=False):
        made = [
            EventFactory(starts_at=datetime.datetime(2026, month, day, hour, tzinfo=datetime.UTC))
            for month, day, hour in ((3, 7, 20), (3, 8, 19), (10, 31, 19), (11, 1, 20))
        ]
        body = visit.get(FEED).content
    calendar = read(body)
    for event in made:
        entry = by_uid(calendar, event)
        assert entry["DTSTART"].dt.hour == 13
        assert moments(body, entry) == (event.starts_at, event.ends_at)


def test_who_has_it_already_is_told_so_by_one_query(visit: Visitor) -> None:
    event = EventFactory(title_en="Meeting")
    first = visit.get(FEED)
    assert set(first["Cache-Control"].split(", ")) == {"public", "max-age=900"}
    with CaptureQueriesContext(connection) as queries:
        again = visit.get(FEED, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content, len(queries)) == (304, b"", 1)
    EventFactory(title_en="Hushed", codes=[access.MEMBERS])  # nothing of the public's has changed
    assert visit.get(FEED, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    event.title_en = "Another meeting"
    event.save()
    assert visit.get(FEED, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


def test_it_costs_the_same_with_few_and_with_many_events(visit: Visitor) -> None:
    costs = []
    for size in (2, 20):
        for _ in range(size):
            EventFactory(topics=[TopicFactory()], community=CommunityFactory())
        with CaptureQueriesContext(connection) as queries:
            assert visit.get(FEED).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_only_what_changed_is_written_anew(visit: Visitor) -> None:
    made = [EventFactory() for _ in range(4)]
    visit.get(FEED)
    before = {key: kept[1] for key, kept in feed._written.items()}
    made[0].title_en = "Changed"
    made[0].save()
    visit.get(FEED)
    same = [pk for (_language, pk), kept in feed._written.items() if before["en", pk] is kept[1]]
    assert sorted(same) == sorted(event.pk for event in made[1:])


def test_it_is_offered_as_webcal() -> None:
    offered = public_subscription({"kind": ["summit", "caucus"], "topic": ["housing"]})
    assert offered.url == "http://localhost:8000/ics/en/public.ics?kind=summit&kind=caucus&topic=housing"
    assert urlsplit(offered.webcal)[1:] == urlsplit(offered.url)[1:]
    assert offered.webcal.startswith("webcal://localhost:8000/")
