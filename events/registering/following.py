"""What registration follows: events that are published anew."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver

from events.models import Event
from events.services import changes
from events.signals import event_saved


@receiver(pre_save, sender=Event, dispatch_uid="registration-event-before")
def remember_what_was(instance: Event, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """Keep what the row says before it is written over, where the registered might have to hear of the difference."""
    is_seen = update_fields is None or set(changes.COMPARED).intersection(update_fields)
    instance.__dict__["_before"] = changes.values_of(instance.pk) if is_seen and instance.live and not raw else None


@receiver(event_saved, dispatch_uid="registration-event")
def tell_what_changed(instance: Event, **kwargs: Any) -> None:
    changes.note(instance.__dict__.pop("_before", None), instance)
