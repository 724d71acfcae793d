"""A file that is replaced in the document library is kept for staff; the address gives the new one."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms.document_versions import versions_of
from cms.models import DocumentVersion, PortalDocument
from tests.conftest import Visitor
from tests.factories.files import DocumentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(db: None) -> PortalDocument:
    return DocumentFactory(title="Minutes", file__filename=f"minutes-{uuid.uuid4()}.pdf", file__data=b"%PDF-1.4 old")


def replace(document: PortalDocument, name: str = "new.pdf") -> DocumentVersion | None:
    document.file = ContentFile(b"%PDF-1.4 new", name=name)
    document.save()
    return versions_of(document).first()


def test_a_file_replaced_in_the_library_is_kept_with_who_replaced_it(
    document: PortalDocument, visitor: Callable[..., Visitor], moderator: Any
) -> None:
    staff = visitor(user=moderator)
    address = reverse("wagtaildocs:edit", args=[document.pk])
    upload = SimpleUploadedFile(document.filename, b"%PDF-1.4 new", content_type="application/pdf")
    answer = staff.post(address, {"title": "Minutes", "file": upload, "language": "", "collection": "1", "tags": ""})
    assert answer.status_code == 302
    version = versions_of(document).get()
    assert (version.name, version.size, version.replaced_by) == (document.filename, 12, moderator)
    page = staff.read(address)
    assert f'href="{version.url}"' in page
    assert "Earlier files" in page
    answer = staff.get(version.url)
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 old"
    assert answer["Content-Disposition"] == f'attachment; filename="{document.filename}"'
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert "no-store" in answer["Cache-Control"]
    current = PortalDocument.objects.get(pk=document.pk)
    assert current.url == document.url
    assert b"".join(staff.get(current.url).streaming_content) == b"%PDF-1.4 new"


def test_only_staff_who_may_change_the_document_reach_it(
    document: PortalDocument,
    visit: Visitor,
    visitor: Callable[..., Visitor],
    member: Any,
    translator: Any,
    moderator: Any,
) -> None:
    version = replace(document)
    assert version
    assert visit.get(version.url).status_code == 302
    assert "sign-in" in visit.get(version.url)["Location"]
    assert visitor(user=member).get(version.url).status_code in (302, 403)
    assert visitor(user=moderator).get(version.url).status_code == 200
    assert visitor(user=moderator).post(version.url).status_code == 405
    assert visitor(user=moderator).get(reverse("document_version", args=[9999])).status_code == 404


def test_saves_that_change_no_file_keep_nothing(document: PortalDocument) -> None:
    document.title = "Another title"
    document.save()
    document.save(update_fields=["title"])
    assert not DocumentVersion.objects.exists()
    assert not versions_of(DocumentFactory()).exists()


def test_a_file_that_is_lost_leaves_no_version(document: PortalDocument) -> None:
    Path(document.file.path).unlink()
    assert replace(document) is None


def test_former_files_go_with_their_document(
    document: PortalDocument, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    first, second = replace(document), replace(document, "newer.pdf")
    assert first
    assert second
    paths = [Path(version.file.path) for version in (first, second)]
    assert all(path.exists() for path in paths)
    with django_capture_on_commit_callbacks(execute=True):
        document.delete()
    assert not any(path.exists() for path in paths)
    assert not DocumentVersion.objects.exists()
