"""The address of a file: who gets it, what is counted."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from cms import access
from resources.models import DownloadCount, Resource, ResourceFile
from tests.conftest import Visitor
from tests.factories.files import DocumentFactory, private_collection
from tests.factories.resources import ResourceFactory, ResourceFileFactory
from tests.resources.reading.conftest import BROWSER

pytestmark = pytest.mark.django_db


def address(file: ResourceFile) -> str:
    return f"/files/{file.uid}/"


def counted() -> int:
    return sum(DownloadCount.objects.values_list("count", flat=True))


# --- who gets it ----------------------------------------------------------------------------------


def test_a_file_is_given_under_its_own_name(visit: Visitor) -> None:
    file = ResourceFileFactory(document__file__filename="guide été.docx", document__file__data=b"PK a guide")
    answer = visit.get(address(file))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"PK a guide"
    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert answer["Content-Disposition"].endswith(".docx")
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "X-Robots-Tag" not in answer
    head = visit.head(address(file))
    assert (head.status_code, b"".join(head.streaming_content) if head.streaming else head.content) == (200, b"")


def test_a_link_leads_to_where_it_leads(visit: Visitor) -> None:
    file = ResourceFileFactory(url="https://example.org/tool?a=1")
    answer = visit.get(address(file))
    assert (answer.status_code, answer["Location"]) == (302, "https://example.org/tool?a=1")
    assert "no-store" in answer["Cache-Control"]


def test_the_access_of_the_resource_holds_and_the_collections_does_not(
    visit: Visitor, visitor: Callable[..., Visitor], person: Callable[..., Any], editor: Any
) -> None:
    document = DocumentFactory(collection=private_collection(access.FUNDERS))
    hushed = ResourceFileFactory(resource=ResourceFactory(codes=[access.MEMBERS]), document=document)
    link = ResourceFileFactory(resource=hushed.resource, url="https://example.org/")
    for outsider in (visit, visitor(user=person()), visitor(user=person(access.FUNDERS))):
        for file in (hushed, link):
            assert outsider.get(address(file)).status_code == 404
    for reader in (person(access.MEMBERS), editor):
        answer = visitor(user=reader).get(address(hushed))
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex"
        assert visitor(user=reader).get(address(link)).status_code == 302


def test_what_is_not_there_is_not_there_for_anybody(
    visit: Visitor, visitor: Callable[..., Visitor], editor: Any
) -> None:
    draft = ResourceFileFactory(resource=ResourceFactory(live=False))
    lost = ResourceFileFactory()
    lost.document.file.storage.delete(lost.document.file.name)
    for path in (address(draft), address(lost), f"/files/{uuid.uuid4()}/", "/files/1/", "/files/"):
        for reader in (visit, visitor(user=editor)):
            assert reader.get(path, HTTP_USER_AGENT=BROWSER).status_code == 404, path
    assert counted() == 0


def test_the_web_server_in_front_hands_it_out(visit: Visitor, settings: Any) -> None:
    settings.PRIVATE_ACCEL_REDIRECT = "/protected/"
    file = ResourceFileFactory()
    answer = visit.get(address(file), HTTP_USER_AGENT=BROWSER)
    assert answer["X-Accel-Redirect"] == f"/protected/{file.document.file.name}"
    assert answer.content == b""
    assert counted() == 1


def test_the_address_stays_when_another_document_takes_the_place(visit: Visitor) -> None:
    file = ResourceFileFactory(document__file__data=b"%PDF-1.4 old")
    resource = Resource.objects.get(pk=file.resource_id)
    held = resource.files.get(uid=file.uid)
    held.document = DocumentFactory(file__data=b"%PDF-1.4 new")
    resource.files.add(held)
    resource.save()
    assert b"".join(visit.get(address(file)).streaming_content) == b"%PDF-1.4 new"


# --- what is counted ------------------------------------------------------------------------------


@pytest.fixture
def file(db: None) -> ResourceFile:
    return ResourceFileFactory()


def test_a_reader_who_fetches_is_counted_and_not_who(
    file: ResourceFile, visit: Visitor, visitor: Callable[..., Visitor], member: Any
) -> None:
    for reader in (visit, visit, visitor(user=member)):
        reader.get(address(file), HTTP_USER_AGENT=BROWSER)
    row = DownloadCount.objects.get()
    assert (row.resource_id, row.file_uid, row.count) == (file.resource_id, file.uid, 3)
    link = ResourceFileFactory(url="https://example.org/")
    visit.get(address(link), HTTP_USER_AGENT=BROWSER, HTTP_RANGE="bytes=0-1023")
    assert counted() == 4


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_PURPOSE": "prefetch"},
        {"HTTP_X_MOZ": "prefetch"},
        {"HTTP_RANGE": "bytes=1024-2047"},
        {"HTTP_USER_AGENT": ""},
        {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Yahoo! Slurp)"},
        {"HTTP_USER_AGENT": "curl/8.5.0"},
        {"HTTP_USER_AGENT": "python-requests/2.32"},
    ],
)
def test_what_is_no_reader_is_not_counted(file: ResourceFile, visit: Visitor, headers: dict[str, str]) -> None:
    assert visit.get(address(file), **{"HTTP_USER_AGENT": BROWSER, **headers}).status_code == 200
    assert counted() == 0


def test_a_look_at_the_head_and_staff_are_not_counted(
    file: ResourceFile, visit: Visitor, visitor: Callable[..., Visitor], editor: Any
) -> None:
    visit.head(address(file), HTTP_USER_AGENT=BROWSER)
    visitor(user=editor).get(address(file), HTTP_USER_AGENT=BROWSER)
    assert visit.post(address(file), HTTP_USER_AGENT=BROWSER).status_code == 405
    assert counted() == 0
