"""The demo's events: three years of them, whole in both languages, ahead of the day of the load, loaded once."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from cms import access
from cms.models import PortalDocument, PortalImage, SearchEntry
from events.models import (
    Event,
    EventKind,
    EventSeats,
    EventSeries,
    EventStatus,
    ProgrammeSession,
    Recording,
    Registration,
    Speaker,
)
from home.demo import load
from home.demo.events import load_events
from home.demo.events.days import TUESDAY, At
from home.demo.events.files import portrait
from home.demo.events.load import EVENTS
from home.demo.events.plan import french
from home.demo.indexing import indexed_once
from home.demo.ledger import Ledger
from home.demo.organizations.load import load_places
from home.demo.organizations.network import NETWORK
from home.demo.pages import Files
from home.demo.toolkit.reading import read_all
from members.models import Organization, User
from resources.models import Resource
from tests.factories.people import UserFactory
from tests.home.test_demo import BOTH, ENGLISH, FRENCH

ACCOUNTS = ("member", "orgadmin", "saisia", "lip")
KINDS_OF_FILES = {"pdf", "webm"}


def load_it() -> int:
    """Load the events, on terms and towns that are the demo's own, and partners, resources and people that are not."""
    ledger = Ledger()
    with indexed_once():
        load.load_vocabulary(ledger)
        load_places(ledger)
        return load_events(ledger, files=Files({}, {}), author=None)


def make_what_they_need() -> None:
    Organization.objects.bulk_create(
        Organization(key=spec.key, title_en=spec.names[1], slug_en=spec.key, live=True) for spec in NETWORK
    )
    Resource.objects.bulk_create(
        Resource(key=text.key, title_en=text.key, slug_en=text.key, live=True) for text in read_all()
    )
    for name in ACCOUNTS:
        UserFactory(email=f"{name}@example.org")


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The events, loaded once for all tests of this module and rolled back after them, their files removed."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_what_they_need()
        load_it()
        yield
        for row in (*PortalDocument.objects.all(), *PortalImage.objects.all()):
            row.file.delete(save=False)
        transaction.set_rollback(True)


@pytest.fixture
def events(loaded: None, db: None) -> None:
    """The loaded events, with what a test changes in them rolled back."""


# --- loading --------------------------------------------------------------------------------------


def test_a_second_load_changes_nothing(events: None) -> None:
    models = (Event, EventSeries, ProgrammeSession, Speaker, Recording, Registration, PortalDocument, PortalImage)
    before = {model: model._default_manager.count() for model in models}
    assert load_it() == 0
    assert {model: model._default_manager.count() for model in models} == before


def test_what_a_person_changed_or_deleted_stays_so(events: None) -> None:
    event = Event.objects.get(key="southern-gathering")
    event.title_en = "Gathering of the south"
    event.save()
    Event.objects.get(key="toolkit-committee").delete()
    load_it()
    assert Event.objects.get(key="southern-gathering").title_en == "Gathering of the south"
    assert not Event.objects.filter(key="toolkit-committee").exists()


def test_clearing_leaves_what_people_made(events: None) -> None:
    own = Event.objects.create(title_en="Our own", summary_en="Made here.", live=True)
    own.recordings.add(Recording(video=PortalDocument.objects.get(title="Lire un budget en une heure")))
    own.save()
    load.clear(Ledger())
    assert list(Event.objects.all()) == [own]
    assert [document.title for document in PortalDocument.objects.all()] == ["Lire un budget en une heure"]
    assert not Speaker.objects.exists()
    assert load_it() == len(EVENTS)
    assert Event.objects.count() == len(EVENTS) + 1


def test_every_event_and_session_is_as_an_editor_could_have_saved_it(events: None) -> None:
    for event in Event.objects.all():
        event.full_clean()
        for rows in (event.documents, event.recordings, event.sponsors, event.questions):
            for row in rows.all():
                row.full_clean()
    for session in ProgrammeSession.objects.all():
        session.full_clean()
    for row in (*Speaker.objects.all(), *EventSeries.objects.all()):
        row.full_clean()


def test_the_search_knows_them_with_their_programme(events: None) -> None:
    known = set(SearchEntry.objects.filter(kind="event").values_list("key", flat=True))
    assert known == {str(pk) for pk in Event.objects.values_list("pk", flat=True)}
    entry = SearchEntry.objects.get(kind="event", key=str(Event.objects.get(key="summit-next").pk))
    assert "Succession when you are three" in entry.text_en
    assert "Mireille Gagnon" in entry.text_fr


# --- when -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("today", ["2026-11-28", "2027-03-08", "2027-03-14", "2027-11-07", "2028-02-29"])
def test_what_is_to_come_is_ahead_whenever_it_is_loaded(today: str) -> None:
    day = datetime.date.fromisoformat(today)
    for spec in EVENTS:
        starts_at, ends_at = spec.starts.on(day), spec.ends.on(day)
        assert starts_at < ends_at
        assert (timezone.localtime(starts_at).date() > day) == (spec.starts.week > 0), spec.key
        assert timezone.localtime(starts_at).weekday() == spec.starts.weekday
        assert timezone.localtime(starts_at).strftime("%H:%M") == spec.starts.time


def test_a_moment_is_mountain_time_on_both_sides_of_a_change_of_the_clock() -> None:
    monday = datetime.date(2026, 3, 2)
    before, after = At(0, TUESDAY, "13:00").on(monday), At(1, TUESDAY, "13:00").on(monday)
    assert (before.utcoffset(), after.utcoffset()) == (datetime.timedelta(hours=-7), datetime.timedelta(hours=-6))
    assert after.astimezone(datetime.UTC) - before.astimezone(datetime.UTC) == datetime.timedelta(days=7, hours=-1)


def test_they_reach_over_three_years(events: None) -> None:
    first, last = (
        Event.objects.order_by(order).values_list("starts_at", flat=True)[0] for order in ("starts_at", "-starts_at")
    )
    assert last - first > datetime.timedelta(days=2 * 365)
    assert len({timezone.localtime(at).year for at in Event.objects.values_list("starts_at", flat=True)}) >= 3


def test_the_year_in_a_title_is_that_of_the_event(events: None) -> None:
    for event in Event.objects.filter(kind__in=("summit", "conference")):
        year = str(timezone.localtime(event.starts_at).year)
        assert event.title_fr.endswith(year)
        assert event.title_en.endswith(year)


# --- what there is --------------------------------------------------------------------------------


def test_every_kind_and_every_status_is_there(events: None) -> None:
    assert set(Event.objects.values_list("kind", flat=True)) == set(EventKind.values)
    shown = set(Event.objects.values_list("status", flat=True))
    assert shown == set(EventStatus.values) - {"full"}  # that one follows from the seats
    assert Event.objects.filter(kind="summit").count() == 2
    assert Event.objects.filter(kind="conference").count() == 2
    assert Event.objects.filter(kind="quarterly-update", series__isnull=False).count() == 10


def test_twelve_virtual_sessions_have_a_recording_with_a_transcript(events: None) -> None:
    held = Event.objects.filter(kind="virtual-session", ends_at__lt=timezone.now())
    assert held.count() == 12
    for event in held:
        recording = event.recordings.get()
        assert recording.video.file.size > 10_000
        assert recording.transcript.extracted.text
    endings = {document.file.name.rpartition(".")[2] for document in PortalDocument.objects.all()}
    assert endings == KINDS_OF_FILES


def test_programmes_are_full_and_everybody_speaks_somewhere(events: None) -> None:
    for event in Event.objects.filter(kind__in=("summit", "conference")):
        assert event.sessions.count() >= 10
        assert len({session.track_en for session in event.sessions.all()} - {""}) >= 2
    for speaker in Speaker.objects.all():
        assert speaker.sessions.exists()
        assert speaker.photo
        assert "inventée" in speaker.biography_fr
        assert "Invented" in speaker.biography_en


def test_one_is_full_with_people_who_wait(events: None) -> None:
    event = Event.objects.get(key="interpreters-as-colleagues")
    seats = EventSeats.objects.get(event=event)
    assert (seats.taken, seats.waiting) == (event.capacity, 3)
    assert [row.state for row in event.registrations.queue()] == ["waiting"] * 3
    for seats in EventSeats.objects.all():
        assert seats.taken == seats.event.registrations.holding().count()


def test_the_demos_people_have_registered(events: None) -> None:
    for name in ("member", "orgadmin"):
        person = User.objects.get(email=f"{name}@example.org")
        upcoming = person.registrations.filter(event__starts_at__gt=timezone.now())
        assert upcoming.count() >= 2


def test_some_are_in_one_language_and_some_are_for_some_only(events: None) -> None:
    languages = [event.languages for event in Event.objects.all()]
    assert languages.count(("fr",)) == languages.count(("en",)) == 1
    public = Event.objects.visible_to(AnonymousUser())
    assert not public.filter(kind__in=("coordinators-meeting", "caucus", "committee-meeting")).exists()
    assert public.count() > 20


def test_a_document_of_a_members_event_lies_where_members_documents_do(events: None) -> None:
    for event in Event.objects.exclude(access=None):
        for document in event.documents.all():
            assert document.document.collection.get_view_restrictions().exists()
    assert access.access_group(access.MEMBERS)


# --- how it is written ----------------------------------------------------------------------------


def words(language: str) -> Iterator[tuple[str, str]]:
    for event in Event.objects.all():
        for field in event._meta.fields:
            if field.name.endswith(f"_{language}") and not field.name.startswith("slug"):
                value = getattr(event, field.name)
                texts = [value] if isinstance(value, str) else [block.value.source for block in value]
                yield from ((f"{event.key}: {field.name}", re.sub(r"<[^>]+>", "", text)) for text in texts)
    for model in (ProgrammeSession, Speaker):
        for row in model._default_manager.all():
            for field in row._meta.fields:
                if field.name.endswith(f"_{language}"):
                    yield f"{row}: {field.name}", getattr(row, field.name)


@pytest.mark.parametrize(("language", "rules"), [("fr", BOTH | FRENCH), ("en", BOTH | ENGLISH)])
def test_spaces_and_marks_are_those_of_the_language(events: None, language: str, rules: dict[str, str]) -> None:
    found = [
        f"{where}: {what}: {text}"
        for where, text in words(language)
        for pattern, what in rules.items()
        if re.search(pattern, text)
    ]
    assert not found, "\n".join(found)


def test_no_break_spaces_stand_where_french_wants_them() -> None:
    assert french("Deux : « oui » à 9 h 30, 300 km") == (
        "Deux\u00a0: «\u00a0oui\u00a0» à 9\u00a0h\u00a030, 300\u00a0km"
    )


def test_a_portrait_is_the_same_each_time() -> None:
    assert portrait("leila-amiri") == portrait("leila-amiri") != portrait("joseph-tran")
