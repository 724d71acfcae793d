"""Mail about a registration, in the person's language, with the event for their calendar.

Where a registration stands decides which mail is owed, and `RegistrationMail` says which went out: so nothing is
written twice, and what a lost task has not written, the timed job does (`write_owed_mails`).
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from post_office.models import STATUS, Email

from cms import mail
from cms.bilingual import localized
from cms.portal import Portal
from events.addresses import event_url
from events.models import Event, Registration, RegistrationMail, RegistrationState
from events.services import links
from events.services.seats import HEAVY
from events.services.waiting import place_in_queue

logger = logging.getLogger(__name__)
State = RegistrationState
LOOKED_BACK = datetime.timedelta(days=3)
LEFT_TO_THE_TASK = datetime.timedelta(minutes=2)
EACH_RUN = 300
EVENT_HEADER = "X-Portal-Event"


@dataclass(frozen=True)
class StateMail:
    """The mail that a state owes: its template, and the field that says since when it is owed."""

    kind: str
    since: str
    has_calendar: bool = False


STATE_MAILS: dict[str, StateMail] = {
    State.UNCONFIRMED: StateMail("confirm", "created_at"),
    State.SEATED: StateMail("seated", "seated_at", has_calendar=True),
    State.WAITING: StateMail("waiting", "queued_at"),
    State.OFFERED: StateMail("offered", "offered_until"),
    State.CANCELLED: StateMail("cancelled", "cancelled_at"),
}


def owed(registration: Registration) -> StateMail:
    """Return the mail that is owed for where `registration` stands: a lapsed offer is told from a cancellation."""
    until, ended = registration.offered_until, registration.cancelled_at
    if registration.state == State.CANCELLED and until and ended and until <= ended:
        return StateMail("lapsed", "cancelled_at")
    return STATE_MAILS[registration.state]


def write_state_mail(pk: int) -> bool:
    """Write the mail that is owed to a registration, unless it went out. Returns whether one was written."""
    registration = _read(pk)
    if registration is None:
        return False
    due = owed(registration)
    context: dict[str, Any] = {}
    if due.kind == "waiting":
        context["place"] = place_in_queue(registration)
    if due.kind == "confirm":
        context["confirm_address"] = address(registration, "confirm_registration_link", links.CONFIRM)
    return write(registration, due.kind, _occasion(registration, due), context=context, has_calendar=due.has_calendar)


def _occasion(registration: Registration, due: StateMail) -> str:
    """Return what tells this time in a state from another time: since when, and for an offer in which wait."""
    moments = [getattr(registration, due.since)]
    if due.kind == "offered":
        moments.append(registration.queued_at)
    return " ".join(f"{moment.astimezone(datetime.UTC):%Y%m%dT%H%M%S.%fZ}" for moment in moments if moment)


def write_already_mail(pk: int) -> bool:
    """Tell the owner of an address that it is registered already; a few times a day at most (the view counts)."""
    registration = _read(pk)
    if registration is None or not registration.is_current:
        return False
    return write(registration, "already", timezone.now().isoformat())


def _read(pk: int) -> Registration | None:
    rows = Registration.objects.select_related("event", "person").defer(*(f"event__{name}" for name in HEAVY))
    return rows.filter(pk=pk).first()


def write(
    registration: Registration,
    kind: str,
    occasion: str,
    *,
    context: Mapping[str, Any] | None = None,
    has_calendar: bool = False,
    method: str = "PUBLISH",
    headers: Mapping[str, str] | None = None,
) -> bool:
    """Put the mail `emails/event_<kind>` in the outbox, once for `occasion`. Returns whether it did so now."""
    language, event = registration.language, registration.event
    with transaction.atomic():
        _row, is_new = RegistrationMail.objects.get_or_create(registration=registration, kind=kind, occasion=occasion)
        if not is_new:
            return False
        with translation.override(language):
            words = {**event_words(event, language), **_own_words(registration), **(context or {})}
        mail.send(
            f"event_{kind}",
            to=[registration.email],
            language=language,
            context=words,
            headers={EVENT_HEADER: str(event.uid), **(headers or {})},
            attachments=[calendar_part(event, language, method)] if has_calendar and event.starts_at else (),
        )
    return True


def event_words(event: Event, language: str) -> dict[str, Any]:
    """Return what every mail about `event` may say of it."""
    path = event_url(event, language)
    return {
        "event": event,
        "title": localized(event, "title", language),
        "notice": localized(event, "notice", language),
        "venue": localized(event, "venue", language),
        "event_address": Portal.absolute(path) if path else "",
    }


def _own_words(registration: Registration) -> dict[str, Any]:
    return {
        "registration": registration,
        "name": registration.full_name,
        "address": address(registration, "registration_link", links.MANAGE),
        "joining_url": registration.event.joining_url if registration.state == State.SEATED else "",
    }


def address(registration: Registration, route: str, purpose: str) -> str:
    """Return the full address of a link for `purpose`, in the active language; it names nobody."""
    return Portal.absolute(reverse(route, args=[links.token(purpose, registration.uid)]))


def calendar_part(event: Event, language: str, method: str = "PUBLISH") -> mail.Attachment:
    from events.calendars.ics import event_calendar

    return mail.Attachment(
        "event.ics", event_calendar(event, language, method=method), f"text/calendar; method={method}"
    )


# --- nothing lost, and what failed ----------------------------------------------------------------


def write_owed_mails(now: datetime.datetime | None = None) -> str | None:
    """Write what a lost task has left unwritten (a timed job)."""
    now = now or timezone.now()
    written = failed = 0
    for pk in _with_unwritten_mail(now)[:EACH_RUN]:
        try:
            written += write_state_mail(pk)
        except Exception:  # one mail must not keep the others from going out
            logger.exception("The mail of registration %s failed", pk)
            failed += 1
    return f"{written} mails written late, {failed} failed" if written or failed else None


def _with_unwritten_mail(now: datetime.datetime) -> list[int]:
    found: list[int] = []
    for state, due in STATE_MAILS.items():
        rows = Registration.objects.filter(state=state, event__ends_at__gt=now)
        went_out = RegistrationMail.objects.filter(registration=OuterRef("pk"))
        if state == State.OFFERED:  # known by when it ends, not by when it began
            rows, went_out = rows.filter(offered_until__gt=now), went_out.filter(kind=due.kind)
        else:
            rows = rows.filter(**{f"{due.since}__gt": now - LOOKED_BACK, f"{due.since}__lt": now - LEFT_TO_THE_TASK})
            kinds = ["cancelled", "lapsed"] if state == State.CANCELLED else [due.kind]
            went_out = went_out.filter(kind__in=kinds, sent_at__gte=OuterRef(due.since))
        found += rows.filter(~Exists(went_out)).order_by("pk").values_list("pk", flat=True)[:EACH_RUN]
    return found


def failed_mails(event: Event) -> QuerySet[Email]:
    """Return the mails about `event` that could not be sent after all tries, for staff to see and send again."""
    return Email.objects.filter(status=STATUS.failed, headers__contains={EVENT_HEADER: str(event.uid)})


def send_failed_again(event: Event) -> int:
    """Put the failed mails about `event` in the outbox once more. Returns how many there are."""
    return failed_mails(event).update(status=STATUS.queued, number_of_retries=0, scheduled_time=None)
