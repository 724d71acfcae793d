"""Files to be read, made by code: sound ones, and ones made to harm."""

from __future__ import annotations

import io
import zipfile
import zlib

import docx
import openpyxl
import pptx
from pptx.util import Inches
from pypdf import PdfReader, PdfWriter

from home.demo.files import read_lines
from home.demo.pdf import pdf_file

# --- Sound ------------------------------------------------------------------------------------------


def word(*paragraphs: str, table: tuple[str, ...] = ()) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        for cell, words in zip(document.add_table(1, len(table)).rows[0].cells, table, strict=True):
            cell.text = words
        document.add_paragraph("after the table")
    return _saved(document)


def slides(*titles: str, notes: str = "") -> bytes:
    presentation = pptx.Presentation()
    for title in titles:
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.title.text = title
        group = slide.shapes.add_group_shape()
        box = group.shapes.add_textbox(Inches(1), Inches(2), Inches(4), Inches(1))
        box.text_frame.text = f"in a group under {title}"
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    return _saved(presentation)


def workbook(*rows: tuple[object, ...], sheet: str = "Feuille") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    return _saved(book)


def pdf(text: str) -> bytes:
    return pdf_file(read_lines(text), "fr")


def pdf_of_pages(count: int) -> bytes:
    writer = PdfWriter()
    page = PdfReader(io.BytesIO(pdf("page"))).pages[0]
    for _ in range(count):
        writer.add_page(page)
    return _saved(writer, "write")


def protected_pdf(*, user: str, owner: str = "owner") -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf("derrière une serrure")))
    writer.encrypt(user_password=user, owner_password=owner, algorithm="AES-256")
    return _saved(writer, "write")


def _saved(thing: object, how: str = "save") -> bytes:
    out = io.BytesIO()
    getattr(thing, how)(out)
    return out.getvalue()


# --- Made to harm -----------------------------------------------------------------------------------


def replaced(data: bytes, part: str, content: bytes | str) -> bytes:
    """Return an office file in which `part` is something else."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
        if part not in old.namelist():
            new.writestr(part, content)
    return out.getvalue()


def bomb(data: bytes, size: int = 300 * 1024 * 1024) -> bytes:
    """Return an office file with an entry that says it unpacks to `size` bytes."""
    return replaced(data, "word/media/image1.png", bytes(size))


_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
BILLION_LAUGHS = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}]>'

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def laughing_word() -> bytes:
    body = f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>&l11;</w:t></w:r></w:p></w:body></w:document>'
    return replaced(word("x"), "word/document.xml", BILLION_LAUGHS + body)


def laughing_workbook() -> bytes:
    sheet = (
        f'<worksheet xmlns="{_SHEET}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&l11;</t></is></c></row>'
        "</sheetData></worksheet>"
    )
    return replaced(workbook(("x",)), "xl/worksheets/sheet1.xml", BILLION_LAUGHS + sheet)


def deep_word(depth: int = 100_000) -> bytes:
    body = f"{'<w:sdt>' * depth}{'</w:sdt>' * depth}"
    return replaced(
        word("x"), "word/document.xml", f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    )


def endless_workbook() -> bytes:
    """Return a workbook of two cells that says it has all the rows and columns that there can be."""
    sheet = (
        f'<worksheet xmlns="{_SHEET}"><dimension ref="A1:XFD1048576"/><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>first</t></is></c></row>'
        '<row r="900000000"><c r="XFD900000000" t="inlineStr"><is><t>last</t></is></c></row>'
        "</sheetData></worksheet>"
    )
    return replaced(workbook(("x",)), "xl/worksheets/sheet1.xml", sheet)


def large_word(paragraphs: int = 100_000) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>mot{number}</w:t></w:r></w:p>" for number in range(paragraphs))
    return replaced(
        word("x"), "word/document.xml", f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    )


def _raw_pdf(*objects: str | bytes) -> bytes:
    out = b"%PDF-1.7\n"
    for number, content in enumerate(objects, start=1):
        body = content if isinstance(content, bytes) else content.encode()
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return out + b"trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n0\n%%%%EOF" % (len(objects) + 1)


def circular_pdf() -> bytes:
    """Return a PDF whose tree of pages is its own branch."""
    return _raw_pdf(
        "<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>", "<</Type /Pages /Kids [2 0 R]>>"
    )


def circular_form_pdf() -> bytes:
    """Return a PDF whose drawing draws itself."""
    return _raw_pdf(
        "<</Type /Catalog /Pages 2 0 R>>",
        "<</Type /Pages /Kids [3 0 R] /Count 1>>",
        "<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources <</XObject <</F 5 0 R>>>> /Contents 4 0 R>>",
        "<</Length 5>>\nstream\n/F Do\nendstream",
        "<</Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</F 5 0 R>>>> /Length 11>>\n"
        "stream\n/F Do /F Do\nendstream",
    )


def deep_pdf(depth: int = 50_000) -> bytes:
    return _raw_pdf(f"<</Type /Catalog /Pages 2 0 R /Deep {'[' * depth}{']' * depth}>>", "<</Type /Pages /Count 0>>")


def swelling_pdf(size: int = 400 * 1024 * 1024) -> bytes:
    """Return a PDF of a page whose drawing unpacks to `size` bytes."""
    packed = zlib.compress(zlib.compress(bytes(size), 9), 9)
    stream = b"<</Length %d /Filter [/FlateDecode /FlateDecode]>>\nstream\n%s\nendstream" % (len(packed), packed)
    return _raw_pdf(
        "<</Type /Catalog /Pages 2 0 R>>",
        "<</Type /Pages /Kids [3 0 R] /Count 1>>",
        "<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R>>",
        stream,
    )


def slow_pdf(pages: int = 300, words: int = 500) -> bytes:
    """Return a PDF whose pages take long to read."""
    drawing = "BT /F1 9 Tf " + " ".join(f"1 0 0 1 {n % 600} {n % 700} Tm (mot{n}) Tj" for n in range(words)) + " ET"
    kids = " ".join("3 0 R" for _ in range(pages))
    return _raw_pdf(
        "<</Type /Catalog /Pages 2 0 R>>",
        f"<</Type /Pages /Kids [{kids}] /Count {pages}>>",
        "<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R"
        " /Resources <</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>>>",
        f"<</Length {len(drawing)}>>\nstream\n{drawing}\nendstream",
    )
