"""From a file to neutral lines: Word by mammoth, Markdown and plain text by markdown-it."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .html_lines import LESS_THAN, read_html
from .lines import Aside, Element, letters
from .problems import DocumentError, _
from .word import read_word

MAX_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True)
class Reading:
    """What a file holds, and what the reader wants the person to know about it (English, to be translated)."""

    elements: list[Element]
    remarks: list[str] = field(default_factory=list)


def read(path: Path) -> Reading:
    """Read a .docx, .md or .txt file.

    Raises DocumentError, one sentence, where the file is missing, empty, too big, broken or of another type.
    """
    kind = path.suffix.lower()
    if not path.exists():
        raise DocumentError(_("There is no file at “%(path)s”."), path=path)
    if not path.is_file():
        raise DocumentError(_("“%(path)s” is not a file."), path=path)
    if kind not in {".docx", ".md", ".txt"}:
        raise DocumentError(_("“%(name)s” cannot be imported: save it as .docx, .md or .txt first."), name=path.name)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise DocumentError(_("“%(name)s” is too big: the limit is 50 MB."), name=path.name)
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(_("“%(path)s” cannot be read."), path=path) from error
    if not data.strip():
        raise DocumentError(_("“%(name)s” is empty."), name=path.name)
    if kind == ".docx":
        reading = Reading(read_word(data, path.name))
    else:
        text, remarks = decode(data, path.name)
        reading = Reading(read_text(text, markdown=kind == ".md"), remarks)
    if not any(letters(element.text) for element in reading.elements if not isinstance(element, Aside)):
        raise DocumentError(_("“%(name)s” holds no text."), name=path.name)
    return reading


def decode(data: bytes, name: str) -> tuple[str, list[str]]:
    """The text of a file and remarks about its encoding: UTF-8, UTF-16 with its mark, else Windows-1252."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if marked else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8-sig" and "\0" not in text:
            return text, []
        if _looks_like_text(text):
            return text, [_("The file is not in UTF-8; it was read as Windows-1252.")] if encoding == "cp1252" else []
    raise DocumentError(_("“%(name)s” is not a text file in UTF-8: save it again in UTF-8."), name=name)


def _looks_like_text(text: str) -> bool:
    """Whether text decoded on a guess reads like French or English, not like the bytes of something else."""
    controls = sum(1 for char in text if ord(char) < 32 and char not in "\t\n\r\f")
    foreign = sum(
        1 for char in text if ord(char) > 127 and not char.isalpha() and char not in "«»“”‘’…–—•°·© \u00a0€®™"
    )
    accents = sum(1 for char in text if ord(char) > 127)
    return controls == 0 and foreign * 50 <= len(text) and accents * 3 <= len(text)


_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_SCRIPT = re.compile(r"<(script|style)\b[^>]*>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
# What would swallow the rest of the document if it is never closed: kept as the text it then is.
_SWALLOWS = re.compile(
    r"<(?=[!?]|/?(?:script|style|pre|textarea|title|xmp|iframe|noembed|noframes|plaintext)\b)", re.IGNORECASE
)
_PAGE = "\n\n<hr>\n\n"


def read_text(text: str, *, markdown: bool = True) -> list[Element]:
    """The elements of Markdown, or of plain text: Markdown without links, pictures and code."""
    asides: list[Element] = []

    def put_aside(match: re.Match[str]) -> str:
        asides.append(Aside(match.group().strip(), "comment"))
        return "\n\n" if "\n" in match.group() else ""

    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    text = _COMMENT.sub(put_aside, text)
    text = _SCRIPT.sub(put_aside, text)
    text = _SWALLOWS.sub(LESS_THAN, text).replace("\f", _PAGE)
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).disable("code")
    if not markdown:
        parser.disable(["reference", "fence", "backticks", "link", "image"])
    environment: dict[str, object] = {}
    tokens = _plain_setext(parser.parse(text, environment))
    elements = read_html(parser.renderer.render(tokens, parser.options, environment))
    return elements + asides + _definitions(environment)


def _plain_setext(tokens: list[Token]) -> list[Token]:
    """Underlined "headings" that are paragraphs before a ruled line, as converters write at a page's end."""
    kept: list[Token] = []
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.markup in {"-", "="}:
            content = tokens[index + 1].content
            if "\n" in content or len(content) > 120 or content.rstrip("*_ ").endswith((".", ",", ";", ":")):
                token.tag = tokens[index + 2].tag = "p"
                if token.markup == "-":
                    kept.append(token)
                    continue
        kept.append(token)
        if token.type == "heading_close" and token.tag == "p" and token.markup == "-":
            kept.append(Token("hr", "hr", 0, block=True))
    return kept


def _definitions(environment: dict[str, object]) -> list[Element]:
    """Link definitions: the links that use them have their address; the words in them are reported."""
    found: list[Element] = []
    references = environment.get("references")
    duplicates = environment.get("duplicate_refs")
    entries: list[object] = [
        *(references.items() if isinstance(references, dict) else []),
        *((str(item.get("label", "")), item) for item in (duplicates if isinstance(duplicates, list) else [])),
    ]
    for label, definition in (entry for entry in entries if isinstance(entry, tuple)):
        words = f"[{label}]: {definition.get('href', '')} {definition.get('title', '')}".strip()
        found.append(Aside(words, "definition"))
    return found
