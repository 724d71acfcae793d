"""Keeps the search fed: after an upgrade, and as the words that "did you mean" offers grow old."""

from __future__ import annotations

from django.core.cache import cache

from cms import caching, search_index, spelling
from cms.models import SearchEntry

AN_HOUR = 3600  # seconds
_STAMP, _PAUSE = "search-words-stamp", "search-words-pause"


def feed_search() -> str | None:
    """Fill the kinds that have no entry yet; refresh the spelling where content changed, hourly at most."""
    known = set(SearchEntry.objects.order_by().values_list("kind", flat=True).distinct())
    filled = {kind.name: search_index.write(kind.name) for kind in search_index.kinds() if kind.name not in known}
    told = [f"{count} entries of {name}" for name, count in filled.items() if count]
    stamp = caching.current_stamp()
    if (told or cache.get(_STAMP) != stamp) and cache.add(_PAUSE, 1, AN_HOUR):
        told.append(f"{spelling.refresh_words()} words")
        cache.set(_STAMP, stamp, None)
    return ", ".join(told) or None


def rebuild() -> dict[str, int]:
    """Write every entry and every word anew. Returns how many there are of each kind, and of "words"."""
    counts = search_index.write_all()
    counts["words"] = spelling.refresh_words()
    cache.set(_STAMP, caching.current_stamp(), None)
    return counts
