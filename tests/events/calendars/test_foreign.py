"""The calendars as another library reads them (vobject)."""

from __future__ import annotations

import datetime

import pytest
import time_machine
import vobject

from events.calendars import feed
from events.models import EventStatus
from tests.conftest import Visitor
from tests.factories.events import EventFactory

pytestmark = pytest.mark.django_db


def test_another_library_reads_the_feed_and_an_events_file_as_they_are_meant(visit: Visitor) -> None:
    feed.forget()
    starts_at = datetime.datetime(2027, 3, 14, 20, tzinfo=datetime.UTC)
    event = EventFactory(
        title_fr="Échanges; « mars », \\ et plus",
        summary_fr="Ligne un\nLigne deux, " + "très longue " * 20,
        starts_at=starts_at,
    )
    off = EventFactory(title_fr="Ailleurs", status=EventStatus.CANCELLED, starts_at=starts_at)
    with time_machine.travel(starts_at - datetime.timedelta(days=30), tick=False):
        read = vobject.readOne(visit.get("/ics/fr/public.ics").content.decode())
    read.validate(True)
    found = {entry.uid.value: entry for entry in read.vevent_list}
    assert set(found) == {str(off.uid), str(event.uid)}
    assert found[str(off.uid)].status.value == "CANCELLED"
    alone = vobject.readOne(visit.get(f"/ics/fr/{event.uid}.ics").content.decode())
    alone.validate(True)
    assert alone.vevent.summary.value == "Échanges; « mars », \\ et plus"
    assert alone.vevent.description.value.startswith("Ligne un\nLigne deux, très longue")
    assert alone.vevent.dtstart.value.astimezone(datetime.UTC) == starts_at
