"""Who has registered for the demo's events: its accounts, and people who do not exist."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from django.utils import timezone

from events.models import Event, EventSeats, Registration, RegistrationState
from members.models import User
from members.standing import organization_of

DAY = datetime.timedelta(days=1)
SEATED, WAITING = RegistrationState.SEATED, RegistrationState.WAITING
MEMBER, ORGANIZER, SAISIA, LIP = (f"{name}@example.org" for name in ("member", "orgadmin", "saisia", "lip"))
#: Event → (address, state), in the order in which they came.
ACCOUNTS: dict[str, tuple[tuple[str, RegistrationState], ...]] = {
    "summit-last": ((ORGANIZER, SEATED), (SAISIA, SEATED)),
    "summit-next": ((ORGANIZER, SEATED),),
    "conference-last": ((MEMBER, SEATED), (ORGANIZER, SEATED)),
    "school-doors": ((MEMBER, SEATED),),
    "hate-incidents": ((MEMBER, SEATED), (LIP, SEATED)),
    "winter-on-the-road": ((MEMBER, SEATED),),
    "interpreters-as-colleagues": ((ORGANIZER, SEATED), (MEMBER, WAITING)),
    "quarterly-update-8": ((MEMBER, SEATED), (SAISIA, SEATED), (LIP, SEATED)),
    "coordinators-meeting-8": ((ORGANIZER, SEATED),),
    "northern-gathering": ((MEMBER, SEATED),),
    "museum-evening": ((MEMBER, SEATED),),
    "lips-caucus": ((LIP, SEATED),),
}
#: Event → how many invented people come, and how many wait.
INVENTED: dict[str, tuple[int, int]] = {
    "summit-last": (18, 0),
    "summit-next": (9, 0),
    "conference-last": (24, 0),
    "winter-on-the-road": (11, 0),
    "interpreters-as-colleagues": (3, 2),
    "southern-gathering": (7, 0),
    "museum-evening": (5, 0),
}
FIRST = (
    "Aïcha",
    "Benoît",
    "Carmen",
    "Dmytro",
    "Élise",
    "Farid",
    "Grace",
    "Hélène",
    "Ibrahim",
    "June",
    "Khadija",
    "Luc",
)
LAST = ("Exemple", "Sample", "Modèle", "Demo")


def register_people(events: Mapping[str, Event]) -> None:
    """Register people for the events that were just made, and count their seats."""
    keys = {key for key in (*ACCOUNTS, *INVENTED) if key in events}
    people = {person.email: person for person in User.objects.filter(is_active=True)}
    rows = [row for key in sorted(keys) for row in _rows(key, events[key], people)]
    Registration.objects.bulk_create(rows)
    for key in keys:
        held = [row.state for row in rows if row.event_id == events[key].pk]
        EventSeats.objects.update_or_create(
            event=events[key], defaults={"taken": held.count(SEATED), "waiting": held.count(WAITING)}
        )


def _rows(key: str, event: Event, people: Mapping[str, User]) -> Iterator[Registration]:
    seated, waiting = INVENTED.get(key, (0, 0))
    invented = [
        (number, SEATED if number < seated else WAITING, FIRST[number % len(FIRST)], LAST[number // len(FIRST)])
        for number in range(seated + waiting)
    ]
    begun = min(timezone.now(), event.starts_at or timezone.now()) - 20 * DAY
    for number, (email, state) in enumerate(ACCOUNTS.get(key, ())):
        if person := people.get(email):
            names = {"first_name": person.first_name, "last_name": person.last_name}
            row = _row(event, email, state, begun + number * DAY / 4, **names)
            row.person, row.language, row.organization = person, person.language, organization_of(person)
            yield row
    for number, state, first, last in invented:
        email = f"{key}-{number}@example.org"
        language = "fr" if number % 2 == 0 else "en"
        yield _row(event, email, state, begun + number * DAY / 2, first_name=first, last_name=last, language=language)


def _row(event: Event, email: str, state: RegistrationState, at: datetime.datetime, **fields: str) -> Registration:
    came = event.is_over and not event.is_off
    return Registration(
        event=event,
        email=email,
        state=state,
        created_at=at,
        confirmed_at=at,
        seated_at=at if state == SEATED else None,
        queued_at=at if state == WAITING else None,
        checked_in_at=event.starts_at if came else None,
        purged_at=event.ends_at + 30 * DAY if came and event.ends_at else None,
        consent_words="Démonstration / Demo",
        consent_at=at,
        **fields,
    )
