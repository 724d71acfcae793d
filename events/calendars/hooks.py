"""What the calendars tell of a person, and forget with them (cms/slots.py)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cms.canadian import date_time
from cms.slots import DataSection, Fact
from events.models import PersonalFeed


def person_data(person: Any) -> list[DataSection]:
    """Return that a person's calendar has an address, and since when; the secret itself stays on its own page."""
    feed = PersonalFeed.objects.filter(person=person).first()
    if feed is None:
        return []
    fact = Fact("made_at", _("Since"), feed.made_at.isoformat(), date_time(feed.made_at))
    return [DataSection("calendar_feed", _("Address of my calendar"), [[fact]])]


def forget(person: Any) -> None:
    """Have the address of a person's calendar answer no more."""
    PersonalFeed.objects.filter(person=person).delete()
