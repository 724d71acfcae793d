"""Running text: cut paragraphs joined, hyphenated words made whole, lists put together."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from .lines import Aside, Element, Line, PageBreak, Run, Runs, Table, glue, merged, text_of, tidy, without
from .wording import begins_low, bullet, ends_sentence, goes_on, ordered


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, ready to show; a line break that the file asked for is a newline in it."""

    runs: Runs

    @property
    def text(self) -> str:
        return text_of(self.runs)


@dataclass(frozen=True, slots=True)
class ListItem:
    runs: Runs
    lists: tuple["ItemList", ...] = ()


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list; an `ordered` one counts from 1. Other numbering is kept as text, in paragraphs."""

    ordered: bool
    items: tuple[ListItem, ...]


Block = Paragraph | ItemList | Table


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph (no marker) or a list item being put together."""

    runs: Runs
    marker: str
    depth: int

    @property
    def text(self) -> str:
        return text_of(self.runs)


# Compounds whose hyphen is their own when a line ends at it; the document's other words decide before these do.
_COMPOUND = re.compile(
    r"(?:\b(?:non|demi|semi|franco|anglo|self|well)-\w|\b(?:long|short)-(?:term|standing|lasting|range)"
    r"|\bfront-?line|\bpeut-être|\brendez-vous|\bcelles?-ci|\b(?:celui|ceux)-ci|-là\b|-mêmes?\b|[^\W\d_]-à-\w|-t-\w"
    r"|\b(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-\w|\b(?:vingt|trente|quarante|cinquante|soixante)-\w)",
    re.IGNORECASE,
)
_ENDS_IN_HYPHEN = re.compile(r"(?P<word>[^\W\d_][\w’'-]*?)(?P<hyphen>[-\u2010\u00ad])[\s\u00a0]*$")


def with_paragraphs(elements: Sequence[Element]) -> list[Element]:
    """The elements with a paragraph's beginning marked where the file has no blank line before it.

    There the line before stops well short of the width that the file's lines are wrapped at: a sentence's end may be
    nearer to it than the end of a title or an entry.
    """
    pairs = [(first, second) for first, second in pairwise(elements) if isinstance(first, Line)]
    widths = sorted(len(first.text) for first, second in pairs if isinstance(second, Line) and not second.opens)
    width = widths[len(widths) * 19 // 20] if len(widths) > 2 else 0
    done = list(elements)
    for at, (first, second) in enumerate(pairwise(elements), start=1):
        if not isinstance(first, Line) or not isinstance(second, Line) or second.opens or second.hard:
            continue
        room = width - len(first.text) - len(second.text.split(" ")[0])
        ended = room > width // 5 if ends_sentence(first.text) else room > width // 2 and not goes_on(first.text)
        if ended and not begins_low(second.text):
            done[at] = replace(second, opens=True, depth=0)
    return done


def blocks_of(elements: Iterable[Line | Table | PageBreak | Aside], words: frozenset[str]) -> tuple[Block, ...]:
    """The paragraphs, lists and tables that the elements between two headings make.

    `words` are the document's words, folded: they tell whether a hyphen at a line's end belongs to the word.
    """
    pieces: list[_Piece | Table] = []
    broken = False
    markers: list[str] = []
    for element in elements:
        if isinstance(element, PageBreak):
            broken = True
        elif isinstance(element, Table):
            pieces.append(element)
            broken, markers = False, []
        elif isinstance(element, Line):
            _take(pieces, markers, element, broken, words)
            broken = False
    return tuple(_grouped(_tidied(pieces)))


def _take(pieces: list[_Piece | Table], markers: list[str], line: Line, broken: bool, words: frozenset[str]) -> None:
    """Add a line: to the piece before it, or as a piece of its own."""
    last = pieces[-1] if pieces and isinstance(pieces[-1], _Piece) else None
    marker, runs = _marker(line, last)
    if marker:
        pieces.append(_Piece(runs, marker, _depth(line, marker, markers)))
        return
    within_item = bool(last and last.marker and line.depth > 0)
    if last and (not line.opens or within_item or _goes_on_here(last, line, broken)):
        between = _between(last, line, broken)
        pieces[-1] = replace(last, runs=_joined(last.runs, runs, between, words))
        return
    markers.clear()
    pieces.append(_Piece(runs, "", 0))


def _marker(line: Line, last: _Piece | None) -> tuple[str, Runs]:
    """The list marker the line has, from the file or in its text, and the text without it."""
    if line.marker:
        runs = line.runs
        if line.marker == "•" and (found := bullet(line.text)):
            runs = without(runs, 0, found[1])
        elif line.marker == "•" and (found := ordered(line.text)):
            return found[0], without(runs, 0, found[1])
        return line.marker, runs
    in_list = bool(last and last.marker)
    found = bullet(line.text)
    if found and found[0] in "–—-" and not line.opens:
        # A dash at a line's beginning may be a dash of the sentence.
        ended = last is None or ends_sentence(last.text) or bool(last.marker)
        found = found if ended else None
    if not found and (line.opens or last is None or ends_sentence(last.text) or in_list):
        found = ordered(line.text)
        if found and in_list and not line.opens and last and goes_on(last.text):
            found = None
    return (found[0], without(line.runs, 0, found[1])) if found else ("", line.runs)


def _shape(marker: str) -> str:
    """What the markers of one list share: the bullet's sign, or the kind of number and its punctuation."""
    core = marker.strip("().")
    if core.isdigit():
        return marker.replace(core, "1")
    if core.isalpha() and marker != core:
        return marker.replace(core, "a")
    return marker


def _depth(line: Line, marker: str, markers: list[str]) -> int:
    """How deep an item lies: as the file says, else by the order in which signs came up in this list."""
    shape = _shape(marker)
    if line.depth:
        depth = line.depth
        if marker != "•" and depth == 1 and markers and shape in markers:
            depth = markers.index(shape) + 1
        del markers[depth:]
        markers.extend([""] * (depth - len(markers)))
        markers[depth - 1] = shape
        return depth
    if shape in markers:
        del markers[markers.index(shape) + 1 :]
    else:
        markers.append(shape)
    return len(markers)


def _goes_on_here(last: _Piece, line: Line, broken: bool) -> bool:
    """Whether a line that the file calls a new paragraph is the rest of the one before."""
    before, after = last.text.rstrip(), line.text.lstrip()
    if _ENDS_IN_HYPHEN.search(before) and begins_low(after):
        return True
    if ends_sentence(before):
        return False
    if begins_low(after):
        return True
    if goes_on(before) and not before.endswith(("–", "—")):
        return True
    return broken and not last.marker and len(before) >= 40


def _between(last: _Piece, line: Line, broken: bool) -> str:
    """What stands between two joined lines: a line break where the file asked for one and a sentence allows it."""
    if broken:
        return " "
    before, after = last.text, line.text
    if line.hard or (line.opens and line.depth > 0):
        return " " if not ends_sentence(before) and (begins_low(after) or goes_on(before)) else "\n"
    return " "


def _joined(first: Runs, second: Runs, between: str, words: frozenset[str]) -> Runs:
    """Two pieces of text joined; the hyphen of a word that was cut goes, that of a compound stays."""
    before, after = text_of(first).rstrip(), text_of(second).lstrip()
    match = _ENDS_IN_HYPHEN.search(before)
    if not match or not after[:1].isalpha() or between == "\n":
        return glue(first, second, between)
    ending = re.match(r"\w+", after)
    tail = ending.group() if ending else ""
    word = match["word"]
    head = re.split(r"[’'-]", word)[-1]
    cut = len(before) - 1
    end = len(text_of(first))
    stripped = without(second, 0, len(text_of(second)) - len(after))
    if match["hyphen"] == "\u00ad":
        keep = False
    elif f"{head}-{tail}".casefold() in words or not tail[:1].islower():
        keep = True
    elif f"{head}{tail}".casefold() in words:
        keep = False
    else:
        keep = bool(_COMPOUND.search(f"{word}-{after[:20]}", max(0, len(word) - 12)))
    start = cut + 1 if keep else cut
    return merged((*without(first, start, end), *stripped))


def _tidied(pieces: Iterable[_Piece | Table]) -> list[_Piece | Table]:
    kept: list[_Piece | Table] = []
    for piece in pieces:
        if isinstance(piece, Table):
            rows = tuple(tuple(tidy(cell) for cell in row) for row in piece.rows)
            kept.append(replace(piece, rows=rows))
        elif text_of(tidy(piece.runs)):
            kept.append(replace(piece, runs=tidy(piece.runs)))
    return kept


def _grouped(pieces: Sequence[_Piece | Table]) -> list[Block]:
    """Neighbouring items made lists; what HTML cannot count as the document does stays text."""
    blocks: list[Block] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if isinstance(piece, Table):
            blocks.append(piece)
            at += 1
        elif not piece.marker:
            blocks.append(Paragraph(piece.runs))
            at += 1
        else:
            end = at
            items: list[_Piece] = []
            while end < len(pieces) and isinstance(other := pieces[end], _Piece) and other.marker:
                items.append(other)
                end += 1
            blocks.extend(_lists(items))
            at = end
    return blocks


def _value(marker: str) -> int:
    """The number of a marker that HTML's own numbering can show, else 0."""
    core = marker.strip("().")
    return int(core) if core.isdigit() else 0


def _is_ordered(piece: _Piece) -> bool:
    return _shape(piece.marker) != piece.marker or piece.marker.strip("().") != piece.marker


def _lists(items: Sequence[_Piece]) -> list[Block]:
    blocks: list[Block] = []
    at = 0
    while at < len(items):
        base = min(items[at].depth, *(item.depth for item in items[at:])) if items[at:] else 1
        made, at = _list_from(items, at, base)
        blocks.extend(made)
    return blocks


def _list_from(items: Sequence[_Piece], start: int, base: int) -> tuple[list[Block], int]:
    """The list of one kind that begins at `start`, and where it ends."""
    numbered_list = _is_ordered(items[start])
    end = start
    while end < len(items) and (items[end].depth > base or _is_ordered(items[end]) == numbered_list):
        if end > start and items[end].depth <= base and _value(items[end].marker) == 1 and numbered_list:
            break
        end += 1
    own = [at for at in range(start, end) if items[at].depth <= base or at == start]
    if numbered_list and [_value(items[at].marker) for at in own] != list(range(1, len(own) + 1)):
        return _as_text(items[start:end], base), end
    made: list[ListItem] = []
    for at, after in zip(own, [*own[1:], end], strict=True):
        inner = _lists(items[at + 1 : after])
        runs = items[at].runs
        lists: list[ItemList] = []
        for block in inner:
            if isinstance(block, ItemList):
                lists.append(block)
            elif isinstance(block, Paragraph) and lists:
                lists[-1] = _with_line(lists[-1], block.runs)
            elif isinstance(block, Paragraph):
                runs = glue(runs, block.runs, "\n")
        made.append(ListItem(runs, tuple(lists)))
    return [ItemList(numbered_list, tuple(made))], end


def _with_line(items: ItemList, runs: Runs) -> ItemList:
    last = items.items[-1]
    if last.lists:
        return replace(
            items,
            items=(
                *items.items[:-1],
                replace(last, lists=(*last.lists[:-1], _with_line(last.lists[-1], runs))),
            ),
        )
    return replace(items, items=(*items.items[:-1], replace(last, runs=glue(last.runs, runs, "\n"))))


def _as_text(items: Sequence[_Piece], base: int) -> list[Block]:
    """A list numbered otherwise than from 1 (after an interruption, or by letters): each item with its number."""
    blocks: list[Block] = []
    at = 0
    while at < len(items):
        if items[at].depth <= base or at == 0:
            blocks.append(Paragraph((Run(f"{items[at].marker} "), *items[at].runs)))
            at += 1
            continue
        end = at
        while end < len(items) and items[end].depth > base:
            end += 1
        blocks.extend(_lists(items[at:end]))
        at = end
    return blocks
