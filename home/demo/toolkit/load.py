"""Puts the demo's toolkit in place, once: what a person changed or deleted since stays so."""

from __future__ import annotations

from typing import Any

from home.demo.ledger import Ledger
from home.demo.pages import Files
from home.demo.toolkit.presets import PRESETS, make_preset
from home.demo.toolkit.reading import read_all
from home.demo.toolkit.resources import Shelf, add_later, make_resource, relate
from home.demo.toolkit.traces import load_traces
from resources.models import PresetListing, Resource

#: Kinds of things that a reset makes anew, beside the documents.
CLEARED = ("resource", "preset", "trace")


def load_presets(ledger: Ledger) -> int:
    """Make the preset listings that no load made before. Returns how many were made."""
    missing = {key: preset for key, preset in PRESETS.items() if f"preset/{key}" not in ledger}
    for key, preset in missing.items():
        ledger.note(f"preset/{key}", make_preset(preset))
    return len(missing)


def load_toolkit(ledger: Ledger, *, files: Files, author: Any, publisher: Any) -> int:
    """Make the resources that no load made before, with their files. Returns how many were made.

    Raises ContentError for a content file that cannot be read.
    """
    texts = [text for text in read_all() if f"resource/{text.key}" not in ledger]
    if not texts:
        return 0
    shelf = Shelf(ledger=ledger, files=files, author=author, publisher=publisher)
    made = {text.key: make_resource(text, shelf) for text in texts}
    relate(texts, made)
    for text in texts:
        if text.has_later_words:
            add_later(text, Resource.objects.get(pk=made[text.key].pk), shelf)
    load_traces(texts, made, ledger)
    return len(made)


def clear_toolkit(ledger: Ledger) -> int:
    """Delete the resources and preset listings of earlier loads, so that their files can go. Returns how many."""
    count = 0
    for kind, model in (("resource", Resource), ("preset", PresetListing)):
        for row in model.objects.filter(pk__in=[pk for key, pk in ledger.ids.items() if key.startswith(f"{kind}/")]):
            row.delete()
            count += 1
    return count
