"""Word documents: checked as the zip files they are, their automatic numbers written out, then read by mammoth."""

import io
import re
import zipfile
import zlib
from typing import Any
from xml.etree import ElementTree

import mammoth

from .html_lines import read_html
from .lines import Element, Line, Run, clean
from .problems import DocumentError, _
from .word_numbers import parse, write_numbers

# A real strategy of 200 pages is under 20 MB when unpacked.
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 300
MAX_ENTRIES = 10_000

_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name^='toc '] => p.contents:fresh
p[style-name^='TOC '] => p.contents:fresh
br[type='page'] => hr:fresh
"""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_word(data: bytes, name: str) -> list[Element]:
    """The elements of a Word document, its running headers and footers last, as lines of the role "running"."""
    broken = DocumentError(_("“%(name)s” is not a Word document, or it is damaged."), name=name)
    try:
        parts = _unpack(data, name)
        if "word/document.xml" not in parts:
            raise broken
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for part, content in write_numbers(parts).items():
                archive.writestr(part, content)
        packed.seek(0)
        result = mammoth.convert_to_html(
            packed,
            style_map=_STYLES,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(_no_image),
        )
        return read_html(result.value) + _running(parts)
    except DocumentError:
        raise
    except (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, EOFError) as error:
        raise broken from error
    except Exception as error:  # mammoth raises whatever its parsers raise on a damaged file
        raise broken from error


def _no_image(image: Any) -> dict[str, str]:
    return {"src": ""}


def _unpack(data: bytes, name: str) -> dict[str, bytes]:
    """The XML parts of the zip file, refused before unpacking when it is a bomb, and when XML declares entities."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        size = sum(entry.file_size for entry in entries)
        if len(entries) > MAX_ENTRIES or size > MAX_UNPACKED or size > MAX_RATIO * max(len(data), 100_000):
            raise DocumentError(
                _("“%(name)s” unpacks to far more than a document holds; it was not opened."), name=name
            )
        parts = {
            entry.filename: archive.read(entry)
            for entry in entries
            if entry.filename.endswith((".xml", ".rels")) and not entry.filename.startswith("customXml/")
        }
    for content in parts.values():
        if re.search(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)", content):
            raise DocumentError(_("“%(name)s” is not a Word document, or it is damaged."), name=name)
    return parts


def _running(parts: dict[str, bytes]) -> list[Element]:
    """What headers and footers say, each sentence once: mammoth leaves them out, and a notice may stand there."""
    found: dict[str, Element] = {}
    for part, content in sorted(parts.items()):
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml", part):
            for paragraph in parse(content).iter(f"{_W}p"):
                text = clean("".join(node.text or "" for node in paragraph.iter(f"{_W}t"))).strip()
                if text:
                    found.setdefault(text, Line((Run(text),), role="running"))
    return list(found.values())
