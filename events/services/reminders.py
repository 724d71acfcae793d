"""Reminders before an event and thanks after it: timed jobs, safe to run twice and after a gap.

Days are counted by the clock in Alberta, so that a reminder comes at the hour of the event whether or not summer time
begins or ends in between; the hour before is an hour.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from cms.portal import Portal
from events.models import Event, Registration, RegistrationMail
from events.services import links, mails
from events.services.seats import HEAVY
from members.services import consent

logger = logging.getLogger(__name__)
EACH_RUN = 300
"""So many mails are written in one run; the others in the next, a minute later."""
THANKED_WITHIN = datetime.timedelta(days=7)
THANKED_AFTER = datetime.timedelta(hours=1)


def by_the_clock(moment: datetime.datetime, *, days: int) -> datetime.datetime:
    """Return the moment `days` before, at the same hour in Alberta."""
    zone = timezone.get_default_timezone()
    local = moment.astimezone(zone)
    return datetime.datetime.combine(local.date() - datetime.timedelta(days=days), local.time(), tzinfo=zone)


@dataclass(frozen=True)
class Stage:
    """A reminder: when it goes out, and from when on it says nothing useful any more."""

    name: str
    days: int
    hours: int
    useful_hours: int
    """So many hours before the beginning it is too late for it: the next one is near."""

    def due_at(self, starts_at: datetime.datetime) -> datetime.datetime:
        if self.days:
            return by_the_clock(starts_at, days=self.days)
        return starts_at - datetime.timedelta(hours=self.hours)

    def useless_at(self, starts_at: datetime.datetime) -> datetime.datetime:
        return starts_at - datetime.timedelta(hours=self.useful_hours)


STAGES = (Stage("7-days", 7, 0, 36), Stage("1-day", 1, 0, 3), Stage("1-hour", 0, 1, 0))


def stage_at(starts_at: datetime.datetime, now: datetime.datetime) -> Stage | None:
    """Return the reminder that is due at `now`: the nearest to the event of those whose time has come."""
    for stage in reversed(STAGES):
        if stage.due_at(starts_at) <= now:
            return stage if now < stage.useless_at(starts_at) else None
    return None


def send_reminders(now: datetime.datetime | None = None) -> str | None:
    """Write the reminders that are due: each person gets each one once for each beginning of an event."""
    now = now or timezone.now()
    soon = Event.objects.filter(live=True, starts_at__gt=now, starts_at__lte=now + datetime.timedelta(days=8))
    sent = failed = 0
    for event in soon.taking_place().defer(*HEAVY).order_by("starts_at", "pk"):
        stage = stage_at(event.starts_at, now)
        if stage is None:
            continue
        occasion = f"{stage.name} {event.starts_at.astimezone(datetime.UTC):%Y-%m-%dT%H:%MZ}"
        # Whoever registered since has just had a mail that says the same.
        rows = event.registrations.seated().filter(seated_at__lte=stage.due_at(event.starts_at))

        def write(registration: Registration, stage: Stage = stage, occasion: str = occasion) -> bool:
            return mails.write(registration, "reminder", occasion, context={"stage": stage.name}, has_calendar=True)

        done, missed = write_each(not_written(rows, "reminder", occasion), event, write, most=EACH_RUN - sent)
        sent, failed = sent + done, failed + missed
        if sent >= EACH_RUN:
            break
    return f"{sent} reminders written, {failed} failed" if sent or failed else None


def send_thanks(now: datetime.datetime | None = None) -> str | None:
    """Thank those who came and agreed to be written to, within a week of the end (CASL: with a way to stop it)."""
    now = now or timezone.now()
    ended = Event.objects.filter(live=True, ends_at__lte=now - THANKED_AFTER, ends_at__gt=now - THANKED_WITHIN)
    sent = failed = 0
    for event in ended.taking_place().defer(*HEAVY).order_by("ends_at", "pk"):
        rows = not_written(event.registrations.seated().filter(wants_mail=True), "thanks", "")
        done, missed = write_each(rows, event, write_thanks, most=EACH_RUN - sent)
        sent, failed = sent + done, failed + missed
        if sent >= EACH_RUN:
            break
    return f"{sent} thanks written, {failed} failed" if sent or failed else None


def write_thanks(registration: Registration) -> bool:
    with translation.override(registration.language):
        stop = Portal.absolute(reverse("stop_event_mail", args=[links.token(links.STOP_MAIL, registration.uid)]))
    return mails.write(
        registration,
        "thanks",
        "",
        context={"unsubscribe_address": stop, "sender": consent.sender(registration.language)},
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def not_written(rows: QuerySet[Registration], kind: str, occasion: str) -> QuerySet[Registration]:
    went_out = RegistrationMail.objects.filter(registration=OuterRef("pk"), kind=kind, occasion=occasion)
    return rows.filter(~Exists(went_out)).order_by("pk")


def write_each(
    rows: QuerySet[Registration], event: Event, write: Callable[[Registration], Any], *, most: int
) -> tuple[int, int]:
    """Do `write` for each of `rows`, at most so many. Returns how many were written, and how many failed."""
    sent = failed = 0
    for registration in _with_event(rows[:most], event):
        try:
            sent += bool(write(registration))
        except Exception:  # one person's mail must not keep the others from theirs
            logger.exception("A mail to registration %s failed", registration.pk)
            failed += 1
    return sent, failed


def _with_event(rows: Iterable[Registration], event: Event) -> Iterable[Registration]:
    for registration in rows:
        registration.event = event
        yield registration
