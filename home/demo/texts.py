"""Reads the content files: one for each page and language, in a small markdown of their own.

A file opens with lines `name: value` (a value goes on in indented lines), closed by `---`. They fill the page's plain
fields; `introduction` is the one among them that may hold links. Then comes the body:

- paragraphs and lists, in markdown; `[words](page:key)` links to the page of that key, `document:key` to a file;
- `## Title` and `### Title`: a heading, or in the strategy a section, whose title begins with its number and may
  end with its anchor in braces: `## 2.1 Housing {#housing}`;
- blocks between `::: name argument | label` and `:::`; `home/demo/blocks.py` says which there are;
- `===` on a line of its own: what follows was added to the page after it had been translated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

CONTENT = Path(__file__).parent / "content"
_FENCE = re.compile(r"^::: *(\w+) *([^|]*?) *(?:\| *(.*))?$")
_HEADING = re.compile(r"^(#{2,3}) +(.+?) *(?:\{#([a-z][a-z0-9-]*)\})?$")


class ContentError(Exception):
    """What is wrong in a content file, with its name."""


@dataclass
class Item:
    """A piece of a body: `kind` is "text", "heading" or the name of a block."""

    kind: str
    text: str = ""
    argument: str = ""
    label: str = ""
    level: int = 2

    def parts(self) -> list[tuple[str, str]]:
        """The (title, text) pairs of a block that `### Title` lines divide."""
        pieces = re.split(r"^### +(.+)$", self.text, flags=re.MULTILINE)
        return [(title.strip(), text.strip()) for title, text in zip(pieces[1::2], pieces[2::2], strict=True)]

    def fields(self) -> tuple[dict[str, str], str]:
        """The leading `name: value` lines of a block, and the text after them."""
        found: dict[str, str] = {}
        lines = self.text.split("\n")
        while lines and (match := re.match(r"^([a-z_]+): *(.*)$", lines[0])):
            found[match[1]] = match[2].strip()
            lines.pop(0)
        return found, "\n".join(lines).strip()


@dataclass
class Text:
    """The words of one page in one language."""

    name: str
    fields: dict[str, str]
    items: list[Item]
    later: list[Item] = field(default_factory=list)


def read_text(key: str, language: str) -> Text:
    """Return the words of the page `key`. Raises ContentError, and FileNotFoundError where it has none."""
    name = f"{language}/{key}.md"
    return parse((CONTENT / name).read_text(encoding="utf-8"), name)


def parse(source: str, name: str) -> Text:
    """Read the text of a content file; `name` stands in what a ContentError says."""
    head, separator, body = source.partition("\n---\n")
    if not separator:
        raise ContentError(f"{name}: the opening lines are not closed by ---.")
    now, _, later = body.partition("\n===\n")
    return Text(name, _fields(head, name), _items(now, name), _items(later, name))


def _fields(head: str, name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    last = ""
    for line in head.split("\n"):
        if line.startswith(" ") and last:
            found[last] += f" {line.strip()}"
        elif match := re.match(r"^([a-z_]+): *(.*)$", line):
            last = match[1]
            found[last] = match[2].strip()
        elif line.strip():
            raise ContentError(f"{name}: not understood in the opening lines: {line!r}")
    return found


def _items(body: str, name: str) -> list[Item]:
    items: list[Item] = []
    prose: list[str] = []
    block: Item | None = None
    held: list[str] = []

    def end_prose() -> None:
        if text := "\n".join(prose).strip():
            items.append(Item("text", text))
        prose.clear()

    for line in body.split("\n"):
        if block is not None:
            if line.rstrip() == ":::":
                block.text = "\n".join(held).strip()
                items.append(block)
                block = None
            else:
                held.append(line)
        elif match := _FENCE.match(line):
            end_prose()
            block, held = Item(match[1], argument=match[2], label=(match[3] or "").strip()), []
        elif match := _HEADING.match(line):
            end_prose()
            items.append(Item("heading", match[2], argument=match[3] or "", level=len(match[1])))
        else:
            prose.append(line)
    if block is not None:
        raise ContentError(f"{name}: the block “{block.kind}” is not closed by :::.")
    end_prose()
    return items
