"""Things that can be found without any app: entries written as apps write theirs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

import pytest

from cms import search_index
from cms.search_index import Entry, Kind

KIND = "leaflet"


@pytest.fixture
def leaflets(db: None) -> Iterator[Callable[..., None]]:
    """Have the search know these leaflets: `leaflets(Entry("1", {"fr": "Titre", "en": ""}))`."""
    held: dict[str, Entry] = {}

    def read(keys: Collection[str] | None) -> Iterable[Entry]:
        return [entry for key, entry in held.items() if keys is None or key in keys]

    def paths(keys: Collection[str] | None) -> dict[str, dict[str, str]]:
        known = list(held) if keys is None else [key for key in keys if key in held]
        return {key: {"fr": f"/fr/{key}/", "en": f"/en/{key}/"} for key in known}

    def write(*entries: Entry) -> None:
        held.update({entry.key: entry for entry in entries})
        search_index.write(KIND, [entry.key for entry in entries])

    known: dict[str, Any] = dict(search_index._kinds)
    search_index.register(Kind(KIND, "Leaflets", read, paths))
    yield write
    search_index._kinds.clear()
    search_index._kinds.update(known)
