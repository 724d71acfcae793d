"""Tables that go out to spreadsheets and come back: no cell may be a formula, and every spelling of CSV is read."""

from __future__ import annotations

import csv
import io
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 2000
MAX_CELL = 10_000  # characters
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
QUOTE = "'"


def safe(value: str) -> str:
    """Return `value` so that no spreadsheet takes it for a formula: with an apostrophe before it, if need be."""
    return f"{QUOTE}{value}" if value.startswith((*FORMULA_SIGNS, QUOTE)) else value


def plain(value: str) -> str:
    """Return what `safe` made of a value as it was."""
    return value[1:] if value.startswith(QUOTE) and value[1:].startswith((*FORMULA_SIGNS, QUOTE)) else value


class SafeExport:
    """For Wagtail's listings and reports: what they export holds no formula."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        value = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]
        return safe(value) if isinstance(value, str) else value


def read_table(file: IO[bytes]) -> tuple[list[str], list[list[str]]]:
    """Return the headings and the rows of a CSV file, cells as `plain` text without space around them.

    UTF-8 (with or without its mark) or cp1252; separated by commas or semicolons. Empty rows are kept as [] so that
    a row's place stays its number. Raises ValidationError, in words for whoever sent the file.
    """
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValidationError(_("This file is too large: 2 MB at most."))
    if b"\0" in data or not data.strip():
        raise ValidationError(_("This is not a CSV file, or it is empty."))
    text = _decoded(data)
    if not text.strip(' \t\r\n;,"'):
        raise ValidationError(_("This is not a CSV file, or it is empty."))
    heading = text.lstrip("\r\n").splitlines()[0]
    separator = ";" if heading.count(";") > heading.count(",") else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        raise ValidationError(_("This CSV file cannot be read: a quotation mark is missing somewhere.")) from None
    cleaned = [[plain(cell.strip()) for cell in row] if any(cell.strip() for cell in row) else [] for row in rows]
    while cleaned and not cleaned[0]:
        cleaned.pop(0)
    if len(cleaned) - 1 > MAX_ROWS:
        raise ValidationError(_("This file has too many rows: 2,000 at most."))
    if any(len(cell) > MAX_CELL for row in cleaned for cell in row):
        raise ValidationError(_("A cell of this file is longer than any text of the portal may be."))
    return [name.strip().lower() for name in cleaned[0]], cleaned[1:]


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
