"""Keeps what is written in the documents of resources, so that they are found by it (`resources.extraction`).

Documents of drafts are read too: their text is there when they are published. When a document's file is replaced, what
was read in the old one goes at once, in the same transaction: nobody finds a resource by words that it no longer holds.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import partial

from django.core.exceptions import SuspiciousFileOperation
from django.db import DatabaseError, transaction
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils import timezone

from cms.models import PortalDocument
from cms.ops.due import is_queued
from cms.uploads import extension
from resources.extraction import process
from resources.extraction.limits import TOO_LARGE, UNREADABLE, UNSUPPORTED, Limits, Reading
from resources.extraction.readers import READERS
from resources.following import documents_changed
from resources.models import DocumentText, ResourceFile

logger = logging.getLogger(__name__)

QUEUED_AT_ONCE = 20
State = DocumentText.State
#: Classes of PostgreSQL's errors that speak of the text itself: data it cannot hold, limits of its own.
_ERRORS_OF_TEXT = frozenset({"22", "54"})
#: `DocumentText.read_as` of a document, as SQL.
_READ_AS = Concat(F("file"), Value("#"), F("file_hash"), output_field=CharField())


def to_read() -> QuerySet[PortalDocument]:
    """Return the documents of resources that nobody has read yet, or whose file is another one now."""
    held = ResourceFile.objects.filter(document__isnull=False).values("document")
    return PortalDocument.objects.filter(pk__in=held).filter(
        Q(extracted__isnull=True) | Q(extracted__state=State.WAITING) | ~Q(extracted__file_name=_READ_AS)
    )


def have_read(documents: Iterable[int]) -> None:
    """Queue these documents to be read in the background, once what is being written now is committed."""
    from resources.tasks import read_document

    for pk in documents:
        transaction.on_commit(partial(read_document.enqueue, pk))


def queue_unread() -> str | None:
    """Queue what was left, a few at a time: a job of cms.ops.due. While some wait in the queue, there is no hurry."""
    from resources.tasks import read_document

    if is_queued(read_document):
        return None
    left = list(to_read().order_by("pk").values_list("pk", flat=True)[:QUEUED_AT_ONCE])
    have_read(left)
    return f"{len(left)} documents queued to be read" if left else None


def forget_replaced(document: PortalDocument) -> bool:
    """Drop what was read in a file that is no longer the document's. Returns whether there was one."""
    with transaction.atomic():
        stale = DocumentText.objects.filter(document=document).exclude(file_name=DocumentText.read_as(document))
        changed = stale.update(state=State.WAITING, file_name="", text="", pages=None, read_at=None)
        if changed:
            documents_changed([document.pk])
    return bool(changed)


def write_text(document_id: int, limits: Limits | None = None) -> str:
    """Read a document and keep what is written in it. Returns the state; "" where the document or its file is gone.

    The reading holds no transaction open. Reading a document twice, or twice at once, does no harm.
    """
    document = PortalDocument.objects.filter(pk=document_id).first()
    if document is None:
        return ""
    reading = _read(document, limits or Limits())
    try:
        kept = _keep(document, reading)
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "")[:2] not in _ERRORS_OF_TEXT:
            raise
        reading = Reading(TOO_LARGE, pages=reading.pages)
        kept = _keep(document, reading)
    if not kept:
        return ""
    logger.info("Document %s: %s.", document_id, reading.state)
    return reading.state


def _read(document: PortalDocument, limits: Limits) -> Reading:
    kind = extension(document.file.name or "")
    if kind not in READERS:
        return Reading(UNSUPPORTED)
    try:
        with document.file.open("rb") as file:
            if document.file.size > limits.size:
                return Reading(TOO_LARGE)
            data = file.read()
    except (OSError, SuspiciousFileOperation):
        logger.warning("The file of document %s cannot be opened.", document.pk)
        return Reading(UNREADABLE)
    return process.read(data, kind, limits)


@transaction.atomic
def _keep(document: PortalDocument, reading: Reading) -> bool:
    """Keep what was read, unless another file has taken the place of the one that was read."""
    now = PortalDocument.objects.select_for_update().filter(pk=document.pk)
    if not now.filter(file=document.file.name or "", file_hash=document.file_hash).exists():
        return False
    before = DocumentText.objects.filter(document=document).values_list("text", "pages").first() or ("", None)
    DocumentText.objects.update_or_create(
        document=document,
        defaults={
            "file_name": DocumentText.read_as(document),
            "state": reading.state,
            "text": reading.text,
            "pages": reading.pages,
            "read_at": timezone.now(),
        },
    )
    if before != (reading.text, reading.pages):
        documents_changed([document.pk])
    return True
