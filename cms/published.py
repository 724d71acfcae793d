"""Writes a record beside its draft: what is published changes, and nothing of a draft is lost nor let out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.log_actions import log
from wagtail.signals import published

from cms.drafts import beyond_incomplete
from cms.models import Record

AnyRecord = TypeVar("AnyRecord", bound=Record)


def locked(record: AnyRecord) -> AnyRecord:
    """Return the row anew, kept from other writers until the transaction ends."""
    row: AnyRecord = type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
    return row


@transaction.atomic
def write_published(
    record: AnyRecord, write: Callable[[AnyRecord], Any], *, user: Any, only: list[str] | None = None
) -> None:
    """Do `write` to the row, with a revision of its own, and to the draft that may stand beside it.

    The draft stays the newest version and stays where it is in moderation. `only` names the fields that are validated
    (default: all); a row that is not published may be incomplete, as any draft may. Raises ValidationError
    where what comes out is not valid.
    """
    row = locked(record)
    draft = row.get_latest_revision_as_object() if row.has_unpublished_changes and row.latest_revision_id else None
    task = row.current_workflow_task_state
    write(row)
    _validate(row, only)
    row.save()
    revision = row.save_revision(user=user, clean=False)
    row.live_revision, row.latest_revision = (revision if row.live else None), revision
    row.has_unpublished_changes = not row.live
    row.last_published_at = timezone.now() if row.live else row.last_published_at
    row.save(update_fields=["live_revision", "latest_revision", "has_unpublished_changes", "last_published_at"])
    if draft is not None:
        write(draft)
        newest = draft.save_revision(user=user, clean=False)
        type(row)._default_manager.filter(pk=row.pk).update(has_unpublished_changes=True)
        if task is not None:
            task.revision = newest
            task.save(update_fields=["revision"])
    if row.live:
        published.send(sender=type(row), instance=row, revision=revision)
    log(
        instance=row, action="wagtail.publish" if row.live else "wagtail.edit", user=user, revision=revision,
        content_changed=True,
    )  # fmt: skip


def _validate(row: Record, only: list[str] | None) -> None:
    others = None if only is None else {field.name for field in row._meta.get_fields()} - set(only)
    try:
        row.full_clean(exclude=others)
    except ValidationError as error:
        left = error if row.live else beyond_incomplete(error)
        if left is not None:
            raise left from None


def check_complete(record: Record) -> None:
    """Check all that the form checks when a record is published: its fields, its blocks, its rows.

    Raises ValidationError.
    """
    record.full_clean()
    for field in record._meta.concrete_fields:
        if isinstance(field, StreamField):
            field.stream_block.clean(getattr(record, field.name))
    for relation in get_all_child_relations(type(record)):
        for child in getattr(record, relation.get_accessor_name()).all():
            child.full_clean(exclude={relation.field.name})
