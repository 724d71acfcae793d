"""The mini-site of a summit or a conference: parts of one event, in both languages."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms import access
from events.models import Event, RegistrationMode
from tests.conftest import Visitor
from tests.factories.events import EventFactory, ProgrammeSessionFactory, SpeakerFactory

pytestmark = pytest.mark.django_db
PARTS = {"programme": "programme", "speakers": "conferenciers", "practical": "pratique"}


@pytest.fixture
def summit(db: None) -> Event:
    event = EventFactory(
        title_fr="Sommet 2026",
        title_en="Summit 2026",
        kind="summit",
        registration_mode=RegistrationMode.OPEN,
        venue_en="Heritage Hall",
        accessibility_en="Step-free.",
        practical_en=[("rich_text", "<p>Bring a coat.</p>")],
    )
    ProgrammeSessionFactory(event=event, title_en="Opening talk", speakers=[SpeakerFactory(name="Ada Côté")])
    return event


def test_each_part_stands_at_an_address_in_each_language(summit: Event, visit: Visitor) -> None:
    for english, french in PARTS.items():
        page = visit.read(f"/en/events/summit-2026/{english}/")
        assert "<h1>Summit 2026</h1>" in page
        assert f'id="language-toggle" href="/fr/evenements/sommet-2026/{french}/"' in page
        assert f'<link rel="canonical" href="http://localhost:8000/en/events/summit-2026/{english}/">' in page
        assert f'<a href="/en/events/summit-2026/{english}/" aria-current="page">' in page
        assert f'id="language-toggle" href="/en/events/summit-2026/{english}/"' in visit.read(
            f"/fr/evenements/sommet-2026/{french}/"
        )


def test_what_each_part_holds_is_not_on_the_first_page(summit: Event, visit: Visitor) -> None:
    held = {"programme": "Opening talk", "speakers": "<h3>Ada Côté</h3>", "practical": "Bring a coat."}
    first = visit.read("/en/events/summit-2026/")
    for part, words in held.items():
        assert words in visit.read(f"/en/events/summit-2026/{part}/")
        assert words not in first
    assert "Step-free." in visit.read("/en/events/summit-2026/practical/")


def test_the_other_languages_word_and_a_former_slug_lead_to_the_part(summit: Event, visit: Visitor) -> None:
    answer = visit.get("/en/events/summit-2026/conferenciers/")
    assert (answer.status_code, answer["Location"]) == (301, "/en/events/summit-2026/speakers/")
    summit.slug_en = "summit"
    summit.save()
    answer = visit.get("/en/events/summit-2026/speakers/")
    assert (answer.status_code, answer["Location"]) == (301, "/en/events/summit/speakers/")


def test_there_are_no_other_parts_and_none_of_other_kinds(summit: Event, visit: Visitor) -> None:
    EventFactory(title_en="Webinar")
    for path in ("summit-2026/nothing/", "webinar/programme/", "nowhere/programme/", "summit-2026/programme/more/"):
        assert visit.get(f"/en/events/{path}").status_code == 404


def test_parts_are_as_private_as_the_event(
    visit: Visitor, visitor: Callable[..., Visitor], member: Any, summit: Event
) -> None:
    summit.access.set([access.access_group(access.MEMBERS)])
    summit.save()
    for part in PARTS:
        assert visit.get(f"/en/events/summit-2026/{part}/").status_code == 404
        page = visitor(user=member).read(f"/en/events/summit-2026/{part}/")
        assert '<meta name="robots" content="noindex">' in page


def test_a_new_edition_has_its_parts_before_there_is_anything_in_them(visit: Visitor) -> None:
    EventFactory(title_en="Conference 2027", kind="conference")
    for part, words in (
        ("programme", "The programme is not out yet."),
        ("speakers", "The speakers are not announced yet."),
        ("practical", "Practical information will be here soon."),
    ):
        assert words in visit.read(f"/en/events/conference-2027/{part}/")


def test_earlier_editions_are_linked(summit: Event, visit: Visitor) -> None:
    year = datetime.timedelta(days=365)
    EventFactory(title_en="Summit 2025", kind="summit", starts_at=summit.starts_at - year)
    EventFactory(title_en="Summit 2024", kind="summit", starts_at=summit.starts_at - 2 * year)
    EventFactory(title_en="Members’ summit", kind="summit", starts_at=summit.starts_at - year, codes=[access.MEMBERS])
    EventFactory(title_en="Conference 2025", kind="conference", starts_at=summit.starts_at - year)
    EventFactory(title_en="Summit 2027", kind="summit", starts_at=summit.starts_at + year)
    part = visit.read("/en/events/summit-2026/").partition('id="editions"')[2].partition("</section>")[0]
    assert re.findall(r"<span>([^<]+)</span></a>", part) == ["Summit 2025", "Summit 2024"]


def test_one_can_register_from_each_part_while_one_can(summit: Event, visit: Visitor) -> None:
    assert 'href="/en/events/summit-2026/#registration"' in visit.read("/en/events/summit-2026/programme/")
    summit.status = "cancelled"
    summit.save()
    assert "#registration" not in visit.read("/en/events/summit-2026/programme/")


@pytest.mark.parametrize("part", PARTS)
def test_a_part_costs_the_same_with_few_and_with_many_sessions(part: str, summit: Event, visit: Visitor) -> None:
    costs = []
    for size in (2, 20):
        for _ in range(size):
            ProgrammeSessionFactory(event=summit, speakers=[SpeakerFactory(), SpeakerFactory()])
        visit.read(f"/en/events/summit-2026/{part}/")
        with CaptureQueriesContext(connection) as queries:
            visit.read(f"/en/events/summit-2026/{part}/")
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 12
