"""Events in the public API: what everyone may see, found as on the events' page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms import access
from events.models import Event, EventSeats, RegistrationMode
from tests.conftest import Visitor
from tests.events.finding.conftest import at, clock, events, olds  # noqa: F401 - fixtures
from tests.factories.events import EventFactory, ProgrammeSessionFactory, SpeakerFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.resources import ResourceFactory

pytestmark = pytest.mark.django_db
API = "/api/v2/events/"
SUMMIT = "Settlement Summit"


def titles(visit: Visitor, query: str = "") -> list[str]:
    return [item["title_en"] or item["title_fr"] for item in visit.get(f"{API}?{query}").json()["items"]]


def test_an_event_is_told_in_both_languages(events: dict[str, Any], visit: Visitor) -> None:  # noqa: F811
    summit: Event = events["summit"]
    summit.joining_url, summit.joining_en = "https://meet.example.org/secret", "Use the code 4711"
    summit.co_hosts.set([OrganizationFactory(key="public"), OrganizationFactory(key="draft", live=False)])
    summit.related_resources.set([ResourceFactory(key="open"), ResourceFactory(key="hushed", codes=[access.MEMBERS])])
    summit.save()
    ProgrammeSessionFactory(event=summit, title_en="Opening", speakers=[SpeakerFactory(name="Ada")])
    found = visit.get(f"{API}{summit.pk}/").json()
    assert (found["title_fr"], found["title_en"]) == ("Sommet de l’établissement", "Settlement Summit")
    assert (found["starts_at"], found["ends_at"]) == ("2027-04-29T09:00:00-06:00", "2027-05-01T16:00:00-06:00")
    assert (found["kind"], found["format"], found["status"]) == ("summit", "hybrid", "planned")
    assert found["community"]["region"]["key"] == "central"
    assert [row["key"] for row in found["co_hosts"]] == ["public"]
    assert [row["key"] for row in found["related_resources"]] == ["open"]
    assert [(row["title_en"], row["speakers"]) for row in found["programme"]] == [("Opening", ["Ada"])]
    assert found["html_urls"]["en"] == "http://localhost:8000/en/events/settlement-summit/"
    assert "secret" not in json.dumps(found)
    assert "4711" not in json.dumps(found)
    assert "body_en" not in visit.get(API).json()["items"][0]


FILTERED = {
    "": ["February update", "A roof for all", "Caucus des petites villes", "Settlement Summit"],
    "when=upcoming": ["A roof for all", "Caucus des petites villes", "Settlement Summit"],
    "when=past": ["February update"],
    "kind=summit&kind=caucus": ["Caucus des petites villes", "Settlement Summit"],
    "topic=housing&language=fr": ["A roof for all", "Caucus des petites villes"],
    "region=central": ["Settlement Summit"],
    "open=1": ["A roof for all"],
    "from=2027-03-20&to=2027-03-31": ["Caucus des petites villes"],
    "from=2027-13-45&kind=nothing": ["February update", "A roof for all", "Caucus des petites villes", SUMMIT],
    "q=roof": ["A roof for all"],
}


def test_it_is_filtered_as_the_page_is(events: dict[str, Any], visit: Visitor) -> None:  # noqa: F811
    assert {query: titles(visit, query) for query in FILTERED} == FILTERED


def test_what_is_not_for_everyone_is_in_no_answer_and_in_no_count(
    events: dict[str, Any],  # noqa: F811
    visit: Visitor,
    member: Any,
) -> None:
    visit.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert visit.get(f"{API}?kind=committee-meeting").json()["meta"]["total_count"] == 0
    assert visit.get(f"{API}{events['members'].pk}/").status_code == 404
    assert visit.get(API).json()["meta"]["total_count"] == 4


def test_open_for_registration_is_true_at_the_moment_of_asking(visit: Visitor, clock: Any) -> None:  # noqa: F811
    event = EventFactory(
        starts_at=at(4, 1),
        registration_mode=RegistrationMode.OPEN,
        registration_opens_at=at(3, 20),
        capacity=1,
    )

    def is_open() -> bool:
        told = visit.get(f"{API}{event.pk}/").json()["open_for_registration"]
        assert (len(titles(visit, "open=1")) == 1) == told
        return told

    assert not is_open()
    clock.move_to(at(3, 20))
    assert is_open()
    EventSeats.objects.create(event=event, taken=1)
    event.save()
    assert not is_open()


@pytest.mark.parametrize("query", ["order=title_en", "search=roof", "status=open", "capacity=1", "limit=abc"])
def test_what_makes_no_sense_or_would_tell_too_much_is_refused(visit: Visitor, query: str) -> None:
    assert visit.get(f"{API}?{query}").status_code == 400


def test_queries_do_not_grow_with_events(visit: Visitor, clock: Any) -> None:  # noqa: F811
    def asked() -> int:
        visit.get(f"{API}?fields=*&kind=virtual-session")
        with CaptureQueriesContext(connection) as captured:
            assert visit.get(f"{API}?fields=*&kind=virtual-session").status_code == 200
        return len(captured)

    def make(number: int) -> None:
        event = EventFactory(starts_at=at(4, number), co_hosts=[OrganizationFactory()])
        ProgrammeSessionFactory(event=event, speakers=[SpeakerFactory()])

    make(1)
    few = asked()
    for number in range(2, 14):
        make(number)
    assert asked() == few
