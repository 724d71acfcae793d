"""Reads a file of records and says what it would do: row by row, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cms.imports.columns import Known
from cms.imports.importer import Importer
from cms.spreadsheets import read_table

CREATED, UPDATED, UNCHANGED, WRONG = "created", "updated", "unchanged", "wrong"


@dataclass
class Line:
    """A row of the file (`number` as a spreadsheet counts): what would become of it, and what is wrong with it."""

    number: int
    key: str
    name: str
    action: str
    values: dict[str, Any] = field(default_factory=dict)
    """Heading → value of the cells that differ from the record."""
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What the row says and what is left alone all the same, in words."""
    record: Any = None

    @property
    def changed(self) -> list[str]:
        return list(self.values) if self.action == UPDATED else []


@dataclass(frozen=True)
class Plan:
    """What an import would do."""

    lines: list[Line]

    @property
    def is_sound(self) -> bool:
        return bool(self.lines) and not any(line.errors for line in self.lines)

    def count(self, action: str) -> int:
        return sum(line.action == action for line in self.lines)


def read_plan(importer: Importer, file: IO[bytes]) -> Plan:
    """Read a CSV file of records.

    A row with the key of a record changes it; a row without a key has the one made of its title. A column that is not
    there changes nothing, an empty cell empties. The number of queries does not follow that of the rows. Raises
    ValidationError for the file as a whole.
    """
    headings, rows = read_table(file)
    _check_headings(importer, headings)
    cells = [(number, row) for number, row in enumerate(rows, start=2) if row]
    if not cells:
        raise ValidationError(importer.empty)
    keys = [importer.key_of(dict(zip(headings, row, strict=False))) for _number, row in cells]
    records, known, seen = importer.records(keys), Known(), dict[str, int]()
    lines = []
    for number, row in cells:
        line = _line(importer, number, headings, row, known, records)
        if line.key in seen:
            line.errors.append(
                _("The key “%(key)s” stands in row %(row)d already.") % {"key": line.key, "row": seen[line.key]}
            )
        if line.key:
            seen.setdefault(line.key, number)
        if line.errors:
            line.action = WRONG
        lines.append(line)
    return Plan(lines)


def _check_headings(importer: Importer, headings: list[str]) -> None:
    unknown = [name for name in headings if name not in importer.by_heading]
    twice = sorted({name for name in headings if headings.count(name) > 1})
    if unknown:
        raise ValidationError(
            _("These columns are not known: %(names)s. The file to start from has all that are."),
            params={"names": ", ".join(name or "?" for name in unknown)[:300]},
        )
    if twice:
        raise ValidationError(_("These columns stand twice: %(names)s."), params={"names": ", ".join(twice)})
    if "key" not in headings and not set(importer.titles).intersection(headings):
        raise ValidationError(
            _("The file needs the column “key” or the column “%(name)s”."), params={"name": importer.titles[0]}
        )


def _line(
    importer: Importer,
    number: int,
    headings: list[str],
    cells: list[str],
    known: Known,
    records: Mapping[str, Any],
) -> Line:
    given = dict(zip(headings, cells, strict=False))
    key = importer.key_of(given)
    record = records.get(key)
    line = Line(number, key, importer.name_of(given, key), UNCHANGED, record=record)
    if len(cells) > len(headings):
        line.errors.append(_("This row has more cells than there are columns."))
    if not key:
        line.errors.append(str(importer.nameless))
    elif slugify(key) != key.lower() or len(key) > 120:
        line.errors.append(
            _("The key “%(key)s” may hold letters without accents, digits and hyphens only.") % {"key": key}
        )
    values = _values(importer, given, known, line)
    line.errors.extend(importer.join(values))
    missing = _compare(importer, line, values)
    if not line.errors:
        line.errors.extend(_("“%(column)s” must not be empty.") % {"column": name} for name in missing)
    if not line.errors:
        line.errors.extend(_field_errors(importer, line.values))
    if not line.errors and line.values:
        line.errors.extend(importer.errors(record, line.values))
    return line


def _values(importer: Importer, given: Mapping[str, str], known: Known, line: Line) -> dict[str, Any]:
    values = {}
    for heading, cell in given.items():
        if heading == "key":
            continue
        try:
            values[heading] = importer.by_heading[heading].read(cell, known)
        except ValidationError as error:
            line.errors.extend(said(heading, error.messages))
    return values


def _compare(importer: Importer, line: Line, values: dict[str, Any]) -> list[str]:
    """Keep in `line` what the row would change. Returns the headings of what it must not leave empty."""
    if line.record is None:
        line.action = CREATED
        line.values = {**values, "published": values.get("published", True)}
        return [name for name in importer.required if not values.get(name)]
    for name, value in values.items():
        column = importer.by_heading[name]
        if column.differs(line.record, value):
            line.values[name] = value
        elif note := column.note(line.record, value):
            line.notes.extend(said(name, [note]))
    line.action = UPDATED if line.values else UNCHANGED
    return [name for name in importer.required if name in line.values and not line.values[name]]


def _field_errors(importer: Importer, values: Mapping[str, Any]) -> list[str]:
    """Return what the fields themselves refuse: too long, too far back, not an address."""
    errors: list[str] = []
    for heading, value in values.items():
        if value and isinstance(value, (str, int)) and not isinstance(value, bool):
            model_field: Any = importer.model._meta.get_field(importer.by_heading[heading].name)
            try:
                model_field.clean(value, None)
            except ValidationError as error:
                errors.extend(said(heading, error.messages))
    return errors


def said(heading: str, messages: Sequence[str]) -> list[str]:
    """Return what is said of a cell, each with the heading before it."""
    return [_("%(label)s: %(value)s") % {"label": heading, "value": message} for message in messages]
