"""Preset listings in memory: what each asks of the toolkit, read once for each content stamp."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from cms import caching, listing_presets
from cms.listing_presets import ShownPreset
from cms.tree import request_stamp
from resources.models import PresetListing


def presets_for(request: HttpRequest) -> dict[int, ShownPreset]:
    """Return every preset listing by its id."""
    return caching.kept("toolkit-presets", request_stamp(request), read_presets)


def find_preset(request: HttpRequest, slug: str, language: str) -> ShownPreset | None:
    """Return the preset listing that bears `slug` in `language`, or in the other where none does."""
    return listing_presets.find_preset(presets_for(request).values(), slug, language)


def read_presets() -> dict[int, ShownPreset]:
    """Read the preset listings: four queries, whatever their number."""
    rows = PresetListing.objects.prefetch_related("topics", "resource_types", "audiences").order_by("pk")
    return {row.pk: shown_preset(row) for row in rows}


def shown_preset(row: PresetListing) -> ShownPreset:
    """Return what a preset listing asks of the toolkit, as its row says now."""
    return ShownPreset(row, _keys(row))


def _keys(row: PresetListing) -> dict[str, frozenset[Any]]:
    keys = {
        "topic": frozenset(term.pk for term in row.topics.all()),
        "type": frozenset(term.pk for term in row.resource_types.all()),
        "audience": frozenset(term.pk for term in row.audiences.all()),
        "setting": frozenset({row.setting} - {""}),
        "language": frozenset({row.file_language} - {""}),
    }
    if row.since_year:
        keys["year"] = frozenset(range(row.since_year, row.since_year + 200))
    return {name: held for name, held in keys.items() if held}
