"""Columns of a file of records: what each holds, how it is read and written.

The same headings in both languages of the admin, since they are what the import knows the columns by. Terms stand
under their keys, several of them separated by a vertical bar or a semicolon.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from cms.models import FormerKey

BETWEEN = "|"
_BETWEEN = re.compile(r"[|;]")
YES = frozenset({"yes", "y", "true", "1", "x", "oui", "o", "vrai"})
NO = frozenset({"no", "n", "false", "0", "", "non", "faux"})


@dataclass(frozen=True)
class Words:
    """Rows that cells may name: by `key`, or by one of `names` where only one row is called so."""

    model: type[Model]
    key: str = "key"
    names: tuple[str, ...] = ("name_fr", "name_en")

    def read(self) -> dict[str, Any]:
        """Return key or name, in small letters → row; keys win over names. One query, and one for former keys."""
        rows = list(self.model._default_manager.only("pk", self.key, *self.names))
        named: dict[str, list[Any]] = {}
        for row in rows:
            for name in {getattr(row, name).casefold() for name in self.names}:
                named.setdefault(name, []).append(row)
        found = {name: held[0] for name, held in named.items() if name and len(held) == 1}
        by_pk = {row.pk: row for row in rows}
        former = FormerKey.by_term(self.model)
        found |= {key: by_pk[pk] for pk, keys in former.items() if pk in by_pk for key in keys}
        return found | {getattr(row, self.key).casefold(): row for row in rows}


class Known:
    """The rows that cells may name, read once for a file."""

    def __init__(self) -> None:
        self._rows: dict[Words, dict[str, Any]] = {}

    def find(self, words: Words, name: str) -> Any:
        """Return the row under the key `name`, or called so in either language. Raises ValidationError."""
        if words not in self._rows:
            self._rows[words] = words.read()
        found = self._rows[words].get(name.casefold())
        if found is None:
            raise ValidationError(
                _("“%(value)s” is not known. Use a key or a name that the portal has."), params={"value": name}
            )
        return found


def parts(cell: str) -> list[str]:
    """Return the several things that a cell holds."""
    return [part.strip() for part in _BETWEEN.split(cell) if part.strip()]


@dataclass(frozen=True)
class Column:
    """A column: its heading, the field it fills, and how a cell becomes the field's value (and back). Base: a text."""

    heading: str
    field: str = ""

    @property
    def name(self) -> str:
        return self.field or self.heading

    @property
    def related(self) -> tuple[str, ...]:
        """What reading many rows selects with the rows themselves."""
        return ()

    @property
    def prefetched(self) -> tuple[str, ...]:
        """What it reads for all of them at once."""
        return ()

    def read(self, cell: str, known: Known) -> Any:
        """Return the value that `cell` says. Raises ValidationError, in words."""
        return cell.replace("\r\n", "\n")

    def write(self, record: Any) -> str:
        """Return the cell that says what `record` holds."""
        return str(getattr(record, self.name))

    def differs(self, record: Any, value: Any) -> bool:
        now = getattr(record, self.name)
        if isinstance(now, str):
            return now.replace("\r\n", "\n").strip() != value
        return bool(now != value)

    def fill(self, record: Any, value: Any) -> None:
        setattr(record, self.name, value)

    def note(self, record: Any, value: Any) -> str:
        """Return, in words, why the cell changes nothing though it says something else; "" where there is nothing."""
        return ""


class Flag(Column):
    """Yes or no, in either language."""

    def read(self, cell: str, known: Known) -> bool:
        if cell.casefold() in YES:
            return True
        if cell.casefold() in NO:
            return False
        raise ValidationError(_("“%(value)s” is neither yes nor no."), params={"value": cell})

    def write(self, record: Any) -> str:
        return "yes" if getattr(record, self.name) else "no"


class Number(Column):
    """A whole number, or nothing."""

    def read(self, cell: str, known: Known) -> int | None:
        if not cell:
            return None
        if not (cell.isascii() and cell.isdigit() and len(cell) < 10):
            raise ValidationError(_("“%(value)s” is not a whole number."), params={"value": cell})
        return int(cell)

    def write(self, record: Any) -> str:
        value = getattr(record, self.name)
        return "" if value is None else str(value)


class Day(Column):
    """A date, or nothing."""

    def read(self, cell: str, known: Known) -> datetime.date | None:
        try:
            return datetime.date.fromisoformat(cell) if cell else None
        except ValueError:
            raise ValidationError(
                _("“%(value)s” is not a date. Write it as in 2026-11-22."), params={"value": cell}
            ) from None

    def write(self, record: Any) -> str:
        value = getattr(record, self.name)
        return value.isoformat() if value else ""


@dataclass(frozen=True)
class Choice(Column):
    """One of the values that a field has; an empty cell is `empty`."""

    choices: tuple[str, ...] = ()
    empty: str = ""

    def read(self, cell: str, known: Known) -> str:
        return one_of(self.choices, cell.lower()) if cell else self.empty


def one_of(choices: Iterable[str], value: str) -> str:
    """Return `value`, which is one of `choices`. Raises ValidationError, in words."""
    if value not in choices:
        raise ValidationError(
            _("“%(value)s” is not known. Write one of these: %(choices)s."),
            params={"value": value, "choices": ", ".join(choices)},
        )
    return value


@dataclass(frozen=True)
class One(Column):
    """A row that the record names, or none."""

    words: Words | None = None

    @property
    def related(self) -> tuple[str, ...]:
        return (self.name,)

    def read(self, cell: str, known: Known) -> Any:
        return known.find(self.words, cell) if cell and self.words else None

    def write(self, record: Any) -> str:
        value = getattr(record, self.name)
        return str(value.key) if value else ""


@dataclass(frozen=True)
class Many(Column):
    """Rows that the record names."""

    words: Words | None = None

    @property
    def prefetched(self) -> tuple[str, ...]:
        return (self.name,)

    def read(self, cell: str, known: Known) -> list[Any]:
        return [known.find(self.words, part) for part in parts(cell) if self.words]

    def write(self, record: Any) -> str:
        return BETWEEN.join(sorted(row.key for row in getattr(record, self.name).all()))

    def differs(self, record: Any, value: Any) -> bool:
        return {row.pk for row in getattr(record, self.name).all()} != {row.pk for row in value}

    def fill(self, record: Any, value: Any) -> None:
        getattr(record, self.name).set(value)


def one(heading: str, model: type[Model], field: str = "") -> One:
    return One(heading, field, words=Words(model))


def many(heading: str, model: type[Model], field: str = "") -> Many:
    return Many(heading, field, words=Words(model))


Values = Mapping[str, Any]
"""Heading → value."""
