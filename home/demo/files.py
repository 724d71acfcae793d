"""Makes small real documents from the texts in `content`: Word files here, PDF files in `pdf.py`.

Each text is a list of lines: `# Title`, `## Heading`, `- point`, anything else a paragraph. No blank line matters.
"""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

Line = tuple[str, str]  # ("title" | "heading" | "point" | "text", words)
MARKS = {"# ": "title", "## ": "heading", "- ": "point"}


def read_lines(text: str) -> list[Line]:
    found: list[Line] = []
    for line in (line.strip() for line in text.split("\n")):
        if line:
            mark = next((mark for mark in MARKS if line.startswith(mark)), "")
            found.append((MARKS.get(mark, "text"), line.removeprefix(mark)))
    return found


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STYLES = {  # style, its name in Word, size in half points, indent in twentieths of a point
    "title": ("Title", "Title", 40, 0),
    "heading": ("Heading1", "heading 1", 28, 0),
    "point": ("ListParagraph", "List Paragraph", 22, 360),
    "text": ("Normal", "Normal", 22, 0),
}


def word_file(lines: list[Line], language: str) -> bytes:
    """Return a .docx of `lines`, in "fr" or "en"; points begin with a box to tick."""
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _relation("officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": _relation("styles", "styles.xml"),
        "word/styles.xml": _word_styles(language),
        "word/document.xml": _word_body(lines),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(2020, 4, 1, 0, 0, 0))  # the same file at every run
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + content)
    return out.getvalue()


def _relation(kind: str, target: str) -> str:
    relation = f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_RELATIONS}">{relation}</Relationships>'


def _word_styles(language: str) -> str:
    return (
        f'<w:styles xmlns:w="{_WORD}">{"".join(_word_style(*style, language) for style in _STYLES.values())}</w:styles>'
    )


def _word_style(style: str, name: str, size: int, indent: int, language: str) -> str:
    default = ' w:default="1"' if style == "Normal" else ""
    bold = "<w:b/>" if size > _STYLES["text"][2] else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style}"{default}><w:name w:val="{name}"/>'
        f'<w:pPr><w:spacing w:after="120"/><w:ind w:left="{indent}"/></w:pPr>'
        f'<w:rPr>{bold}<w:sz w:val="{size}"/><w:lang w:val="{language}-CA"/></w:rPr></w:style>'
    )


def _word_body(lines: list[Line]) -> str:
    paragraphs = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{_STYLES[kind][0]}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{"☐ " if kind == "point" else ""}{escape(words)}</w:t></w:r></w:p>'
        for kind, words in lines
    )
    return f'<w:document xmlns:w="{_WORD}"><w:body>{paragraphs}</w:body></w:document>'
