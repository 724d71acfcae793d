"""Blocks of text as Wagtail stores them: HTML through its editor's own converter, stream blocks as raw data."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.html import escape
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from .body import Block, ItemList, Paragraph
from .lines import Run, Runs, Table, text_of


def features_of(editor: str = "default") -> list[str]:
    editors: dict[str, Any] = settings.WAGTAILADMIN_RICH_TEXT_EDITORS
    return list(editors[editor]["OPTIONS"]["features"])


@cache
def _converter(features: tuple[str, ...]) -> ContentstateConverter:
    return ContentstateConverter(features=list(features))


def stored(html: str, features: Sequence[str]) -> str:
    """The HTML as the editor with these features would store it; what the editor does not know goes, its words stay."""
    if not html:
        return ""
    converter = _converter(tuple(features))
    return str(converter.to_database_format(converter.from_database_format(html)))


def _inline(run: Run) -> str:
    html = str(escape(run.text)).replace("\n", "<br/>")
    for wanted, tag in ((run.raised, "sup"), (run.italic, "i"), (run.bold, "b")):
        html = f"<{tag}>{html}</{tag}>" if wanted else html
    return f'<a href="{escape(run.href)}">{html}</a>' if run.href else html


def inline(runs: Runs) -> str:
    return "".join(_inline(run) for run in runs)


def _list(items: ItemList) -> str:
    tag = "ol" if items.ordered else "ul"
    inner = "".join(
        f"<li>{inline(item.runs)}{''.join(_list(nested) for nested in item.lists)}</li>" for item in items.items
    )
    return f"<{tag}>{inner}</{tag}>"


def html_of(blocks: Sequence[Block]) -> str:
    """Paragraphs and lists as HTML."""
    return "".join(
        f"<p>{inline(block.runs)}</p>" if isinstance(block, Paragraph) else _list(block)
        for block in blocks
        if not isinstance(block, Table)
    )


def paragraphs(lines: Sequence[Runs], features: Sequence[str]) -> str:
    return stored("".join(f"<p>{inline(runs)}</p>" for runs in lines), features)


def stream_of(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """The raw stream of the blocks: text together in one rich text block, each table in one of its own."""
    stream: list[dict[str, Any]] = []
    text: list[Block] = []

    def close() -> None:
        if text:
            stream.append(_block("rich_text", stored(html_of(text), features_of())))
            text.clear()

    for block in blocks:
        if isinstance(block, Table):
            close()
            stream.append(_block("table", _table(block)))
        else:
            text.append(block)
    close()
    return stream


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def _table(table: Table) -> dict[str, Any]:
    rows = [[text_of(cell) for cell in row] for row in table.rows]
    bold_first = all(run.bold for cell in table.rows[0] for run in cell) and any(rows[0])
    header = rows[0] if (table.header or bold_first) and len(rows) > 1 else [""] * len(rows[0])
    body = rows[1:] if (table.header or bold_first) and len(rows) > 1 else rows
    return {
        "columns": [{"type": "text", "heading": heading} for heading in header],
        "rows": [{"values": row} for row in body],
        "caption": "",
    }
