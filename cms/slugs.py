"""Slugs and keys that nothing else of the same kind has."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet


def free_slug(others: QuerySet[Any], field: str, base: str) -> str:
    """Return `base`, or `base-2` and so on: what no row of `others` has in `field`. One query."""
    taken = set(others.filter(**{f"{field}__startswith": base}).values_list(field, flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
