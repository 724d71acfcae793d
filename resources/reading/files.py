"""Files and links of a resource as one reader gets them: the best for them first."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db import connection
from django.http import HttpRequest
from django.urls import reverse

from cms.bilingual import LANGUAGES, LocalizedText, active_language
from cms.collection_access import closed_to, is_open_to
from cms.models import PortalDocument
from cms.portal import Portal
from cms.prepared import Prepared
from members.standing import organization_of
from resources.addresses import file_url
from resources.models import DocumentText, Resource, ResourceFile, Setting

#: Which setting serves best, first to last: in a small centre, in a city, for whoever does not say.
_SMALL = (Setting.SMALL_CENTRE, Setting.BOTH, Setting.URBAN)
_URBAN = (Setting.URBAN, Setting.BOTH, Setting.SMALL_CENTRE)
_UNKNOWN = (Setting.BOTH, Setting.SMALL_CENTRE, Setting.URBAN)


_FILES = Prepared(lambda pk: ResourceFile.objects.filter(resource=pk).order_by("sort_order"))
_DOCUMENTS = f"""
    SELECT d.id, d.title, d.file, d.file_size, d.collection_id, t.pages FROM {PortalDocument._meta.db_table} d
    LEFT JOIN {DocumentText._meta.db_table} t ON t.document_id = d.id
    WHERE d.id = ANY(%s) AND d.collection_id <> ALL(%s)
"""  # noqa: S608 - names of the code's own


@dataclass(frozen=True)
class ShownFile:
    """A file or link: what its entry says of it."""

    title: str
    title_language: str
    """Of the title, where it is not the page's; else empty."""
    url: str
    printed: str
    """The whole address, for paper: where a link leads, else where the file is."""
    language: str
    language_name: str
    setting: str
    kind: str
    """The ending in capitals, such as "PDF"; empty for a link."""
    size: int | None
    """Bytes."""
    pages: int | None
    host: str
    """Where a link leads; empty for a file."""
    is_best: bool
    is_restricted: bool
    """Whether its collection keeps it from some of those who see the resource."""


@dataclass(frozen=True)
class _Stored:
    """What a list needs of a document, without the text that was read in it."""

    pk: int
    title: str
    file: str
    size: int | None
    collection: int
    pages: int | None


def shown_files(request: HttpRequest, shown: Resource, groups: Collection[int] = ()) -> list[ShownFile]:
    """Return the files and links of a resource, the best for the reader first: by their language, then their setting.

    `groups` are those that the resource is for. What lies in a collection that the reader may not see is left out. Two
    queries, whatever their number. In a preview each leads to the draft's own document.
    """
    is_preview = getattr(request, "is_preview", False)
    files = _files(shown, is_preview=is_preview)
    if not files:
        return []
    stored = _stored({file.document_id for file in files if file.document_id}, request.user)
    files = [file for file in files if not file.document_id or file.document_id in stored]
    settings = settings_for(request.user)
    files = sorted(files, key=lambda file: rank(file, settings))
    has_best = len(files) > 1 and serves(files[0])
    return [
        _shown(file, stored, frozenset(groups), is_preview=is_preview, is_best=has_best and place == 0)
        for place, file in enumerate(files)
    ]


def _files(shown: Resource, *, is_preview: bool) -> list[ResourceFile]:
    """Return the files that stand in the row; a draft's own in its preview."""
    if is_preview or shown.pk is None:
        return list(shown.files.all())
    return _FILES(shown.pk)


def settings_for(user: Any) -> Sequence[str]:
    """Return the settings, the one that serves `user` best first, by where their organization is."""
    organization = organization_of(user)
    if organization is None or organization.community is None:
        return _UNKNOWN
    return _SMALL if organization.is_small_centre else _URBAN


def serves(file: ResourceFile) -> bool:
    """Whether the reader's language is among the file's."""
    return file.language in (active_language(), "both")


def rank(file: ResourceFile, settings: Sequence[str]) -> tuple[int, int, int, int]:
    """Return what a file is sorted by: lower is better for a reader of the active language."""
    language = 0 if serves(file) else 1 if file.language in LANGUAGES else 2
    return language, settings.index(file.setting), int(file.language != active_language()), file.sort_order or 0


def _stored(ids: set[int], user: Any) -> dict[int, _Stored]:
    """Return what a list needs of the documents `ids` that `user` may have, as far as their collections go."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_DOCUMENTS, [list(ids), list(closed_to(user))])
        return {row[0]: _Stored(*row) for row in cursor.fetchall()}


def _shown(
    file: ResourceFile, stored: Mapping[int, _Stored], groups: frozenset[int], *, is_preview: bool, is_best: bool
) -> ShownFile:
    document = stored.get(file.document_id) if file.document_id else None
    host = "" if document else urlsplit(file.url).hostname or ""
    title = file.title or LocalizedText(document.title if document else host, file.language)
    url = file_url(file)
    if is_preview:  # nothing stands at a draft's address yet
        name = os.path.basename(document.file) if document else ""
        url = reverse("wagtaildocs_serve", args=[document.pk, name]) if document else file.url
    return ShownFile(
        title=title,
        title_language=title.language if title.language in LANGUAGES and title.is_fallback else "",
        url=url,
        printed=Portal.absolute(url) if document else file.url,
        language=file.language,
        language_name=str(file.get_language_display()),
        setting=str(file.get_setting_display()),
        kind=os.path.splitext(document.file)[1].lstrip(".").upper() if document else "",
        size=document.size if document else None,
        pages=document.pages if document else None,
        host=host.removeprefix("www."),
        is_best=is_best,
        is_restricted=document is not None and not is_open_to(document.collection, groups),
    )
