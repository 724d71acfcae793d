"""What leaves the events for other pages: the home page, the dashboard, organizations, resources, the digest…"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cms import access, slots
from cms.tree import current_tree
from events.finding.hooks import digest_section, new_events
from events.models import Recording, RecordingResource, RegistrationState
from home.models import AudiencePage, HomePage
from tests.conftest import Visitor
from tests.events.finding.conftest import NOW, at
from tests.events.finding.test_listing import listed
from tests.factories.events import EventFactory, EventPresetFactory, RegistrationFactory
from tests.factories.organizations import AudienceFactory, OrganizationFactory
from tests.factories.pages import AudiencePageFactory
from tests.factories.resources import ResourceFactory
from tests.test_queries import cost

pytestmark = pytest.mark.django_db
AN_HOUR = datetime.timedelta(hours=1)


def part(page: str, name: str) -> str:
    """Return the section of `page` whose heading has the id `name`."""
    return page.partition(f'id="{name}"')[2].partition("</section>")[0]


# --- the home page --------------------------------------------------------------------------------------


def test_the_home_page_shows_the_next_events_that_the_reader_may_see(
    events: dict[str, Any], visit: Visitor, visitor: Callable[..., Visitor], member: Any
) -> None:
    assert listed(part(visit.read("/en/"), "next-events")) == [
        "A roof for all",
        "Caucus des petites villes",
        "Settlement Summit",
    ]
    own = part(visitor(user=member).read("/fr/"), "next-events")
    assert listed(own) == ["Un toit pour tous", "Réunion des membres", "Caucus des petites villes"]
    assert 'href="/fr/evenements/"' in visitor(user=member).read("/fr/").partition('id="next-events"')[2]


def test_what_is_off_or_over_is_not_next(events: dict[str, Any], visit: Visitor, clock: time_machine.Traveller) -> None:
    row = events["caucus"]
    row.status = "postponed"
    row.save()
    clock.move_to(at(3, 18, 16))
    assert listed(part(visit.read("/en/"), "next-events")) == ["Settlement Summit"]


def test_a_portal_without_events_leaves_no_trace_on_the_home_page(visit: Visitor) -> None:
    assert "next-events" not in visit.read("/en/")


def test_the_home_page_counts_what_is_to_come_for_everyone(
    events: dict[str, Any], visitor: Callable[..., Visitor], member: Any
) -> None:
    for reader in (visitor(), visitor(user=member)):
        figures = part(reader.read("/en/"), "figures")
        assert "<dt>upcoming events</dt><dd>3</dd>" in figures


# --- audience pages -------------------------------------------------------------------------------------


def audience_page(home: HomePage, **value: Any) -> AudiencePage:
    return AudiencePageFactory(
        parent=home,
        slug="audience",
        audience=AudienceFactory(),
        listings=[("events", {"heading": "", "limit": 3, **value})],
    )


def test_an_audience_page_shows_the_next_events_of_a_preset(
    events: dict[str, Any], visit: Visitor, english_home: HomePage
) -> None:
    preset = EventPresetFactory(title_en="For leaders", kinds=["summit", "committee-meeting"])
    audience_page(english_home, preset=preset)
    page = visit.read("/en/audience/")
    assert listed(page) == ["Settlement Summit"]
    assert 'href="/en/events/selections/for-leaders/"' in page
    preset.delete()
    assert "Settlement Summit" not in visit.read("/en/audience/")


def test_a_preset_without_anything_to_come_leaves_no_trace(
    events: dict[str, Any], visit: Visitor, english_home: HomePage
) -> None:
    audience_page(english_home, preset=EventPresetFactory(title_en="Of old", kinds=["quarterly-update"]))
    assert "Of old" not in visit.read("/en/audience/")


def test_pages_cost_the_same_however_many_events_there_are(
    visit: Visitor, english_home: HomePage, clock: time_machine.Traveller
) -> None:
    audience_page(english_home, preset=EventPresetFactory(), limit=12)
    organization, resource = OrganizationFactory(title_en="Host"), ResourceFactory(title_en="Held")

    def add(count: int) -> None:
        for number in range(count):
            EventFactory(starts_at=at(4, 1 + number), co_hosts=[organization], related_resources=[resource])

    add(2)
    paths = ("/en/", "/en/audience/", "/en/members/host/", "/en/toolkit/held/", "/sitemap.xml", "/en/events/rss/")
    few = [cost(visit, path) for path in paths]
    add(18)
    assert [cost(visit, path) for path in paths] == few


# --- the private area -----------------------------------------------------------------------------------


def test_the_dashboard_shows_first_what_i_registered_for(
    events: dict[str, Any], visitor: Callable[..., Visitor], person: Callable[..., Any]
) -> None:
    member, other = person(access.MEMBERS), person(access.MEMBERS)
    RegistrationFactory(event=events["summit"], person=member)
    RegistrationFactory(event=events["members"], person=member, state=RegistrationState.WAITING)
    RegistrationFactory(event=events["session"], person=member, state=RegistrationState.CANCELLED)
    RegistrationFactory(event=events["past"], person=member)
    page = visitor(user=member).read("/en/portal/")
    assert listed(part(page, "my-events")) == ["Members’ meeting", "Settlement Summit"]
    assert "On the waiting list" in part(page, "my-events")
    assert "Registered" in part(page, "my-events")
    assert listed(part(page, "next-events")) == ["A roof for all", "Caucus des petites villes"]
    assert 'id="my-events"' not in visitor(user=other).read("/en/portal/")
    assert listed(part(visitor(user=other).read("/en/portal/"), "next-events"))[:2] == [
        "A roof for all",
        "Members’ meeting",
    ]


def test_the_dashboard_never_shows_what_a_person_may_no_longer_see(
    events: dict[str, Any], visitor: Callable[..., Visitor], person: Callable[..., Any]
) -> None:
    partner = person(access.FUNDERS)
    RegistrationFactory(event=events["members"], person=partner)
    assert "Members’ meeting" not in visitor(user=partner).read("/en/portal/")


def test_the_dashboard_costs_the_same_however_many_registrations_there_are(
    visitor: Callable[..., Visitor], member: Any, clock: time_machine.Traveller
) -> None:
    def asked() -> int:
        reader = visitor(user=member)
        reader.read("/en/portal/")
        with CaptureQueriesContext(connection) as captured:
            reader.read("/en/portal/")
        return len(captured)

    RegistrationFactory(event=EventFactory(starts_at=at(4, 1)), person=member)
    EventFactory(starts_at=at(4, 1))
    few = asked()
    for number in range(12):
        RegistrationFactory(event=EventFactory(starts_at=at(4, 2 + number)), person=member)
    assert asked() == few


def test_news_and_the_digest_tell_what_was_announced_to_whom_it_is_for(
    clock: time_machine.Traveller, visitor: Callable[..., Visitor], person: Callable[..., Any]
) -> None:
    day = {"starts_at": at(5, 1)}
    EventFactory(title_fr="Neuf", title_en="", summary_en="", first_published_at=NOW, **day)
    EventFactory(title_en="Hushed", codes=[access.MEMBERS], first_published_at=NOW - AN_HOUR, **day)
    EventFactory(title_en="Known", first_published_at=NOW - 5 * AN_HOUR, **day)
    EventFactory(title_en="Over", first_published_at=NOW, starts_at=at(2, 1))
    EventFactory(title_en="Off", first_published_at=NOW, status="cancelled", **day)
    EventFactory(title_en="Draft", live=False, first_published_at=NOW, **day)
    member, partner, since = person(access.MEMBERS), person(access.FUNDERS), NOW - 2 * AN_HOUR
    assert [item.title for item in new_events(current_tree(), member, since)] == ["Neuf", "Hushed"]
    (item,) = new_events(current_tree(), partner, since)
    assert (item.title, item.url) == ("Neuf", "/en/events/neuf/")
    section = digest_section(partner, since)
    assert section
    assert (section.kind, len(section.items)) == ("events", 1)
    with translation.override("fr"):
        assert [entry.kind for entry in slots.digest_sections(member, since) if entry.kind == "events"] == ["events"]
    assert "Hushed" not in visitor(user=partner).read("/en/portal/")


# --- organizations and resources --------------------------------------------------------------------------


def test_an_organizations_page_shows_what_it_co_hosts(
    events: dict[str, Any], visit: Visitor, visitor: Callable[..., Visitor], member: Any
) -> None:
    organization = OrganizationFactory(title_en="Host")
    for name in ("summit", "members", "past"):
        events[name].co_hosts.set([organization])
        events[name].save()
    page = part(visit.read("/en/members/host/"), "co-hosted")
    assert listed(page) == ["Settlement Summit", "February update"]
    assert "Members’ meeting" in part(visitor(user=member).read("/en/members/host/"), "co-hosted")
    OrganizationFactory(title_en="Other")
    assert "co-hosted" not in visit.read("/en/members/other/")


def test_a_resources_page_shows_the_events_around_it_and_the_one_it_records(
    events: dict[str, Any], visit: Visitor
) -> None:
    resource, film = ResourceFactory(title_en="Guide"), ResourceFactory(title_en="Film")
    for name in ("session", "members"):
        events[name].related_resources.set([resource])
        events[name].save()
    recording = Recording(event=events["past"], url="https://example.org/film")
    recording.save()
    RecordingResource.objects.create(recording_uid=recording.uid, resource=film)
    assert listed(part(visit.read("/en/toolkit/guide/"), "events-around")) == ["A roof for all"]
    assert listed(part(visit.read("/en/toolkit/film/"), "events-around")) == ["February update"]
    assert "events-around" not in visit.read(f"/en/toolkit/{ResourceFactory(title_en='Alone').slug_en}/")


# --- search engines -----------------------------------------------------------------------------------------


def test_the_sitemap_names_public_events_in_both_languages(events: dict[str, Any], visit: Visitor) -> None:
    page = visit.read("/sitemap.xml")
    assert "<loc>http://localhost:8000/fr/evenements/un-toit-pour-tous/</loc>" in page
    assert 'hreflang="en" href="http://localhost:8000/en/events/a-roof-for-all/"' in page
    assert "members-meeting" not in page


def test_only_the_plain_listing_is_for_search_engines(events: dict[str, Any], visit: Visitor) -> None:
    assert "noindex" not in visit.read("/en/events/")
    for query in ("?kind=summit", "?view=month", "?when=past", "?view=places", "?from=2027-01-01", "?q=roof"):
        assert 'content="noindex, follow"' in visit.read(f"/en/events/{query}"), query
