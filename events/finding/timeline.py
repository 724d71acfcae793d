"""Rows of an index by a moment of theirs, so that what depends on the clock is right whenever it is asked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

STEP = 64  # a set is kept for every so many moments; what lies between is put together when it is asked for


class Timeline:
    """Which rows have their moment before another one. Moments are seconds since the epoch, rows are places.

    An index lives for hours while events begin, end and close: what it keeps is the moments in order, and a question
    costs a search among them and at most STEP steps.
    """

    def __init__(self, moments: Iterable[tuple[float, int]]) -> None:
        held = sorted(moments)
        self._moments = [moment for moment, _place in held]
        self._places = [place for _moment, place in held]
        self._kept = [0]
        mask = 0
        for count, place in enumerate(self._places, start=1):
            mask |= 1 << place
            if count % STEP == 0:
                self._kept.append(mask)

    def before(self, moment: float) -> int:
        """Return the rows whose moment lies before `moment`, as bits."""
        return self._first(bisect_left(self._moments, moment))

    def until(self, moment: float) -> int:
        """Return the rows whose moment lies before `moment` or is that moment, as bits."""
        return self._first(bisect_right(self._moments, moment))

    def _first(self, count: int) -> int:
        kept, rest = divmod(count, STEP)
        mask = self._kept[kept]
        for place in self._places[count - rest : count]:
            mask |= 1 << place
        return mask
