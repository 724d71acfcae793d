"""What is written in the documents of resources: read in the background, kept, found, forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.db import DataError
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms import caching
from cms.access import MEMBERS, access_group
from cms.models import PortalDocument, SearchEntry
from cms.ops import due
from resources.extraction.limits import Limits
from resources.extraction.report import unread_documents
from resources.models import DocumentText, Resource, ResourceFile
from resources.search import KIND
from resources.services import texts
from resources.tasks import read_document
from tests.factories.files import DocumentFactory
from tests.factories.resources import ResourceFactory, ResourceFileFactory
from tests.resources.extraction import samples
from tests.searching import found_ids

pytestmark = pytest.mark.django_db
State = DocumentText.State
Commits = Callable[..., Any]


def document(data: bytes, name: str = "guide.docx") -> PortalDocument:
    return DocumentFactory(file__data=data, file__filename=name)


def held(data: bytes, name: str = "guide.docx", **fields: Any) -> ResourceFile:
    """Return a published resource's file, which nobody has read yet."""
    return ResourceFileFactory(document=document(data, name), **fields)


def text_of(file: ResourceFile) -> DocumentText:
    return DocumentText.objects.get(document=file.document_id)


# --- The way through --------------------------------------------------------------------------------


def test_a_resource_is_found_by_a_word_that_stands_only_in_its_file(
    django_capture_on_commit_callbacks: Commits,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        file = held(samples.word("Le parrainage des hôpitaux"))
    assert found_ids(KIND, "hopital", "fr") == [file.resource_id]
    assert text_of(file).state == State.READ
    assert text_of(file).text == "Le parrainage des hôpitaux"
    assert text_of(file).pages == 1


def test_nothing_is_read_before_what_was_saved_is_committed(django_capture_on_commit_callbacks: Commits) -> None:
    with django_capture_on_commit_callbacks():
        held(samples.word("x"))
    assert not DocumentText.objects.exists()


def test_a_document_that_was_read_is_not_read_again_when_its_resource_is_saved(
    django_capture_on_commit_callbacks: Commits,
) -> None:
    file = held(b"un mot", "notes.txt")
    texts.write_text(file.document_id)
    with django_capture_on_commit_callbacks() as queued:
        Resource.objects.get(pk=file.resource_id).save()
    assert queued == []


def test_the_file_of_a_draft_is_read_and_nobody_finds_it_by_that(django_capture_on_commit_callbacks: Commits) -> None:
    draft = ResourceFactory(live=False, first_published_at=None)
    with django_capture_on_commit_callbacks(execute=True):
        file = held(b"parrainage", "notes.txt", resource=draft)
    assert text_of(file).state == State.READ
    assert found_ids(KIND, "parrainage", "fr") == []


def test_workers_read_the_toolkit_again_only_when_there_is_something_new() -> None:
    file = held(b"un mot", "notes.txt")
    before = caching.current_stamp()
    texts.write_text(file.document_id)
    after = caching.current_stamp()
    assert after > before
    texts.write_text(file.document_id)
    assert caching.current_stamp() == after


def test_a_document_that_is_no_resource_s_is_left_alone(django_capture_on_commit_callbacks: Commits) -> None:
    with django_capture_on_commit_callbacks() as queued:
        document(b"x", "notes.txt")
    assert queued == []
    assert not texts.to_read().exists()


# --- Another file -----------------------------------------------------------------------------------


def test_words_of_a_replaced_file_are_gone_at_once_and_the_new_ones_follow(
    django_capture_on_commit_callbacks: Commits,
) -> None:
    file = held(b"parrainage", "notes.txt")
    texts.write_text(file.document_id)
    assert found_ids(KIND, "parrainage", "fr") == [file.resource_id]
    with django_capture_on_commit_callbacks() as queued:
        file.document.file.save("other.txt", ContentFile(b"logement"))
    assert found_ids(KIND, "parrainage", "fr") == []
    assert (text_of(file).state, text_of(file).text) == (State.WAITING, "")
    assert len(queued) == 1
    queued[0]()
    assert found_ids(KIND, "logement", "fr") == [file.resource_id]


def test_a_change_of_the_title_alone_leaves_the_text(django_capture_on_commit_callbacks: Commits) -> None:
    file = held(b"parrainage", "notes.txt")
    texts.write_text(file.document_id)
    with django_capture_on_commit_callbacks() as queued:
        file.document.title = "Another title"
        file.document.save()
    assert queued == []
    assert text_of(file).text == "parrainage"


def test_what_was_read_in_a_file_that_was_replaced_meanwhile_is_not_kept() -> None:
    file = held(b"parrainage", "notes.txt")
    stale = PortalDocument.objects.get(pk=file.document_id)
    file.document.file.save("other.txt", ContentFile(b"logement"))
    assert not texts._keep(stale, texts._read(stale, Limits()))
    assert not DocumentText.objects.exists()


def test_the_words_of_a_restricted_resource_s_file_are_as_restricted() -> None:
    file = held(b"parrainage", "notes.txt", resource=ResourceFactory(codes=[MEMBERS]))
    texts.write_text(file.document_id)
    assert found_ids(KIND, "parrainage", "fr") == [file.resource_id]
    assert SearchEntry.objects.get(kind=KIND, key=file.resource_id).access == [access_group(MEMBERS).pk]


# --- Broken files -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name", "state"),
    [
        (b"no document", "guide.docx", State.UNREADABLE),
        (b"", "guide.pdf", State.UNREADABLE),
        (samples.protected_pdf(user="secret"), "guide.pdf", State.PROTECTED),
        (b"   ", "notes.txt", State.EMPTY),
        (b"film", "film.mp4", State.UNSUPPORTED),
        (b"film", "no-ending", State.UNSUPPORTED),
    ],
)
def test_a_file_that_cannot_be_read_is_marked(data: bytes, name: str, state: str) -> None:
    file = held(data, name)
    assert texts.write_text(file.document_id) == state
    assert text_of(file).state == state
    assert not texts.to_read().exists()


def test_a_file_that_is_too_large_is_not_opened() -> None:
    file = held(b"parrainage", "notes.txt")
    assert texts.write_text(file.document_id, Limits(size=5)) == State.TOO_LARGE


def test_a_file_that_the_storage_has_lost_is_marked(caplog: pytest.LogCaptureFixture) -> None:
    file = held(b"parrainage", "secret-name.txt")
    file.document.file.storage.delete(file.document.file.name)
    assert texts.write_text(file.document_id) == State.UNREADABLE
    assert "secret-name" not in caplog.text


def test_a_document_that_is_gone_is_no_fault() -> None:
    assert texts.write_text(0) == ""


def test_a_text_of_more_words_than_the_search_holds_is_found_by_its_beginning() -> None:
    letters = [chr(0x10D0 + number) for number in range(33)]  # Georgian, three bytes each
    parts = ["".join(three) + letters[0] * 3 for three in product(letters, repeat=3)]
    words = " ".join(f"{part}-{part[::-1]}" for part in parts)  # each found as a whole and in its parts
    file = held(f"beginning {words}".encode(), "notes.txt")
    assert texts.write_text(file.document_id) == State.READ
    assert found_ids("resource", "beginning", "en") == [file.resource_id]
    assert not texts.to_read().exists()


def test_a_text_that_the_database_refuses_is_marked_and_not_tried_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(documents: Any) -> None:
        if DocumentText.objects.filter(document__in=documents).exclude(text="").exists():
            raise DataError from psycopg.errors.CharacterNotInRepertoire()

    monkeypatch.setattr(texts, "documents_changed", refuse)
    file = held(b"a word", "notes.txt")
    assert texts.write_text(file.document_id) == State.TOO_LARGE
    assert text_of(file).text == ""
    assert not texts.to_read().exists()


def test_the_log_holds_nothing_of_the_text(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    file = held(b"parrainage", "notes.txt")
    texts.write_text(file.document_id)
    assert str(file.document_id) in caplog.text
    assert "parrainage" not in caplog.text


def test_the_report_names_files_that_could_not_be_read_with_their_resources(
    django_assert_num_queries: Callable[..., Any],
) -> None:
    for data, name in ((b"no document", "guide.docx"), (b"a word", "notes.txt"), (b"x", "film.mp4"), (b"", "b.pdf")):
        texts.write_text(held(data, name).document_id)
    held(b"nobody has read it", "notes.txt")
    with django_assert_num_queries(1):
        rows = [
            (file.document.filename, file.document.extracted.state, file.resource.title_en)
            for file in unread_documents()
        ]
    assert sorted(state for _name, state, _title in rows) == [State.UNREADABLE, State.UNREADABLE]


# --- What was left ----------------------------------------------------------------------------------


def test_what_was_left_is_read_by_the_job_a_few_at_a_time(
    django_capture_on_commit_callbacks: Commits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "QUEUED_AT_ONCE", 2)
    files = [held(b"mot", f"{number}.txt") for number in range(3)]
    assert due.registered()["resources.queue_unread"] is texts.queue_unread
    with django_capture_on_commit_callbacks(execute=True):
        assert texts.queue_unread() == "2 documents queued to be read"
    assert [file.pk for file in files if DocumentText.objects.filter(document=file.document_id).exists()] == [
        files[0].pk,
        files[1].pk,
    ]
    with django_capture_on_commit_callbacks(execute=True):
        texts.queue_unread()
    assert texts.queue_unread() is None


@pytest.mark.parametrize("change", [{"state": State.WAITING}, {"file_name": "documents/another.txt"}])
def test_what_waits_or_has_another_file_is_read_anew(change: dict[str, str]) -> None:
    file = held(b"mot", "notes.txt")
    texts.write_text(file.document_id)
    DocumentText.objects.update(**change)
    assert list(texts.to_read()) == [file.document]


@pytest.mark.parametrize(
    ("status", "queued"),
    [(TaskResultStatus.READY, False), (TaskResultStatus.RUNNING, False), (TaskResultStatus.FAILED, True)],
)
def test_the_job_queues_nothing_while_documents_wait_in_the_queue(status: str, queued: bool) -> None:
    held(b"mot", "notes.txt")
    DBTaskResult.objects.create(
        status=status,
        started_at=timezone.now() - timedelta(minutes=1),
        worker_ids=["worker"],
        args_kwargs={"args": [1], "kwargs": {}},
        task_path=read_document.module_path,
        backend_name="default",
        exception_class_path="",
        traceback="",
    )
    assert bool(texts.queue_unread()) is queued


def test_another_file_under_the_same_name_is_read_anew() -> None:
    """The document library gives the new file the name of the old one: its hash says that it is another."""
    file = held(samples.word("Le premier texte"))
    texts.write_text(file.document_id)
    document = PortalDocument.objects.get(pk=file.document_id)
    storage, name = document.file.storage, document.file.name
    storage.delete(name)
    assert storage.save(name, ContentFile(samples.word("Le second texte"))) == name
    document.file_hash = "another"
    document.save()
    assert text_of(file).state == State.WAITING
    assert texts.to_read().get() == document
    texts.write_text(file.document_id)
    assert text_of(file).text == "Le second texte"
