"""A visit begins after a pause; being here is written every few minutes only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from members.services.visits import LOOKS_BACK, new_since, note_visit
from tests.factories.people import UserFactory

NOW = datetime(2026, 11, 2, 17, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def test_the_first_visit_looks_back_some_weeks():
    person = UserFactory()
    note_visit(person, NOW)
    person.refresh_from_db()
    assert (person.visited_at, person.previous_visit_at) == (NOW, None)
    assert new_since(person, NOW) == NOW - LOOKS_BACK


@pytest.mark.parametrize(("pause", "is_new"), [(29, False), (31, True)])
def test_a_visit_begins_after_half_an_hour_without_a_request(pause, is_new):
    person = UserFactory(visited_at=NOW, previous_visit_at=NOW - timedelta(days=3))
    note_visit(person, NOW + minutes(pause))
    person.refresh_from_db()
    assert person.previous_visit_at == (NOW if is_new else NOW - timedelta(days=3))


def test_being_here_is_not_written_at_each_request(django_assert_num_queries):
    person = UserFactory(visited_at=NOW)
    with django_assert_num_queries(0):
        note_visit(person, NOW + minutes(4))
    with django_assert_num_queries(1):
        note_visit(person, NOW + minutes(6))
        note_visit(person, NOW + minutes(7))


def test_a_long_visit_stays_one(db):
    person = UserFactory(visited_at=NOW, previous_visit_at=NOW - timedelta(days=1))
    for step in range(1, 10):
        note_visit(person, NOW + minutes(20 * step))
    assert person.previous_visit_at == NOW - timedelta(days=1)
