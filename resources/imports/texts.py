"""A resource's text in a cell: paragraphs as they are typed, where the text is no more than that."""

from __future__ import annotations

import html
import re
from typing import Any

from django.utils.translation import gettext as _
from wagtail.rich_text import RichText

from cms.imports.columns import Column, Known
from cms.spreadsheets import MAX_CELL

_PARAGRAPHS = re.compile(r'\s*<p(?: data-block-key="\w+")?>(.*?)</p>\s*', re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>")


def plain_text(body: Any) -> str | None:
    """Return the paragraphs of `body`, an empty line between them; None where it is more than paragraphs."""
    found: list[str] = []
    for block in body:
        if block.block_type != "rich_text" or _PARAGRAPHS.sub("", block.value.source):
            return None
        for paragraph in _PARAGRAPHS.findall(block.value.source):
            words = _BREAK.sub("\n", paragraph)
            if "<" in words:
                return None
            found.append(html.unescape(words).strip())
    text = _tidy("\n\n".join(found))
    return text if len(text) <= MAX_CELL else None


def _tidy(text: str) -> str:
    lines = "\n".join(line.strip() for line in text.replace("\r\n", "\n").split("\n"))
    return re.sub(r"\n{2,}", "\n\n", lines).strip()


def _as_html(text: str) -> str:
    return "".join(f"<p>{html.escape(part, quote=False).replace(chr(10), '<br/>')}</p>" for part in text.split("\n\n"))


class Text(Column):
    """Plain paragraphs. A text that an editor has made richer is left alone, and stands in no cell."""

    def read(self, cell: str, known: Known) -> str:
        return _tidy(cell)

    def write(self, record: Any) -> str:
        return plain_text(getattr(record, self.name)) or ""

    def differs(self, record: Any, value: Any) -> bool:
        return plain_text(getattr(record, self.name)) not in (None, value)

    def fill(self, record: Any, value: Any) -> None:
        if plain_text(getattr(record, self.name)) is not None:
            setattr(record, self.name, [("rich_text", RichText(_as_html(value)))] if value else [])

    def note(self, record: Any, value: Any) -> str:
        if value and plain_text(getattr(record, self.name)) is None:
            return _("The resource’s text is more than paragraphs: it is left as it is.")
        return ""
