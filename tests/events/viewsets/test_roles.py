"""Who of staff is let in where: who registered is for those who plan events."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from events.models import Event, EventSeries, Registration
from tests.events.viewsets.conftest import url
from tests.factories.events import EventFactory, EventSeriesFactory, RegistrationFactory

pytestmark = pytest.mark.django_db

ABOUT_PEOPLE = (
    *("event_attendees", "event_check_in", "event_write", "event_invitations", "event_certificates"),
    *("event_copy", "event_repeat"),
)


def is_turned_away(response: Any) -> bool:
    return response.status_code == 403 or (response.status_code == 302 and response["Location"] == "/cms/")


@pytest.mark.parametrize(
    ("role", "is_let_in"),
    [
        ("Editors", True),
        ("Moderators", True),
        ("Administrators", True),
        ("Translators", False),
        ("Membership officers", False),
    ],
)
def test_who_registered_is_for_those_who_plan_events(visitor: Any, person: Any, role: str, is_let_in: bool) -> None:
    row = RegistrationFactory(first_name="Ada")
    client = visitor(user=person(role=role))
    for page in ABOUT_PEOPLE:
        response = client.get(reverse(page, args=[row.event_id]))
        assert is_turned_away(response) is not is_let_in, page
        assert "Ada" not in response.content.decode() or is_let_in
    client.post(reverse("event_check_in", args=[row.event_id]), {"registration": row.pk, "act": "check-in"})
    assert Registration.objects.filter(checked_in_at__isnull=False).exists() is is_let_in


def test_a_translator_changes_texts_and_finds_no_way_to_people(visitor: Any, translator: Any) -> None:
    event = EventFactory(registration_mode="invitation", gives_certificates=True)
    client = visitor(user=translator)
    for address in (url("list"), url("edit", event.pk)):
        html = client.read(address)
        for page in ABOUT_PEOPLE:
            assert reverse(page, args=[event.pk]) not in html


def test_a_series_is_made_from_an_event_and_never_empty(staff: Any) -> None:
    series = EventSeriesFactory()
    assert is_turned_away(staff.get(url("add", model=EventSeries)))
    html = staff.read(url("edit", series.pk, model=EventSeries))
    assert f"{url('list')}?series={series.pk}" in html


def test_what_changes_something_is_not_done_by_looking(staff: Any) -> None:
    row = RegistrationFactory()
    for page in (*ABOUT_PEOPLE,):
        staff.get(reverse(page, args=[row.event_id]) + "?act=check-in&act=make&act=send")
    assert Event.objects.count() == 1
    assert not Registration.objects.filter(checked_in_at__isnull=False).exists()
