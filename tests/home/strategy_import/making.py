"""Documents made for the tests, and what to look at in what became of them."""

import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import docx
from docx.document import Document as Word

from home.strategy_import.body import Block, ItemList, Paragraph
from home.strategy_import.lines import Table, letters, text_of
from home.strategy_import.reading import read_text
from home.strategy_import.structure import Document, build
from home.strategy_import.word import read_word

DOCUMENTS = Path(__file__).parent / "documents"


def from_markdown(text: str) -> Document:
    return build(read_text(text))


def from_plain(text: str) -> Document:
    return build(read_text(text, markdown=False))


def packed(word: Word) -> bytes:
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def from_word(word: Word) -> Document:
    return build(read_word(packed(word), "essai.docx"))


def new_word() -> Word:
    return docx.Document()


def bold(word: Word, text: str) -> None:
    word.add_paragraph().add_run(text).bold = True


def list_texts(items: ItemList) -> Iterator[str]:
    for item in items.items:
        yield text_of(item.runs)
        for nested in item.lists:
            yield from list_texts(nested)


def block_texts(blocks: Sequence[Block]) -> list[str]:
    """The texts of blocks, one for each paragraph, item and table cell."""
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            texts.append(block.text)
        elif isinstance(block, ItemList):
            texts.extend(list_texts(block))
        elif isinstance(block, Table):
            texts.extend(text_of(cell) for row in block.rows for cell in row if text_of(cell))
    return texts


def outline(document: Document) -> list[str]:
    """The headings: number, level in stars, title."""
    lines: list[str] = []
    for part in document.parts:
        lines.append(f"* {part.number} {part.title}".replace("  ", " "))
        lines += [
            f"{'*' * section.level} {section.number} {section.title}".replace("  ", " ") for section in part.sections
        ]
    return lines


def texts(document: Document) -> list[str]:
    """Everything that goes on the pages, in order."""
    found = [document.title, *(text_of(runs) for runs in document.notice), *block_texts(document.introduction)]
    for part in document.parts:
        found += [f"{part.number} {part.title}", *block_texts(part.body)]
        for section in part.sections:
            found += [f"{section.number} {section.title}", *block_texts(section.body)]
    for annex in document.annexes:
        found += texts(annex)
    return found


def reasons(document: Document) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for line in document.left_out:
        grouped.setdefault(line.reason, []).append(line.text)
    return grouped


def lost(sentences: Sequence[str], document: Document) -> list[str]:
    """The sentences that are neither on a page nor reported as left out; « Partie 2 » is the number 2 afterwards."""
    pages = letters("".join(texts(document)))
    out = letters("".join(line.text for line in document.left_out))
    kept = [
        re.sub(r"^\W*(?:(?:partie|part|chapitre|chapter)\s+(?=\d)|o\s|\d{1,2}[.)]\s)", "", text, flags=re.IGNORECASE)
        for text in sentences
    ]
    return [text for text in kept if letters(text) not in pages and letters(text) not in out]
