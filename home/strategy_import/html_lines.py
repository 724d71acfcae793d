"""HTML, as mammoth and markdown-it write it and as converters leave it in Markdown, read into neutral lines.

Only text, emphasis, raised and lowered text, links and the shape of lists and tables are taken over. Styles,
scripts and attributes never get further than here; a tag HTML does not know (`<name>`) was text and stays text.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from .lines import Aside, Element, Line, PageBreak, Run, Runs, Table, clean, glue, merged, text_of

#: Stands for a "<" that is text, where an entity would not be one (in code).
LESS_THAN = "\ue010"

_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure"
    "|footer|form|h1|h2|h3|h4|h5|h6|head|header|hgroup|html|legend|li|main|menu|nav|ol|p|pre|section|summary"
    "|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
_INLINE = re.compile(
    "a|abbr|acronym|area|audio|b|base|basefont|bdi|bdo|big|blink|br|button|canvas|cite|code|col|colgroup|data"
    "|datalist|del|dfn|em|embed|font|frame|frameset|hr|i|iframe|img|input|ins|kbd|label|link|map|mark|marquee"
    "|math|meta|meter|nobr|noscript|object|optgroup|option|output|param|picture|progress|q|rp|rt|ruby|s|samp"
    "|script|select|slot|small|source|span|strike|strong|style|sub|sup|svg|template|textarea|time|track|tt|u"
    "|var|video|wbr"
)
_BOLD, _ITALIC = frozenset({"b", "strong"}), frozenset({"i", "em", "cite", "dfn", "var"})
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)\S+\Z", re.IGNORECASE)


@dataclass
class _List:
    ordered: bool
    next: int = 1


@dataclass
class _Cell:
    """A cell being read: its lines, and how far it spans."""

    columns: int
    rows: int
    found: list[Element] = field(default_factory=list)


@dataclass
class _Grid:
    """A table being read: rows of cells, and the columns that cells above still cover."""

    rows: list[list[list[Element]]] = field(default_factory=list)
    covered: dict[int, int] = field(default_factory=dict)
    header: bool = False
    cell: _Cell | None = None
    around: list[_List] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Element] = []
        self.runs: list[Run] = []
        self.open: dict[str, int] = {}
        self.links: list[str] = []
        self.lists: list[_List] = []
        self.grids: list[_Grid] = []
        self.mark = 0
        self.role = ""
        self.marker = ""
        self.opens, self.hard = True, False

    def set_cdata_mode(self, elem: str, *, escapable: bool = False) -> None:
        """Never: an unclosed tag would swallow the rest of the document."""

    # -- lines -------------------------------------------------------------------------------------------------
    @property
    def target(self) -> list[Element]:
        return next((grid.cell.found for grid in reversed(self.grids) if grid.cell), self.found)

    def flush(self, *, opens: bool, hard: bool = False) -> None:
        """End the line. The next one `opens` a paragraph, or goes on after a break the file asked for (`hard`)."""
        runs = merged(self.runs)
        self.runs = []
        if text_of(runs).strip():
            self.target.append(
                Line(
                    runs,
                    mark=self.mark,
                    marker=self.marker,
                    depth=len(self.lists),
                    opens=self.opens,
                    hard=self.hard and not self.opens,
                    role=self.role,
                )
            )
            self.marker = ""
            self.opens, self.hard = opens, hard
        else:
            self.opens, self.hard = self.opens or opens, self.hard or hard

    def is_open(self, names: frozenset[str]) -> bool:
        return any(self.open.get(name) for name in names)

    # -- the parser's events -----------------------------------------------------------------------------------
    def handle_data(self, data: str) -> None:
        for index, piece in enumerate(clean(data).replace(LESS_THAN, "<").split("\n")):
            if index:
                self.flush(opens=False)
            if piece:
                self.runs.append(
                    Run(
                        piece,
                        bold=self.is_open(_BOLD),
                        italic=self.is_open(_ITALIC),
                        raised=bool(self.open.get("sup")),
                        lowered=bool(self.open.get("sub")),
                        href=self.links[-1] if self.links else "",
                    )
                )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if not _BLOCKS.fullmatch(tag) and not _INLINE.fullmatch(tag):
            self.handle_data(self.get_starttag_text() or "")
        elif tag == "br":
            self.flush(opens=False, hard=True)
        elif tag == "hr":
            self.flush(opens=True)
            self.target.append(PageBreak())
        elif tag == "img":
            self.target.append(Aside(clean(known.get("alt", "")).replace("\n", " ").strip(), "picture"))
        elif tag == "a":
            address = known.get("href", "").strip()
            self.links.append(address if _ADDRESS.match(address) else "")
        elif _BLOCKS.fullmatch(tag):
            self.start_block(tag, known)
        else:
            self.open[tag] = self.open.get(tag, 0) + 1

    def start_block(self, tag: str, known: dict[str, str]) -> None:
        self.flush(opens=True)
        # Emphasis that a converter forgot to close must not run through the rest of the document.
        self.open.clear()
        self.links.clear()
        if re.fullmatch("h[1-6]", tag):
            self.mark = int(tag[1])
        if tag in {"p", "h1", "h2", "h3", "h4", "h5", "h6"}:
            self.role = known.get("class", "") if known.get("class") in {"title", "contents"} else ""
        elif tag in {"ul", "ol", "menu"}:
            self.lists.append(_List(tag == "ol", _whole(known.get("start", ""), 1)))
        elif tag == "li" and self.lists:
            current = self.lists[-1]
            self.marker = f"{current.next}." if current.ordered else "•"
            current.next += 1
        elif tag == "table":
            self.grids.append(_Grid(around=self.lists))
            self.lists = []
        elif tag in {"tr", "td", "th"} and self.grids and self.grids[-1].cell:
            self.end_cell()  # a cell that was not closed
            self.start_block(tag, known)
        elif tag == "tr" and self.grids:
            self.grids[-1].rows.append([])
        elif tag in {"td", "th"} and self.grids:
            grid = self.grids[-1]
            if tag == "th" and len(grid.rows) <= 1:
                grid.header = True
            columns, rows = _whole(known.get("colspan", ""), 1), _whole(known.get("rowspan", ""), 1)
            grid.cell = _Cell(min(columns, 50), min(rows, 500))
            self.lists = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            if self.links:
                self.links.pop()
        elif _BLOCKS.fullmatch(tag):
            self.end_block(tag)
        elif self.open.get(tag):
            self.open[tag] -= 1

    def end_block(self, tag: str) -> None:
        self.flush(opens=True)
        self.open.clear()
        self.links.clear()
        if re.fullmatch("h[1-6]", tag):
            self.mark, self.role = 0, ""
        elif tag == "p":
            self.role = ""
        elif tag in {"ul", "ol", "menu"} and self.lists:
            self.lists.pop()
            self.marker = ""
        elif tag in {"td", "th"} and self.grids:
            self.end_cell()
        elif tag == "table" and self.grids:
            self.end_cell()
            self.end_table()

    def end_cell(self) -> None:
        grid = self.grids[-1]
        cell, grid.cell = grid.cell, None
        if not cell:
            return
        self.lists = []
        if not grid.rows:
            grid.rows.append([])
        row = grid.rows[-1]
        _skip_covered(grid, row)
        for offset in range(cell.columns):
            if cell.rows > 1:
                grid.covered[len(row)] = cell.rows - 1
            row.append(cell.found if offset == 0 else [])

    def end_table(self) -> None:
        grid = self.grids.pop()
        self.lists = grid.around
        rows = [row for row in grid.rows if row]
        width = max((len(row) for row in rows), default=0)
        if width <= 1:
            # A text box or a frame for the layout: its lines are plain text.
            for row in rows:
                for cell in row:
                    self.target.extend(cell)
            return
        cells = tuple(tuple(_cell_runs(cell) for cell in [*row, *([[]] * (width - len(row)))]) for row in rows)
        asides = [element for row in rows for cell in row for element in cell if isinstance(element, Aside)]
        if any(text_of(cell) for row in cells for cell in row):
            self.target.append(Table(cells, grid.header))
        self.target.extend(asides)

    def handle_comment(self, data: str) -> None:
        self.target.append(Aside(clean(data).strip(), "comment"))

    def handle_decl(self, decl: str) -> None:
        self.handle_data(f"<!{decl}>")

    def unknown_decl(self, data: str) -> None:
        self.handle_data(f"<![{data}]>")

    def handle_pi(self, data: str) -> None:
        self.handle_data(f"<?{data}>")

    def close(self) -> None:
        super().close()
        while self.grids:
            self.end_block("table")
        self.flush(opens=True)


def _whole(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default


def _skip_covered(grid: _Grid, row: list[list[Element]]) -> None:
    while grid.covered.get(len(row), 0):
        grid.covered[len(row)] -= 1
        row.append([])


def _cell_runs(cell: list[Element]) -> Runs:
    runs: Runs = ()
    for element in cell:
        if isinstance(element, Line):
            marker = (Run(f"{element.marker} "),) if element.marker else ()
            follows = not element.opens and not element.hard
            runs = glue(runs, (*marker, *element.runs), " " if follows else "\n")
        elif isinstance(element, Table):
            for row in element.rows:
                for inner in row:
                    runs = glue(runs, inner, "\n") if text_of(inner) else runs
    return runs


def read_html(html: str) -> list[Element]:
    """The lines, tables, breaks and asides of some HTML, in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found
