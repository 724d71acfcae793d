"""The report for the funders: by fiscal year in Alberta, four ways, without naming anybody."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from events.models import Registration, RegistrationState
from events.services import exports
from tests.events.viewsets.conftest import at
from tests.factories.events import EventFactory, RegistrationFactory
from tests.factories.organizations import CommunityFactory, OrganizationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(db: None) -> None:
    """A summit with three seated, two of whom came, and a session that nobody registered for, in 2025–2026."""
    small = OrganizationFactory(
        title_en="Hinton house", community=CommunityFactory(is_small_centre=True, name_en="Hinton")
    )
    urban = OrganizationFactory(
        title_en="City house", community=CommunityFactory(is_small_centre=False, name_en="Calgary")
    )
    summit = EventFactory(title_en="The summit", kind="summit", starts_at=at(2025, 4, 1, 0, 0))
    now = timezone.now()
    RegistrationFactory(event=summit, organization=small, checked_in_at=now, last_name="Private")
    RegistrationFactory(event=summit, organization=urban, checked_in_at=now)
    RegistrationFactory(event=summit, organization=small)
    RegistrationFactory(event=summit, organization=small, state=RegistrationState.CANCELLED)
    RegistrationFactory(event=summit, organization=small, state=RegistrationState.WAITING)
    EventFactory(title_en="The session", starts_at=at(2026, 3, 31, 21))
    EventFactory(title_en="Before", starts_at=at(2025, 3, 31, 21))
    EventFactory(title_en="After", starts_at=at(2026, 4, 1, 9))
    EventFactory(title_en="Draft", starts_at=at(2025, 6, 1), live=False)


def lines(grouping: str) -> list[tuple[Any, ...]]:
    return [
        (line.cells[0], line.events, line.registered, line.attended, line.small_centre)
        for line in exports.GROUPINGS[grouping](2025)
    ]


@pytest.mark.parametrize(
    ("grouping", "expected"),
    [
        ("event", [("The summit", 1, 3, 2, 1), ("The session", 1, 0, 0, 0)]),
        ("kind", [("Summit", 1, 3, 2, 1), ("Virtual session", 1, 0, 0, 0)]),
        ("organization", [("Hinton house", 1, 2, 1, 1), ("City house", 1, 1, 1, 0)]),
        ("small-centre", [("Hinton", 1, 2, 1, 1)]),
    ],
)
def test_a_fiscal_year_is_counted_four_ways(year: None, grouping: str, expected: list[tuple[Any, ...]]) -> None:
    assert lines(grouping) == expected


def test_fiscal_years_begin_in_april(year: None) -> None:
    assert exports.fiscal_years() == [2026, 2025, 2024]


def test_the_report_names_nobody_and_no_cell_is_a_formula(staff: Any, year: None) -> None:
    EventFactory(title_en="=cmd()", starts_at=at(2025, 7, 1))
    address = f"{reverse('events_report')}?year=2025&by=event"
    html = staff.read(address)
    assert "The summit" in html
    assert "Private" not in html
    csv = staff.get(f"{address}&export=csv").content.decode("utf-8-sig")
    assert "'=cmd()" in csv
    assert "The summit,2025-04-01,Summit" in csv
    sheet = load_workbook(io.BytesIO(staff.get(f"{address}&export=xlsx").content)).active
    assert "f" not in {cell.data_type for row in sheet for cell in row}
    assert sheet["A2"].value == "The summit"


@pytest.mark.parametrize("query", ["?year=x", "?year=99999999", "?year=-1", "?by=nothing", "?export=pdf"])
def test_nonsense_shows_the_report_all_the_same(staff: Any, year: None, query: str) -> None:
    assert staff.get(reverse("events_report") + query).status_code == 200


def test_without_events_there_is_nothing_to_count(staff: Any) -> None:
    assert "There is nothing to count in this year." in staff.read(reverse("events_report"))


@pytest.mark.parametrize("grouping", list(exports.GROUPINGS))
def test_it_costs_the_same_for_more_registrations(year: None, grouping: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            exports.GROUPINGS[grouping](2025)
        return len(queries)

    few = cost()
    summit = Registration.objects.first().event
    for number in range(5):
        RegistrationFactory(event=summit, organization=OrganizationFactory(title_en=f"Another {number}"))
        EventFactory(starts_at=at(2025, 5, 1))
    assert cost() == few
