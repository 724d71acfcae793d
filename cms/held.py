"""What a record holds by its relations, as ids: words, groups, partners, in one query."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection

from cms.models import Record


def held_by(record: Record, relations: Sequence[str], *, is_draft: bool = False) -> dict[str, list[int]]:
    """Return the ids that `record` holds by each of `relations`, in no order that means anything: one query.

    A draft holds what its revision says, whatever the row does.
    """
    if is_draft or record.pk is None:
        return {name: list(getattr(record, name).values_list("id", flat=True)) for name in relations}
    held: dict[str, list[int]] = {name: [] for name in relations}
    with connection.cursor() as cursor:
        cursor.execute(_question(type(record), tuple(relations)), [record.pk] * len(relations))
        for name, pk in cursor.fetchall():
            held[name].append(pk)
    return held


@cache
def _question(model: type[Record], relations: tuple[str, ...]) -> str:
    parts = []
    for name in relations:
        field: Any = model._meta.get_field(name)
        columns = f"SELECT '{name}', {field.m2m_reverse_name()} FROM {field.m2m_db_table()}"  # noqa: S608 - our own
        parts.append(f"{columns} WHERE {field.m2m_column_name()} = %s")
    return " UNION ALL ".join(parts)
