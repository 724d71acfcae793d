"""Events by the thousand, for the benchmark: terms, places, programmes, and who has registered."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms import access, caching, search_index
from cms.models import Audience, Topic
from events.models import (
    MINI_SITE_KINDS,
    DeliveryLanguage,
    Event,
    EventFormat,
    EventKind,
    EventPreset,
    EventSeats,
    EventStatus,
    ProgrammeSession,
    Registration,
    RegistrationMode,
    RegistrationState,
    Speaker,
    StaffLevel,
)
from events.search import KIND as SEARCH_KIND
from members.models import Community, User
from resources.bench import ENGLISH, FRENCH, chance_of, link, some_of, words

KEY = "bench-event-"
AN_HOUR = datetime.timedelta(hours=1)
AT_ONCE = 1000
YEARS = 2  # on either side of today
MEMBERS_ONLY = 15  # one event in so many
REGISTERED, SEATS = 10, 20  # one event in so many has registrations: so many
OF_EACH_PERSON = 3  # events for which the first people are registered
SESSIONS, SPEAKERS = 6, 40
STATUSES = (*[EventStatus.OPEN] * 6, EventStatus.PLANNED, EventStatus.CLOSED, EventStatus.CANCELLED)
MODES = (RegistrationMode.OPEN, RegistrationMode.MEMBERS, RegistrationMode.NONE, RegistrationMode.OUTSIDE)


def fill() -> str:
    """Make settings.BENCH_EVENTS events around today, once; return what was made, for the log."""
    made = Event.objects.filter(key__startswith=KEY).count()
    if made >= settings.BENCH_EVENTS:
        return f"Events: as they were ({made})"
    with transaction.atomic():
        maker = _Maker()
        for start in range(made, settings.BENCH_EVENTS, AT_ONCE):
            maker.make(range(start, min(start + AT_ONCE, settings.BENCH_EVENTS)))
        maker.register_people()
        _preset()
        caching.raise_stamp(area=SEARCH_KIND)
    search_index.write(SEARCH_KIND)
    return f"Events: {settings.BENCH_EVENTS}"


class _Maker:
    """Makes events that differ as real ones do, the same at each run but for the day around which they lie."""

    def __init__(self) -> None:
        self.topics, self.audiences, self.communities = (
            list(model.objects.order_by("pk").values_list("pk", flat=True)) for model in (Topic, Audience, Community)
        )
        self.members = access.access_group(access.MEMBERS)
        self.now = timezone.now()
        self.first = self.now.replace(hour=15) - datetime.timedelta(days=365 * YEARS)  # in UTC: no hour is missing
        self.step = datetime.timedelta(days=2 * 365 * YEARS) / settings.BENCH_EVENTS
        self.speakers = Speaker.objects.bulk_create(
            Speaker(name=f"{KEY}speaker {number}", position_fr="Conseillère", position_en="Adviser")
            for number in range(SPEAKERS)
        )

    def make(self, numbers: range) -> None:
        rows = dict(zip(numbers, Event.objects.bulk_create([self.row(number) for number in numbers]), strict=True))
        link(Event.topics.through, rows, lambda n: some_of(self.topics, n, 1 + n % 3), "topic_id", "event_id")
        link(Event.audiences.through, rows, lambda n: some_of(self.audiences, n, 1 + n % 2), "audience_id", "event_id")
        hidden = [self.members.pk]
        link(Event.access.through, rows, lambda n: hidden * (n % MEMBERS_ONLY == 0), "group_id", "event_id")
        self.programmes(row for row in rows.values() if row.kind in MINI_SITE_KINDS)
        taken = [row for number, row in rows.items() if number % REGISTERED == 0]
        Registration.objects.bulk_create(registration for row in taken for registration in self.registrations(row))
        EventSeats.objects.bulk_create(EventSeats(event=row, taken=SEATS) for row in taken)

    def row(self, number: int) -> Event:
        chance = chance_of(f"event{number}")
        french, english = number % 10 != 8, number % 10 != 9  # eight in ten in both languages
        starts = (self.first + number * self.step).replace(minute=0, second=0, microsecond=0)
        kind, held_in = EventKind.values[number % len(EventKind.values)], EventFormat.values[number % 3]
        lasts = datetime.timedelta(days=1, hours=8) if kind in MINI_SITE_KINDS else datetime.timedelta(hours=2)
        at = min(starts - datetime.timedelta(days=60), self.now)
        return Event(
            key=f"{KEY}{number}",
            kind=kind,
            format=held_in,
            status=STATUSES[number % len(STATUSES)],
            staff_level=StaffLevel.values[number % len(StaffLevel.values)],
            language=DeliveryLanguage.values[number % 3],
            starts_at=starts,
            ends_at=starts + lasts,
            community_id=None if held_in == EventFormat.VIRTUAL else self.communities[number % len(self.communities)],
            registration_mode=MODES[number % len(MODES)],
            registration_url="https://example.org/register/",
            capacity=SEATS + number % 2,
            live=True,
            first_published_at=at,
            last_published_at=at,
            **_texts(number, chance, french=french, english=english),
        )

    def programmes(self, rows: Iterator[Event]) -> None:
        sessions = ProgrammeSession.objects.bulk_create(
            ProgrammeSession(
                event=row,
                title_fr=f"Atelier {place}",
                title_en=f"Workshop {place}",
                starts_at=row.starts_at + place * AN_HOUR,
                ends_at=row.starts_at + (place + 1) * AN_HOUR,
                track_fr="Filière A",
                track_en="Track A",
            )
            for row in rows
            if row.starts_at is not None
            for place in range(SESSIONS)
        )
        held = ProgrammeSession.speakers.through
        held.objects.bulk_create(
            held(programmesession_id=session.pk, speaker_id=self.speakers[place % SPEAKERS].pk)
            for place, session in enumerate(sessions)
        )

    def registrations(self, row: Event) -> Iterator[Registration]:
        for number in range(SEATS):
            yield Registration(
                event=row,
                email=f"{row.key}-{number}@example.org",
                first_name="Camille",
                last_name=f"Exemple {number}",
                state=RegistrationState.SEATED,
                confirmed_at=self.now,
                seated_at=self.now,
            )

    def register_people(self) -> None:
        """Register everyone who has an account for a few of the next events."""
        upcoming = list(Event.objects.upcoming(self.now).filter(key__startswith=KEY)[:OF_EACH_PERSON])
        people = User.objects.filter(email__startswith="bench-").values_list("pk", "email", "first_name", "last_name")
        Registration.objects.bulk_create(
            Registration(
                event=event,
                person_id=pk,
                email=email,
                first_name=first_name,
                last_name=last_name,
                state=RegistrationState.SEATED,
                confirmed_at=self.now,
                seated_at=self.now,
            )
            for pk, email, first_name, last_name in people
            for event in upcoming
        )


def _texts(number: int, chance: Any, *, french: bool, english: bool) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for language, pool, written in (("fr", FRENCH, french), ("en", ENGLISH, english)):
        if not written:
            continue
        fields |= {
            f"title_{language}": f"{words(chance, pool, 4).capitalize()} {number}",
            f"slug_{language}": f"{'banc' if language == 'fr' else 'bench'}-{number}",
            f"summary_{language}": f"{words(chance, pool, 24).capitalize()}.",
            f"body_{language}": [
                {"type": "rich_text", "value": f"<p>{words(chance, pool, 60).capitalize()}.</p>"} for _ in range(3)
            ],
        }
    return fields


def _preset() -> None:
    preset, made = EventPreset.objects.get_or_create(
        slug_en="bench",
        defaults={"slug_fr": "banc", "title_fr": "Banc d’essai", "title_en": "Bench", "staff_level": "front-line"},
    )
    if made:
        preset.audiences.set(Audience.objects.filter(key="front-line-staff"))
