"""Attendees: found, exported without a formula, checked in by a tap or a code; needs only to whom they concern."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from events.models import Event, EventQuestion, Registration, RegistrationState
from events.services import attendance
from members.models import AuditEntry
from tests.factories.events import EventFactory, RegistrationFactory
from tests.factories.organizations import OrganizationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db: None) -> Event:
    return EventFactory(key="summit-2027")


@pytest.fixture
def onlooker(visitor: Any, person: Any) -> Any:
    """Somebody of staff who may see registrations, and no more."""
    who = person(role="Translators")
    who.user_permissions.add(Permission.objects.get(codename="view_registration"))
    return visitor(user=who)


def attendees(event: Event, query: str = "") -> str:
    return reverse("event_attendees", args=[event.pk]) + query


def names(html: str) -> set[str]:
    return {name for name in ("Ada", "Bob", "Cléo") if name in html}


@pytest.fixture
def three(event: Event) -> dict[str, Registration]:
    house = OrganizationFactory(title_en="A house", title_fr="Une maison")
    return {
        "ada": RegistrationFactory(event=event, first_name="Ada", organization=house, dietary_needs="No nuts"),
        "bob": RegistrationFactory(event=event, first_name="Bob", checked_in_at=timezone.now()),
        "cleo": RegistrationFactory(
            event=event, first_name="Cléo", state=RegistrationState.WAITING, organization_name="Maison d’été"
        ),
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Ada", "Bob", "Cléo"}),
        ("?state=seated", {"Ada", "Bob"}),
        ("?state=waiting", {"Cléo"}),
        ("?arrived=true", {"Bob"}),
        ("?arrived=false", {"Ada", "Cléo"}),
        ("?needs=true", {"Ada"}),
        ("?needs=false", {"Bob", "Cléo"}),
        ("?q=cleo", {"Cléo"}),
        ("?q=maison+ete", {"Cléo"}),
        ("?q=bob+cleo", set()),
        ("?organization={house}", {"Ada"}),
        ("?organization=x&state=none", {"Ada", "Bob", "Cléo"}),
    ],
)
def test_staff_find_attendees(
    staff: Any, event: Event, three: dict[str, Registration], query: str, found: set[str]
) -> None:
    RegistrationFactory(first_name="Of another event")
    html = staff.read(attendees(event, query.format(house=three["ada"].organization_id)))
    assert names(html) == found
    assert "Of another event" not in html


def test_needs_are_shown_to_those_who_prepare_the_event_only(
    staff: Any, onlooker: Any, event: Event, three: dict[str, Registration]
) -> None:
    one = reverse("event_attendee", args=[event.pk, three["ada"].pk])
    export = attendees(event, "?export=csv")
    assert "No nuts" in staff.read(one)
    assert "No nuts" in staff.get(export).content.decode("utf-8-sig")
    assert "No nuts" not in onlooker.read(one)
    assert "No nuts" not in onlooker.get(export).content.decode("utf-8-sig")
    assert names(onlooker.read(attendees(event, "?needs=true"))) == {"Ada", "Bob", "Cléo"}  # no such filter
    assert onlooker.post(one, {"act": "check-in"}).status_code in (302, 403)
    assert not Registration.objects.filter(pk=three["ada"].pk, checked_in_at__isnull=False).exists()


def test_an_export_holds_no_formula_and_the_answers_in_words(staff: Any, event: Event) -> None:
    event.questions.add(
        EventQuestion(
            kind="several", label_fr="Repas", label_en="Meals", options_fr="Midi\nSoir", options_en="Lunch\nDinner"
        )
    )
    event.questions.add(EventQuestion(kind="line", label_fr="Rôle", label_en="Role"))
    event.save()
    meals, role = event.questions.all()
    RegistrationFactory(
        event=event,
        first_name="=HYPERLINK(1)",
        organization_name="@SUM(A1)",
        answers={str(meals.uid): ["0", "1"], str(role.uid): "+1"},
    )
    text = staff.get(attendees(event, "?export=csv")).content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert "'@SUM(A1)" in text
    assert "Lunch; Dinner" in text
    assert "'+1" in text
    response = staff.get(attendees(event, "?export=xlsx"))
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [cell.value for cell in sheet[1]][-2:] == ["Meals", "Role"]
    assert "f" not in {cell.data_type for row in sheet for cell in row}
    assert "no-store" in response["Cache-Control"]
    assert AuditEntry.objects.filter(action="event.attendees_exported", target_id=str(event.pk)).count() == 2


def test_an_export_has_its_headings_in_the_readers_language(visitor: Any, person: Any, event: Event) -> None:
    event.questions.add(EventQuestion(label_fr="Repas", label_en="Meals"))
    event.save()
    client = visitor(user=person(role="Moderators", language="fr"), language="fr")
    heading = client.get(attendees(event, "?export=csv")).content.decode("utf-8-sig").splitlines()[0]
    assert "Repas" in heading
    assert "Meals" not in heading


def test_an_attendee_is_found_under_their_event_only(staff: Any, event: Event) -> None:
    other = RegistrationFactory()
    assert staff.get(reverse("event_attendee", args=[event.pk, other.pk])).status_code == 404
    assert staff.get(reverse("event_attendee", args=[event.pk, 10**30])).status_code == 404
    assert staff.get(reverse("event_attendees", args=[10**30])).status_code == 404


@pytest.mark.parametrize("page", ["event_attendees", "event_check_in"])
def test_a_page_costs_the_same_for_more_people(staff: Any, event: Event, page: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            staff.read(reverse(page, args=[event.pk]))
        return len(queries)

    RegistrationFactory.create_batch(2, event=event, organization=OrganizationFactory())
    staff.read(reverse(page, args=[event.pk]))
    few = cost()
    for _number in range(10):
        RegistrationFactory(event=event, organization=OrganizationFactory())
    assert cost() == few


# --- check-in ---------------------------------------------------------------------------------------


def door(event: Event, query: str = "") -> str:
    return reverse("event_check_in", args=[event.pk]) + query


def anew(registration: Registration) -> Registration:
    return Registration.objects.get(pk=registration.pk)


def test_a_tap_checks_in_and_another_takes_it_back(
    staff: Any, moderator: Any, event: Event, three: dict[str, Registration]
) -> None:
    ada = three["ada"]
    staff.post(door(event), {"registration": ada.pk, "act": "check-in"})
    assert anew(ada).checked_in_by == moderator
    before = anew(ada).checked_in_at
    staff.post(door(event), {"registration": ada.pk, "act": "check-in"})  # a second tap changes nothing
    assert anew(ada).checked_in_at == before
    assert attendance.attendance(event) == attendance.Attendance(expected=2, arrived=2)
    staff.post(door(event), {"registration": ada.pk, "act": "undo"})
    assert anew(ada).checked_in_at is None
    assert AuditEntry.objects.filter(action="event.check_in_undone").exists()


def test_who_waits_is_not_at_the_door(staff: Any, event: Event, three: dict[str, Registration]) -> None:
    assert names(staff.read(door(event))) == {"Ada", "Bob"}
    response = staff.post(door(event), {"registration": three["cleo"].pk, "act": "check-in"}, follow=True)
    assert "has no seat" in response.content.decode()
    assert anew(three["cleo"]).checked_in_at is None


def test_names_are_found_at_the_door_without_accents(staff: Any, event: Event) -> None:
    RegistrationFactory(event=event, first_name="Zoé", organization_name="Maison")
    RegistrationFactory(event=event, first_name="Max")
    html = staff.read(door(event, "?q=zoe+maison"))
    assert "Zoé" in html
    assert "Max" not in html


def test_a_page_that_stays_open_learns_who_has_arrived(
    staff: Any, event: Event, three: dict[str, Registration]
) -> None:
    state = staff.get(door(event, "?format=json")).json()
    assert state["expected"] == 2
    assert list(state["arrived"]) == [str(three["bob"].pk)]
    answer = staff.post(
        door(event), {"registration": three["ada"].pk, "act": "check-in"}, HTTP_X_REQUESTED_WITH="fetch"
    ).json()
    assert set(answer["arrived"]) == {str(three["ada"].pk), str(three["bob"].pk)}
    assert "Ada" in answer["said"]


@pytest.mark.parametrize("wanted", ["", "x", "-1", "9" * 40, "1.5"])
def test_nonsense_at_the_door_is_answered_with_404(staff: Any, event: Event, wanted: str) -> None:
    assert staff.post(door(event), {"registration": wanted, "act": "check-in"}).status_code == 404


def test_a_code_opens_to_staff_and_does_nothing_before_a_button_is_pressed(
    staff: Any, visit: Any, visitor: Any, member: Any, event: Event
) -> None:
    row = RegistrationFactory(event=event, first_name="Ada")
    address = attendance.check_in_address(row)
    assert address.startswith("http")
    path = address[address.index("/cms/") :]
    assert "Ada" not in path
    assert row.email not in path
    for stranger in (visit, visitor(user=member)):
        assert "Ada" not in stranger.get(path).content.decode()
    assert "Ada" in staff.read(path)
    assert anew(row).checked_in_at is None
    staff.post(path, {"act": "check-in"})
    assert anew(row).checked_in_at is not None
    staff.post(path, {"act": "undo"})
    assert anew(row).checked_in_at is None


@pytest.mark.parametrize("change", ["", "x", "0", "é"])
def test_a_code_that_the_portal_did_not_make_opens_nothing(staff: Any, change: str) -> None:
    row = RegistrationFactory()
    token = attendance.check_in_address(row).rstrip("/").rpartition("/")[2]
    forged = f"{row.uid.hex}.{change}" if change else token[:-3]
    assert attendance.registration_of(forged) is None
    assert staff.get(reverse("event_check_in_by_code", args=[forged])).status_code == 404


def test_the_code_is_a_picture_of_its_address() -> None:
    row = RegistrationFactory()
    assert attendance.check_in_svg(row).startswith("<svg")
    assert attendance.check_in_png(row).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("act", "before", "after"),
    [
        ("seat", RegistrationState.WAITING, RegistrationState.SEATED),
        ("queue", RegistrationState.SEATED, RegistrationState.WAITING),
        ("cancel", RegistrationState.SEATED, RegistrationState.CANCELLED),
    ],
)
def test_seats_are_given_and_taken_by_hand(staff: Any, event: Event, act: str, before: str, after: str) -> None:
    Event.objects.filter(pk=event.pk).update(status="full")  # so that nobody moves up by itself
    row = RegistrationFactory(event=event, state=before)
    staff.post(reverse("event_attendee", args=[event.pk, row.pk]), {"act": act})
    assert anew(row).state == after
    assert AuditEntry.objects.filter(action="event.registration_moved", target_id=str(row.pk)).exists()


def test_an_act_that_there_is_not_does_nothing(staff: Any, event: Event) -> None:
    row = RegistrationFactory(event=event)
    for act in ("", "delete", "__class__"):
        assert staff.post(reverse("event_attendee", args=[event.pk, row.pk]), {"act": act}).status_code == 302
    assert anew(row).state == RegistrationState.SEATED
