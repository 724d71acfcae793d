"""Version history of files: which document stood at a file's address, from when until when."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from cms.models import DocumentVersion, PortalDocument
from resources.addresses import file_url
from resources.following import UNSEEN_FIELDS
from resources.models import FileVersion, Resource, ResourceFile
from resources.signals import resource_saved


@dataclass(frozen=True)
class Version:
    """A file as it stood at an address: where staff fetch it, its size in bytes, from when until when, who replaced it.

    `until_at` is None for the current one, `from_at` where nobody noted it. `replaced_by` is known where the file was
    replaced in the document library.
    """

    name: str
    url: str
    size: int | None
    from_at: datetime | None
    until_at: datetime | None = None
    replaced_by: Any = None


@dataclass
class FileHistory:
    """What stood at one file's address. `current` is None for a link, and for a file that was taken away."""

    uid: uuid.UUID
    title: str
    url: str
    """The address that stays; empty for a file that was taken away."""
    current: Version | None = None
    earlier: list[Version] = field(default_factory=list)
    """The latest first."""


@transaction.atomic
def record_versions(resource: Resource) -> None:
    """Note which documents stand at the addresses of a published resource's files from now on.

    A file that was taken away, replaced or made a link has its version closed. What did not change stays as it is.
    """
    now = timezone.now()
    standing = dict(
        ResourceFile.objects.filter(resource=resource, document__isnull=False).values_list("uid", "document_id")
    )
    known = {
        version.file_uid: version
        for version in FileVersion.objects.select_for_update().filter(resource=resource, until_at=None)
    }
    ended = [version.pk for uid, version in known.items() if standing.get(uid) != version.document_id]
    begun = [
        FileVersion(resource=resource, file_uid=uid, document_id=document_id, from_at=now)
        for uid, document_id in standing.items()
        if uid not in known or known[uid].document_id != document_id
    ]
    if ended:
        FileVersion.objects.filter(pk__in=ended).update(until_at=now)
    if begun:
        FileVersion.objects.bulk_create(begun, ignore_conflicts=True)  # another save may have noted it just now


@receiver(resource_saved, dispatch_uid="resource-file-versions")
def follow_files(instance: Resource, update_fields: Any = None, **kwargs: Any) -> None:
    """Follow a published resource; a draft's files are at no address yet."""
    if instance.live and not (update_fields is not None and UNSEEN_FIELDS.issuperset(update_fields)):
        record_versions(instance)


# --- reading it -----------------------------------------------------------------------------------


def history(resource: Resource) -> list[FileHistory]:
    """Return what stood at the addresses of a resource's published files, in their order; then of those taken away.

    For staff only: earlier files are at addresses that nobody else may fetch. Four queries, whatever there is.
    """
    files = list(ResourceFile.objects.filter(resource_id=resource.pk).select_related("document").order_by("sort_order"))
    held = list(
        FileVersion.objects.filter(resource_id=resource.pk).select_related("document").order_by("from_at", "pk")
    )
    replaced: dict[int, list[DocumentVersion]] = {}
    documents = {version.document_id for version in held}
    for kept in (
        DocumentVersion.objects.filter(document__in=documents)
        .select_related("replaced_by")
        .order_by("replaced_at", "pk")
    ):
        replaced.setdefault(kept.document_id, []).append(kept)
    found = {file.uid: FileHistory(file.uid, str(file), file_url(file), _undated(file)) for file in files}
    for row in held:
        entry = found.setdefault(row.file_uid, FileHistory(row.file_uid, row.document.title, ""))
        for version in _stood(row, replaced.get(row.document_id, ())):
            if version.until_at is None:
                entry.current = version
            else:
                entry.earlier.insert(0, version)
    return list(found.values())


def _undated(file: ResourceFile) -> Version | None:
    document = file.document
    return Version(document.filename, document.url, document.file_size, None) if document else None


def _stood(row: FileVersion, replaced: Sequence[DocumentVersion]) -> Iterator[Version]:
    """Yield the files that the document of `row` had while it stood there, oldest first."""
    document: PortalDocument = row.document
    begun = row.from_at
    for kept in replaced:
        ended = min(kept.replaced_at, row.until_at) if row.until_at else kept.replaced_at
        if begun < ended:
            yield Version(kept.name, kept.url, kept.size, begun, ended, kept.replaced_by)
        begun = max(begun, kept.replaced_at)
    if row.until_at is None or begun < row.until_at:
        yield Version(document.filename, document.url, document.file_size, begun, row.until_at)
