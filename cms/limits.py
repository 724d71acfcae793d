"""How often somebody may do a thing, counted in the cache under a keyed hash: nothing personal is kept."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.cache import cache


def take_place(name: str, who: str, *, places: int, seconds: int) -> bool:
    """Take one of the `places` that `who` has for `name`; each comes free `seconds` after it was taken.

    Returns False where none is free.
    """
    key = f"{name}:{keyed_hash(who)}"
    return any(cache.add(f"{key}:{place}", 1, seconds) for place in range(places))


def keyed_hash(*parts: str) -> str:
    return hashlib.blake2s("\0".join(parts).encode(), key=settings.SECRET_KEY.encode()[:32]).hexdigest()
