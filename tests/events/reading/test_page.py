"""The page of an event: where it is, what it shows to whom."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cms import access
from events.models import (
    Event,
    EventDocument,
    EventSeats,
    EventSeries,
    EventSponsor,
    EventStatus,
    Recording,
    RegistrationMode,
)
from events.reading.statuses import SENTENCES
from tests.conftest import Visitor
from tests.factories.events import EventFactory, ProgrammeSessionFactory, RegistrationFactory, SpeakerFactory
from tests.factories.files import DocumentFactory, ImageFactory
from tests.factories.organizations import AudienceFactory, CommunityFactory, OrganizationFactory
from tests.factories.records import TopicFactory
from tests.factories.resources import ResourceFactory

pytestmark = pytest.mark.django_db
PARAGRAPH = [("rich_text", "<p>We talk about winter.</p>")]
UTC = datetime.UTC
JOINING = "https://meet.example.org/secret-room"


def structured(page: str) -> dict[str, Any] | None:
    data = json.loads(page.partition('type="application/ld+json">')[2].partition("</script>")[0])
    return next((node for node in data["@graph"] if node["@type"] == "Event"), None)


@pytest.fixture
def webinar(db: None) -> Event:
    return EventFactory(title_fr="Préparer l’hiver", title_en="Getting ready for winter")


# --- addresses ------------------------------------------------------------------------------------


def test_it_stands_at_its_address_in_each_language(webinar: Event, visit: Visitor) -> None:
    page = visit.read("/en/events/getting-ready-for-winter/")
    assert "<h1>Getting ready for winter</h1>" in page
    assert '<link rel="canonical" href="http://localhost:8000/en/events/getting-ready-for-winter/">' in page
    assert 'hreflang="fr" href="http://localhost:8000/fr/evenements/preparer-lhiver/"' in page
    assert 'id="language-toggle" href="/fr/evenements/preparer-lhiver/"' in page
    assert 'name="robots"' not in page
    assert "<h1>Préparer l’hiver</h1>" in visit.read("/fr/evenements/preparer-lhiver/")


def test_old_slugs_lead_to_it_and_foreign_ones_nowhere(webinar: Event, visit: Visitor) -> None:
    webinar.slug_fr = "hiver"
    webinar.save()
    moved = visit.get("/fr/evenements/preparer-lhiver/")
    assert (moved.status_code, moved["Location"]) == (301, "/fr/evenements/hiver/")
    for path in ("/fr/evenements/getting-ready-for-winter/", "/en/events/hiver/", "/en/events/nowhere/"):
        assert visit.get(path).status_code == 404


def test_one_in_a_single_language_is_shown_in_both_and_says_so(visit: Visitor) -> None:
    EventFactory(title_fr="Seulement ici", summary_fr="Un mot.", title_en="", summary_en="")
    page = visit.read("/en/events/seulement-ici/")
    assert '<h1 lang="fr">Seulement ici</h1>' in page
    assert "in French only" in page
    assert '<p lang="fr">Un mot.</p>' in page
    assert "in French only" not in visit.read("/fr/evenements/seulement-ici/")


# --- who sees it ----------------------------------------------------------------------------------


def test_those_whom_it_is_for_see_it_and_for_others_it_is_not_there(
    visit: Visitor, visitor: Callable[..., Visitor], person: Callable[..., Any], editor: Any
) -> None:
    EventFactory(title_en="Hushed", codes=[access.MEMBERS])
    EventFactory(title_en="Draft", live=False)
    for outsider in (visit, visitor(user=person(access.FUNDERS)), visitor(user=person())):
        assert outsider.get("/en/events/hushed/").status_code == 404
    for reader in (person(access.MEMBERS), editor):
        page = visitor(user=reader).read("/en/events/hushed/")
        assert '<meta name="robots" content="noindex">' in page
        assert "hreflang" not in page.split("</head>")[0]
        assert "Shown to these only:" in page
        assert structured(page) is None
        assert visitor(user=reader).get("/en/events/draft/").status_code == 404


def test_a_former_slug_tells_nothing_to_whom_the_event_is_not_for(visit: Visitor) -> None:
    hushed = EventFactory(title_en="Hushed", codes=[access.MEMBERS])
    hushed.slug_en = "whispered"
    hushed.save()
    assert visit.get("/en/events/hushed/").status_code == 404


def test_the_joining_link_is_for_the_registered_and_for_staff(
    visit: Visitor, visitor: Callable[..., Visitor], member: Any, person: Callable[..., Any], editor: Any
) -> None:
    event = EventFactory(title_en="Online", joining_url=JOINING, joining_en="The code is 4711.")
    waiting = person(access.MEMBERS)
    RegistrationFactory(event=event, person=waiting, state="waiting")
    for outsider in (visit, visitor(user=member), visitor(user=waiting)):
        page = outsider.read("/en/events/online/")
        assert "secret-room" not in page
        assert "4711" not in page
    RegistrationFactory(event=event, person=member)
    for reader in (member, editor):
        page = visitor(user=reader).read("/en/events/online/")
        assert page.count(JOINING) == 1
        assert page.count("4711") == 1
    event.status = EventStatus.CANCELLED
    event.save()
    assert JOINING not in visitor(user=member).read("/en/events/online/")


# --- when -----------------------------------------------------------------------------------------


def test_times_are_mountain_time_whatever_the_season(visit: Visitor) -> None:
    """The clock goes forward on March 8, 2026, and back on November 1, 2026."""
    for title, day, hour, offset in (
        ("Before spring", datetime.date(2026, 3, 7), 20, "-07:00"),
        ("After spring", datetime.date(2026, 3, 9), 19, "-06:00"),
        ("Before fall", datetime.date(2026, 10, 31), 19, "-06:00"),
        ("After fall", datetime.date(2026, 11, 2), 20, "-07:00"),
    ):
        starts_at = datetime.datetime.combine(day, datetime.time(hour), UTC)
        EventFactory(title_en=title, title_fr=f"{title} fr", starts_at=starts_at)
        page = visit.read(f"/en/events/{title.lower().replace(' ', '-')}/")
        assert f'<time datetime="{day}T13:00{offset}">1\u00a0p.m.</time>' in page
        assert "Mountain Time" in page
        assert f'data-starts="{day}T13:00{offset}"' in page
        page = visit.read(f"/fr/evenements/{title.lower().replace(' ', '-')}-fr/")
        assert f'<time datetime="{day}T13:00{offset}">13\u00a0h</time>' in page


def test_an_event_that_lasts_through_the_night_the_clock_changes_keeps_its_hours(visit: Visitor) -> None:
    EventFactory(
        title_en="Weekend",
        starts_at=datetime.datetime(2026, 3, 7, 16, tzinfo=UTC),
        ends_at=datetime.datetime(2026, 3, 8, 22, tzinfo=UTC),
    )
    page = visit.read("/en/events/weekend/")
    assert '<time datetime="2026-03-07">Saturday, March 7, 2026</time>' in page
    assert '<time datetime="2026-03-08">Sunday, March 8, 2026</time>' in page
    assert '<time datetime="2026-03-07T09:00-07:00">9\u00a0a.m.</time>' in page
    assert '<time datetime="2026-03-08T16:00-06:00">4\u00a0p.m.</time>' in page
    assert '<span class="date__day">7–8</span>' in page


# --- how it stands --------------------------------------------------------------------------------


def notice(page: str) -> tuple[str, str]:
    part = page.partition('data-status="')[2]
    return part.partition('"')[0], re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", part.partition("</div>")[0]))


@pytest.mark.parametrize("status", EventStatus.values)
def test_each_status_says_itself_in_a_plain_sentence_with_the_editors_own_words(status: str, visit: Visitor) -> None:
    EventFactory(
        title_en="Standing",
        title_fr="Ainsi",
        status=status,
        registration_mode=RegistrationMode.MEMBERS,
        has_waiting_list=False,
        notice_en="The room <b>floods</b>.",
        notice_fr="La salle prend l’eau.",
    )
    shown, words = notice(visit.read("/en/events/standing/"))
    assert shown == status
    with translation.override("en"):
        assert str(SENTENCES[status]) in words
    assert "The room &lt;b&gt;floods&lt;/b&gt;." in words
    french = visit.read("/fr/evenements/ainsi/")
    with translation.override("fr"):
        assert " ".join(SENTENCES[status].split()) in notice(french)[1]
    assert "La salle prend l’eau." in french


def test_every_status_has_a_sentence() -> None:
    assert set(SENTENCES) == set(EventStatus.values)


def test_an_event_whose_seats_are_taken_is_full_by_itself(visit: Visitor) -> None:
    event = EventFactory(title_en="Small", capacity=2, registration_mode=RegistrationMode.OPEN)
    assert notice(visit.read("/en/events/small/"))[0] == "open"
    EventSeats.objects.update_or_create(event=event, defaults={"taken": 2})
    shown, words = notice(visit.read("/en/events/small/"))
    assert shown == "full"
    assert "waiting list" in words


def test_what_has_ended_is_over_and_what_was_cancelled_stays_so(visit: Visitor) -> None:
    past = datetime.datetime(2020, 2, 4, 20, tzinfo=UTC)
    EventFactory(title_en="Held", starts_at=past)
    EventFactory(title_en="Not held", starts_at=past, status=EventStatus.CANCELLED)
    assert notice(visit.read("/en/events/held/"))[0] == "over"
    page = visit.read("/en/events/not-held/")
    assert notice(page)[0] == "cancelled"
    assert "ev-calendar" not in page


def test_one_that_has_moved_online_sends_nobody_to_a_room(visit: Visitor) -> None:
    event = EventFactory(title_en="Moved", format="in-person", venue_en="Heritage Hall")
    assert "Heritage Hall" in visit.read("/en/events/moved/")
    event.status = EventStatus.MOVED_ONLINE
    event.save()
    page = visit.read("/en/events/moved/")
    assert "Heritage Hall" not in page
    assert "<dd>Virtual</dd>" in page


# --- what it says ---------------------------------------------------------------------------------


def test_it_tells_what_is_known_of_it(visit: Visitor) -> None:
    event = EventFactory(
        title_en="Full",
        kind="gathering",
        format="in-person",
        language="fr",
        interpretation_en="Simultaneous interpretation",
        staff_level="managers",
        topics=[TopicFactory(key="housing", name_en="Housing")],
        audiences=[AudienceFactory(key="front-line", name_en="Front-line staff")],
        community=CommunityFactory(name_en="Brooks"),
        venue_en="Heritage Hall",
        street="12 Main Street",
        accessibility_en="Step-free from the parking lot.",
        co_hosts=[OrganizationFactory(title_en="Momentum")],
        body_en=PARAGRAPH,
    )
    EventSponsor.objects.create(event=event, name_fr="Caisse", name_en="The Credit Union", level_en="Gold")
    page = visit.read("/en/events/full/")
    for shown in (
        '<a href="/en/events/?kind=gathering">In-person gathering</a>',
        '<a href="/en/events/?topic=housing">Housing</a>',
        '<a href="/en/events/?audience=front-line">Front-line staff</a>',
        "Managers and coordinators",
        "Simultaneous interpretation",
        "Brooks",
        "Heritage Hall",
        "12 Main Street",
        "Step-free from the parking lot.",
        '<a href="/en/members/momentum/">Momentum</a>',
        "We talk about winter.",
        "The Credit Union",
        "Gold",
        f"/ics/en/{event.uid}.ics",
    ):
        assert shown in page, shown


def test_hosts_and_speakers_organizations_that_the_reader_may_not_see_are_not_named(
    visit: Visitor, visitor: Callable[..., Visitor], member: Any
) -> None:
    hidden = OrganizationFactory(title_en="Hidden partner")
    hidden.access.set([access.access_group(access.MEMBERS)])
    hidden.save()
    event = EventFactory(title_en="Joint", co_hosts=[hidden, OrganizationFactory(title_en="Gone", live=False)])
    ProgrammeSessionFactory(event=event, speakers=[SpeakerFactory(organization=hidden)])
    page = visit.read("/en/events/joint/")
    assert "Hidden partner" not in page
    assert "Gone" not in page
    page = visitor(user=member).read("/en/events/joint/")
    assert page.count(">Hidden partner<") == 2
    assert "Gone" not in page


def test_the_programme_stands_by_day_time_and_track(visit: Visitor) -> None:
    starts_at = datetime.datetime(2026, 6, 2, 15, tzinfo=UTC)
    day, hour = datetime.timedelta(days=1), datetime.timedelta(hours=1)
    event = EventFactory(title_en="Two days", starts_at=starts_at, ends_at=starts_at + 2 * day)
    speaker = SpeakerFactory(
        name="Ada Côté",
        position_en="Director",
        affiliation_en="A college",
        biography_en="She writes.\n\nShe walks.",
        photo=ImageFactory(),
    )
    made = [
        ProgrammeSessionFactory(event=event, title_en="Opening", kind="keynote", speakers=[speaker]),
        ProgrammeSessionFactory(
            event=event,
            title_en="Rents",
            starts_at=starts_at + hour,
            track_en="Housing",
            room_en="Room 1",
            language="fr",
            is_interpreted=True,
            speakers=[speaker],
        ),
        ProgrammeSessionFactory(event=event, title_en="Jobs", starts_at=starts_at + hour, track_en="Work", order=1),
        ProgrammeSessionFactory(event=event, title_en="Closing", starts_at=starts_at + day),
    ]
    page = visit.read("/en/events/two-days/")
    programme = page.partition('id="programme"')[2].partition('id="speakers"')[0]
    assert [programme.index(session.title_en) for session in made] == sorted(
        programme.index(session.title_en) for session in made
    )
    assert programme.count('class="ev-slot"') == 3
    assert "Tuesday, June 2, 2026" in programme
    assert "Wednesday, June 3, 2026" in programme
    assert "ev-day--2" in programme
    for words in ("ev-session--at-1", "ev-session--at-2", "Housing", "Room 1", "Keynote", "interpreted", "Ada Côté"):
        assert words in programme
    speakers = page.partition('id="speakers"')[2]
    assert speakers.count("<h3>Ada Côté</h3>") == 1
    for words in ("Director", "A college", "<p>She writes.</p>", "<picture>", "Opening", "Rents"):
        assert words in speakers


def test_documents_and_recordings_lead_to_checked_addresses(visit: Visitor) -> None:
    event = EventFactory(title_en="Papers")
    before, film, words = DocumentFactory(), DocumentFactory(file__filename="talk.webm"), DocumentFactory()
    EventDocument.objects.create(event=event, document=before, title_en="Read this", language="en", sort_order=1)
    EventDocument.objects.create(event=event, url="https://example.org/x", moment="after", sort_order=2)
    Recording.objects.create(event=event, title_en="The talk", video=film, transcript=words, sort_order=1)
    Recording.objects.create(event=event, title_en="Elsewhere", url="https://video.example.org/1", sort_order=2)
    page = visit.read("/en/events/papers/")
    assert f'<a href="/documents/{before.pk}/{before.filename}"' in page
    assert "Read this" in page
    assert 'href="https://example.org/x"' in page
    assert f'<source src="/documents/{film.pk}/{film.filename}" type="video/webm">' in page
    assert f'<a href="/documents/{words.pk}/{words.filename}">Transcript' in page
    assert "Watch at video.example.org" in page
    assert "The transcript is still to come." in page


def test_related_resources_are_those_that_the_reader_may_see(
    visit: Visitor, visitor: Callable[..., Visitor], member: Any
) -> None:
    EventFactory(
        title_en="Linked",
        related_resources=[
            ResourceFactory(title_en="Open guide"),
            ResourceFactory(title_en="Hushed guide", codes=[access.MEMBERS]),
            ResourceFactory(title_en="Drafted guide", live=False),
        ],
    )
    page = visit.read("/en/events/linked/")
    assert "Open guide" in page
    assert "Hushed guide" not in page
    page = visitor(user=member).read("/en/events/linked/")
    assert "Hushed guide" in page
    assert "Drafted guide" not in page


def test_other_dates_of_a_series_are_shown_to_whom_they_are_for(visit: Visitor) -> None:
    series = EventSeries.objects.create(title_fr="Mises à jour", title_en="Updates")
    first = datetime.datetime(2026, 1, 6, 20, tzinfo=UTC)
    for number in range(12):
        EventFactory(
            title_en=f"Update {number}",
            series=series,
            starts_at=first + datetime.timedelta(days=30 * number),
            codes=[access.MEMBERS] * (number == 6),
            status=EventStatus.CANCELLED if number == 4 else EventStatus.OPEN,
        )
    page = visit.read("/en/events/update-5/")
    dates = page.partition('id="dates"')[2].partition("</section>")[0]
    assert re.findall(r"Update \d+", dates) == [f"Update {number}" for number in (1, 2, 3, 4, 7, 8, 9, 10)]
    assert "Cancelled" in dates


# --- structured data ------------------------------------------------------------------------------


def test_search_engines_read_it(visit: Visitor) -> None:
    event = EventFactory(
        title_en="Known",
        format="hybrid",
        venue_en="Hall",
        street="12 Main Street",
        community=CommunityFactory(name_en="Brooks"),
        starts_at=datetime.datetime(2126, 3, 9, 19, tzinfo=UTC),
        registration_mode=RegistrationMode.OPEN,
        joining_url=JOINING,
    )
    page = visit.read("/en/events/known/")
    data = structured(page)
    assert data
    assert data["startDate"] == "2126-03-09T12:00-07:00"
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert data["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    place, online = data["location"]
    assert place["address"]["addressLocality"] == "Brooks"
    assert online == {"@type": "VirtualLocation", "url": "http://localhost:8000/en/events/known/"}
    assert data["offers"]["url"] == "http://localhost:8000/en/events/known/"
    assert JOINING not in page
    event.status = EventStatus.CANCELLED
    event.registration_mode = RegistrationMode.MEMBERS
    event.save()
    data = structured(visit.read("/en/events/known/"))
    assert data
    assert data["eventStatus"] == "https://schema.org/EventCancelled"
    assert "offers" not in data


# --- drafts ---------------------------------------------------------------------------------------


def test_a_draft_is_previewed_in_both_languages(editor: Any) -> None:
    live = EventFactory(title_fr="Avant", title_en="Before")
    event = Event.objects.get(pk=live.pk)
    event.title_fr, event.title_en = "Après", "After"
    event.documents.add(EventDocument(document=DocumentFactory(), title_en="A draft’s paper", title_fr="Un papier"))
    event.sponsors.add(EventSponsor(name_fr="Caisse", name_en="Credit Union"))
    event.save_revision()
    draft = Event.objects.get(pk=live.pk).get_latest_revision_as_object()
    for language, words in (("fr", ("Après", "Un papier", "Caisse")), ("en", ("After", "paper", "Credit Union"))):
        request = RequestFactory().get("/")
        page = draft.make_preview_request(request, language).content.decode()
        assert all(word in page for word in words)
        assert 'content="noindex"' in page


def test_a_draft_that_is_barely_begun_can_be_previewed() -> None:
    for event in (Event(), Event(kind="summit", title_fr="Sommet")):
        for language in ("fr", "en"):
            assert event.make_preview_request(RequestFactory().get("/"), language).status_code == 200


# --- what it costs --------------------------------------------------------------------------------


def test_it_costs_the_same_with_few_and_with_many_of_everything(visit: Visitor) -> None:
    costs = []
    series = EventSeries.objects.create(title_fr="Série", title_en="Series")
    for size in (2, 15):
        event = EventFactory(
            title_en=f"Sized {size}",
            series=series,
            topics=[TopicFactory() for _ in range(size)],
            co_hosts=[OrganizationFactory() for _ in range(size)],
            related_resources=[ResourceFactory() for _ in range(size)],
        )
        for number in range(size):
            speaker = SpeakerFactory(photo=ImageFactory(), organization=OrganizationFactory())
            ProgrammeSessionFactory(event=event, speakers=[speaker])
            EventDocument.objects.create(event=event, document=DocumentFactory(), sort_order=number)
            Recording.objects.create(
                event=event, video=DocumentFactory(), transcript=DocumentFactory(), sort_order=number
            )
            EventSponsor.objects.create(event=event, name_fr=f"Caisse {number}", logo=ImageFactory(), sort_order=number)
            EventFactory(series=series)
        visit.read(f"/en/events/sized-{size}/")
        with CaptureQueriesContext(connection) as queries:
            visit.read(f"/en/events/sized-{size}/")
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert costs[1] <= 20


def test_a_plain_event_costs_few_queries(webinar: Event, visit: Visitor) -> None:
    visit.read("/en/events/getting-ready-for-winter/")
    with CaptureQueriesContext(connection) as queries:
        visit.read("/en/events/getting-ready-for-winter/")
    assert len(queries) <= 12
