"""A reader for each kind of file: it takes the file and notes its text in reading order.

What is wrong with a file it tells by raising: ProtectedError, OversizedError, or anything else for a file that is
damaged or not what its name says.
"""

from __future__ import annotations

import codecs
import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from cms.archives import archive_fault
from resources.extraction.notes import Notes

Reader = Callable[[io.BytesIO, Notes], None]


class ProtectedError(Exception):
    """The file asks for a password."""


class OversizedError(Exception):
    """The file would unpack to far more than it seems."""


# --- PDF --------------------------------------------------------------------------------------------


def read_pdf(file: io.BytesIO, notes: Notes) -> None:
    """Read a PDF page by page. A page that cannot be read is passed over, unless none can."""
    from pypdf import PdfReader

    if b"%PDF-" not in file.getvalue()[:1024]:
        raise ValueError("No PDF.")
    reader = PdfReader(file)
    if reader.is_encrypted and not reader.decrypt(""):
        raise ProtectedError
    notes.pages = count = len(reader.pages)
    broken: Exception | None = None
    for number in range(min(count, notes.limits.pages)):
        try:
            text = reader.pages[number].extract_text()
        except Exception as error:  # noqa: BLE001  whatever a damaged page makes of the library
            broken = error
        else:
            notes.add(text)
    if broken and not notes.text:
        raise broken


# --- Office files -----------------------------------------------------------------------------------

_OLE = b"\xd0\xcf\x11\xe0"  # what office files with a password are wrapped in
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PAGES = re.compile(rb"<(?:\w+:)?Pages>(\d{1,6})</")


def read_word(file: io.BytesIO, notes: Notes) -> None:
    from docx import Document

    _check_office(file, "docx")
    notes.pages = _word_pages(file)
    for line in _lines(Document(file).element.body, _WORD):
        notes.add(line)


def _word_pages(file: io.BytesIO) -> int:
    """Return the number of pages that Word wrote down as it saved the file; 0 where it did not."""
    with zipfile.ZipFile(file) as archive:
        try:
            with archive.open("docProps/app.xml") as part:
                found = _PAGES.search(part.read(20_000))
        except KeyError:
            found = None
    file.seek(0)
    return int(found[1]) if found else 0


def read_slides(file: io.BytesIO, notes: Notes) -> None:
    """Read slides in their order, each with its speaker notes behind it."""
    from pptx import Presentation

    _check_office(file, "pptx")
    slides = Presentation(file).slides
    notes.pages = len(slides)
    for number, slide in enumerate(slides):
        if number == notes.limits.pages:
            break
        for line in _lines(slide.element, _DRAWING):
            notes.add(line)
        if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame):
            notes.add(frame.text)


def _lines(root: Any, namespace: str) -> Iterator[str]:
    """Yield the paragraphs under `root` as they stand in the file, those of tables, groups and text boxes too."""
    from lxml import etree

    text, paragraph = f"{namespace}t", f"{namespace}p"
    blanks = {f"{namespace}{name}" for name in ("br", "cr", "tab")}
    line: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            if element.tag == paragraph:
                yield "".join(line)
                line = []
        elif element.tag == _FALLBACK:  # the same once more, for older programs
            walk.skip_subtree()
        elif element.tag == text:
            line.append(element.text or "")
        elif element.tag in blanks:
            line.append(" ")
    yield "".join(line)


def read_workbook(file: io.BytesIO, notes: Notes) -> None:
    """Read the words of a workbook, row by row. Its numbers and dates are left out: nobody looks for them."""
    from openpyxl import load_workbook

    _check_office(file, "xlsx")
    for sheet in load_workbook(file, read_only=True, data_only=True).worksheets:
        notes.add(sheet.title)
        sheet.reset_dimensions()  # a sheet may say that it is endless
        for row in sheet.iter_rows(values_only=True):
            notes.pass_cells(len(row))
            if words := [value for value in row if isinstance(value, str)]:
                notes.add(" ".join(words))


def _check_office(file: io.BytesIO, kind: str) -> None:
    if file.getvalue().startswith(_OLE) and _OLE_ENCRYPTED in file.getvalue():
        raise ProtectedError
    fault = archive_fault(file, kind)
    if fault == "bomb":
        raise OversizedError
    if fault in ("damaged", "content"):  # macros are not run here
        raise ValueError(fault)


# --- Plain text -------------------------------------------------------------------------------------

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_LONGEST_CHARACTER = 4  # bytes
_CUE_TAG = re.compile(r"<[^<>]*>")


def read_text(file: io.BytesIO, notes: Notes) -> None:
    notes.add(_decoded(file, notes))


def read_captions(file: io.BytesIO, notes: Notes) -> None:
    """Read what is said in a WebVTT file, without times, names of cues, styles and comments."""
    text = _decoded(file, notes)
    if not text.startswith("WEBVTT"):
        raise ValueError("No captions.")
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        lines = block.split("\n")
        timed = next((number for number, line in enumerate(lines) if "-->" in line), None)
        if timed is not None:
            notes.add(html.unescape(_CUE_TAG.sub("", "\n".join(lines[timed + 1 :]))))


def _decoded(file: io.BytesIO, notes: Notes) -> str:
    """Return as much of a text as may be kept: Unicode, or else as Windows wrote it."""
    data = file.read(notes.limits.characters * 2 * _LONGEST_CHARACTER)
    whole = not file.read(1)
    encoding = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), "")
    if not encoding and b"\0" in data:
        raise ValueError("No text.")
    try:
        # A character that the limit cut in two is no fault of the file's.
        return codecs.getincrementaldecoder(encoding or "utf-8")().decode(data, final=whole)
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


READERS: dict[str, Reader] = {
    "csv": read_text,
    "docx": read_word,
    "pdf": read_pdf,
    "pptx": read_slides,
    "txt": read_text,
    "vtt": read_captions,
    "xlsx": read_workbook,
}
