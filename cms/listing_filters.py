"""The filters of a listing: what can be chosen, how the address says it, which rows it keeps.

A filter has a `name` and values that are the same in both languages. Values within a filter are OR, filters are AND.
A value that the filter does not know is as if it were not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Model
from django.db.models.expressions import Combinable
from django.utils.functional import Promise

from cms.bilingual import LocalizedText, active_language, other_language
from cms.models import FormerKey


class Word(NamedTuple):
    """A value that can be chosen: `key` as the database has it, `value` as the address says it, its two names.

    `former` are values that older addresses say for it.
    """

    key: Any
    value: str
    name_fr: str
    name_en: str
    former: tuple[str, ...] = ()

    @property
    def name(self) -> LocalizedText:
        return self.name_in(active_language())

    def name_in(self, language: str) -> LocalizedText:
        """Return the name in `language`, the other one where that is empty."""
        if own := self.name_fr if language == "fr" else self.name_en:
            return LocalizedText(own, language)
        return LocalizedText(self.name_en or self.name_fr, other_language(language))


def as_text(key: Any) -> str:
    """Return a key as PostgreSQL writes it as text."""
    return ("true" if key else "false") if isinstance(key, bool) else str(key)


def words_of(terms: Iterable[Any]) -> list[Word]:
    """Return the words of vocabulary terms (cms.models.Term, or what has a key and two names), in their order."""
    rows = list(terms)
    former = FormerKey.by_term(type(rows[0])) if rows else {}
    return [Word(term.pk, term.key, term.name_fr, term.name_en, tuple(former.get(term.pk, ()))) for term in rows]


@dataclass(frozen=True)
class Filter:
    """Base of the filters. `legend` stands above its values; what is not `shown` has links elsewhere on the page."""

    name: str
    legend: str | Promise
    words: Sequence[Word]
    shown: bool = True
    single: bool = False  # one value at a time: a second one takes the place of the first
    by_value: dict[str, Word] = field(init=False, compare=False, repr=False)
    _options: dict[str, list[tuple[str, str, str]]] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        by_value = {former: word for word in self.words for former in word.former}
        object.__setattr__(self, "by_value", by_value | {word.value: word for word in self.words})
        object.__setattr__(self, "_options", {})

    def chosen(self, values: Iterable[str]) -> list[Word]:
        """Return the words that `values` of an address name, each once, in the order of the vocabulary."""
        named = {self.by_value[value].value for value in values if value in self.by_value}
        found = [word for word in self.words if word.value in named]
        return found[:1] if self.single else found

    def label(self, word: Word) -> str | Promise:
        return word.name

    def options(self) -> list[tuple[str, str, str]]:
        """Return key (as PostgreSQL writes it as text), value and label of each word, in the active language."""
        language = active_language()
        if language not in self._options:
            self._options[language] = [(as_text(word.key), word.value, str(self.label(word))) for word in self.words]
        return self._options[language]


@dataclass(frozen=True)
class ColumnFilter(Filter):
    """Keeps rows by one value of their own: `column` is a field's path such as "community__region_id", or a term."""

    column: str | Combinable = ""


@dataclass(frozen=True)
class ArrayFilter(ColumnFilter):
    """Keeps rows by several values of their own: `column` gives an array."""


@dataclass(frozen=True)
class FlagFilter(ColumnFilter):
    """Keeps rows of which something is true: one box, whose address value is "1"."""

    text: str | Promise = ""

    def label(self, word: Word) -> str | Promise:
        return self.text


def flag(name: str, legend: str | Promise, text: str | Promise, column: str) -> FlagFilter:
    return FlagFilter(name, legend, [Word(True, "1", "", "")], column=column, text=text)


@dataclass(frozen=True)
class RelationFilter(Filter):
    """Keeps rows by the terms they bear: the columns of the many-to-many relation's own table."""

    table: str = ""
    row_column: str = ""
    term_column: str = ""


def relation(name: str, legend: str | Promise, words: Sequence[Word], model: type[Model], of: str) -> RelationFilter:
    """Return the filter over the many-to-many field `of` of `model`."""
    held: Any = model._meta.get_field(of)
    return RelationFilter(
        name,
        legend,
        words,
        table=held.m2m_db_table(),
        row_column=held.m2m_column_name(),
        term_column=held.m2m_reverse_name(),
    )
