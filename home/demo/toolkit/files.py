"""Makes the resources' files, small and real, and notes what is written in them, so that it can be searched at once.

PDF and Word files are the demo's own (home/demo/pdf.py, home/demo/files.py); slides and sheets are made by the
libraries that also read what members upload.
"""

from __future__ import annotations

import datetime
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from pptx import Presentation
from pptx.enum.lang import MSO_LANGUAGE_ID
from wagtail.models import Collection

from cms.models import PortalDocument
from home.demo.files import Line, word_file
from home.demo.ledger import Ledger
from home.demo.pdf import pdf_file
from home.demo.texts import ContentError
from home.demo.toolkit.reading import FileText, ResourceText, lines_of
from resources.models import DocumentText

MADE_ON = datetime.datetime(2020, 4, 1, tzinfo=datetime.UTC)
CELL = " | "  # stands between the cells of a sheet's row
SLIDE_LANGUAGES = {"fr": MSO_LANGUAGE_ID.FRENCH_CANADIAN, "en": MSO_LANGUAGE_ID.ENGLISH_CANADIAN}


@dataclass(frozen=True)
class Content:
    """A file as it is made: its bytes, its words, its pages (or slides) where it has some."""

    data: bytes
    text: str
    pages: int | None = None


def content_of(resource: ResourceText, file: FileText) -> Content:
    """Return the content of a resource's file. Raises ContentError for a kind that the demo cannot make."""
    kind = file.name.rpartition(".")[2]
    if kind not in _MAKERS:
        raise ContentError(f"{resource.key}: no file of the kind “{kind}” can be made.")
    lines = file.lines or lines_of(resource.words[file.tongue])
    return _MAKERS[kind](lines, file.tongue)


def _pdf(lines: list[Line], language: str) -> Content:
    data = pdf_file(lines, language)
    return Content(data, _words(lines), data.count(b"/Type /Page "))


def _word(lines: list[Line], language: str) -> Content:
    return Content(word_file(lines, language), _words(lines))


def _sheet(lines: list[Line], language: str) -> Content:
    """A sheet: its title above, headings in bold, every other line a row whose cells stand between bars."""
    book = Workbook()
    book.properties.created = book.properties.modified = MADE_ON.replace(tzinfo=None)
    book.properties.language = f"{language}-CA"
    sheet = book.active
    for number, (kind, words) in enumerate(lines, start=1):
        for column, value in enumerate(words.split(CELL), start=1):
            cell = sheet.cell(number, column, value)
            cell.font = Font(bold=kind in ("title", "heading"))
            cell.alignment = Alignment(wrap_text=kind != "title", vertical="top")
    for letter in "ABCDEF":
        sheet.column_dimensions[letter].width = 28
    return Content(_saved(book.save), _words(lines).replace(CELL, "\n"))


def _slides(lines: list[Line], language: str) -> Content:
    """Slides: the title's own, then one for each heading with its points."""
    deck = Presentation()
    deck.core_properties.created = deck.core_properties.modified = MADE_ON.replace(tzinfo=None)
    deck.core_properties.language = f"{language}-CA"
    slide: Any = None
    for kind, words in lines:
        if kind in ("title", "heading"):
            slide = deck.slides.add_slide(deck.slide_layouts[0 if kind == "title" else 1])
            deck.core_properties.title = deck.core_properties.title or words
            paragraph, slide.shapes.title.text_frame.word_wrap = slide.shapes.title.text_frame.paragraphs[0], True
        else:
            frame = slide.placeholders[1].text_frame
            paragraph = frame.add_paragraph() if frame.text else frame.paragraphs[0]
        run = paragraph.add_run()
        run.text, run.font.language_id = words, SLIDE_LANGUAGES[language]
    return Content(_saved(deck.save), _words(lines), len(deck.slides))


_MAKERS: dict[str, Callable[[list[Line], str], Content]] = {
    "pdf": _pdf,
    "docx": _word,
    "xlsx": _sheet,
    "pptx": _slides,
}


def _words(lines: list[Line]) -> str:
    return "\n".join(words for _kind, words in lines)


def _saved(save: Callable[[io.BytesIO], Any]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


# --- documents ------------------------------------------------------------------------------------


def make_document(
    resource: ResourceText, file: FileText, *, collection: Collection, user: Any, ledger: Ledger
) -> tuple[PortalDocument, DocumentText]:
    """Make the document of a resource's file. Returns it with what is written in it, which is not saved yet."""
    content = content_of(resource, file)
    document = PortalDocument(
        title=" / ".join(title for title in file.titles.values() if title),
        language=file.language,
        collection=collection,
        uploaded_by_user=user,
        file_size=len(content.data),
        file_hash=hashlib.sha1(content.data, usedforsecurity=False).hexdigest(),
    )
    document.file.save(file.name, ContentFile(content.data), save=False)
    document.save()
    ledger.note(f"document/toolkit/{file.name}", document)
    return document, DocumentText(
        document=document,
        file_name=DocumentText.read_as(document),
        state=DocumentText.State.READ,
        text=content.text,
        pages=content.pages,
        read_at=timezone.now(),
    )
