"""The neutral form every file is read into: a flat list of lines, tables, pictures and page breaks.

A line is what stood on one line of the file, since a converted PDF means nothing more certain than that. The
structure decides later which lines are one paragraph, which are headings and which are page furniture.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one formatting. `href` is empty or a http, https, mailto or tel address."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: bool = False
    lowered: bool = False
    href: str = ""

    def styled_like(self, other: "Run") -> bool:
        return replace(self, text="") == replace(other, text="")


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file.

    `mark` is the heading level the file itself claims (0: none), `marker` the bullet or number of a list item,
    `depth` its depth (0: not in a list). `opens` says that a paragraph begins here, `hard` that the file asked for
    the line break before it. `role` is "", "title", "contents" or "running" where the file names a style for it.
    """

    runs: Runs
    mark: int = 0
    marker: str = ""
    depth: int = 0
    opens: bool = True
    hard: bool = False
    role: str = ""

    @property
    def text(self) -> str:
        return text_of(self.runs)

    @property
    def bold(self) -> bool:
        """Whether everything that can be read on the line is bold."""
        inked = [run for run in self.runs if run.text.strip()]
        return bool(inked) and all(run.bold for run in inked)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; a cell's own line breaks are newlines in its runs. `header`: the first row is a header."""

    rows: tuple[tuple[Runs, ...], ...]
    header: bool = False

    @property
    def text(self) -> str:
        return " | ".join(text_of(cell) for row in self.rows for cell in row if text_of(cell))


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A page ended here, or page furniture stood here."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """Something that is not text of the document: a picture, a comment, a link definition. It is only reported."""

    text: str
    kind: str


Element = Line | Table | PageBreak | Aside

# Bullets of the Symbol and Wingdings fonts come out of converters as private-use characters.
_TRANSLATED = str.maketrans(
    {
        "\uf0b7": "•",
        "\uf0a7": "▪",
        "\uf0d8": "➢",
        "\uf0fc": "✓",
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\u2028": "\n",
        "\u2029": "\n",
        "\u0085": "\n",
        "\r": "\n",
        "\v": "\n",
        "\f": "\n",
        "\u2007": "\u00a0",
        "\u202f": "\u00a0",
    }
)
_DROPPED = {"\ufeff", "\u200b", "\u200c", "\u200d", "\u2060", "\ufffe", "\uffff"}


def clean(text: str) -> str:
    """The text without characters that cannot be stored or seen, composed (NFC); tabs and newlines stay."""
    text = unicodedata.normalize("NFC", text).translate(_TRANSLATED)
    return "".join(
        char
        for char in text
        if char in "\n\t" or (char not in _DROPPED and unicodedata.category(char) not in ("Cc", "Cs"))
    )


def text_of(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def merged(runs: Iterable[Run]) -> Runs:
    """Neighbours of one formatting made one run, empty runs gone."""
    done: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if done and done[-1].styled_like(run):
            done[-1] = replace(run, text=done[-1].text + run.text)
        else:
            done.append(run)
    return tuple(done)


def without(runs: Runs, start: int, end: int) -> Runs:
    """The runs with the characters from `start` to `end` of their text left out."""
    kept: list[Run] = []
    place = 0
    for run in runs:
        size = len(run.text)
        low, high = max(0, start - place), max(0, min(size, end - place))
        text = run.text if low >= high else run.text[:low] + run.text[high:]
        kept.append(replace(run, text=text))
        place += size
    return merged(kept)


_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u205f\u3000]+")
# Where French (and numbers) ask for a no-break space; anywhere else it is a converter's leftover.
_NO_BREAK_BEFORE = ":;!?%$»€°–"
_NO_BREAK_AFTER = "«"


def _one_space(match: re.Match[str]) -> str:
    found, text = match.group(), match.string
    if "\u00a0" not in found:
        return " "
    before = text[match.start() - 1] if match.start() else ""
    after = text[match.end()] if match.end() < len(text) else ""
    wanted = (after and after in _NO_BREAK_BEFORE) or (before and before in _NO_BREAK_AFTER) or before.isdigit()
    return "\u00a0" if wanted else " "


def tidy(runs: Runs) -> Runs:
    """The runs ready to show: spaces single (also across runs), none at the ends, soft hyphens gone."""
    whole = text_of(runs).replace("\u00ad", "")
    cleaned = [replace(run, text=run.text.replace("\u00ad", "")) for run in runs]
    owner = [index for index, run in enumerate(cleaned) for _ in run.text]
    pieces = [""] * len(cleaned)
    place = 0
    for match in _SPACES.finditer(whole):
        for at in range(place, match.start()):
            pieces[owner[at]] += whole[at]
        if match.start() > 0 and match.end() < len(whole):
            pieces[owner[match.start()]] += _one_space(match)
        place = match.end()
    for at in range(place, len(whole)):
        pieces[owner[at]] += whole[at]
    done = merged(replace(run, text=piece) for run, piece in zip(cleaned, pieces, strict=True))
    return _without_space_at_breaks(done)


def _without_space_at_breaks(runs: Runs) -> Runs:
    whole = text_of(runs)
    for match in reversed(list(re.finditer(r"^\s+|[ \u00a0]+(?=\n)|(?<=\n)[ \u00a0]+|\s+$", whole))):
        runs = without(runs, match.start(), match.end())
    return runs


def glue(first: Runs, second: Runs, between: str) -> Runs:
    """Two runs of text made one, `between` formatted like the text before it."""
    if not first or not second:
        return merged(first + second)
    return merged((*first[:-1], replace(first[-1], text=first[-1].text + between), *second))


def letters(text: str) -> str:
    """The letters and digits of a text, folded: what must survive whatever happens to spaces and hyphens."""
    return "".join(char for char in clean(text).casefold() if char.isalnum())


def first_index(elements: Sequence[Element], wanted: Callable[[Element], bool]) -> int:
    """The place of the first element that is wanted, or the length."""
    return next((index for index, element in enumerate(elements) if wanted(element)), len(elements))
