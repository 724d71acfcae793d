"""What editors are told of links to elsewhere."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from resources.models import LinkCheck, Resource

TOLD_STATES = (LinkCheck.State.BROKEN, LinkCheck.State.REFUSED)


def broken_links() -> QuerySet[LinkCheck]:
    """Return the links that readers cannot follow, the longest broken first, each with its published resources."""
    holders = Prefetch("resources", Resource.objects.filter(live=True).in_order())
    found = LinkCheck.objects.filter(state__in=TOLD_STATES, resources__live=True).distinct()
    return found.order_by("broken_since", "url").prefetch_related(holders)
