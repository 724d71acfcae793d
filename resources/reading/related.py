"""Related resources: those that the editor chose, then those that share most with the one that is read.

Both come with the newest first: the rows of a choice bear no order of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.http import HttpRequest

from resources.finding.index import BOTH_SETTINGS, ToolkitIndex, toolkit_index
from resources.models import Resource, Setting

Held = Mapping[str, Sequence[int]]
MOST = 6
#: What a shared term counts. Fewer than a topic's worth in common is nothing in common.
TOPIC, OTHER = 3, 1


def related_ids(request: HttpRequest, shown: Resource, held: Held) -> list[int]:
    """Return the ids of up to MOST related resources that the reader may see: no query beside those of the index.

    `held` is what `shown` holds (resources.reading.held).
    """
    index = toolkit_index(request)
    within = index.visible_to(request.user)
    if shown.pk:
        within &= ~index.among([shown.pk])
    first = index.ids_in(within & index.among(held["related_resources"]), limit=MOST)
    within &= ~index.among(first)
    return [*first, *alike(index, shown, held, within, MOST - len(first))]


def alike(index: ToolkitIndex, shown: Resource, held: Held, within: int, most: int) -> list[int]:
    """Return the ids of up to `most` resources of `within` that share most with `shown`, the newest of equals first."""
    ids: list[int] = []
    for level in reversed(levels(list(_masks(index, shown, held)), within)[TOPIC:]):
        if len(ids) >= most:
            break
        if level := level & ~index.among(ids):
            ids += index.ids_in(level, limit=most - len(ids))
    return ids


def levels(weighted: Sequence[tuple[int, int]], within: int) -> list[int]:
    """Return, for each n from 0 on, the rows of `within` whose masks weigh n or more together, as bits.

    `weighted` are pairs of a weight and the rows that bear it.
    """
    at_least = [within]
    for weight, mask in weighted:
        at_least += [0] * weight
        for place in range(len(at_least) - 1, 0, -1):
            at_least[place] |= at_least[max(place - weight, 0)] & mask
    return at_least


def _masks(index: ToolkitIndex, shown: Resource, held: Held) -> Iterator[tuple[int, int]]:
    """Yield the weight of each term of `shown`, with the rows that bear it too."""
    for topic in held["topics"]:
        yield TOPIC, index.bearing("topic", [topic])
    for audience in held["audiences"]:
        yield OTHER, index.bearing("audience", [audience])
    if shown.resource_type_id:
        yield OTHER, index.bearing("type", [shown.resource_type_id])
    settings = BOTH_SETTINGS if shown.setting == Setting.BOTH else (shown.setting,)
    yield OTHER, index.bearing("setting", settings)
