"""Markdown as the content files use it, turned into Wagtail's rich text."""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark")
_markdown.add_render_rule("softbreak", lambda *_: " ")
_NAMED_LINK = re.compile(r'<a href="(page|document):([\w-]+)">(.*?)</a>', re.DOTALL)
_TAGS = {"strong": "b", "em": "i"}  # as Wagtail's own editor writes them

#: Finds the id of the page or document that bears a name; None where it is gone.
FindId = Callable[[str, str], int | None]


def rich_text(markdown: str, find_id: FindId) -> str:
    """Return `markdown` as Wagtail stores rich text; `[words](page:key)` leads to the page of that key.

    A link to something that is no longer there becomes its words alone.
    """
    html = _markdown.render(markdown.strip())
    for written, wanted in _TAGS.items():
        html = html.replace(f"<{written}>", f"<{wanted}>").replace(f"</{written}>", f"</{wanted}>")
    html = re.sub(r">\n+<", "><", html).strip()
    return _NAMED_LINK.sub(lambda match: _named_link(match, find_id), html)


def _named_link(match: re.Match[str], find_id: FindId) -> str:
    kind, name, words = match.groups()
    found = find_id(kind, name)
    return words if found is None else f'<a linktype="{kind}" id="{found}">{words}</a>'
