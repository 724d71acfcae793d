"""Writes of editors to one resource: its terms, its review date, whether it is published.

Each leaves a draft beside the published row as it is (`cms.published`). The bulk actions of the admin's list call them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from cms.published import check_complete, locked, write_published
from resources.models import Resource

Terms = dict[str, Iterable[Any]]
"""Name of a field, such as "topics" or "partners" → what it is to hold."""


def change_terms(resource: Resource, *, add: Terms, remove: Terms, user: Any) -> bool:
    """Add terms to a resource and take others off. Returns whether that changed anything.

    Raises ValidationError where the resource is published and not valid.
    """

    def write(row: Resource) -> None:
        for name, terms in add.items():
            getattr(row, name).add(*terms)
        for name, terms in remove.items():
            getattr(row, name).remove(*terms)

    if not any(_would_change(version, add, remove) for version in _versions(resource)):
        return False
    write_published(resource, write, user=user, only=sorted({*add, *remove}))
    return True


def _would_change(resource: Resource, add: Terms, remove: Terms) -> bool:
    for terms, is_there in ((add, False), (remove, True)):
        for name, wanted in terms.items():
            held = {term.pk for term in getattr(resource, name).all()}
            if any((term.pk in held) is is_there for term in wanted):
                return True
    return False


def set_value(resource: Resource, name: str, value: Any, *, user: Any) -> bool:
    """Set one field of a resource, such as its review date. Returns whether that changed anything.

    Raises ValidationError where the value, or the published resource, is not valid.
    """
    if all(getattr(version, name) == value for version in _versions(resource)):
        return False
    write_published(resource, lambda row: setattr(row, name, value), user=user, only=[name])
    return True


def _versions(resource: Resource) -> list[Resource]:
    """Return the row, and the draft that may stand beside it."""
    if resource.has_unpublished_changes and resource.latest_revision_id:
        return [resource, resource.get_latest_revision_as_object()]
    return [resource]


@transaction.atomic
def publish(resource: Resource, *, user: Any) -> bool:
    """Publish a resource as its newest draft has it. Returns False where that is published already.

    Raises ValidationError where the draft is not complete.
    """
    row = locked(resource)
    if row.live and not row.has_unpublished_changes:
        return False
    check_complete(row.get_latest_revision_as_object() if row.latest_revision_id else row)
    revision = row.latest_revision or row.save_revision(user=user, clean=False)
    revision.publish(user=user)
    return True


@transaction.atomic
def unpublish(resource: Resource, *, user: Any) -> bool:
    """Take a resource out of the toolkit; its draft and its history stay. Returns False where it is out already."""
    row = locked(resource)
    if not row.live:
        return False
    row.unpublish(user=user)
    return True
