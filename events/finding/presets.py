"""Preset listings in memory: what each asks of the events, read once for each content stamp."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from cms import caching, listing_presets
from cms.listing_presets import ShownPreset
from cms.tree import request_stamp
from events.models import EventPreset


def presets_for(request: HttpRequest) -> dict[int, ShownPreset]:
    """Return every preset listing by its id."""
    return caching.kept("event-presets", request_stamp(request), read_presets)


def find_preset(request: HttpRequest, slug: str, language: str) -> ShownPreset | None:
    """Return the preset listing that bears `slug` in `language`, or in the other where none does."""
    return listing_presets.find_preset(presets_for(request).values(), slug, language)


def read_presets() -> dict[int, ShownPreset]:
    """Read the preset listings: four queries, whatever their number."""
    rows = EventPreset.objects.prefetch_related("topics", "audiences", "regions").order_by("pk")
    return {row.pk: shown_preset(row) for row in rows}


def shown_preset(row: EventPreset) -> ShownPreset:
    """Return what a preset listing asks of the events, as its row says now."""
    keys: dict[str, frozenset[Any]] = {
        "kind": frozenset(row.kinds),
        "topic": frozenset(term.pk for term in row.topics.all()),
        "audience": frozenset(term.pk for term in row.audiences.all()),
        "region": frozenset(term.pk for term in row.regions.all()),
        "level": frozenset({row.staff_level} - {""}),
        "format": frozenset({row.format} - {""}),
    }
    return ShownPreset(row, {name: held for name, held in keys.items() if held})
