"""Copyright notices: they go to the version's notice, once, from wherever in the document they stand."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from .lines import Element, Line, PageBreak, Runs, glue, letters
from .wording import ends_sentence, is_notice, is_notice_title, ordered, years

_LONGEST = 900
_PAGE_AFTER = re.compile(r"\s*[|•·–—-]\s*(?:page\s*)?\d{1,4}\s*$|(?<=[.\w])\s{2,}\d{1,4}\s*$", re.IGNORECASE)

NoticeReason = Literal["notice_repeated", "notice_title"]


def take_notices(elements: Sequence[Element]) -> tuple[list[Element], list[tuple[str, NoticeReason]]]:
    """The elements with each notice one line of the role "notice", and the lines that are left out for it."""
    kept: list[Element] = []
    left: list[tuple[str, NoticeReason]] = []
    seen: set[str] = set()
    at = 0
    while at < len(elements):
        end = _notice_end(elements, at)
        if end == at:
            kept.append(elements[at])
            at += 1
            continue
        lines = [element for element in elements[at:end] if isinstance(element, Line)]
        at = end
        runs: Runs = ()
        for line in lines:
            runs = glue(runs, line.runs, " ")
        text = "".join(run.text for run in runs).strip()
        key = letters(_PAGE_AFTER.sub("", text))
        _take_title(kept, left)
        if key in seen:
            left.append((text, "notice_repeated"))
        else:
            seen.add(key)
            kept.append(replace(lines[0], runs=runs, mark=0, opens=True, role="notice"))
        kept.append(PageBreak())
    return kept, left


def _take_title(kept: list[Element], left: list[tuple[str, NoticeReason]]) -> None:
    at = len(kept) - 1
    while at >= 0 and isinstance(kept[at], PageBreak):
        at -= 1
    before = kept[at] if at >= 0 else None
    if isinstance(before, Line) and not before.role and is_notice_title(before.text):
        left.append((before.text.strip(), "notice_title"))
        del kept[at]


def _notice_end(elements: Sequence[Element], start: int) -> int:
    """Where the notice ends that begins at `start`; `start` when none does.

    A sentence of the notice may run over several lines; a © line that stands for itself is one.
    """
    first = elements[start]
    if not isinstance(first, Line) or first.marker or first.depth:
        return start
    before = elements[start - 1] if start else None
    inside = not first.opens and isinstance(before, Line) and not ends_sentence(before.text)
    if inside and not years(first.text):
        return start
    text, end = first.text, start + 1
    if len(text) > _LONGEST:
        return start
    while end < len(elements) and not ends_sentence(text):
        following = elements[end]
        if not isinstance(following, Line) or following.opens or following.marker or ordered(following.text):
            break
        if is_notice(text) and "©" in text and following.text.lstrip()[:1].isupper():
            break
        text, end = f"{text} {following.text}", end + 1
        if len(text) > _LONGEST:
            return start
    return end if is_notice(text) else start
