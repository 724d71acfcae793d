"""Reads the file of organizations and says what it would do: row by row, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from members.imports.columns import BY_HEADING, HEADINGS, REQUIRED, ColumnOfFile, Known, with_relations
from members.models import Organization
from members.spreadsheets import read_table

CREATED, UPDATED, UNCHANGED, WRONG = "created", "updated", "unchanged", "wrong"


@dataclass
class Line:
    """A row of the file (`number` as a spreadsheet counts): what would become of it, and what is wrong with it."""

    number: int
    key: str
    name: str
    action: str
    values: dict[str, Any] = field(default_factory=dict)
    """Heading → value of the cells that differ from the organization."""
    errors: list[str] = field(default_factory=list)
    organization: Organization | None = None

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


def read_plan(file: IO[bytes]) -> Plan:
    """Read a CSV file of organizations.

    A row with the key of an organization changes it; a row without a key has the one made of its English name. A
    column that is not there changes nothing, an empty cell empties. Raises ValidationError for the file as a whole.
    """
    headings, rows = read_table(file)
    _check_headings(headings)
    known, seen = Known(), dict[str, int]()
    organizations = {row.key: row for row in with_relations(Organization.objects.all())}
    lines = []
    for number, cells in enumerate(rows, start=2):
        if cells:
            line = _line(number, headings, cells, known, organizations)
            if line.key in seen:
                line.errors.append(
                    _("The key “%(key)s” stands in row %(row)d already.") % {"key": line.key, "row": seen[line.key]}
                )
            if line.key:
                seen.setdefault(line.key, number)
            if line.errors:
                line.action = WRONG
            lines.append(line)
    if not lines:
        raise ValidationError(_("There are no organizations in this file."))
    return Plan(lines)


def _check_headings(headings: list[str]) -> None:
    unknown = [name for name in headings if name not in BY_HEADING]
    twice = sorted({name for name in headings if headings.count(name) > 1})
    if unknown:
        raise ValidationError(
            _("These columns are not known: %(names)s. The file to start from has all that are."),
            params={"names": ", ".join(name or "?" for name in unknown)[:300]},
        )
    if twice:
        raise ValidationError(_("These columns stand twice: %(names)s."), params={"names": ", ".join(twice)})
    if "key" not in headings and "name_en" not in headings:
        raise ValidationError(_("The file needs the column “key” or the column “name_en”."))


def _line(
    number: int, headings: list[str], cells: list[str], known: Known, organizations: dict[str, Organization]
) -> Line:
    given = dict(zip(headings, cells, strict=False))
    key = given.get("key") or slugify(given.get("name_en", ""))[:110]
    organization = organizations.get(key)
    line = Line(number, key, given.get("name_en") or given.get("name_fr") or key, UNCHANGED, organization=organization)
    if len(cells) > len(headings):
        line.errors.append(_("This row has more cells than there are columns."))
    if not key:
        line.errors.append(_("This row has neither a key nor an English name."))
    elif slugify(key) != key.lower() or len(key) > 120:
        line.errors.append(
            _("The key “%(key)s” may hold letters without accents, digits and hyphens only.") % {"key": key}
        )
    values = _values(given, known, line)
    if organization is None:
        line.action = CREATED
        line.values = {**values, "published": values.get("published", True)}
        missing = [name for name in REQUIRED if not values.get(name)]
    else:
        line.values = {name: value for name, value in values.items() if _differs(organization, name, value)}
        line.action = UPDATED if line.values else UNCHANGED
        missing = [name for name in REQUIRED if name in line.values and not line.values[name]]
    if not line.errors:
        line.errors.extend(_("“%(column)s” must not be empty.") % {"column": name} for name in missing)
    if not line.errors:
        line.errors.extend(_field_errors(line.values))
    return line


def _values(given: dict[str, str], known: Known, line: Line) -> dict[str, Any]:
    values = {}
    for heading, cell in given.items():
        if heading == "key":
            continue
        try:
            values[heading] = BY_HEADING[heading].read(cell, known)
        except ValidationError as error:
            line.errors.extend(
                _("%(label)s: %(value)s") % {"label": heading, "value": message} for message in error.messages
            )
    return values


def _differs(organization: Organization, heading: str, value: Any) -> bool:
    column = BY_HEADING[heading]
    now = getattr(organization, column.field)
    if column.is_many:
        return {row.pk for row in now.all()} != {row.pk for row in value}
    if isinstance(now, str):
        return now.replace("\r\n", "\n").strip() != value
    return bool(now != value)


def _field_errors(values: dict[str, Any]) -> list[str]:
    """Return what the fields themselves refuse: too long, not an address."""
    errors: list[str] = []
    for heading, value in values.items():
        column: ColumnOfFile = BY_HEADING[heading]
        if isinstance(value, str) and value:
            model_field: Any = Organization._meta.get_field(column.field)
            try:
                model_field.clean(value, None)
            except ValidationError as error:
                errors.extend(
                    _("%(label)s: %(value)s") % {"label": heading, "value": message} for message in error.messages
                )
    return errors


__all__ = ["CREATED", "HEADINGS", "UNCHANGED", "UPDATED", "WRONG", "Line", "Plan", "read_plan"]
