"""The list and the form of events: what staff find, what they write, and what they are told."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import Event, EventSeats, EventStatus, ProgrammeSession, Registration
from tests.events.viewsets.conftest import at, url, wall
from tests.factories.events import (
    EventFactory,
    EventPresetFactory,
    EventSeriesFactory,
    ProgrammeSessionFactory,
    RegistrationFactory,
    SpeakerFactory,
)
from tests.factories.organizations import AudienceFactory
from tests.factories.records import TopicFactory

pytestmark = pytest.mark.django_db
PUBLISH = {"action-publish": "action-publish"}
INLINES = ("questions", "documents", "recordings", "sponsors")
STREAMS = ("body_fr", "body_en", "practical_fr", "practical_en")


def form_data(**fields: Any) -> dict[str, Any]:
    """Return what the form sends: an event in French with its dates, nothing inline."""
    rows = {
        f"{name}-{part}": value
        for name in INLINES
        for part, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0), ("MIN_NUM_FORMS", 0), ("MAX_NUM_FORMS", 1000))
    }
    texts = {
        "title_fr": "Séance sur le logement",
        "summary_fr": "Trouver un toit.",
        "kind": "virtual-session",
        "format": "virtual",
        "status": "planned",
        "language": "both",
        "staff_level": "everyone",
        "registration_mode": "none",
        "offer_hours": "48",
        "starts_at": "2027-02-09 10:00",
        "ends_at": "2027-02-09 11:30",
    }
    return {**texts, **rows, **{f"{name}-count": "0" for name in STREAMS}, **fields}


# --- the list ---------------------------------------------------------------------------------------


def titles(html: str) -> set[str]:
    return {name for name in ("Summit", "Session", "Caucus") if f"The {name}" in html}


@pytest.fixture
def three(db: None) -> dict[str, Event]:
    """A summit to come that has everything, a session that is over in French only, a caucus in draft."""
    summit = EventFactory(
        title_fr="L’Été des sommets",
        title_en="The Summit",
        key="the-key",
        kind="summit",
        format="hybrid",
        topics=[TopicFactory(key="housing")],
        audiences=[AudienceFactory(key="volunteers")],
        series=EventSeriesFactory(),
        capacity=40,
    )
    Event.objects.filter(pk=summit.pk).update(behind_language="en")
    EventSeats.objects.create(event=summit, taken=31, waiting=2)
    session = EventFactory(
        title_fr="The Session", title_en="", summary_en="", starts_at=at(2024, 12, 31, 23), status="cancelled"
    )
    session.save_revision()
    caucus = EventFactory(title_en="The Caucus", kind="caucus", live=False, starts_at=None, ends_at=None)
    return {"summit": summit, "session": session, "caucus": caucus}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=ete", {"Summit"}),
        ("q=the-key", {"Summit"}),
        ("kind=summit", {"Summit"}),
        ("kind=summit&kind=caucus", {"Summit", "Caucus"}),
        ("status=cancelled", {"Session"}),
        ("format=hybrid", {"Summit"}),
        ("year=2024", {"Session"}),
        ("year=2025", set()),
        ("when=upcoming", {"Summit"}),
        ("when=past", {"Session"}),
        ("topics={topic}", {"Summit"}),
        ("audiences={audience}", {"Summit"}),
        ("series={series}", {"Summit"}),
        ("languages=behind", {"Summit"}),
        ("languages=en", {"Session"}),
        ("state=draft", {"Caucus"}),
        ("state=changed", {"Session"}),
        ("state=moderation", set()),
        ("year=twenty&when=never&topics=x", {"Summit", "Session", "Caucus"}),
        ("year=99999999999999999999", {"Summit", "Session", "Caucus"}),
    ],
)
def test_staff_find_events_by_what_they_are(staff: Any, three: dict[str, Event], query: str, found: set[str]) -> None:
    summit = three["summit"]
    words = {
        "topic": summit.topics.get().pk,
        "audience": summit.audiences.get().pk,
        "series": summit.series_id,
    }
    assert titles(staff.read(f"{url('list')}?{query.format(**words)}")) == found


def test_the_list_shows_seats_and_who_waits(staff: Any, three: dict[str, Event]) -> None:
    html = staff.read(url("list"))
    assert "31\u00a0/\u00a040 (2 waiting)" in html
    assert "The Session (in French only)" in html


@pytest.mark.parametrize("column", ["starts_at", "kind", "status", "seats__taken", "live"])
def test_the_list_sorts_by_each_column(staff: Any, three: dict[str, Event], column: str) -> None:
    for sign in ("", "-"):
        assert titles(staff.read(f"{url('list')}?ordering={sign}{column}")) == {"Summit", "Session", "Caucus"}


def cost(client: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.read(address)
    return len(queries)


@pytest.mark.parametrize(
    ("make", "model"),
    [(EventFactory, Event), (ProgrammeSessionFactory, ProgrammeSession)],
    ids=["events", "sessions"],
)
def test_a_list_costs_the_same_for_more_rows(staff: Any, make: Any, model: Any) -> None:
    make.create_batch(2)
    staff.read(url("list", model=model))
    few = cost(staff, url("list", model=model))
    make.create_batch(12)
    assert cost(staff, url("list", model=model)) == few


# --- the form ---------------------------------------------------------------------------------------


def test_a_moderator_makes_an_event_and_publishes_it(staff: Any) -> None:
    response = staff.post(url("add"), form_data(**PUBLISH))
    assert response.status_code == 302, response.content.decode()
    made = Event.objects.get()
    assert made.live
    assert made.slug_fr == "seance-sur-le-logement"
    assert wall(made.starts_at) == "2027-02-09 10:00"


def test_a_draft_may_be_incomplete_and_a_published_event_may_not(staff: Any) -> None:
    data = form_data(summary_fr="", starts_at="", ends_at="")
    assert staff.post(url("add"), data).status_code == 302
    made = Event.objects.get()
    html = staff.post(url("edit", made.pk), {**data, **PUBLISH}).content.decode()
    assert "Write this too, or leave this language wholly empty." in html
    assert not Event.objects.get().live


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ends_at": "2027-02-09 09:00"}, "The event ends before it begins."),
        ({"ends_at": "2027-02-09 10:00"}, "The event ends before it begins."),
        ({"ends_at": "2028-02-09 10:00"}, "An event lasts a month at most"),
        ({"starts_at": "2027-02-30 10:00"}, "Enter a valid date/time."),
        ({"starts_at": "soon"}, "Enter a valid date/time."),
        ({"starts_at": "2027-03-14 02:30", "ends_at": "2027-03-14 05:00"}, "may not exist"),
        ({"registration_closes_at": "2027-02-10 10:00"}, "Registration closes after the event has ended."),
        ({"capacity": "0"}, "greater than or equal to 1"),
        ({"capacity": "-5"}, "greater than or equal to"),
        ({"capacity": "many"}, "Enter a whole number."),
        ({"slug_fr": "calendar"}, "The portal itself answers at this address."),
        ({"kind": "party"}, "Select a valid choice"),
    ],
)
@pytest.mark.parametrize("action", [{}, PUBLISH], ids=["draft", "published"])
def test_what_is_wrong_is_said_and_nothing_is_made(
    staff: Any, fields: dict[str, Any], sentence: str, action: dict[str, str]
) -> None:
    response = staff.post(url("add"), form_data(**fields, **action))
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not Event.objects.exists()


def test_a_capacity_lowered_under_the_seated_is_explained_and_drops_nobody(staff: Any) -> None:
    event = EventFactory(capacity=5)
    RegistrationFactory.create_batch(3, event=event)
    EventSeats.objects.create(event=event, taken=3)
    response = staff.post(url("edit", event.pk), form_data(capacity="2", **PUBLISH), follow=True)
    assert "3 people have a seat already, more than the 2 seats that you set." in response.content.decode()
    assert Event.objects.get(pk=event.pk).capacity == 2
    assert Registration.objects.filter(event=event).seated().count() == 3


def test_sessions_left_outside_the_new_times_are_told(staff: Any) -> None:
    event = EventFactory(starts_at=at(2027, 2, 9), ends_at=at(2027, 2, 9, 17))
    ProgrammeSessionFactory(event=event)
    response = staff.post(url("edit", event.pk), form_data(**PUBLISH), follow=True)
    assert "1 session of the programme lies outside the times of the event" in response.content.decode()


def test_a_draft_saves_itself(staff: Any) -> None:
    event = EventFactory()
    data = form_data(title_fr="Nouveau titre")
    response = staff.post(url("edit", event.pk), data, HTTP_ACCEPT="application/json")
    assert response.json()["success"], response.json()
    event.refresh_from_db()
    assert event.title_fr != "Nouveau titre"
    assert event.get_latest_revision_as_object().title_fr == "Nouveau titre"


def test_an_editors_draft_goes_through_moderation(visitor: Any, editor: Any) -> None:
    client = visitor(user=editor)
    client.post(url("add"), form_data(**PUBLISH))
    assert not Event.objects.filter(live=True).exists()
    client.post(url("add"), form_data(**{"action-submit": "action-submit"}))
    assert Event.objects.filter(live=False).last().current_workflow_state is not None


def test_a_question_needs_its_answers_in_both_languages(staff: Any) -> None:
    row = {
        "questions-TOTAL_FORMS": 1,
        "questions-0-kind": "choice",
        "questions-0-label_fr": "Repas",
        "questions-0-label_en": "Meal",
        "questions-0-options_fr": "Oui\nNon",
        "questions-0-options_en": "Yes",
        "questions-0-ORDER": 1,
        "questions-0-DELETE": "",
    }
    html = staff.post(url("add"), form_data(**row, **PUBLISH)).content.decode()
    assert "Write at least two answers in each language, one a line." in html


def test_what_somebody_wrote_is_never_markup(staff: Any) -> None:
    evil = "<script>alert(1)</script>"
    event = EventFactory(title_en=evil, title_fr=evil, venue_en=evil)
    session = ProgrammeSessionFactory(event=event, title_en=evil, speakers=[SpeakerFactory(name=evil)])
    preset = EventPresetFactory(title_en=evil)
    for address in (
        url("list"),
        url("edit", event.pk),
        url("list", model=ProgrammeSession),
        url("edit", session.pk, model=ProgrammeSession),
        url("edit", preset.pk, model=type(preset)),
    ):
        assert evil not in staff.read(address)


# --- the programme ----------------------------------------------------------------------------------


def test_a_new_session_begins_where_the_last_one_of_its_day_ended(staff: Any) -> None:
    event = EventFactory(starts_at=at(2027, 2, 9, 8, 30), ends_at=at(2027, 2, 10, 16), language="fr")
    ProgrammeSessionFactory(event=event, starts_at=at(2027, 2, 9, 8, 30))
    add = url("add", model=ProgrammeSession)
    html = staff.read(f"{add}?event={event.pk}&day=2027-02-09")
    assert 'value="2027-02-09 09:30"' in html
    assert 'value="2027-02-10 08:30"' in staff.read(f"{add}?event={event.pk}&day=2027-02-10")
    for nonsense in (
        "?event=x",
        "?event=999999",
        f"?event={event.pk}&day=tomorrow",
        f"?event={event.pk}&day=9999-12-31",
    ):
        assert staff.get(add + nonsense).status_code == 200


def test_the_event_shows_its_programme_by_day_with_one_click_to_a_new_session(staff: Any) -> None:
    event = EventFactory(starts_at=at(2027, 2, 9, 8, 30), ends_at=at(2027, 2, 10, 16))
    session = ProgrammeSessionFactory(event=event, title_en="Housing first")
    html = staff.read(url("edit", event.pk))
    assert "Housing first" in html
    assert url("edit", session.pk, model=ProgrammeSession) in html
    for day in ("2027-02-09", "2027-02-10"):
        assert f"{url('add', model=ProgrammeSession)}?event={event.pk}&amp;day={day}" in html


def test_the_programme_of_one_event_is_listed_alone(staff: Any) -> None:
    mine, other = ProgrammeSessionFactory(title_en="Mine"), ProgrammeSessionFactory(title_en="The other")
    html = staff.read(f"{url('list', model=ProgrammeSession)}?event={mine.event_id}")
    assert "Mine" in html
    assert other.title_en not in html
    assert f"{url('add', model=ProgrammeSession)}?event={mine.event_id}" in html


def test_a_session_outside_its_event_is_refused(staff: Any) -> None:
    event = EventFactory(starts_at=at(2027, 2, 9), ends_at=at(2027, 2, 9, 17))
    data = {
        "event": event.pk,
        "kind": "session",
        "title_en": "Late",
        "starts_at": "2027-02-09 16:30",
        "ends_at": "2027-02-09 18:00",
        "language": "both",
        "order": "0",
    }
    add = url("add", model=ProgrammeSession)
    assert "The session lies outside the times of its event." in staff.post(add, data).content.decode()
    response = staff.post(add, {**data, "ends_at": "2027-02-09 17:00", "speakers": [SpeakerFactory().pk]})
    assert response.status_code == 302
    assert ProgrammeSession.objects.get().speakers.count() == 1


def test_a_preset_keeps_the_kinds_that_are_ticked(staff: Any) -> None:
    preset = EventPresetFactory()
    data = {"title_fr": "Choix", "title_en": "Choice", "kinds": ["summit", "caucus"]}
    assert staff.post(url("edit", preset.pk, model=type(preset)), data).status_code == 302
    preset.refresh_from_db()
    assert preset.kinds == ["summit", "caucus"]
    html = staff.post(url("edit", preset.pk, model=type(preset)), {**data, "kinds": ["party"]}).content.decode()
    assert "Select a valid choice" in html


def test_upcoming_means_not_over_yet(staff: Any) -> None:
    begun = timezone.now() - datetime.timedelta(minutes=30)
    EventFactory(title_en="The Summit", starts_at=begun, status=EventStatus.OPEN)
    assert titles(staff.read(f"{url('list')}?when=upcoming")) == {"Summit"}


def bulk_delete(client: Any, model: Any, query: str) -> Any:
    return client.post(f"/cms/bulk/events/{model._meta.model_name}/delete/?{query}&next={url('list', model=model)}")


def test_an_event_with_registrations_is_not_deleted(staff: Any) -> None:
    row, free = RegistrationFactory(), EventFactory()
    staff.post(url("delete", row.event_id))
    assert bulk_delete(staff, Event, f"id={row.event_id}&id={free.pk}").status_code in (302, 403)
    assert list(Event.objects.all()) == [row.event]
    assert Registration.objects.count() == 1


def test_all_sessions_are_all_that_the_list_shows(staff: Any) -> None:
    mine, other = ProgrammeSessionFactory(), ProgrammeSessionFactory()
    bulk_delete(staff, ProgrammeSession, f"id=all&event={mine.event_id}")
    assert list(ProgrammeSession.objects.all()) == [other]


def test_all_events_are_all_that_the_list_shows(staff: Any) -> None:
    summit, other = EventFactory(kind="summit"), EventFactory()
    bulk_delete(staff, Event, "id=all&kind=summit")
    assert list(Event.objects.all()) == [other]
    assert summit.pk != other.pk
