"""A few events around a moment that stands still, as the tests of finding see them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from events.models import EventFormat, EventKind, EventStatus, RegistrationMode, StaffLevel
from members.models import Community
from tests.factories.events import EventFactory
from tests.factories.organizations import AudienceFactory, CommunityFactory, RegionFactory
from tests.factories.records import TopicFactory

ZONE = ZoneInfo("America/Edmonton")
NOW = datetime.datetime(2027, 3, 10, 12, 0, tzinfo=ZONE)


def at(month: int, day: int, hour: int = 10, minute: int = 0, year: int = 2027) -> datetime.datetime:
    """Return a moment of 2027 in Mountain Time."""
    return datetime.datetime(year, month, day, hour, minute, tzinfo=ZONE)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Have it be noon on Wednesday 10 March 2027 in Alberta, and stay so."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def olds(db: None) -> Community:
    region = RegionFactory(key="central", name_fr="Centre", name_en="Central")
    return CommunityFactory(key="olds", name_fr="Olds", name_en="Olds", region=region)


@pytest.fixture
def events(clock: time_machine.Traveller, olds: Community) -> dict[str, Any]:
    """A virtual session, a summit in Olds, a French caucus, a meeting for members; an update that is over."""
    housing = TopicFactory(key="housing", name_fr="Logement", name_en="Housing")
    frontline = AudienceFactory(
        key="front-line-staff", name_fr="Personnel de première ligne", name_en="Front-line staff"
    )
    return {
        "session": EventFactory(
            title_fr="Un toit pour tous",
            title_en="A roof for all",
            kind=EventKind.VIRTUAL_SESSION,
            topics=[housing],
            audiences=[frontline],
            registration_mode=RegistrationMode.OPEN,
            starts_at=at(3, 18, 13),
        ),
        "summit": EventFactory(
            title_fr="Sommet de l’établissement",
            title_en="Settlement Summit",
            kind=EventKind.SUMMIT,
            format=EventFormat.HYBRID,
            staff_level=StaffLevel.SENIOR_LEADERS,
            community=olds,
            starts_at=at(4, 29, 9),
            ends_at=at(5, 1, 16),
            status=EventStatus.PLANNED,
        ),
        "caucus": EventFactory(
            title_fr="Caucus des petites villes",
            title_en="",
            summary_en="",
            kind=EventKind.CAUCUS,
            language="fr",
            starts_at=at(3, 25, 9),
            topics=[housing],
        ),
        "members": EventFactory(
            title_fr="Réunion des membres",
            title_en="Members’ meeting",
            kind=EventKind.COMMITTEE_MEETING,
            format=EventFormat.IN_PERSON,
            community=olds,
            codes=["members"],
            starts_at=at(3, 20, 9),
        ),
        "past": EventFactory(
            title_fr="Mise à jour de février",
            title_en="February update",
            kind=EventKind.QUARTERLY_UPDATE,
            language="en",
            starts_at=at(2, 4, 9),
        ),
    }
