"""What an app says of its file: the columns, what a row needs, the rules that rows keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.text import slugify

from cms.imports.columns import Column


class Importer:
    """Base: records of `model`, known by their key. Words are lazy translations, or texts."""

    model: ClassVar[Any]
    """A Record with a key."""
    columns: ClassVar[Sequence[Column]]
    required: ClassVar[tuple[str, ...]] = ()
    """Headings of cells that no row leaves empty."""
    titles: ClassVar[tuple[str, ...]] = ("title_en", "title_fr")
    """Headings that name a row; the first one that is filled makes the key of a row without one."""
    example: ClassVar[Mapping[str, str]] = {}
    nameless: ClassVar[Any] = ""
    """What is said of a row without a key and without what would make one."""
    empty: ClassVar[Any] = ""
    """What is said of a file without rows."""

    @cached_property
    def headings(self) -> list[str]:
        return [column.heading for column in self.columns]

    @cached_property
    def by_heading(self) -> dict[str, Column]:
        return {column.heading: column for column in self.columns}

    # --- keys ---------------------------------------------------------------------------------------

    def key_of(self, given: Mapping[str, str]) -> str:
        """Return the key of a row: its own, or the one that its title makes."""
        title = next((given[name] for name in self.titles if given.get(name)), "")
        return given.get("key") or slugify(title)[:110]

    def name_of(self, given: Mapping[str, str], key: str) -> str:
        """Return what a row is called to whoever reads about it."""
        return next((given[name] for name in self.titles if given.get(name)), key)

    # --- rows ---------------------------------------------------------------------------------------

    def records(self, keys: Sequence[str]) -> dict[str, Any]:
        """Return the records of these keys, with what comparing needs."""
        return {row.key: row for row in self.with_relations(self.model._default_manager.filter(key__in=keys))}

    def with_relations(self, records: QuerySet[Any]) -> QuerySet[Any]:
        """Read what rows of the file need at once, what a list had left out too."""
        related = [name for column in self.columns for name in column.related]
        prefetched = [name for column in self.columns for name in column.prefetched]
        return records.defer(None).select_related(*related).prefetch_related(*prefetched)

    def row_of(self, record: Any) -> dict[str, str]:
        """Return the published record as a row of the file."""
        return {column.heading: column.write(record) for column in self.columns}

    # --- rules --------------------------------------------------------------------------------------

    def join(self, values: dict[str, Any]) -> list[str]:
        """Put together in `values` what several cells say as one. Returns what is wrong with it."""
        return []

    def errors(self, record: Any, values: Mapping[str, Any]) -> list[str]:
        """Return what is wrong with a row as a whole; `record` is None for a new one. Asks the database nothing."""
        return []

    def imported(self, record: Any, *, act: str, headings: Sequence[str], actor: Any) -> None:
        """Note that a row was created or updated."""
