"""The address of a file: who gets it, what is counted."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from wagtail import hooks
from wagtail.models import Collection, CollectionViewRestriction

from cms import access
from cms.models import PortalDocument, SearchEntry
from resources.following import resources_changed
from resources.models import DocumentText, DownloadCount, Resource, ResourceFile
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


def test_the_access_of_the_resource_holds(
    visit: Visitor, visitor: Callable[..., Visitor], person: Callable[..., Any], editor: Any
) -> None:
    document = DocumentFactory(collection=private_collection(access.MEMBERS, access.FUNDERS))
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


@pytest.fixture
def shelved(django_capture_on_commit_callbacks: Any) -> ResourceFile:
    """A file of a public resource, in a collection for members, with what is written in it."""
    file = ResourceFileFactory(
        document__collection=private_collection(access.MEMBERS),
        title_en="Minutes of the board",
        resource__title_en="Open",
    )
    read_as = DocumentText.read_as(file.document)
    kept = {"text": "quixotry", "state": DocumentText.State.READ, "file_name": read_as}
    DocumentText.objects.update_or_create(document=file.document, defaults=kept)
    resources_changed([file.resource_id])
    return file


def test_the_collection_of_a_file_holds_wherever_the_file_is_named(
    shelved: ResourceFile, visit: Visitor, visitor: Callable[..., Visitor], member: Any
) -> None:
    page = shelved.resource.slug_en
    for reader, may in ((visit, False), (visitor(user=member), True)):
        assert (reader.get(address(shelved)).status_code == 200) is may
        assert (reader.get(shelved.document.url).status_code == 200) is may
        assert ("Minutes of the board" in reader.read(f"/en/toolkit/{page}/")) is may
        assert str(shelved.uid) not in reader.read(f"/api/v2/resources/{shelved.resource_id}/")
        assert "board" not in reader.read("/en/search/?q=quixotry")
    assert "Shown to some people only" in visitor(user=member).read(f"/en/toolkit/{page}/")


def open_it(file: ResourceFile) -> None:
    CollectionViewRestriction.objects.get(collection=file.document.collection_id).delete()


def move_it(file: ResourceFile) -> None:
    document = PortalDocument.objects.get(pk=file.document_id)
    document.collection = Collection.get_first_root_node()
    document.save()


def move_in_bulk(file: ResourceFile) -> None:
    PortalDocument.objects.filter(pk=file.document_id).update(collection=Collection.get_first_root_node())
    for follow in hooks.get_hooks("after_bulk_action"):
        follow(None, "add_to_collection", [file.document], None)


@pytest.mark.parametrize("change", [open_it, move_it, move_in_bulk], ids=lambda change: change.__name__)
def test_what_is_written_in_a_file_is_found_once_its_collection_is_open(
    change: Callable[[ResourceFile], None],
    shelved: ResourceFile,
    visit: Visitor,
    django_capture_on_commit_callbacks: Any,
) -> None:
    assert SearchEntry.objects.get(kind="resource", key=shelved.resource_id).text_fr.find("quixotry") == -1
    with django_capture_on_commit_callbacks(execute=True):
        change(shelved)
    assert "quixotry" in SearchEntry.objects.get(kind="resource", key=shelved.resource_id).text_fr
    assert visit.get(address(shelved)).status_code == 200
    assert str(shelved.uid) in visit.read(f"/api/v2/resources/{shelved.resource_id}/")


def test_what_members_alone_may_read_is_found_where_the_resource_is_theirs(shelved: ResourceFile) -> None:
    resource = Resource.objects.get(pk=shelved.resource_id)
    resource.access.set([access.access_group(access.MEMBERS)])
    resource.save()
    assert "quixotry" in SearchEntry.objects.get(kind="resource", key=resource.pk).text_fr
    resource.access.add(access.access_group(access.FUNDERS))
    resource.save()
    assert "quixotry" not in SearchEntry.objects.get(kind="resource", key=resource.pk).text_fr


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
