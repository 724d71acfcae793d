"""Contents tables: found by their leaders, their tabs, their links or by naming the headings that follow."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .lines import Aside, Element, Line, PageBreak, Table, letters, text_of
from .wording import (
    dotted_leader,
    ends_sentence,
    is_contents_title,
    leader,
    lone_number,
    numbered,
    page_number,
)

_REACH = 3
_LAST_NUMBER = re.compile(r"[\s\u00a0]+\d{1,4}$")


@dataclass(frozen=True)
class Contents:
    """The places of the lines that are contents tables, and the keys (`letters`) of the titles they name."""

    places: frozenset[int]
    titles: frozenset[str]


def title_key(text: str) -> str:
    """What a heading and its entry in the contents share, however they are written."""
    text = text.strip(" \t\u00a0.…")
    found = numbered(text)
    return letters(found.title if found and found.title else text)


def find_contents(elements: Sequence[Element]) -> Contents:
    """Every contents table of the document."""
    finder = _Finder(elements)
    at = 0
    while at < len(elements):
        at = finder.table_from(at)
    return Contents(frozenset(finder.places), frozenset(finder.titles))


class _Finder:
    def __init__(self, elements: Sequence[Element]) -> None:
        self.elements = elements
        self.places: set[int] = set()
        self.titles: set[str] = set()
        self.titled = False

    @staticmethod
    def full_key(line: Line) -> str:
        return letters(_LAST_NUMBER.sub("", f"{line.marker} {line.text}"))

    def line(self, at: int) -> Line | None:
        element = self.elements[at] if at < len(self.elements) else None
        return element if isinstance(element, Line) else None

    def leads(self, at: int) -> bool:
        """Whether a line with leaders, or one that Word calls a contents line, stands here."""
        element = self.elements[at] if at < len(self.elements) else None
        if isinstance(element, Table):
            return _is_contents_table(element, self.titled)
        if not isinstance(element, Line):
            return False
        title = leader(element.text)
        if title is None or element.role == "contents":
            return element.role == "contents"
        # Columns of figures are set with tabs and spaces too: those need the title, or to name a heading.
        return self.titled or dotted_leader(element.text) or self.comes_again(title, at)

    def table_from(self, at: int) -> int:
        """Take the contents table that begins here, if one does; where to look on."""
        line = self.line(at)
        titled = self.titled = bool(line and is_contents_title(line.text) and line.depth == 0)
        if not titled and not (
            self.leads(at) and (self.named(at) or any(self.leads(other) for other in range(at + 1, at + 1 + _REACH)))
        ):
            return at + 1
        taken = self.entries(at + 1 if titled else at, titled)
        self.titled = False
        if not taken:
            return at + 1
        self.places.update(range(at, taken[-1] + 1))
        return taken[-1] + 1

    def named(self, at: int) -> bool:
        line = self.line(at)
        return bool(line and line.role == "contents") or line is None

    def entries(self, start: int, titled: bool) -> list[int]:
        """The places from `start` to the last entry of the table; empty when it has none."""
        last, first_key = -1, ""
        seen: set[str] = set()
        with_leaders = any(self.leads(at) for at in range(start, min(start + 6, len(self.elements))))
        pending = ""
        at = start
        while at < len(self.elements):
            element = self.elements[at]
            if isinstance(element, PageBreak | Aside):
                at += 1
                continue
            key = self.full_key(element) if isinstance(element, Line) else ""
            if self.leads(at):
                self.remember(pending, element)
                pending = ""
                last = at
            elif not isinstance(element, Line) or self.is_real(element, key, first_key, seen):
                break
            elif any(self.leads(other) for other in self.next_lines(at)) and not ends_sentence(element.text):
                pending = f"{pending} {element.text}"
            elif with_leaders and last == at - 1 and page_number(element.text):
                last = at
            elif titled and not with_leaders and self.comes_again(element.text, at):
                self.remember("", element)
                last = at
            else:
                break
            first_key = first_key or key
            seen.add(key)
            at += 1
        return list(range(start, last + 1))

    def is_real(self, line: Line, key: str, first_key: str, seen: set[str]) -> bool:
        """Whether a line without leaders is the heading itself: its entry has already been read."""
        bare = title_key(line.text)
        if line.mark and (key in seen or bare in self.titles):
            return True
        if bool(key) and (key == first_key or (key in seen and key[:1].isdigit())):
            return True
        return len(bare) > 3 and bare in self.titles and bool(numbered(line.text) or line.bold or line.mark)

    def next_lines(self, at: int) -> list[int]:
        found: list[int] = []
        for other in range(at + 1, len(self.elements)):
            element = self.elements[other]
            if isinstance(element, Line):
                found.append(other)
                if ends_sentence(element.text) and not self.leads(other):
                    break
            elif isinstance(element, Table):
                break
            if len(found) == _REACH - 1:
                break
        return found

    def comes_again(self, text: str, at: int) -> bool:
        """Whether an entry names a line that stands further on."""
        if ends_sentence(text) and not lone_number(text):
            return False
        own = {title_key(text), title_key(_LAST_NUMBER.sub("", text))} - {""}
        return any(isinstance(other, Line) and title_key(other.text) in own for other in self.elements[at + 1 :])

    def remember(self, before: str, element: Element) -> None:
        texts = (
            [text_of(row[0]) + " " + text_of(row[1]) if len(row) > 2 else text_of(row[0]) for row in element.rows]
            if isinstance(element, Table)
            else [element.text]
        )
        for text in texts:
            titled = leader(text)
            plain = titled if titled is not None else _LAST_NUMBER.sub("", text)
            for wording in (plain, f"{before} {plain}"):
                if key := title_key(wording):
                    self.titles.add(key)


def _is_contents_table(table: Table, titled: bool) -> bool:
    """Whether a table lists titles and pages: most rows have leaders, or the last cells are pages in order."""
    rows = [[text_of(cell).strip() for cell in row] for row in table.rows if any(text_of(cell).strip() for cell in row)]
    dots = sum(1 for row in rows if dotted_leader(" ".join(row)))
    pages = [int(row[-1]) for row in rows if row[-1].isdigit() and len(row[-1]) < 5]
    in_order = len(pages) >= len(rows) - 1 and pages == sorted(pages)
    return len(rows) >= 2 and (dots * 2 > len(rows) or (titled and in_order))
