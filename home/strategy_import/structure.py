"""From lines to a document: its title, year and notice, its parts with their sections, its annexes.

Nothing is lost here: what does not go into the document is in `left_out`, with the reason.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from .body import Block, Paragraph, blocks_of, with_paragraphs
from .contents import find_contents
from .furniture import page_numbers, running_lines
from .headings import Heading, Item, find_headings, plain, with_levels
from .lines import Aside, Element, Line, PageBreak, Runs, letters, text_of, tidy
from .notices import take_notices
from .problems import _
from .wording import annex, begins_low, is_front_word, names_version, reads_like_heading, to_int, years

Reason = Literal[
    "contents",
    "page_number",
    "running",
    "notice_repeated",
    "notice_title",
    "picture",
    "comment",
    "definition",
    "annex_title",
]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that is in none of the pages, and why."""

    text: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a part; `level` 2 to 4."""

    number: str
    title: str
    level: int
    body: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A top-level part: what stands before its first section is its `body`."""

    number: str
    title: str
    body: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Document:
    """One version of the strategy. `remarks` are sentences (English, to be translated) with their values."""

    title: str
    year: int | None
    notice: tuple[Runs, ...]
    introduction: tuple[Block, ...]
    parts: tuple[Part, ...]
    annexes: tuple["Document", ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[tuple[str, dict[str, str]], ...] = ()


def build(elements: Sequence[Element]) -> Document:
    """The document that a file's elements make."""
    left: list[LeftOut] = []
    elements = with_paragraphs(elements)
    contents = find_contents(elements)
    kept = _drop(elements, dict.fromkeys(contents.places, "contents"), left)
    kept, notices = take_notices(kept)
    left.extend(LeftOut(text, reason) for text, reason in notices)
    numbers = page_numbers(kept)
    running = running_lines(kept, numbers, contents.titles)
    reasons: dict[int, Reason] = dict.fromkeys(running, "running")
    reasons |= {at: "running" for at, element in enumerate(kept) if _role(element) == "running"}
    reasons |= dict.fromkeys(numbers, "page_number")
    kept = _drop(kept, reasons, left)
    words = _words(kept)
    main, versions = _split(find_headings(kept, contents.titles))
    document = _Builder(words).document(main)
    annexes = tuple(_Builder(words).document(items, annexed=True) for items in versions)
    heads = [items[0].text for items in versions]
    left.extend(LeftOut(head, "annex_title") for head, annex in zip(heads, annexes, strict=True) if head != annex.title)
    return replace(document, annexes=annexes, left_out=tuple(left))


def _role(element: Element) -> str:
    return element.role if isinstance(element, Line) else ""


def _drop(elements: Sequence[Element], reasons: dict[int, Reason], left: list[LeftOut]) -> list[Element]:
    """The elements without those that have a reason to go; a page break marks where page furniture stood."""
    kept: list[Element] = []
    for at, element in enumerate(elements):
        if isinstance(element, Aside):
            kind: Reason = "picture" if element.kind == "picture" else "comment"
            left.append(LeftOut(element.text, "definition" if element.kind == "definition" else kind))
        elif at in reasons:
            if not isinstance(element, PageBreak):
                left.append(LeftOut(element.text.strip(), reasons[at]))
            kept.append(PageBreak())
        else:
            kept.append(element)
    return kept


def _words(elements: Iterable[Element]) -> frozenset[str]:
    """Every word that stands whole within a line, folded."""
    found: set[str] = set()
    for element in elements:
        text = re.sub(r"[-\u00ad]\s*$", "- ", element.text)
        found.update(word.casefold() for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*(?!-?\s*$)", text))
    return frozenset(found)


# -- versions --------------------------------------------------------------------------------------------------------


def _split(items: Sequence[Item]) -> tuple[list[Item], list[list[Item]]]:
    """The document's own items, and those of each annex whose numbering begins again."""
    heads = [(at, item) for at, item in enumerate(items) if isinstance(item, Heading) and (item.annex or item.version)]
    ends = [*(at for at, _head in heads[1:]), len(items)][: len(heads)]
    main: list[Item] = list(items[: heads[0][0]]) if heads else list(items)
    versions: list[list[Item]] = []
    inside, last_label = False, ""
    for (start, head), end in zip(heads, ends, strict=True):
        region = list(items[start:end])
        label = (annex(head.title) or ("", ""))[0]
        if inside and head.annex and label and label <= last_label:
            versions[-1].extend(region)  # an annex of the annex
        elif _begins_again(main, region):
            inside, last_label = True, label
            versions.append(region)
        elif inside and not head.annex:
            versions[-1].extend(region)
        else:
            inside, last_label = False, label
            main.extend(region)
    return main, versions


def _begins_again(main: Sequence[Item], region: Sequence[Item]) -> bool:
    """Whether an annex numbers its parts from 1 although the document already has such a part."""
    own = [item for item in region if isinstance(item, Heading) and item.number]
    before = [item for item in main if isinstance(item, Heading) and item.number]
    if not own or not before or to_int(own[0].number.split(".")[0]) != 1:
        return False
    return len(own) > 1 or any(own[0].look)


# -- a version -------------------------------------------------------------------------------------------------------


@dataclass
class _Builder:
    words: frozenset[str]
    remarks: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def document(self, items: Sequence[Item], *, annexed: bool = False) -> Document:
        notice = tuple(tidy(item.runs) for item in items if isinstance(item, Line) and item.role == "notice")
        items = [item for item in items if not (isinstance(item, Line) and item.role == "notice")]
        title, rest = _annex_title(items) if annexed else _title(items)
        rest = with_levels(rest)
        rest = _flat_front(rest)
        start = next((at for at, item in enumerate(rest) if isinstance(item, Heading)), len(rest))
        introduction = self.blocks(rest[:start])
        parts = self.parts(rest[start:])
        # An annex is of the year that its title names; the document's own may stand on its first lines.
        heads = [item.title for item in items[:3] if isinstance(item, Heading)] if annexed else []
        front = (
            [title, *heads] if annexed else [title, *_short_texts(introduction), *(text_of(runs) for runs in notice)]
        )
        year = next((found[0] for text in front if (found := years(text))), None)
        if not parts:
            self.remarks.append((_("No headings were found: the whole text is on the page of the version."), {}))
        return Document(title, year, notice, introduction, parts, remarks=tuple(self.remarks))

    def blocks(self, items: Iterable[Item]) -> tuple[Block, ...]:
        return blocks_of((item for item in items if not isinstance(item, Heading)), self.words)

    def parts(self, items: Sequence[Item]) -> tuple[Part, ...]:
        """The parts; a part whose heading the document lacks is made from the numbers of its sections."""
        parts: list[Part] = []
        headings = [(at, item) for at, item in enumerate(items) if isinstance(item, Heading)]
        ends = [*(at for at, _heading in headings[1:]), len(items)][: len(headings)]
        for (start, heading), end in zip(headings, ends, strict=True):
            body = self.blocks(items[start + 1 : end])
            title = heading.title
            if heading.level == 1 or (not parts and not heading.number):
                parts.append(Part(heading.number, title, body))
                continue
            self.open_part(parts, heading)
            level = heading.level
            if not heading.number:
                deepest = parts[-1].sections[-1].level if parts[-1].sections else 1
                level = min(level, deepest + 1)
            section = Section(heading.number, title, max(2, level), body)
            parts[-1] = replace(parts[-1], sections=(*parts[-1].sections, section))
        return tuple(parts)

    def open_part(self, parts: list[Part], heading: Heading) -> None:
        """Make sure that the last part is the one that a section's number names."""
        first = heading.number.split(".")[0]
        if not heading.number:
            return
        last = parts[-1] if parts else None
        if last and not last.number and not last.body and not last.sections and not is_front_word(last.title):
            parts[-1] = replace(last, number=first)
        elif not last or (last.number and to_int(first) > to_int(last.number)):
            parts.append(Part(first, ""))
            self.remarks.append(
                (
                    _("The document has no heading for part %(number)s; the part was made for its sections."),
                    {"number": first},
                )
            )


def _flat_front(items: Sequence[Item]) -> list[Item]:
    """Lines of the title page that look like headings, made the paragraphs they are."""
    done = list(items)
    for at, item in enumerate(items):
        if not isinstance(item, Heading):
            continue
        after = next((other for other in items[at + 1 :] if not isinstance(other, PageBreak)), None)
        stacked = isinstance(after, Heading) and after.level <= item.level
        if item.number or item.annex or is_front_word(item.title) or not stacked:
            break
        done[at] = Line(item.runs)
    return done


def _title(items: Sequence[Item]) -> tuple[str, list[Item]]:
    """The document's title and the items without it."""
    headings = [(at, item) for at, item in enumerate(items) if isinstance(item, Heading)]
    for at, item in headings:
        if item.role == "title":
            return item.title, [*items[:at], *items[at + 1 :]]
    front: list[tuple[int, Heading]] = []
    for at, item in headings:
        if item.number or item.annex or is_front_word(item.title):
            break
        front.append((at, item))
    named = next(((at, item) for at, item in front if names_version(item.title)), None)
    chosen = named or (front[0] if front and _may_be_title(front[0][1], headings, items) else None)
    if chosen:
        at, heading = chosen
        return heading.title, [*items[:at], *items[at + 1 :]]
    first = next((at for at, item in enumerate(items) if not isinstance(item, PageBreak)), len(items))
    line = items[first] if first < len(items) else None
    after = items[first + 1] if first + 1 < len(items) else None
    goes_on = isinstance(after, Line) and (not after.opens or begins_low(after.text))
    if isinstance(line, Line) and not line.marker and not goes_on and reads_like_heading(line.text):
        return text_of(tidy(line.runs)), [*items[:first], *items[first + 1 :]]
    return "", list(items)


def _may_be_title(heading: Heading, headings: Sequence[tuple[int, Heading]], items: Sequence[Item]) -> bool:
    """Whether the first heading is the title and not the first of several parts."""
    alike = sum(
        1
        for _at, other in headings
        if other.look == heading.look and not (other.number or other.annex or is_front_word(other.title))
    )
    at = next(place for place, other in headings if other is heading)
    after = next((item for item in items[at + 1 :] if not isinstance(item, PageBreak)), None)
    return alike == 1 or bool(years(heading.title)) or (isinstance(after, Heading) and after.look == heading.look)


def _annex_title(items: Sequence[Item]) -> tuple[str, list[Item]]:
    """The title of an annex that is a version of its own: its heading's, else the heading or line after it."""
    head = items[0]
    heading = head.title if isinstance(head, Heading) else ""
    named = annex(heading)
    title = named[1] if named else heading
    title = title if any(char.isalpha() for char in title) else ""
    rest = list(items[1:])
    follows = next((at for at, item in enumerate(rest) if not isinstance(item, PageBreak)), None)
    if follows is None:
        return title or heading, rest
    after = rest[follows]
    if (
        isinstance(after, Heading)
        and not after.number
        and (not title or (names_version(after.title) and not years(title)))
    ):
        taken = after.title
    elif isinstance(after, Line) and not title and not after.marker and reads_like_heading(after.text):
        taken = text_of(tidy(after.runs))
    else:
        return title or heading, rest
    before: list[Item] = [Line(plain(title))] if title and letters(title) not in letters(taken) else []
    return taken, [*before, *rest[:follows], *rest[follows + 1 :]]


def _short_texts(blocks: Iterable[Block]) -> list[str]:
    """The first lines of a title page: what is not running text."""
    return [block.text for block in list(blocks)[:10] if isinstance(block, Paragraph) and len(block.text) <= 150]
