"""What a resource holds by its relations: words, groups, partners, related ones, as ids."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connection

from resources.models import Resource

RELATIONS = ("topics", "audiences", "access", "partners", "related_resources")


def held_by(shown: Resource, *, is_draft: bool = False) -> dict[str, list[int]]:
    """Return the ids that `shown` holds by each of RELATIONS, in no order that means anything: one query.

    A draft holds what its revision says, whatever the row does.
    """
    if is_draft or shown.pk is None:
        return {name: list(getattr(shown, name).values_list("id", flat=True)) for name in RELATIONS}
    held: dict[str, list[int]] = {name: [] for name in RELATIONS}
    with connection.cursor() as cursor:
        cursor.execute(_question(), [shown.pk] * len(RELATIONS))
        for name, pk in cursor.fetchall():
            held[name].append(pk)
    return held


@cache
def _question() -> str:
    parts = []
    for name in RELATIONS:
        field: Any = Resource._meta.get_field(name)
        columns = f"SELECT '{name}', {field.m2m_reverse_name()} FROM {field.m2m_db_table()}"  # noqa: S608 - our own
        parts.append(f"{columns} WHERE {field.m2m_column_name()} = %s")
    return " UNION ALL ".join(parts)
