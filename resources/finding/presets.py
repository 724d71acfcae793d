"""Preset listings in memory: what each asks of the toolkit, read once for each content stamp."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from django.http import HttpRequest

from cms import caching
from cms.bilingual import LANGUAGES, LocalizedText, localized
from cms.tree import request_stamp
from resources.finding.index import ToolkitIndex
from resources.models import PresetListing


@dataclass(frozen=True)
class ShownPreset:
    """A preset listing with the keys that it chooses: values of one filter are OR, filters are AND."""

    preset: PresetListing
    keys: dict[str, frozenset[Any]]

    @property
    def title(self) -> LocalizedText:
        return localized(self.preset, "title")

    @property
    def introduction(self) -> LocalizedText:
        return localized(self.preset, "introduction")

    def among(self, index: ToolkitIndex) -> int:
        """Return the resources that it holds, as bits; whom they are visible to is asked elsewhere."""
        chosen = (index.bearing(name, keys) for name, keys in self.keys.items())
        return reduce(and_, chosen, index.everything)


def presets_for(request: HttpRequest) -> dict[int, ShownPreset]:
    """Return every preset listing by its id."""
    return caching.kept("toolkit-presets", request_stamp(request), read_presets)


def find_preset(request: HttpRequest, slug: str, language: str) -> ShownPreset | None:
    """Return the preset listing that bears `slug` in `language`, or in the other where none does."""
    presets = presets_for(request).values()
    for wanted in sorted(LANGUAGES, key=lambda name: name != language):
        for shown in presets:
            if getattr(shown.preset, f"slug_{wanted}") == slug:
                return shown
    return None


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
