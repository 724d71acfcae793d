"""The calendar file of an event: what it says, to whom, how often it has changed."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms import access
from cms.models import PortalSettings
from events.calendars.ics import event_calendar
from events.models import CalendarState, Event, EventStatus
from tests.conftest import Visitor
from tests.events.calendars.reading import entries, moments, read
from tests.factories.events import EventFactory
from tests.factories.organizations import CommunityFactory

pytestmark = pytest.mark.django_db
UTC = datetime.UTC


def address(event: Event, language: str = "en") -> str:
    return f"/ics/{language}/{event.uid}.ics"


@pytest.fixture
def gathering(db: None) -> Event:
    return EventFactory(
        title_fr="Rencontre; « l’hiver », un début",
        title_en="Gathering; winter, a beginning",
        summary_en="What to pack.\nWhat to leave, and why: a long line that has to be folded, for it goes on.",
        format="in-person",
        venue_fr="Salle du Patrimoine",
        venue_en="Heritage Hall",
        street="12 Main Street",
        community=CommunityFactory(name_fr="Brooks", name_en="Brooks"),
        joining_url="https://meet.example.org/secret-room",
    )


def test_it_says_what_when_and_where_in_the_language_of_the_address(gathering: Event, visit: Visitor) -> None:
    PortalSettings.objects.update_or_create(defaults={"email": "events@example.org"})
    for language, title, place in (
        ("en", "Gathering; winter, a beginning", "Heritage Hall, 12 Main Street, Brooks"),
        ("fr", "Rencontre; « l’hiver », un début", "Salle du Patrimoine, 12 Main Street, Brooks"),
    ):
        answer = visit.get(address(gathering, language))
        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer["Content-Language"] == language
        assert answer["Content-Disposition"].startswith("attachment;")
        calendar = read(answer.content)
        assert calendar["METHOD"] == "PUBLISH"
        (entry,) = entries(calendar)
        assert str(entry["UID"]) == str(gathering.uid)
        assert str(entry["SUMMARY"]) == title
        assert entry["SUMMARY"].params["LANGUAGE"] == f"{language}-CA"
        assert str(entry["LOCATION"]) == place
        assert entry["STATUS"] == "CONFIRMED"
        assert entry["SEQUENCE"] == 0
        assert entry["ORGANIZER"] == "mailto:events@example.org"
        assert "secret-room" not in answer.content.decode().replace("\r\n ", "")
    assert str(entry["URL"]).endswith("/fr/evenements/rencontre-lhiver-un-debut/")


def test_a_text_in_the_other_language_says_so(visit: Visitor) -> None:
    event = EventFactory(title_fr="Seulement ici", summary_fr="Un mot.", title_en="", summary_en="")
    (entry,) = entries(read(visit.get(address(event)).content))
    assert entry["SUMMARY"].params["LANGUAGE"] == "fr-CA"
    assert str(entry["URL"]).endswith("/en/events/seulement-ici/")


@pytest.mark.parametrize(
    ("starts_at", "hours"),
    [
        (datetime.datetime(2026, 3, 7, 20, tzinfo=UTC), 2),
        (datetime.datetime(2026, 3, 9, 19, tzinfo=UTC), 2),
        (datetime.datetime(2026, 3, 8, 4, tzinfo=UTC), 20),  # over the night on which an hour is missing
        (datetime.datetime(2026, 11, 1, 3, tzinfo=UTC), 20),  # and over the one on which an hour comes twice
        (datetime.datetime(2026, 11, 2, 20, tzinfo=UTC), 72),
        (datetime.datetime(2019, 7, 2, 15, tzinfo=UTC), 1),
    ],
)
def test_its_moments_are_right_by_what_the_file_says_of_the_zone(
    starts_at: datetime.datetime, hours: int, visit: Visitor
) -> None:
    event = EventFactory(starts_at=starts_at, ends_at=starts_at + datetime.timedelta(hours=hours))
    body = visit.get(address(event)).content
    (entry,) = entries(read(body))
    assert moments(body, entry) == (event.starts_at, event.ends_at)


def test_those_whom_it_is_for_get_it_and_for_others_it_is_not_there(
    visit: Visitor, visitor: Callable[..., Visitor], person: Callable[..., Any]
) -> None:
    hushed, draft = EventFactory(codes=[access.MEMBERS]), EventFactory(live=False)
    for outsider in (visit, visitor(user=person(access.FUNDERS))):
        assert outsider.get(address(hushed)).status_code == 404
    member = visitor(user=person(access.MEMBERS))
    answer = member.get(address(hushed))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert member.get(address(draft)).status_code == 404
    for path in ("/ics/en/0.ics", "/ics/de/public.ics", f"/ics/en/{hushed.uid}/", "/ics/en/"):
        assert visit.get(path).status_code == 404
    assert visit.post(address(EventFactory())).status_code == 405


# --- what changes ---------------------------------------------------------------------------------


def sequence(event: Event) -> int:
    (entry,) = entries(read(event_calendar(Event.objects.get(pk=event.pk), "en")))
    return int(entry["SEQUENCE"])


def test_the_sequence_rises_with_what_calendars_show_and_with_nothing_else(gathering: Event) -> None:
    assert sequence(gathering) == 0
    for number, (name, value) in enumerate(
        (
            ("starts_at", gathering.starts_at + datetime.timedelta(minutes=30)),
            ("ends_at", gathering.ends_at + datetime.timedelta(hours=1)),
            ("title_fr", "Rencontre d’hiver"),
            ("venue_en", "Town Hall"),
            ("status", EventStatus.MOVED_ONLINE),
        ),
        start=1,
    ):
        setattr(gathering, name, value)
        gathering.save()
        assert sequence(gathering) == number, name
        gathering.save()
        assert sequence(gathering) == number
    gathering.summary_en = "Another summary."
    gathering.notice_en = "A word of the editor."
    gathering.save()
    assert sequence(gathering) == 5


def test_a_draft_counts_once_it_is_published(gathering: Event) -> None:
    draft: Any = Event.objects.get(pk=gathering.pk)
    draft.starts_at = gathering.starts_at + datetime.timedelta(minutes=10)
    draft.save_revision()
    assert sequence(gathering) == 0
    draft.latest_revision.publish()
    assert sequence(gathering) == 1
    changed_at = CalendarState.objects.get(event=gathering).changed_at
    (entry,) = entries(read(event_calendar(Event.objects.get(pk=gathering.pk), "en")))
    assert entry["LAST-MODIFIED"].dt == entry["DTSTAMP"].dt == changed_at.replace(microsecond=0)


def test_one_that_was_never_published_is_not_counted() -> None:
    event = EventFactory(live=False, first_published_at=None)
    event.status = EventStatus.CLOSED
    event.save()
    assert not CalendarState.objects.exists()


@pytest.mark.parametrize("status", EventStatus.values)
def test_what_is_off_is_cancelled_and_its_time_is_free(status: str, gathering: Event) -> None:
    gathering.status = status
    gathering.save()
    (entry,) = entries(read(event_calendar(gathering, "en")))
    is_off = status in ("cancelled", "suspended", "postponed")
    assert entry["STATUS"] == ("CANCELLED" if is_off else "CONFIRMED")
    assert entry["TRANSP"] == ("TRANSPARENT" if is_off else "OPAQUE")
    assert str(entry["SUMMARY"]).endswith(": Gathering; winter, a beginning") == is_off
    assert (str(entry["LOCATION"]) == "Online") == (status == "moved-online")


def test_one_registration_can_be_taken_out_of_a_calendar(gathering: Event) -> None:
    calendar = read(event_calendar(gathering, "fr", method="CANCEL"))
    assert calendar["METHOD"] == "CANCEL"
    assert entries(calendar)[0]["STATUS"] == "CANCELLED"


def test_an_event_without_times_has_no_calendar(visit: Visitor) -> None:
    event = EventFactory(starts_at=None, ends_at=None)
    assert visit.get(address(event)).status_code == 404
    assert not entries(read(event_calendar(event, "en")))


# --- what is asked for again ----------------------------------------------------------------------


def test_who_has_it_already_gets_nothing_until_it_changes(gathering: Event, visit: Visitor) -> None:
    first = visit.get(address(gathering))
    again = visit.get(address(gathering), HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert visit.get(address(gathering), HTTP_IF_MODIFIED_SINCE=first["Last-Modified"]).status_code == 304
    with CaptureQueriesContext(connection) as queries:
        visit.get(address(gathering), HTTP_IF_NONE_MATCH=first["ETag"])
    assert len(queries) <= 2
    gathering.venue_en = "Town Hall"
    gathering.save()
    assert visit.get(address(gathering), HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200
