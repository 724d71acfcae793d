"""What an event gives into one's hands: documents before and after it, recordings with their transcripts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse

from cms.bilingual import LANGUAGES, LocalizedText
from cms.models import PortalDocument
from cms.portal import Portal
from events.models import Event, EventDocument, Recording

#: What a browser plays by itself: ending → type.
FILMS = {"mp4": "video/mp4", "webm": "video/webm"}
SOUNDS = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "wav": "audio/wav"}


@dataclass(frozen=True)
class ShownFile:
    """A file or link: what its entry says of it."""

    title: str
    title_language: str
    """Of the title, where it is not the page's; else empty."""
    url: str
    printed: str
    language_name: str
    kind: str
    """The ending in capitals, such as "PDF"; empty for a link."""
    size: int | None
    """Bytes."""
    host: str
    """Where a link leads; empty for a file."""


@dataclass(frozen=True)
class ShownRecording:
    """A recording: what plays it, or where it is, and its transcript."""

    uid: str
    title: str
    title_language: str
    language_name: str
    url: str
    host: str
    film: str
    """The type of a film that the page plays; else empty."""
    sound: str
    """The type of a sound that the page plays; else empty."""
    transcript: ShownFile | None


def documents_of(request: HttpRequest, shown: Event) -> dict[str, list[ShownFile]]:
    """Return the files and links of an event by the moment that they are for: one query."""
    found: dict[str, list[ShownFile]] = {}
    for row in _rows(request, shown, "documents", EventDocument, ("document",)):
        file = shown_file(row.document, row.url, row.title, row.language, str(row.get_language_display()))
        found.setdefault(row.moment, []).append(file)
    return found


def recordings_of(request: HttpRequest, shown: Event) -> list[ShownRecording]:
    """Return the recordings of an event: one query."""
    rows = _rows(request, shown, "recordings", Recording, ("video", "transcript"))
    return [_recording(row, shown) for row in rows]


def _rows(request: HttpRequest, shown: Event, name: str, model: Any, files: Sequence[str]) -> Iterable[Any]:
    """Return what hangs on the row; what hangs on a draft in its preview."""
    if getattr(request, "is_preview", False) or shown.pk is None:
        return getattr(shown, name).all()
    return model.objects.filter(event=shown.pk).select_related(*files).order_by("sort_order", "pk")


def _recording(row: Recording, shown: Event) -> ShownRecording:
    video: Any = row.video
    ending = _ending(video)
    title = row.title or shown.title
    transcript = row.transcript
    return ShownRecording(
        uid=str(row.uid),
        title=title,
        title_language=_language(title),
        language_name=str(row.get_language_display()),
        url=_address(video) if video else row.url,
        host="" if video else _host(row.url),
        film=FILMS.get(ending, ""),
        sound=SOUNDS.get(ending, ""),
        transcript=_transcript(transcript) if transcript else None,
    )


def _transcript(document: PortalDocument) -> ShownFile:
    return shown_file(
        document,
        "",
        LocalizedText("", "fr"),
        document.language,
        str(document.get_language_display()),
    )


def shown_file(document: Any, url: str, title: LocalizedText, language: str, language_name: str) -> ShownFile:
    """Return what an entry says of `document`, or, without one, of the link `url`."""
    host = "" if document else _host(url)
    title = title or LocalizedText(document.title if document else host, language)
    address = _address(document) if document else url
    return ShownFile(
        title=title,
        title_language=_language(title),
        url=address,
        printed=Portal.absolute(address) if document else url,
        language_name=language_name,
        kind=_ending(document).upper(),
        size=document.file_size if document else None,
        host=host,
    )


def _language(title: LocalizedText) -> str:
    return title.language if title.language in LANGUAGES and title.is_fallback else ""


def _address(document: Any) -> str:
    """Return the checked address of a document (cms.files.serve_document)."""
    return reverse("wagtaildocs_serve", args=[document.pk, document.filename])


def _ending(document: Any) -> str:
    return os.path.splitext(document.file.name)[1].lstrip(".").lower() if document else ""


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
