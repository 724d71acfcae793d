"""Which collections some people only may see, in memory under the content stamp: no query for who asks.

A restriction holds for its collection and for all under it. A document or an image is as private as its collection and,
beside that, as what it hangs on (cms.document_access).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import BaseViewRestriction, Collection, CollectionViewRestriction

from cms import caching
from cms.tree import Restriction, current_stamp

EVERYONE: frozenset[int] = frozenset()  # groups of what is for all


@dataclass(frozen=True)
class Closed:
    """A restriction, and the ids of the collections that it holds for."""

    restriction: Restriction
    collections: frozenset[int]


def closed_to(user: Any) -> frozenset[int]:
    """Return the ids of the collections that `user` may not see; those above them count. A password lets nobody in."""
    held = (item.collections for item in _closed() if not item.restriction.allows(user))
    return frozenset().union(*held)


def is_open_to(collection_id: int, groups: frozenset[int]) -> bool:
    """Whether whoever is in one of `groups` may see the collection; without groups, whether everyone may."""
    return all(item.restriction.allows_all(groups) for item in _closed() if collection_id in item.collections)


def _closed() -> list[Closed]:
    return caching.kept("closed-collections", current_stamp(), _read)


def _read() -> list[Closed]:
    """Read the restrictions and what they hold for: three queries, one where there are none."""
    restrictions = list(
        CollectionViewRestriction.objects.exclude(restriction_type=BaseViewRestriction.NONE)
        .select_related("collection")
        .prefetch_related("groups")
    )
    paths = dict(Collection.objects.values_list("pk", "path")) if restrictions else {}
    return [
        Closed(
            Restriction.of(row, path := row.collection.path),
            frozenset(pk for pk, below in paths.items() if below.startswith(path)),
        )
        for row in restrictions
    ]


def raise_stamp(raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        caching.raise_stamp()


for model in (Collection, CollectionViewRestriction):
    post_save.connect(raise_stamp, sender=model, dispatch_uid=f"stamp-saved-{model.__name__}")
    post_delete.connect(raise_stamp, sender=model, dispatch_uid=f"stamp-deleted-{model.__name__}")
m2m_changed.connect(
    raise_stamp, sender=CollectionViewRestriction.groups.through, dispatch_uid="stamp-collection-groups"
)
