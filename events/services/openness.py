"""Whether an event takes registrations now, and if not, the sentence that says why."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.canadian import date_time
from events.models import OFF_STATUSES, OPEN_STATUSES, Event, EventStatus, RegistrationMode


@dataclass(frozen=True)
class Refusal:
    """Why nobody, or not this reader, can register: a code for programs, a sentence for people."""

    code: str
    sentence: str


class ClosedError(Exception):
    """The event takes no registration now; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def refusal(event: Event, now: datetime.datetime | None = None) -> Refusal | None:
    """Return why nobody can register for `event` at `now`, in the active language; None where people can."""
    now = now or timezone.now()
    return _by_mode(event) or _by_status(event, now) or _by_time(event, now)


def _by_mode(event: Event) -> Refusal | None:
    if event.registration_mode == RegistrationMode.NONE:
        return Refusal("none", _("There is no registration for this event."))
    if event.registration_mode == RegistrationMode.OUTSIDE:
        return Refusal("outside", _("Registration for this event is on another site."))
    return None


def _by_status(event: Event, now: datetime.datetime) -> Refusal | None:
    if event.status in OFF_STATUSES:
        return Refusal(event.status, off_sentence(event.status))
    if event.ends_at is None or event.starts_at is None or event.ends_at <= now:
        return Refusal("over", _("This event has taken place."))
    if event.status == EventStatus.CLOSED:
        return Refusal("closed", _("Registration for this event is closed."))
    if event.status not in OPEN_STATUSES:
        return Refusal("not-open", _("Registration for this event is not open yet."))
    return None


def off_sentence(status: str) -> str:
    """Return the sentence about an event that does not take place as announced."""
    return {
        EventStatus.CANCELLED: _("This event is cancelled."),
        EventStatus.POSTPONED: _("This event is postponed; registration waits for the new date."),
        EventStatus.SUSPENDED: _("This event is suspended for now, and so is registration."),
    }[EventStatus(status)]


def _by_time(event: Event, now: datetime.datetime) -> Refusal | None:
    if event.registration_opens_at and now < event.registration_opens_at:
        words = _("Registration opens on %(moment)s.") % {"moment": date_time(event.registration_opens_at)}
        return Refusal("not-open", words)
    closes_at = event.registration_closes_at or event.starts_at
    if closes_at and closes_at <= now:
        return Refusal("closed", _("Registration for this event is closed."))
    return None


def refusal_for(event: Event, user: Any, *, is_invited: bool, now: datetime.datetime | None = None) -> Refusal | None:
    """Return why this reader cannot register; whether they may see the event at all is asked elsewhere."""
    if found := refusal(event, now):
        return found
    if event.registration_mode == RegistrationMode.MEMBERS and not user.is_authenticated:
        return Refusal("sign-in", _("Sign in to register: this event is for people who have an account."))
    if event.registration_mode == RegistrationMode.INVITATION and not is_invited:
        return Refusal(
            "invitation", _("This event is by invitation: register by the link in the mail that invites you.")
        )
    return None
