"""The digest: what is new for a person, by mail, every week or every month (a job of cms.ops.due).

Nothing is sent twice, nothing is lost: what a digest tells reaches from the one before to this one, and the moment of
sending is kept with the mail in one transaction. After a gap people get one digest that tells all of it.
"""

from __future__ import annotations

import datetime
import logging

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation

from cms import mail, slots
from cms.portal import Portal
from members.models import NotificationSettings
from members.services import consent

logger = logging.getLogger(__name__)

Frequency = NotificationSettings.Frequency
SENT_AT = datetime.time(8)
"""In Mountain Time."""
EACH_RUN = 200
"""So many are looked after in one run; the others in the next, a minute later."""
ITEMS_OF_A_SECTION = 12
FIRST_REACHES_BACK = {Frequency.WEEKLY: datetime.timedelta(days=7), Frequency.MONTHLY: datetime.timedelta(days=31)}


def last_due(frequency: str, now: datetime.datetime) -> datetime.datetime:
    """Return when the digest of `frequency` was last due at `now` (both aware).

    Weekly: Monday. Monthly: the first day of the month from Monday to Friday. At SENT_AT by the clock in Alberta,
    whether it is summer time or not.
    """
    zone = timezone.get_default_timezone()
    today = now.astimezone(zone).date()
    day = _monday(today) if frequency == Frequency.WEEKLY else _first_weekday(today)
    due = datetime.datetime.combine(day, SENT_AT, tzinfo=zone)
    if due > now:
        before = day - datetime.timedelta(days=7) if frequency == Frequency.WEEKLY else _month_before(today)
        due = datetime.datetime.combine(before, SENT_AT, tzinfo=zone)
    return due


def _monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def _first_weekday(day: datetime.date) -> datetime.date:
    first = day.replace(day=1)
    weekend = first.weekday() >= 5
    return first + datetime.timedelta(days=7 - first.weekday() if weekend else 0)


def _month_before(day: datetime.date) -> datetime.date:
    return _first_weekday(day.replace(day=1) - datetime.timedelta(days=1))


def send_digests(now: datetime.datetime | None = None) -> str | None:
    """Send the digests that are due. Returns a sentence for the log, or None where none was."""
    now = now or timezone.now()
    waiting = Q(pk__in=[])
    for frequency in (Frequency.WEEKLY, Frequency.MONTHLY):
        waiting |= Q(digest=frequency) & (Q(digest_sent_at=None) | Q(digest_sent_at__lt=last_due(frequency, now)))
    due = NotificationSettings.objects.filter(waiting, person__is_active=True).order_by("pk")
    sent = seen = failed = 0
    for number in due.values_list("pk", flat=True):
        try:
            sent += _send_digest(number, now)
            seen += 1
        except Exception:  # one person's digest must not keep the others from theirs
            logger.exception("The digest of settings %s failed", number)
            failed += 1
        if seen >= EACH_RUN:
            break
    return f"{sent} digests sent, {seen - sent} had nothing new, {failed} failed" if seen or failed else None


@transaction.atomic
def _send_digest(number: int, now: datetime.datetime) -> bool:
    """Send one person's digest and note the moment. Returns whether there was anything to tell."""
    settings = (
        NotificationSettings.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("person")
        .filter(pk=number, person__is_active=True)
        .exclude(digest=Frequency.NEVER)
        .first()
    )
    if settings is None:
        return False
    due = last_due(settings.digest, now)
    if settings.digest_sent_at is not None and settings.digest_sent_at >= due:
        return False
    since = settings.digest_sent_at or due - FIRST_REACHES_BACK[Frequency(settings.digest)]
    NotificationSettings.objects.filter(pk=settings.pk).update(digest_sent_at=now)
    person = settings.person
    with translation.override(person.language):
        sections = [
            section
            for section in slots.digest_sections(person, since)
            if not section.kind or getattr(settings, f"wants_{section.kind}")
        ]
        address = Portal.absolute(reverse("private_area"))
        settings_address = Portal.absolute(reverse("notification_settings"))
    if not sections:
        return False
    mail.send(
        "digest",
        to=[person.email],
        language=person.language,
        context={
            "person": person,
            "since": since,
            "is_weekly": settings.digest == Frequency.WEEKLY,
            "sections": [
                {
                    "title": section.title,
                    "items": [
                        {"title": item.title, "address": _absolute(item.url)}
                        for item in section.items[:ITEMS_OF_A_SECTION]
                    ],
                    "left": max(0, len(section.items) - ITEMS_OF_A_SECTION),
                }
                for section in sections
            ],
            "address": address,
            "settings_address": settings_address,
            "unsubscribe_address": consent.unsubscribe_address(settings, "digest", person.language),
            "sender": consent.sender(person.language),
        },
        headers=consent.unsubscribe_headers(settings, "digest", person.language),
    )
    return True


def _absolute(url: str) -> str:
    return url if url.startswith("http") else Portal.absolute(url)
