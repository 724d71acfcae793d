"""What calendars need to stay in step (RFC 5545), and each person's own feed."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.events import Event


class CalendarState(models.Model):
    """How often what calendars show of an event has changed (SEQUENCE), and when it last did."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="calendar")
    sequence = models.PositiveIntegerField(default=0)
    fingerprint = models.CharField(max_length=64)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.event_id}: {self.sequence}"


def new_secret() -> str:
    return secrets.token_urlsafe(32)


class PersonalFeed(models.Model):
    """The secret address of the calendar feed of what a person has registered for; a new one ends the old one."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="calendar_feed"
    )
    secret = models.CharField(max_length=64, unique=True, default=new_secret)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    def __str__(self) -> str:
        return f"{self.person_id}"
