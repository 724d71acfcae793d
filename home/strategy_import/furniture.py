"""Page furniture: page numbers, and the headers and footers that are repeated on every page."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from .contents import title_key
from .lines import Aside, Element, Line, PageBreak, letters
from .wording import annex, begins_low, ends_sentence, numbered, page_number, years

_LONGEST = 120
_TITLE_PAGE = 5
_FRAME = re.compile(
    r"(?:(?P<before>\d{1,4})\s*(?P<bar>[|·•–—-])?\s+)?(?P<text>\D.*?)(?:\s*(?P<rule>[|·•–—-])?\s*(?:page\s*)?(?P<after>\d{1,4}))?",
    re.IGNORECASE,
)


_BAR = re.compile(r"^\d+(?:\s*[|·•–—]\s|\t|\s{2})|(?:\s[|·•–—]\s*|\t\s*|\s{2})(?:page\s*)?\d+$", re.IGNORECASE)


def page_numbers(elements: Sequence[Element]) -> set[int]:
    """The places of page numbers that stand on a line of their own.

    A bare number counts where it goes up with its fellows, or where a page ends: "350" in a box is a figure.
    """
    found: set[int] = set()
    bare: list[tuple[int, int]] = []
    for at, element in enumerate(elements):
        if not isinstance(element, Line) or element.depth or element.marker or element.mark:
            continue
        page = page_number(element.text)
        if page and page[1]:
            found.add(at)
        elif page and not 1900 <= page[0] < 2100:
            bare.append((at, page[0]))
    rising = _rising(bare)
    for at, _page in bare:
        alone = any(isinstance(elements[near], PageBreak) for near in (at - 1, at + 1) if 0 <= near < len(elements))
        if (len(rising) > 1 and at in rising) or alone or _is_cut(elements, at, found | {at}):
            found.add(at)
    return found


def _rising(bare: list[tuple[int, int]]) -> set[int]:
    """The longest run of numbers that goes up, as places; gaps of blank or full-page pictures are allowed."""
    tails: list[int] = []
    back: list[list[tuple[int, int]]] = []
    for at, page in bare:
        depth = bisect_left(tails, page)
        if depth == len(tails):
            tails.append(page)
            back.append([(at, page)])
        else:
            tails[depth] = page
            back[depth].append((at, page))
    chosen: list[int] = []
    limit: tuple[int, int] | None = None
    for layer in reversed(back):
        fitting = [entry for entry in layer if limit is None or (entry[0] < limit[0] and entry[1] < limit[1])]
        limit = fitting[-1]
        chosen.append(limit[0])
    return set(chosen)


def running_lines(elements: Sequence[Element], numbers: set[int], titles: frozenset[str]) -> set[int]:
    """The places of running headers and footers.

    They are repeated, and stand where a page ends or inside a sentence. A subheading that every part has
    ("Activities") is repeated too, but stands at neither. The first is kept where it is the title or a heading.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    texts = [at for at, element in enumerate(elements) if isinstance(element, Line)]
    for at, element in enumerate(elements):
        if isinstance(element, Line) and element.role == "running":
            continue
        if not isinstance(element, Line) or element.depth or element.marker or at in numbers:
            continue
        if not element.opens and begins_low(element.text):
            continue  # the rest of a sentence
        if 3 <= len(element.text.strip()) <= _LONGEST and (key := _key(element.text)):
            groups[key].append(at)
    repeated = {at for places in groups.values() if len(places) > 1 for at in places}
    furniture: set[int] = set()
    for places in groups.values():
        if len(places) > 1 and _is_running(elements, places, repeated | numbers, numbers):
            edge = _at_edge(elements, places[0], repeated | numbers, numbers) or _frame(elements[places[0]].text)[1]
            title_page = places[0] in texts[:1] if edge else places[0] in texts[:_TITLE_PAGE]
            keeps = title_page or _is_heading(elements[places[0]], titles)
            furniture.update(places[1:] if keeps else places)
    return furniture


def _key(text: str) -> str:
    """What repeats: the letters without a page number at either end; a heading's own number counts."""
    return letters(_frame(text)[0])


def _frame(text: str) -> tuple[str, int]:
    """A line without the page number at either end of it, and that number; 0 when it has none."""
    text = text.strip()
    match = _FRAME.fullmatch(text)
    if not match or annex(text) or years(match["before"] or "") or years(match["after"] or ""):
        return text, 0
    framed = match["bar"] or match["rule"] or len(match["text"].split()) >= 3
    if framed and (match["before"] or match["after"]):
        return match["text"], int(match["after"] or match["before"])
    return text, 0


def _is_running(elements: Sequence[Element], places: list[int], skipped: set[int], numbers: set[int]) -> bool:
    if any(after - before < 3 for before, after in pairwise(places)):
        return False  # a page has more than two lines
    cut = [at for at in places if _is_cut(elements, at, skipped)]
    edge = [
        at for at in places if at in cut or (_at_edge(elements, at, skipped, numbers) and not _leads_on(elements, at))
    ]
    first = elements[places[0]]
    marked = isinstance(first, Line) and first.mark > 0
    pages = [page for at in places if (page := _frame(elements[at].text)[1])]
    if pages and (sorted(set(pages)) != pages or marked or not (cut or len(places) > 1)):
        return False  # page numbers go up
    if len(pages) == len(places) and all(_BAR.search(elements[at].text.strip()) for at in places):
        return True
    if cut and len(edge) * 2 >= len(places):
        return True
    return len(places) > 2 and not marked and len(edge) >= len(places) - 1


def _neighbour(elements: Sequence[Element], at: int, step: int, skipped: set[int]) -> tuple[Element | None, bool]:
    """The next element that is not page furniture in one direction, and whether a page break lay before it."""
    broken = False
    at += step
    while 0 <= at < len(elements):
        element = elements[at]
        if isinstance(element, PageBreak):
            broken = True
        elif not isinstance(element, Aside) and at not in skipped:
            return element, broken
        at += step
    return None, broken


def _is_cut(elements: Sequence[Element], at: int, skipped: set[int]) -> bool:
    """Whether the line stands inside a sentence."""
    before, _broken = _neighbour(elements, at, -1, skipped)
    after, _broken = _neighbour(elements, at, 1, skipped)
    line = elements[at]
    if isinstance(line, Line) and not line.opens and isinstance(after, Line) and not after.opens:
        return False  # a line of a paragraph like those around it
    return (
        isinstance(before, Line)
        and isinstance(after, Line)
        and not ends_sentence(before.text)
        and not before.mark
        and len(before.text) > 30
        and not after.marker
        and begins_low(after.text)
    )


def _leads_on(elements: Sequence[Element], at: int) -> bool:
    """Whether the line's own paragraph goes on in the next line."""
    after = elements[at + 1] if at + 1 < len(elements) else None
    return isinstance(after, Line) and not after.opens and begins_low(after.text)


def _at_edge(elements: Sequence[Element], at: int, skipped: set[int], numbers: set[int]) -> bool:
    """Whether the line stands beside a page break or a page number, other furniture between them or not."""
    for step in (-1, 1):
        near = at + step
        while 0 <= near < len(elements) and (near in skipped or isinstance(elements[near], PageBreak | Aside)):
            if near in numbers or isinstance(elements[near], PageBreak):
                return True
            near += step
    return False


def _is_heading(element: Element, titles: frozenset[str]) -> bool:
    if not isinstance(element, Line):
        return False
    found = numbered(element.text)
    return (
        title_key(element.text) in titles
        or bool(found and found.dotted)
        or (element.mark > 0 and not begins_low(element.text))
    )
