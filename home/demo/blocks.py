"""Turns the pieces of a content file into the raw data of StreamFields.

Every block gets an id made from the page and its place, the same in both languages: by it the translated words find
the block they belong to.

The blocks of a content file:

    ::: callout note|action|warning… | Title      a paragraph set apart
    ::: quote Name | Role                          somebody's words
    ::: table Caption                              a markdown table
    ::: accordion                                  ### Question, then its answer
    ::: image name | alternative text              (`-`: decorative), then caption; `credit: …` may come first
    ::: document name | Title                      then what it is for
    ::: video Title                                `url: …` or `file: …`, `captions: …`, `poster: …`, transcript
    ::: cards Heading                              ### Title, `image: name | text`, `link: …`, then the text
    ::: call page:key | Label                      then the sentence
    ::: contact Name | Role                        `email: …`, `phone: …`
    ::: related Heading                            a page's key on each line
    ::: pages Heading                              a listing: `section: key`, `sort: …`, `limit: …`
    ::: resources preset | Heading                 a preset listing of the toolkit: `limit: …`
    ::: path page                                  (home) what an audience finds there
    ::: link page:key | Label                      (home) a button of the hero
    ::: story Title                                (home) `quote: …`, `name: …`, `image: …`, `link: …`, then the text
    ::: field name                                 a rich text field of the page
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any, Protocol

from home.demo.richtext import rich_text
from home.demo.texts import ContentError, Item

NAMESPACE = uuid.UUID("6f0d4b0e-3c1f-5a55-9d0c-2b6f3f6f5a11")
NO_IMAGE = {"image": None, "alt_text": "", "decorative": False}
NO_LINK = {"page": None, "url": "", "label": ""}

Block = dict[str, Any]


class Finder(Protocol):
    """Knows the ids of what content files name."""

    def find_id(self, kind: str, name: str) -> int | None: ...


class Builder:
    """Makes the blocks of one page in one language."""

    def __init__(self, key: str, finder: Finder) -> None:
        self.key = key
        self.find_id = finder.find_id

    # --- streams --------------------------------------------------------------------------------

    def body(self, items: list[Item], field: str = "body") -> list[Block]:
        """Return the raw data of a StreamField for the pieces that belong into running text."""
        return [self.block(item, f"{field}.{number}") for number, item in enumerate(items)]

    def block(self, item: Item, path: str) -> Block:
        if item.kind not in _MAKERS:
            raise ContentError(f"{self.key}: no block is called “{item.kind}”.")
        name, make = _MAKERS[item.kind]
        return self._with_id(name, make(self, item, path), path)

    def sections(self, items: list[Item]) -> list[Block]:
        """Return the numbered sections of a part of the strategy."""
        if items and items[0].kind != "heading":
            raise ContentError(f"{self.key}: a part of the strategy begins with a section's heading.")
        grouped: list[tuple[Item, list[Item]]] = []
        for item in items:
            if item.kind == "heading":
                grouped.append((item, []))
            else:
                grouped[-1][1].append(item)
        return [self._section(*group, f"sections.{number}") for number, group in enumerate(grouped)]

    def _section(self, heading: Item, items: list[Item], path: str) -> Block:
        number, _, title = heading.text.partition(" ")
        value = {
            "number": number,
            "level": str(heading.level),
            "title": title,
            "anchor": heading.argument,
            "body": self.body(items, f"{path}.body"),
        }
        return self._with_id("section", value, path)

    def chosen_pages(self, keys: tuple[str, ...], field: str) -> list[Block]:
        found = [(key, self.find_id("page", key)) for key in keys]
        return [self._with_id("page", page, f"{field}.{key}") for key, page in found if page is not None]

    def _with_id(self, kind: str, value: Any, path: str) -> Block:
        return {"type": kind, "value": value, "id": str(uuid.uuid5(NAMESPACE, f"{self.key}:{path}"))}

    def _list(self, values: list[Any], path: str) -> list[Block]:
        return [self._with_id("item", value, f"{path}.{number}") for number, value in enumerate(values)]

    # --- parts of blocks ------------------------------------------------------------------------

    def rich(self, markdown: str) -> str:
        return rich_text(markdown, self.find_id)

    def image(self, written: str) -> Block:
        """`name | alternative text`; `-` for one that is decorative."""
        name, _, text = (part.strip() for part in written.partition("|"))
        if not name:
            return dict(NO_IMAGE)
        decorative = text == "-"
        return {"image": self.find_id("image", name), "alt_text": "" if decorative else text, "decorative": decorative}

    def link(self, written: str) -> Block:
        """`page:key | label` or `https://… | label`."""
        target, _, label = (part.strip() for part in written.partition("|"))
        if target.startswith("page:"):
            return {"page": self.find_id("page", target.removeprefix("page:")), "url": "", "label": label}
        return {"page": None, "url": target, "label": label}

    # --- blocks ---------------------------------------------------------------------------------

    def _text(self, item: Item, path: str) -> str:
        return self.rich(item.text)

    def _heading(self, item: Item, path: str) -> Block:
        return {"text": item.text, "level": str(item.level)}

    def _callout(self, item: Item, path: str) -> Block:
        return {"tone": item.argument or "note", "title": item.label, "text": self.rich(item.text)}

    def _quote(self, item: Item, path: str) -> Block:
        return {"text": _joined(item.text), "name": item.argument, "role": item.label}

    def _table(self, item: Item, path: str) -> Block:
        rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in item.text.split("\n")]
        headings, cells = rows[0], rows[2:]
        if any(len(row) != len(headings) for row in cells):
            raise ContentError(f"{self.key}: the rows of a table differ in length.")
        return {
            "columns": [{"type": "text", "heading": heading} for heading in headings],
            "rows": [{"values": row} for row in cells],
            "caption": item.argument,
        }

    def _accordion(self, item: Item, path: str) -> Block:
        folds = [{"title": title, "text": self.rich(text)} for title, text in item.parts()]
        return {"items": self._list(folds, path)}

    def _image(self, item: Item, path: str) -> Block:
        fields, caption = item.fields()
        image = self.image(f"{item.argument} | {item.label}")
        return {"image": image, "caption": _joined(caption), "credit": fields.get("credit", "")}

    def _document(self, item: Item, path: str) -> Block:
        return {
            "document": self.find_id("document", item.argument),
            "title": item.label,
            "text": _joined(item.text),
        }

    def _video(self, item: Item, path: str) -> Block:
        fields, transcript = item.fields()
        return {
            "title": item.argument,
            "file": self.find_id("document", fields["file"]) if "file" in fields else None,
            "captions": self.find_id("document", fields["captions"]) if "captions" in fields else None,
            "url": fields.get("url", ""),
            "poster": self.image(fields.get("poster", "")),
            "transcript": self.rich(transcript),
        }

    def _cards(self, item: Item, path: str) -> Block:
        cards = []
        for title, text in item.parts():
            fields, words = Item("card", text).fields()
            cards.append(
                {
                    "title": title,
                    "text": _joined(words),
                    "image": self.image(fields.get("image", "")),
                    "link": self.link(fields["link"]) if "link" in fields else dict(NO_LINK),
                }
            )
        return {"heading": item.argument, "cards": self._list(cards, path)}

    def _call(self, item: Item, path: str) -> Block:
        return {"text": _joined(item.text), "link": self.link(f"{item.argument} | {item.label}")}

    def _contact(self, item: Item, path: str) -> Block:
        fields, _ = item.fields()
        found = {"name": item.argument, "role": item.label}
        return found | {"email": fields.get("email", ""), "phone": fields.get("phone", "")}

    def _related(self, item: Item, path: str) -> Block:
        pages = [self.find_id("page", key.strip()) for key in item.text.split("\n") if key.strip()]
        return {"heading": item.argument, "pages": self._list([page for page in pages if page is not None], path)}

    def _pages(self, item: Item, path: str) -> Block:
        fields, _ = item.fields()
        return {
            "heading": item.argument,
            "section": self.find_id("page", fields["section"]),
            "sort": fields.get("sort", "order"),
            "limit": int(fields.get("limit", "6")),
        }

    def _resources(self, item: Item, path: str) -> Block:
        fields, _ = item.fields()
        preset = self.find_id("preset", item.argument)
        return {"heading": item.label, "preset": preset, "limit": int(fields.get("limit", "6"))}

    def _path(self, item: Item, path: str) -> Block:
        return {"page": self.find_id("page", item.argument), "text": _joined(item.text)}

    def _link(self, item: Item, path: str) -> Block:
        return self.link(f"{item.argument} | {item.label}")

    def _story(self, item: Item, path: str) -> Block:
        fields, text = item.fields()
        return {
            "title": item.argument,
            "text": self.rich(text),
            "quote": fields.get("quote", ""),
            "name": fields.get("name", ""),
            "image": self.image(fields.get("image", "")),
            "link": self.link(fields["link"]) if "link" in fields else dict(NO_LINK),
        }


def _joined(text: str) -> str:
    """Lines of a file as one line of plain text; a blank line stays a new line."""
    return "\n".join(" ".join(part.split("\n")) for part in re.split(r"\n\s*\n", text.strip()))


_MAKERS: dict[str, tuple[str, Callable[[Builder, Item, str], Any]]] = {
    "text": ("rich_text", Builder._text),
    "heading": ("heading", Builder._heading),
    "callout": ("callout", Builder._callout),
    "quote": ("quote", Builder._quote),
    "table": ("table", Builder._table),
    "accordion": ("accordion", Builder._accordion),
    "image": ("image", Builder._image),
    "document": ("document", Builder._document),
    "video": ("video", Builder._video),
    "cards": ("cards", Builder._cards),
    "call": ("call_to_action", Builder._call),
    "contact": ("contact", Builder._contact),
    "related": ("related_pages", Builder._related),
    "pages": ("pages", Builder._pages),
    "resources": ("resources", Builder._resources),
    "path": ("path", Builder._path),
    "link": ("link", Builder._link),
    "story": ("story", Builder._story),
}
