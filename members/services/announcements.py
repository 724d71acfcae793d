"""Announcements by mail, to those who asked for them."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from cms import mail
from cms.bilingual import localized
from cms.portal import Portal
from members.models import Announcement, NotificationSettings
from members.services import consent


def recipients(announcement: Announcement) -> QuerySet[NotificationSettings]:
    """Return the settings of the people to whom `announcement` goes by mail: it is for them and they asked."""
    asked = NotificationSettings.objects.filter(wants_announcements=True, person__is_active=True)
    groups = list(announcement.access.values_list("pk", flat=True))
    if groups:
        asked = asked.filter(person__groups__in=groups)
    return asked.select_related("person").distinct().order_by("pk")


def mail_announcements(now: datetime.datetime | None = None) -> str | None:
    """Send the announcements whose time has come and that go by mail, each once: a job of cms.ops.due.

    The mails and the mark that they were sent are kept together or not at all.
    """
    now = now or timezone.now()
    due = Announcement.objects.shown(now).filter(by_mail=True, mailed_at=None)
    sent = 0
    for number in due.order_by("starts_at", "pk").values_list("pk", flat=True):
        with transaction.atomic():
            locked = Announcement.objects.select_for_update(skip_locked=True).filter(pk=number, mailed_at=None).first()
            if locked is None:
                continue
            for settings in recipients(locked).iterator(chunk_size=500):
                _send(locked, settings)
                sent += 1
            Announcement.objects.filter(pk=number).update(mailed_at=now)
    return f"{sent} announcements sent by mail" if sent else None


def _send(announcement: Announcement, settings: NotificationSettings) -> None:
    person = settings.person
    language = person.language
    with translation.override(language):
        address = Portal.absolute(reverse("private_area"))
    mail.send(
        "announcement",
        to=[person.email],
        language=language,
        context={
            "title": localized(announcement, "title", language),
            "text": localized(announcement, "text", language),
            "address": address,
            "unsubscribe_address": consent.unsubscribe_address(settings, "announcements", language),
            "sender": consent.sender(language),
        },
        headers=consent.unsubscribe_headers(settings, "announcements", language),
    )
