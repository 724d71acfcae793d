"""Staff who look after events, and moments in Alberta."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from events.models import Event

MOUNTAIN = ZoneInfo("America/Edmonton")


def at(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime.datetime:
    """Return a moment by the clock on the wall in Alberta."""
    return datetime.datetime(year, month, day, hour, minute, tzinfo=MOUNTAIN)


def wall(moment: datetime.datetime) -> str:
    """Return a moment as the clock on the wall shows it, such as "2027-03-15 09:00"."""
    return moment.astimezone(MOUNTAIN).strftime("%Y-%m-%d %H:%M")


def url(action: str, *args: Any, model: Any = Event) -> str:
    return reverse(model.snippet_viewset.get_url_name(action), args=args)


@pytest.fixture
def staff(visitor: Any, moderator: Any) -> Any:
    return visitor(user=moderator)
