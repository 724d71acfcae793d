"""What a reader has read so far: plain text, as much of it as is kept."""

from __future__ import annotations

import re
import unicodedata

from resources.extraction.limits import Limits

MOST_PAGES = 100_000  # a file that says more of itself is not believed
#: Control characters, soft hyphens and marks without width: they are in nobody's question.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u2060\ufeff]")


class EnoughReadError(Exception):
    """All that is kept of a file has been read."""


def folded(text: str) -> str:
    """Return `text` in lines without blanks around or doubled; ligatures and composed letters as people type them."""
    text = unicodedata.normalize("NFKC", text.encode("utf-8", "ignore").decode("utf-8"))
    lines = (" ".join(line.split()) for line in _UNSEEN.sub("", text).splitlines())
    return "\n".join(line for line in lines if line)


class Notes:
    """Takes the pieces that a reader finds, in reading order. Raises EnoughReadError when nothing more is kept."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._pages: int | None = None
        self._pieces: list[str] = []
        self._left = limits.characters
        self._cells_left = limits.cells

    @property
    def text(self) -> str:
        return "\n".join(self._pieces)

    @property
    def pages(self) -> int | None:
        return self._pages

    @pages.setter
    def pages(self, count: int) -> None:
        self._pages = count if 0 < count <= MOST_PAGES else None

    def add(self, text: str) -> None:
        piece = folded(text[: self._left])[: self._left]
        if piece:
            self._pieces.append(piece)
            self._left -= len(piece) + 1
        if self._left <= 0:
            raise EnoughReadError

    def pass_cells(self, count: int) -> None:
        """Count cells, a row without any as one."""
        self._cells_left -= max(count, 1)
        if self._cells_left <= 0:
            raise EnoughReadError
