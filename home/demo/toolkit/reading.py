"""Reads the resources' content: a file for each, named after its key. Facts come first, then each language's words.

    type: guide
    topics: housing, seniors
    === fr
    title: Trouver un logement dans une petite ville
    summary: Deux phrases.
    ---
    Du texte et des blocs, comme dans les pages (home/demo/texts.py).

    ::: file logement.pdf | Le guide
    setting: small-centre
    # Ce qui est écrit dans le fichier, en lignes (home/demo/files.py)
    :::

    ::: link https://example.org/ | Ailleurs
    :::
    === en
    …

A language that is not there is a resource without it. A file named in both languages is one file with two titles, made
of the words of the language that gives some; where neither does, it holds what the resource itself says. `===` on a
line of its own: what follows was written later (the fact `later` says whether it is published or a draft).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from cms.bilingual import LANGUAGES
from home.demo.files import Line, read_lines
from home.demo.texts import ContentError, Item, Text, parse

CONTENT = Path(__file__).parent / "content"
#: What stands once for both languages. `published`, `updated` and `review` are days from the load, `uses` downloads in
#: a year, `access` the code of a group; `state: draft` is not published.
FACTS = frozenset(
    (
        *("type", "topics", "audiences", "setting", "year", "licence", "partners", "related", "source_year", "access"),
        *("published", "updated", "review", "uses", "state", "later"),
    )
)
WORDS = ("title", "summary", "author", "requested_by", "consultation", "other_partners")
_MARKDOWN = re.compile(r"\[([^\]]+)\]\([^)]*\)|\*+")
_NUMBERED = re.compile(r"^\d+\. +")


@dataclass
class FileText:
    """A file or link of a resource, as its content file says it."""

    name: str
    """The file's name, or the address of a link."""
    is_link: bool
    language: str
    """In which the file is: "fr", "en", "both" or "other"."""
    setting: str
    titles: dict[str, str]
    tongue: str
    """The code of the language in which its words are written, such as "uk"."""
    followed_by: str
    """The file that has taken its place since; empty for one that still stands."""
    lines: list[Line]


@dataclass
class ResourceText:
    """A resource of the demo: facts by name, words by language."""

    key: str
    facts: dict[str, str]
    words: dict[str, Text]
    files: list[FileText] = field(default_factory=list)

    def fact(self, name: str, default: str = "") -> str:
        return self.facts.get(name, default)

    def keys(self, name: str) -> list[str]:
        """Return the keys that a fact lists."""
        return [key.strip() for key in self.fact(name).split(",") if key.strip()]

    def number(self, name: str) -> int | None:
        return int(self.facts[name]) if name in self.facts else None

    @cached_property
    def has_later_words(self) -> bool:
        return any(text.later for text in self.words.values())


def read_all() -> list[ResourceText]:
    """Return every resource of the demo, in the order of their keys. Raises ContentError."""
    return [read(path.read_text(encoding="utf-8"), path.stem) for path in sorted(CONTENT.glob("*.md"))]


def read(source: str, key: str) -> ResourceText:
    """Read one content file. Raises ContentError with `key` and what is wrong."""
    head, *parts = re.split(r"^=== (\w+)\n", source, flags=re.MULTILINE)
    words = {}
    for language, written in zip(parts[::2], parts[1::2], strict=True):
        if language not in LANGUAGES:
            raise ContentError(f"{key}: no language of the portal is called “{language}”.")
        words[language] = parse(written, f"{key}, {language}")
        _check(words[language].fields, frozenset(WORDS), words[language].name)
    facts = parse(f"{head}\n---\n", key).fields
    _check(facts, FACTS, key)
    found = ResourceText(key, facts, words)
    for language, text in words.items():
        _take_files(found, language, text)
    return found


def _check(fields: dict[str, str], known: frozenset[str], where: str) -> None:
    if unknown := fields.keys() - known:
        raise ContentError(f"{where}: nothing is called “{min(unknown)}”.")


def _take_files(found: ResourceText, language: str, text: Text) -> None:
    """Move the files and links among a text's pieces to the resource."""
    known = {file.name: file for file in found.files}
    for item in [item for item in text.items if item.kind in ("file", "link")]:
        text.items.remove(item)
        file = _file(item, language, found.fact("setting", "both"))
        if same := known.get(file.name):
            same.titles |= file.titles
            same.lines = same.lines or file.lines
        else:
            found.files.append(file)


def _file(item: Item, language: str, setting: str) -> FileText:
    fields, words = item.fields()
    return FileText(
        name=item.argument,
        is_link=item.kind == "link",
        language=fields.get("language", language),
        setting=fields.get("setting", setting),
        titles={language: item.label},
        tongue=fields.get("tongue", language),
        followed_by=fields.get("followed_by", ""),
        lines=read_lines(words),
    )


def lines_of(text: Text) -> list[Line]:
    """Return what a resource's page says as the lines of a file: for one that is the page, ready to print."""
    lines: list[Line] = [("title", text.fields["title"]), ("text", text.fields["summary"])]
    for item in text.items:
        if item.kind == "heading":
            lines.append(("heading", item.text))
        elif item.kind == "text":
            lines += (line for block in item.text.split("\n\n") for line in _prose(block))
    return lines


def _prose(block: str) -> list[Line]:
    """Return a paragraph as one line, or a list as its points."""
    lines: list[Line] = []
    for row in block.split("\n"):
        words = _MARKDOWN.sub(r"\1", row.strip())
        if row.startswith("- ") or _NUMBERED.match(row):
            lines.append(("point", _NUMBERED.sub("", words.removeprefix("- "))))
        elif lines:
            lines[-1] = (lines[-1][0], f"{lines[-1][1]} {words}")
        else:
            lines.append(("text", words))
    return lines
