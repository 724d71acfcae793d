"""Preset listings: a choice that an editor has made within a listing, at an address of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from cms.bilingual import LANGUAGES, LocalizedText, localized
from cms.listing_index import FacetIndex


@dataclass(frozen=True)
class ShownPreset:
    """A preset listing with the keys that it chooses: values of one filter are OR, filters are AND."""

    preset: Any
    keys: dict[str, frozenset[Any]]

    @property
    def title(self) -> LocalizedText:
        return localized(self.preset, "title")

    @property
    def introduction(self) -> LocalizedText:
        return localized(self.preset, "introduction")

    def among(self, index: FacetIndex) -> int:
        """Return the rows that it holds, as bits; whom they are visible to is asked elsewhere."""
        chosen = (index.bearing(name, keys) for name, keys in self.keys.items())
        return reduce(and_, chosen, index.everything)


def find_preset(presets: Iterable[ShownPreset], slug: str, language: str) -> ShownPreset | None:
    """Return the preset listing that bears `slug` in `language`, or in the other where none does."""
    held = list(presets)
    for wanted in sorted(LANGUAGES, key=lambda name: name != language):
        for shown in held:
            if getattr(shown.preset, f"slug_{wanted}") == slug:
                return shown
    return None
