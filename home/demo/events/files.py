"""Makes what hangs on the demo's events: papers, films, transcripts, and portraits of people who do not exist."""

from __future__ import annotations

import hashlib
import io
import zlib
from functools import cache
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from wagtail.models import Collection

from cms.models import PortalDocument, PortalImage
from home.demo.canvas import BRAND, CANOLA, DEEP, HAZE, LINK, MINT, PAPER, SAGE, Canvas
from home.demo.files import read_lines
from home.demo.film import film
from home.demo.ledger import Ledger
from home.demo.media import CREDIT, demo_collection
from home.demo.pdf import pdf_file
from resources.models import DocumentText

EVENTS = "Événements / Events"
SIZE = 320  # pixels
GROUNDS = (BRAND, DEEP, LINK, SAGE)
SHIRTS, FACES, HAIR = (CANOLA, MINT, HAZE, PAPER), ("#8d5a3b", "#c98f68", "#e3b08a", "#6b4429"), ("#2a211c", "#4a3427")


class Papers:
    """Makes documents, and keeps what is written in them until all are there."""

    def __init__(self, ledger: Ledger, user: Any, known_film: bytes = b"") -> None:
        self.ledger = ledger
        self.user = user
        self.known_film = known_film
        self.texts: list[DocumentText] = []

    def pdf(self, key: str, title: str, language: str, lines: tuple[str, ...], access: str = "") -> PortalDocument:
        """Make a PDF of `lines` (home/demo/files.py says how they are marked)."""
        written = read_lines("\n".join(lines))
        data = pdf_file(written, "fr" if language == "both" else language)
        document = self._document(f"{key}.pdf", title, language, data, access)
        text = "\n".join(words for _kind, words in written)
        self.texts.append(
            DocumentText(
                document=document,
                file_name=DocumentText.read_as(document),
                state=DocumentText.State.READ,
                text=text,
                pages=data.count(b"/Type /Page "),
                read_at=timezone.now(),
            )
        )
        return document

    def film(self, key: str, title: str, language: str, access: str = "") -> PortalDocument:
        """Make a film: the demo's own short one, which stands for a recording."""
        return self._document(f"{key}.webm", title, language, self.known_film or _film(), access)

    def _document(self, name: str, title: str, language: str, data: bytes, access: str) -> PortalDocument:
        document = PortalDocument(
            title=title,
            language=language,
            collection=self._collection(access),
            uploaded_by_user=self.user,
            file_size=len(data),
            file_hash=hashlib.sha1(data, usedforsecurity=False).hexdigest(),
        )
        document.file.save(name, ContentFile(data), save=False)
        document.save()
        self.ledger.note(f"document/event/{name}", document)
        return document

    @cache  # noqa: B019 - lives as long as a load does
    def _collection(self, access: str) -> Collection:
        from home.demo.toolkit.resources import COLLECTIONS

        return demo_collection(COLLECTIONS.get(access, EVENTS), self.ledger)


@cache
def _film() -> bytes:
    return film()


def portrait(key: str) -> bytes:
    """Draw somebody who does not exist, the same each time."""
    seed = zlib.crc32(key.encode())
    canvas = Canvas(SIZE, SIZE)
    canvas.box(0, 0, SIZE, SIZE, GROUNDS[seed % len(GROUNDS)])
    hair, face, shirt = HAIR[seed // 5 % 2], FACES[seed // 7 % 4], SHIRTS[seed // 31 % 4]
    canvas.circle(160, 132, 74, hair)
    if seed // 127 % 2:
        canvas.box(86, 132, 148, 84, hair)
    canvas.ellipse(160, 348, 118, 118, shirt)
    canvas.box(138, 180, 44, 56, face)
    canvas.circle(160, 146, 58, face)
    out = io.BytesIO()
    canvas.finished().save(out, "WEBP", quality=82)
    return out.getvalue()


def make_portrait(key: str, name: str, ledger: Ledger, user: Any) -> PortalImage:
    content = portrait(key)
    image = PortalImage(
        title=name,
        file=ImageFile(io.BytesIO(content), name=f"{key}.webp"),
        collection=demo_collection(EVENTS, ledger),
        credit=CREDIT,
        uploaded_by_user=user,
        file_size=len(content),
        file_hash=hashlib.sha1(content, usedforsecurity=False).hexdigest(),
    )
    image.save()
    ledger.note(f"image/speaker-{key}", image)
    return image
