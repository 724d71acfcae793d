"""Writes small PDF files without a library: letter size, Helvetica, tagged so that they can be read aloud."""

from __future__ import annotations

import unicodedata

from home.demo.files import Line

_WIDTHS = [
    278,
    278,
    355,
    556,
    556,
    889,
    667,
    191,
    333,
    333,
    389,
    584,
    278,
    333,
    278,
    278,
    *([556] * 10),
    278,
    278,
    584,
    584,
    584,
    556,
    1015,
    667,
    667,
    722,
    722,
    667,
    611,
    778,
    722,
    278,
    500,
    667,
    556,
    833,
    722,
    778,
    667,
    778,
    722,
    667,
    611,
    722,
    667,
    944,
    667,
    667,
    611,
    278,
    278,
    278,
    469,
    556,
    333,
    556,
    556,
    500,
    556,
    556,
    278,
    556,
    556,
    222,
    222,
    500,
    222,
    833,
    556,
    556,
    556,
    556,
    333,
    500,
    278,
    556,
    500,
    722,
    500,
    500,
    500,
    334,
    260,
    334,
    584,
]  # of Helvetica, thousandths of its size, from the blank on
_OTHER_WIDTHS = {"\u00a0": 278, "’": 222, "‘": 222, "«": 556, "»": 556, "–": 556, "—": 1000, "•": 350, "œ": 944}
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 612, 792, 64  # points; letter size
_PDF_STYLES = {
    "title": ("F2", 20, 14, "H1"),
    "heading": ("F2", 13, 8, "H2"),
    "point": ("F1", 11, 4, "P"),
    "text": ("F1", 11, 7, "P"),
}


def pdf_file(lines: list[Line], language: str) -> bytes:
    """Return a PDF of `lines` in "fr" or "en", tagged so that it can be read aloud."""
    pages: list[list[str]] = [[]]
    marks: list[tuple[int, int, str]] = []  # page, number within it, tag
    y = float(PAGE_HEIGHT - MARGIN)
    for kind, words in lines:
        font, size, gap, tag = _PDF_STYLES[kind]
        rows = _wrapped(f"•\u00a0{words}" if kind == "point" else words, size)
        if y - len(rows) * size * 1.4 < MARGIN:
            pages.append([])
            y = PAGE_HEIGHT - MARGIN
        number = sum(page == len(pages) - 1 for page, _, _ in marks)
        marks.append((len(pages) - 1, number, tag))
        pages[-1].append(f"/{tag} <</MCID {number}>> BDC BT /{font} {size} Tf")
        for row in rows:
            y -= size * 1.4
            pages[-1].append(f"1 0 0 1 {MARGIN} {y:.1f} Tm ({_pdf_text(row)}) Tj")
        pages[-1].append("ET EMC")
        y -= gap
    title = next((words for kind, words in lines if kind == "title"), "")
    return _assembled(["\n".join(page) for page in pages], marks, title, language)


def _width(character: str) -> int:
    if character in _OTHER_WIDTHS:
        return _OTHER_WIDTHS[character]
    code = ord(unicodedata.normalize("NFD", character)[0])
    return _WIDTHS[code - 32] if 32 <= code < 127 else 556


def _wrapped(text: str, size: float) -> list[str]:
    room = (PAGE_WIDTH - 2 * MARGIN) * 1000 / size
    rows, row, used = [], "", 0
    for word in text.split(" "):
        width = sum(map(_width, word))
        if row and used + 278 + width > room:
            rows.append(row)
            row, used = word, width
        else:
            row, used = (f"{row} {word}", used + 278 + width) if row else (word, width)
    return [*rows, row]


def _pdf_text(text: str) -> str:
    """Escape for a PDF string in Windows's Latin characters, as one Python character for each byte."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return escaped.encode("cp1252", errors="replace").decode("latin-1")


def _assembled(contents: list[str], marks: list[tuple[int, int, str]], title: str, language: str) -> bytes:
    count = len(contents)
    first_page, first_stream = 8, 8 + count
    first_mark = 8 + 2 * count
    kids = " ".join(f"{first_page + number} 0 R" for number in range(count))
    parents = " ".join(
        f"{page} [{' '.join(f'{first_mark + place} 0 R' for place, mark in enumerate(marks) if mark[0] == page)}]"
        for page in range(count)
    )
    all_marks = " ".join(f"{first_mark + place} 0 R" for place in range(len(marks)))
    name = "FEFF" + title.encode("utf-16-be").hex().upper()
    font = "/Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding /BaseFont"
    catalogue = (
        f"<</Type /Catalog /Pages 2 0 R /Lang ({language}-CA) /MarkInfo <</Marked true>> /StructTreeRoot 5 0 R "
        "/ViewerPreferences <</DisplayDocTitle true>>>>"
    )
    pages = (
        f"<</Type /Pages /Kids [{kids}] /Count {count} /MediaBox [0 0 {PAGE_WIDTH} {PAGE_HEIGHT}] "
        "/Resources <</Font <</F1 3 0 R /F2 4 0 R>>>>>>"
    )
    objects = [
        catalogue,
        pages,
        f"<<{font} /Helvetica>>",
        f"<<{font} /Helvetica-Bold>>",
        f"<</Type /StructTreeRoot /K 6 0 R /ParentTree <</Nums [{parents}]>>>>",
        f"<</Type /StructElem /S /Document /P 5 0 R /K [{all_marks}]>>",
        f"<</Title <{name}>>>",
        *(
            f"<</Type /Page /Parent 2 0 R /Contents {first_stream + number} 0 R /StructParents {number} /Tabs /S>>"
            for number in range(count)
        ),
        *(f"<</Length {len(content)}>>\nstream\n{content}\nendstream" for content in contents),
        *(
            f"<</Type /StructElem /S /{tag} /P 6 0 R /Pg {first_page + page} 0 R /K {number}>>"
            for page, number, tag in marks
        ),
    ]
    return _file(objects)


def _file(objects: list[str]) -> bytes:
    """Number the objects, the first being the catalogue and the seventh the information, and index them."""
    out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"<</Size {len(objects) + 1} /Root 1 0 R /Info 7 0 R>>"
    index = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return out + f"{index}trailer\n{trailer}\nstartxref\n{len(out)}\n%%EOF\n".encode()
