"""Files that a document had before: kept when another takes the place, given to staff who may change the document.

A file that code replaces stays in the storage where it was; Wagtail's form deletes it, so it is copied first. A row
remembers it, and takes it along when the document is deleted.
"""

from __future__ import annotations

import os
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cms.files import send_private_file
from cms.models import DocumentVersion, PortalDocument
from cms.tree import served_request


def versions_of(document: PortalDocument) -> QuerySet[DocumentVersion]:
    """Return the files that `document` had before, the latest first; each knows its address (`url`). One query."""
    return DocumentVersion.objects.filter(document=document).select_related("replaced_by")


@require_safe
def document_version(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """Give a former file of a document to staff who may change the document.

    Raises PermissionDenied for others, Http404 for what is not there.
    """
    version = get_object_or_404(DocumentVersion.objects.select_related("document"), pk=pk)
    if not version.document.is_editable_by_user(request.user):
        raise PermissionDenied
    response = send_private_file(version.file.name or "")
    response["Content-Disposition"] = content_disposition_header(True, version.name) or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


urls = [path("document-versions/<int:pk>/", document_version, name="document_version")]


# --- keeping --------------------------------------------------------------------------------------


def set_aside(document: PortalDocument, file: Any) -> None:
    """Copy the stored `file` of a document that is about to be saved without it; nothing where it is lost."""
    if file.storage.exists(file.name):
        with file.storage.open(file.name) as content:
            field: Any = DocumentVersion._meta.get_field("file")
            document.__dict__["_set_aside"] = field.storage.save(
                field.generate_filename(None, os.path.basename(file.name)), content, max_length=field.max_length
            )


@receiver(pre_save, sender=PortalDocument, dispatch_uid="note-former-file")
def note_former_file(instance: Any, raw: bool, update_fields: Any, **kwargs: Any) -> None:
    """Look which file the document has now, before it is saved with another."""
    instance.__dict__.pop("_former", None)
    if instance.pk and not raw and (update_fields is None or "file" in update_fields):
        instance.__dict__["_former"] = PortalDocument.objects.filter(pk=instance.pk).only("file", "file_size").first()


@receiver(post_save, sender=PortalDocument, dispatch_uid="keep-former-file")
def keep_former_file(instance: Any, **kwargs: Any) -> None:
    """Remember the file that the document had, where it has another one now."""
    former: PortalDocument | None = instance.__dict__.pop("_former", None)
    kept: str = instance.__dict__.pop("_set_aside", "")
    name = (former.file.name if former else "") or ""
    if former is None or not name or (name == instance.file.name and not kept):
        return
    if not kept and not former.file.storage.exists(name):  # lost: there is nothing to give to anybody
        return
    request = served_request.get()
    user = getattr(request, "user", None)
    DocumentVersion.objects.create(
        document=instance,
        file=kept or name,
        name=former.filename,
        size=former.file_size or former.file.storage.size(kept or name),
        replaced_by=user if user is not None and user.is_authenticated else None,
    )


@receiver(post_delete, sender=DocumentVersion, dispatch_uid="delete-former-file")
def delete_former_file(instance: DocumentVersion, **kwargs: Any) -> None:
    transaction.on_commit(partial(_delete_unless_used, instance.file.storage, instance.file.name or ""))


def _delete_unless_used(storage: Storage, name: str) -> None:
    if not any(model.objects.filter(file=name).exists() for model in (PortalDocument, DocumentVersion)):
        storage.delete(name)
