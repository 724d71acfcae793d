"""Events by place: the regions with their communities, what is virtual, what has no place yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _

from events.finding.entries import VIRTUAL, Entry
from events.finding.words import Names


@dataclass
class Group:
    """A region, with the events of each of its communities; or what is nowhere on a map, under no community."""

    name: str
    towns: list[tuple[str, list[Entry]]] = field(default_factory=list)


def grouped(entries: Sequence[Entry], names: Names) -> list[Group]:
    """Return `entries`, which come in the index's order by place, under where they are."""
    groups: list[Group] = []
    for place, held in groupby(entries, key=lambda entry: entry.place):
        town = names.towns.get(place) if isinstance(place, int) else None
        if town is not None:
            region = names.regions.get(town.region, "")
        else:
            region = _("Virtual") if place == VIRTUAL else _("Place to be announced")
        if not groups or groups[-1].name != region:
            groups.append(Group(region))
        groups[-1].towns.append((town.name if town else "", list(held)))
    return groups
