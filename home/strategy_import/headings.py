"""Headings: which lines are, what number they carry and how deep they lie.

A number outranks every other mark: `## 1.1.2 Housing` is of level 3. Without one the level follows from what the
numbered headings of the same look are, else from the file's marks, else from capitals and bold.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .contents import title_key
from .lines import Aside, Element, Line, PageBreak, Run, Runs, glue, text_of, tidy, without
from .wording import (
    LONGEST_HEADING,
    annex,
    begins_low,
    bullet,
    capitals,
    ends_sentence,
    goes_on,
    is_front_word,
    lone_number,
    names_version,
    numbered,
    ordered,
    reads_like_heading,
    to_int,
)

DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: `number` as written ("" without), `level` 1 for a part; 0 until it is known.

    `look` is what it looks like: the file's mark, capitals, bold. `annex` is set for an annex's heading, and
    `version` for one that names a strategy and its year: both may begin a numbering of their own.
    """

    runs: Runs
    number: str = ""
    level: int = 0
    look: tuple[int, bool, bool] = (0, False, False)
    annex: bool = False
    version: bool = False
    role: str = ""

    @property
    def title(self) -> str:
        return " ".join(text_of(tidy(self.runs)).split("\n"))

    @property
    def text(self) -> str:
        return f"{self.number} {self.title}".strip()


Item = Element | Heading


def look_of(line: Line) -> tuple[int, bool, bool]:
    return line.mark, capitals(line.text), line.bold


def find_headings(elements: Sequence[Element], titles: frozenset[str]) -> list[Item]:
    """The elements with every heading in its place; `titles` are the keys that a contents table names."""
    return _Finder(join_split_headings(elements, titles), titles).run()


def join_split_headings(elements: Sequence[Element], titles: frozenset[str]) -> list[Element]:
    """Headings that the converter cut put together: a number alone on its line, a title over two lines."""
    joined: list[Element] = []
    for element in elements:
        before = joined[-1] if joined else None
        if isinstance(element, Line) and isinstance(before, Line) and _is_cut_heading(before, element, titles):
            joined[-1] = replace(
                before,
                runs=glue(before.runs, element.runs, " "),
                mark=before.mark or element.mark,
                marker="" if lone_number(before.text) else before.marker,
            )
        else:
            joined.append(element)
    return joined


def _is_cut_heading(first: Line, second: Line, titles: frozenset[str]) -> bool:
    if second.marker or second.role or first.role == "title" or second.depth > first.depth:
        return False
    number = numbered(first.text)
    alone = bool(lone_number(first.text)) or bool(number and not number.title)
    strong = bool(second.mark or second.bold or capitals(second.text)) or title_key(second.text) in titles
    if alone:
        return (
            not numbered(second.text) and reads_like_heading(second.text) and (strong or bool(lone_number(first.text)))
        )
    if numbered(second.text) or len(first.text) + len(second.text) > LONGEST_HEADING or ends_sentence(first.text):
        return False
    if title_key(f"{first.text} {second.text}") in titles and not ends_sentence(second.text):
        return True
    same = look_of(first) == look_of(second) and any(look_of(first)) and not ends_sentence(second.text)
    if same and annex(first.text) is None:
        return (not second.opens and not second.hard) or begins_low(second.text) or goes_on(first.text)
    return False


class _Finder:
    def __init__(self, elements: Sequence[Element], titles: frozenset[str]) -> None:
        self.elements = elements
        self.titles = titles
        #: The number of the last part; an annex may begin again at 1.
        self.top = 0

    def run(self) -> list[Item]:
        items: list[Item] = []
        for at, element in enumerate(self.elements):
            heading = self.heading(at, element, items) if isinstance(element, Line) else None
            items.append(heading or element)
        return items

    def heading(self, at: int, line: Line, items: Sequence[Item]) -> Heading | None:
        if line.role in {"running", "contents"} or len(line.text.strip()) > LONGEST_HEADING:
            return None
        if line.role == "title":
            return Heading(line.runs, look=look_of(line), role="title")
        return self.numbered_heading(at, line, items) or self.plain_heading(at, line, items)

    # -- with a number -------------------------------------------------------------------------------------------
    def numbered_heading(self, at: int, line: Line, items: Sequence[Item]) -> Heading | None:
        written = f"{line.marker} {line.text}" if line.marker and ordered(f"{line.marker} x") else line.text
        if bullet(written) or (line.marker and written == line.text):
            return None
        found = numbered(written)
        if (
            not found
            or not found.title
            or not reads_like_heading(found.title)
            or not to_int(found.number.split(".")[0])
        ):
            return None
        marked = self.is_marked(line, found.title)
        if not self.begins(at, line, items, marked):
            return None
        if found.depth == 1 and not self.is_part(at, line, found.first, marked, found.dotted):
            # A numbered heading within a part ("**1. First aim**" under 2.3) keeps its number in its title.
            return Heading(line.runs, look=look_of(line)) if marked and not line.marker else None
        if found.depth > 1 and not marked and self.is_enumeration(found.title, at):
            return None
        self.top = max(self.top, to_int(found.number.split(".")[0]))
        cut = len(line.text) - len(line.text.lstrip()) + len(line.text.strip()) - len(found.title)
        runs = line.runs if line.marker else without(line.runs, 0, cut)
        return Heading(runs, number=found.number, level=found.depth, look=look_of(line))

    def is_marked(self, line: Line, title: str) -> bool:
        return bool(line.mark or line.bold or capitals(title)) or title_key(title) in self.titles

    def is_part(self, at: int, line: Line, first: int, marked: bool, dotted: bool) -> bool:
        """Whether a whole number is that of a part, not of a list's item."""
        expected = first == self.top + 1
        listed = self.in_run_of_items(at, first)
        if marked:
            return (expected or self.top == 0 or first > self.top) and (
                bool(line.mark) or not listed or title_key(line.text) in self.titles
            )
        return dotted and expected and not listed and line.depth <= 1 and self.has_body(at)

    def in_run_of_items(self, at: int, first: int) -> bool:
        """Whether the line's neighbours are the items before or after it in a list."""
        for near, wanted in ((at - 1, first - 1), (at + 1, first + 1)):
            other = self.elements[near] if 0 <= near < len(self.elements) else None
            if isinstance(other, Line):
                found = numbered(f"{other.marker} {other.text}" if other.marker[:1].isdigit() else other.text)
                if found and found.depth == 1 and found.first == wanted and found.dotted:
                    return True
        return False

    def has_body(self, at: int) -> bool:
        """Whether running text, or a heading one level down, follows."""
        for element in self.elements[at + 1 :]:
            if isinstance(element, PageBreak | Aside):
                continue
            if not isinstance(element, Line) or element.marker:
                return False
            found = numbered(element.text)
            return bool(found and found.depth > 1) or (
                not bullet(element.text) and not begins_low(element.text) and element.depth == 0
            )
        return False

    def is_enumeration(self, title: str, at: int) -> bool:
        """Whether « 1.5 Million … » and the like is a sentence that goes on in the next line."""
        after = self.elements[at + 1] if at + 1 < len(self.elements) else None
        return isinstance(after, Line) and not after.opens and begins_low(after.text) and len(title) > 60

    # -- without a number ----------------------------------------------------------------------------------------
    def plain_heading(self, at: int, line: Line, items: Sequence[Item]) -> Heading | None:
        text = line.text.strip()
        if line.marker or line.depth or bullet(text) or not reads_like_heading(text) or ordered(text):
            return None
        look = look_of(line)
        named = annex(text)
        if named and self.begins(at, line, items, any(look)) and (any(look) or self.stands_alone(at, line)):
            self.top = 0
            return Heading(line.runs, look=look, annex=True)
        if names_version(text) and any(look) and self.begins(at, line, items, True):
            self.top = 0
            return Heading(line.runs, look=look, version=True)
        listed = title_key(text) in self.titles and len(text) > 3
        if line.mark and not (text.endswith(".") and len(text) > 80):
            return Heading(line.runs, look=look)
        if not (listed or look[1] or look[2]) or not self.begins(at, line, items, look[2] or listed):
            return None
        if text.endswith(":") or (not listed and text.endswith(("!", "?"))):
            return None
        if not listed and not look[2] and not self.stands_alone(at, line):
            return None
        return Heading(line.runs, look=look)

    def begins(self, at: int, line: Line, items: Sequence[Item], marked: bool) -> bool:
        """Whether a heading can stand here: at a paragraph's beginning, or after something that has ended."""
        if line.opens or not items:
            return True
        before = items[-1]
        if not isinstance(before, Line):
            return True
        after = self.elements[at + 1] if at + 1 < len(self.elements) else None
        runs_on = isinstance(after, Line) and not after.opens and begins_low(after.text)
        return (ends_sentence(before.text) or (marked and not goes_on(before.text))) and not runs_on

    def stands_alone(self, at: int, line: Line) -> bool:
        """Whether the line is a paragraph of its own, as an unmarked heading must be."""
        after = self.elements[at + 1] if at + 1 < len(self.elements) else None
        return line.opens and not (isinstance(after, Line) and not after.opens and begins_low(after.text))


# -- levels ----------------------------------------------------------------------------------------------------------


def with_levels(items: Sequence[Item]) -> list[Item]:
    """The items with a level for every heading, 1 (a part) to 4."""
    looks = _levels_of_looks(items)
    done: list[Item] = []
    current, carried = 0, 0
    has_numbers = bool(looks)
    ranks = _ranks(items)
    for item in items:
        if not isinstance(item, Heading):
            done.append(item)
            continue
        if item.number:
            level = current = item.level
            carried = 0
        elif item.annex:
            level = current = 1
        elif item.look in looks and (item.look[0] or looks[item.look] == 1):
            level = current = looks[item.look]
        elif is_front_word(item.title) and not item.look[0]:
            level = current = 1
        elif has_numbers and not item.look[0]:
            carried = carried or current + 1
            level = carried
        else:
            level = current = _by_rank(item, ranks, looks)
        done.append(replace(item, level=max(1, min(level, DEEPEST))))
    return done


def _levels_of_looks(items: Sequence[Item]) -> dict[tuple[int, bool, bool], int]:
    """What level the numbered headings of each look have, most of the time."""
    seen: dict[tuple[int, bool, bool], Counter[int]] = {}
    for item in items:
        if isinstance(item, Heading) and item.number:
            seen.setdefault(item.look, Counter())[item.level] += 1
    return {look: min(counts, key=lambda level: (-counts[level], level)) for look, counts in seen.items()}


def _ranks(items: Sequence[Item]) -> list[tuple[int, bool, bool]]:
    """The looks of headings without numbers, the weightiest first."""
    looks = {item.look for item in items if isinstance(item, Heading) and not item.number and not item.annex}
    return sorted(looks, key=lambda look: (look[0] or 9, not look[1], not look[2]))


def _by_rank(
    item: Heading, ranks: Sequence[tuple[int, bool, bool]], looks: Mapping[tuple[int, bool, bool], int]
) -> int:
    marks = {look[0]: level for look, level in looks.items() if look[0]}
    mark = item.look[0]
    if mark and marks:
        nearest = min(marks, key=lambda other: (abs(other - mark), other))
        return marks[nearest] + mark - nearest
    if mark:
        return sorted({look[0] for look in ranks if look[0]}).index(mark) + 1
    depth = len({look[0] for look in ranks if look[0]})
    return depth + [look for look in ranks if not look[0]].index(item.look) + 1


def plain(text: str) -> Runs:
    """Text without formatting."""
    return (Run(text),) if text else ()
