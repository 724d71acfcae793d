"""What an event holds by its relations: words, groups, co-hosts, related resources, as ids."""

from __future__ import annotations

from cms import held
from events.models import Event

RELATIONS = ("topics", "audiences", "access", "co_hosts", "related_resources")


def held_by(shown: Event, *, is_draft: bool = False) -> dict[str, list[int]]:
    """Return the ids that `shown` holds by each of RELATIONS: one query (cms.held)."""
    return held.held_by(shown, RELATIONS, is_draft=is_draft)
