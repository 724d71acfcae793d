"""Puts what a load makes into the indexes of searching and of references once, not at each of its many saves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models
from django.db.models.signals import post_save
from modelcluster.fields import ParentalKey
from modelsearch.backends import get_search_backends
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import update_reference_index_on_save

from cms import search_index
from events.following import events_changed, follow_event
from events.models import Event
from events.signals import event_saved
from resources.following import follow_resource, resources_changed
from resources.models import Resource
from resources.signals import resource_saved

Saved = dict[tuple[type[models.Model], Any], models.Model]
RESOURCES, EVENTS = "toolkit-resource", "events-event"  # the receivers' names, as their modules give them


@contextmanager
def indexed_once() -> Iterator[None]:
    """Hold the indexes' receivers back, and do their work at the end for all that was saved meanwhile.

    The search of the site is written for resources and events alone: whoever loads more writes it anew
    (cms.search_feeding).
    For a command that has its process to itself: the receivers are held back for the whole process.
    """
    searched = _held_back(post_save_signal_handler, get_indexed_models())
    referring = _held_back(update_reference_index_on_save, ReferenceIndex.tracked_models)
    resource_saved.disconnect(dispatch_uid=RESOURCES)
    event_saved.disconnect(dispatch_uid=EVENTS)
    saved: Saved = {}

    def note(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
        saved[sender, instance.pk] = instance

    post_save.connect(note)
    try:
        with search_index.held_back():
            yield
    finally:
        post_save.disconnect(note)
        for receiver, held in ((post_save_signal_handler, searched), (update_reference_index_on_save, referring)):
            for model in held:
                post_save.connect(receiver, sender=model)
        resource_saved.connect(follow_resource, dispatch_uid=RESOURCES)
        event_saved.connect(follow_event, dispatch_uid=EVENTS)
    for model in searched:
        _add_to_search(model, [pk for sender, pk in saved if sender is model])
    for (sender, pk), instance in saved.items():
        if sender in referring and not _is_part(instance, saved) and sender._default_manager.filter(pk=pk).exists():
            update_reference_index_on_save(instance)
    resources_changed(pk for sender, pk in saved if sender is Resource)
    events_changed([pk for sender, pk in saved if sender is Event])


def _held_back(receiver: Any, senders: Any) -> set[type[models.Model]]:
    """Disconnect `receiver` from every model that it listens to, and return these."""
    return {model for model in senders if post_save.disconnect(receiver, sender=model)}


def _add_to_search(model: Any, ids: list[Any]) -> None:
    """Put what is still there of these rows into Wagtail's search, many at a time."""
    rows: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for row in model.get_indexed_objects().filter(pk__in=ids) if ids else ():
        indexed = row.get_indexed_instance()
        rows[type(indexed)].append(indexed)
    for indexed_model, found in rows.items():
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(indexed_model, found)


def _is_part(instance: models.Model, saved: Saved) -> bool:
    """Whether `instance`, a resource's file say, belongs to another thing that was saved: it is read with that one."""
    return any(
        isinstance(field, ParentalKey) and (field.related_model, getattr(instance, field.attname)) in saved
        for field in instance._meta.fields
    )
