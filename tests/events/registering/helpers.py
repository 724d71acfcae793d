"""What the tests of registering share."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django.core import mail
from django.utils import timezone

from events.models import Event, Registration, RegistrationMode
from events.services import registering
from events.services.registering import Answer, Applicant
from tests.factories.events import EventFactory, RegistrationFactory

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


def open_event(**fields: Any) -> Event:
    """Make an event for which anyone can register."""
    return EventFactory(**{"registration_mode": RegistrationMode.OPEN, **fields})


def applicant(email: str = "ada@example.org", **fields: Any) -> Applicant:
    return Applicant(**{"email": email, "first_name": "Ada", "last_name": "Lovelace", **fields})


def ask(event: Event, email: str = "ada@example.org", *, is_confirmed: bool = True, **fields: Any) -> Answer:
    """Register one person."""
    (answer,) = registering.register(event, [applicant(email, **fields)], is_confirmed=is_confirmed)
    return answer


def waits(event: Event, email: str, **fields: Any) -> Registration:
    """Put somebody on the waiting list without asking."""
    fields = {"state": "waiting", "queued_at": timezone.now(), "seated_at": None, **fields}
    return RegistrationFactory(event=event, email=email, **fields)


def states(event: Event) -> dict[str, str]:
    return dict(event.registrations.order_by("pk").values_list("email", "state"))


def mails_to(email: str) -> list[Any]:
    return [message for message in mail.outbox if message.to == [email]]


def link_in(message: Any) -> str:
    """Return the path of the link to a registration in a mail."""
    found = re.search(r"https?://[^/\s]+(/\S*/registration/\S+:\S+|/\S*/inscription/\S+:\S+)", message.body)
    assert found, message.body
    return found[1]
