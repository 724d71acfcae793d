"""Keeps how often what calendars show of an event has changed (RFC 5545, SEQUENCE)."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import F
from django.dispatch import receiver
from django.utils import timezone

from cms.bilingual import LANGUAGES
from events.calendars.entries import place_of
from events.following import UNSEEN_FIELDS
from events.models import CalendarState, Event
from events.signals import event_saved


@receiver(event_saved, dispatch_uid="events-calendar")
def follow_event(instance: Event, update_fields: Any = None, **kwargs: Any) -> None:
    """Count a change of what calendars show of a published event."""
    if update_fields is not None and UNSEEN_FIELDS.issuperset(update_fields):
        return
    if instance.live and instance.starts_at and instance.ends_at:
        note(instance)


def note(event: Event) -> None:
    """Raise the sequence of `event` if its start, end, place, title or status is another than the last time."""
    fingerprint = fingerprint_of(event)
    state, is_new = CalendarState.objects.get_or_create(event=event, defaults={"fingerprint": fingerprint})
    if is_new or state.fingerprint == fingerprint:
        return
    changed = CalendarState.objects.filter(pk=event.pk).exclude(fingerprint=fingerprint)
    changed.update(sequence=F("sequence") + 1, fingerprint=fingerprint, changed_at=timezone.now())
    event._state.fields_cache.pop("calendar", None)  # read anew by whoever holds this event


def fingerprint_of(event: Event) -> str:
    """Return what tells apart two states of what calendars show."""
    parts = [str(moment.timestamp()) for moment in (event.starts_at, event.ends_at) if moment]
    parts += [place_of(event, language) for language in LANGUAGES]
    parts += [getattr(event, f"title_{language}") for language in LANGUAGES]
    parts.append(str(event.status))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
