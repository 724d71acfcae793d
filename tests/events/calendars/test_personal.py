"""One's own calendar: what one has registered for, at a secret address that can be changed."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from cms import access, slots
from cms.logs import impersonal
from events.models import EventStatus, PersonalFeed, RegistrationState
from tests.conftest import Visitor
from tests.events.calendars.reading import by_uid, entries, read
from tests.factories.events import EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def own(member: Any) -> PersonalFeed:
    return PersonalFeed.objects.create(person=member)


def address(feed: PersonalFeed | str, language: str = "en") -> str:
    secret = feed if isinstance(feed, str) else feed.secret
    return f"/ics/{language}/own/{secret}.ics"


def test_it_holds_what_the_person_has_registered_for(own: PersonalFeed, visit: Visitor, person: Any) -> None:
    seated, waiting, offered, unsure, left, other = (EventFactory(title_en=f"Event {n}") for n in range(6))
    for event, state in (
        (seated, RegistrationState.SEATED),
        (waiting, RegistrationState.WAITING),
        (offered, RegistrationState.OFFERED),
        (unsure, RegistrationState.UNCONFIRMED),
        (left, RegistrationState.CANCELLED),
    ):
        RegistrationFactory(event=event, person=own.person, state=state)
    RegistrationFactory(event=other, person=person())
    calendar = read(visit.get(address(own)).content)
    assert by_uid(calendar, seated)["STATUS"] == "CONFIRMED"
    assert by_uid(calendar, waiting)["STATUS"] == by_uid(calendar, offered)["STATUS"] == "TENTATIVE"
    assert str(by_uid(calendar, waiting)["SUMMARY"]) == "Waiting list: Event 1"
    assert len(entries(calendar)) == 3


def test_it_is_in_the_language_of_the_address(own: PersonalFeed, visit: Visitor) -> None:
    RegistrationFactory(event=EventFactory(title_fr="Rencontre", title_en="Meeting"), person=own.person)
    assert [str(entry["SUMMARY"]) for entry in entries(read(visit.get(address(own, "fr")).content))] == ["Rencontre"]


def test_what_one_may_no_longer_see_and_what_is_long_past_is_not_in_it(own: PersonalFeed, visit: Visitor) -> None:
    hidden = EventFactory(codes=[access.FUNDERS])
    withdrawn = EventFactory(live=False)
    past = EventFactory(starts_at=timezone.now() - 500 * DAY)
    members_own = EventFactory(codes=[access.MEMBERS])
    for event in (hidden, withdrawn, past, members_own):
        RegistrationFactory(event=event, person=own.person)
    assert [entry["UID"] for entry in entries(read(visit.get(address(own)).content))] == [str(members_own.uid)]


def test_a_cancelled_event_comes_along_as_cancelled(own: PersonalFeed, visit: Visitor) -> None:
    event = RegistrationFactory(person=own.person).event
    first = visit.get(address(own))
    event.status = EventStatus.CANCELLED
    event.save()
    answer = visit.get(address(own), HTTP_IF_NONE_MATCH=first["ETag"])
    entry = by_uid(read(answer.content), event)
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CANCELLED", 1)


def test_any_other_secret_is_not_there(own: PersonalFeed, visit: Visitor) -> None:
    own.person.email = "somebody@example.org"
    own.person.save()
    half = own.secret[:20]
    for secret in (half, f"{half}{'x' * 23}", own.secret.swapcase(), "x", "0" * 43, f"{own.secret}x", "%25", "_" * 43):
        assert visit.get(address(secret)).status_code == 404, secret
    own.person.is_active = False
    own.person.save()
    assert visit.get(address(own)).status_code == 404


def test_a_wrong_secret_costs_the_same_however_near_it_comes(own: PersonalFeed, visit: Visitor) -> None:
    costs = []
    for secret in (own.secret[:-1] + ("a" if own.secret[-1] != "a" else "b"), "0" * 43, own.secret[:12] + "0" * 31):
        visit.get(address(secret))
        with CaptureQueriesContext(connection) as queries:
            assert visit.get(address(secret)).status_code == 404
        costs.append(len(queries))
    assert len(set(costs)) == 1


def test_no_cache_between_keeps_it_and_nobody_is_named_in_it(own: PersonalFeed, visit: Visitor) -> None:
    event = EventFactory(joining_url="https://meet.example.org/secret-room")
    registration = RegistrationFactory(event=event, person=own.person, dietary_needs="No nuts")
    answer = visit.get(address(own))
    assert "private" in answer["Cache-Control"]
    assert "public" not in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "no-referrer"
    text = answer.content.decode().replace("\r\n ", "")
    for private in (own.secret, registration.email, own.person.email, registration.last_name, "nuts", "secret-room"):
        assert private not in text


def test_who_has_it_already_is_told_so_by_few_queries(own: PersonalFeed, visit: Visitor) -> None:
    for _ in range(5):
        RegistrationFactory(person=own.person)
    first = visit.get(address(own))
    with CaptureQueriesContext(connection) as queries:
        again = visit.get(address(own), HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert len(queries) <= 6  # the stamp, its row, the registrations, and what the person may see
    RegistrationFactory(person=own.person)
    assert visit.get(address(own), HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


# --- in the private area --------------------------------------------------------------------------


def test_one_gets_an_address_and_a_new_one_ends_the_old(
    visitor: Callable[..., Visitor], member: Any, visit: Visitor
) -> None:
    reader, page = visitor(user=member), reverse("my_calendar")
    assert "webcal" not in reader.read(page)
    assert not PersonalFeed.objects.exists()  # to look at the page makes nothing
    reader.post(page)
    first = PersonalFeed.objects.get(person=member)
    assert f"webcal://localhost:8000/ics/en/own/{first.secret}.ics" in reader.read(page)
    assert visit.get(address(first)).status_code == 200
    reader.post(page)
    second = PersonalFeed.objects.get(person=member)
    assert second.secret != first.secret
    assert visit.get(address(first)).status_code == 404
    assert visit.get(address(second)).status_code == 200


def test_the_page_is_for_oneself_in_both_languages(
    visitor: Callable[..., Visitor], member: Any, own: PersonalFeed, visit: Visitor, person: Callable[..., Any]
) -> None:
    for language in ("fr", "en"):
        with translation.override(language):
            page = reverse("my_calendar")
        assert visit.get(page).status_code == 302
        assert f"/ics/{language}/own/{own.secret}.ics" in visitor(user=member).read(page)
        assert own.secret not in visitor(user=person()).read(page)


def test_a_persons_data_tells_of_it_and_it_goes_with_the_account(own: PersonalFeed, visit: Visitor) -> None:
    (section,) = [found for found in slots.person_data(own.person) if found.key == "calendar_feed"]
    assert own.secret not in str(section)
    slots.erase_person(own.person)
    assert not PersonalFeed.objects.exists()
    assert visit.get(address(own)).status_code == 404


def test_the_secret_stands_in_no_log(own: PersonalFeed) -> None:
    assert own.secret not in impersonal(f"GET {address(own)} failed")
