"""Version history: which document stood at a file's address, and which file the document had."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from resources.models import FileVersion, Resource
from resources.services.versions import history
from tests.factories.files import DocumentFactory
from tests.factories.resources import ResourceFactory, ResourceFileFactory

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 2, 19, 0, tzinfo=datetime.UTC)


def day(number: int) -> datetime.datetime:
    return NOON + datetime.timedelta(days=number)


def put(uid: Any, **fields: Any) -> None:
    """Change the file at `uid` as the resource's form does."""
    resource = Resource.objects.get(files__uid=uid)
    held = resource.files.get(uid=uid)
    for name, value in fields.items():
        setattr(held, name, value)
    resource.files.add(held)
    resource.save()


def test_another_document_closes_the_version_of_the_one_before() -> None:
    with time_machine.travel(day(0), tick=False):
        file = ResourceFileFactory()
    old, new = file.document, DocumentFactory()
    with time_machine.travel(day(3), tick=False):
        put(file.uid, document=new)
        Resource.objects.get().save()  # nothing changed: nothing is noted
    rows = FileVersion.objects.order_by("from_at").values_list("document", "from_at", "until_at")
    assert list(rows) == [(old.pk, day(0), day(3)), (new.pk, day(3), None)]
    (entry,) = history(file.resource)
    assert (entry.uid, entry.url) == (file.uid, f"/files/{file.uid}/")
    assert entry.current
    assert (entry.current.url, entry.current.from_at) == (new.url, day(3))
    assert [(version.url, version.from_at, version.until_at) for version in entry.earlier] == [
        (old.url, day(0), day(3))
    ]


def test_a_file_taken_away_or_made_a_link_has_its_version_closed() -> None:
    gone, linked = ResourceFileFactory(document__title="Gone"), ResourceFileFactory()
    resource = Resource.objects.get(pk=gone.resource_id)
    resource.files.clear()
    resource.save()
    put(linked.uid, document=None, url="https://example.org/")
    assert not FileVersion.objects.filter(until_at=None).exists()
    (entry,) = history(gone.resource)
    assert (entry.title, entry.url, entry.current, len(entry.earlier)) == ("Gone", "", None, 1)
    (entry,) = history(linked.resource)
    assert (entry.title, entry.current, len(entry.earlier)) == ("https://example.org/", None, 1)


def test_a_draft_changes_no_history_until_it_is_published() -> None:
    file = ResourceFileFactory()
    new = DocumentFactory()
    draft: Any = Resource.objects.get()
    held = draft.files.get()
    held.document = new
    draft.files.add(held)
    draft.save_revision()
    assert FileVersion.objects.get().document_id == file.document_id
    draft.latest_revision.publish()
    assert FileVersion.objects.get(until_at=None).document_id == new.pk
    assert FileVersion.objects.get(until_at__isnull=False).document_id == file.document_id
    never = ResourceFileFactory(resource=ResourceFactory(live=False))
    assert not FileVersion.objects.filter(resource=never.resource).exists()
    (entry,) = history(never.resource)
    assert entry.current
    assert entry.current.from_at is None


def test_files_replaced_in_the_library_are_in_the_history_of_what_held_them() -> None:
    with time_machine.travel(day(0), tick=False):
        document = DocumentFactory()
    with time_machine.travel(day(1), tick=False):
        first = replace(document)  # nobody fetched the one before by the resource
    with time_machine.travel(day(2), tick=False):
        file = ResourceFileFactory(document=document)
    with time_machine.travel(day(4), tick=False):
        second = replace(document)
    with time_machine.travel(day(6), tick=False):
        other = DocumentFactory()
        put(file.uid, document=other)
    with time_machine.travel(day(8), tick=False):
        replace(document)
    (entry,) = history(file.resource)
    assert entry.current
    assert (entry.current.name, entry.current.from_at) == (other.filename, day(6))
    assert [(version.name, version.from_at, version.until_at) for version in entry.earlier] == [
        (second, day(4), day(6)),
        (first, day(2), day(4)),
    ]


def replace(document: Any) -> str:
    """Put another file in the document's place, as the library does. Returns the new one's name."""
    document.file = ContentFile(b"%PDF-1.4 another", name="another.pdf")
    document.save()
    return str(document.filename)


def test_the_history_costs_the_same_whatever_it_holds() -> None:
    costs = []
    resource = ResourceFactory()
    for size in (2, 20):
        for _ in range(size):
            uid = ResourceFileFactory(resource=resource).uid
        put(uid, document=DocumentFactory())
        with CaptureQueriesContext(connection) as queries:
            history(resource)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 4


def test_a_moment_is_never_noted_twice() -> None:
    file = ResourceFileFactory()
    FileVersion.objects.filter(file_uid=file.uid).update(from_at=timezone.now())
    put(file.uid, title_en="Another title")
    assert FileVersion.objects.count() == 1
