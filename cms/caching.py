"""What every worker may keep in memory, under one version stamp that is one query.

Menus, settings and the tree of live pages change a few times a day and are read by every request. Each process
keeps them, tagged with the stamp under which it read them; a change raises the stamp in its own transaction, so
that no worker serves what another has already changed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection

T = TypeVar("T")
#: The area of what things are called, where they are, and whom they are for (AreaStamp).
NAMES = "names"
_lock = threading.Lock()
_kept: dict[str, tuple[int, Any]] = {}


def current_stamp() -> int:
    """Return the version of the shared content: one query."""
    from cms.models import ContentStamp

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT version FROM {ContentStamp._meta.db_table} WHERE id = 1")  # noqa: S608
        row = cursor.fetchone()
    return row[0] if row else 0


def raise_stamp(*, area: str = "", **_: Any) -> None:
    """Make every worker read the shared content again; what `kept_for` keeps, where `area` names it.

    Usable as a signal receiver.
    """
    from cms.models import AreaStamp, ContentStamp

    ContentStamp.raise_version()  # always first: of two changes at once, one waits here for the other
    if area:
        AreaStamp.raise_version(area)


def kept(name: str, stamp: int, make: Callable[[], T]) -> T:
    """Return what `make` gave under `stamp`, making it anew where this process has an older one."""
    known = _kept.get(name)
    if known is not None and known[0] == stamp:
        return known[1]
    value = make()
    with _lock:
        _kept[name] = (stamp, value)
    return value


def kept_for(area: str, name: str, stamp: int, make: Callable[[], T]) -> T:
    """Return what `make` gave under the version of `area`; for what is dear to make.

    Under a new content stamp one query asks whether it was `area` that changed.
    """
    known: tuple[int, Any] | None = None
    if held := _kept.get(name):
        if held[0] == stamp:
            return held[1][1]
        known = held[1]
    version = _area_version(area)
    value = known[1] if known is not None and known[0] == version else make()
    with _lock:
        _kept[name] = (stamp, (version, value))
    return value


def _area_version(area: str) -> int:
    from cms.models import AreaStamp

    return AreaStamp.objects.filter(area=area).values_list("version", flat=True).first() or 0


def forget() -> None:
    """Drop all that this process keeps."""
    _kept.clear()
