"""Puts what a load makes into the indexes of searching and of references once, not at each of its many saves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models
from django.db.models.signals import post_save
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import update_reference_index_on_save

Receiver = Callable[..., None]


@contextmanager
def indexed_once() -> Iterator[None]:
    """Hold the two indexes' receivers back, and run them at the end for each thing that was saved meanwhile.

    For a command that has its process to itself: the receivers are held back for the whole process.
    """
    held: list[tuple[Receiver, type[models.Model]]] = [
        *((post_save_signal_handler, model) for model in get_indexed_models()),
        *((update_reference_index_on_save, model) for model in ReferenceIndex.tracked_models),
    ]
    held = [(receiver, model) for receiver, model in held if post_save.disconnect(receiver, sender=model)]
    saved: dict[tuple[type[models.Model], Any], models.Model] = {}

    def note(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
        saved[sender, instance.pk] = instance

    post_save.connect(note)
    try:
        yield
    finally:
        post_save.disconnect(note)
        for receiver, model in held:
            post_save.connect(receiver, sender=model)
    for receiver, model in held:
        for (sender, pk), instance in saved.items():
            if sender is model and sender._default_manager.filter(pk=pk).exists():
                receiver(instance=instance)
