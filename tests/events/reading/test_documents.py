"""Documents, films and transcripts of an event: as private as the event."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import ReferenceIndex

from cms import access
from events.models import Event, EventDocument, Recording
from tests.conftest import Visitor
from tests.factories.events import EventFactory
from tests.factories.files import DocumentFactory

pytestmark = pytest.mark.django_db
OPEN, MEMBERS, STAFF = (200, 200, 200, 200), (302, 200, 403, 200), (302, 403, 403, 200)


@pytest.fixture
def answers(
    visitor: Callable[..., Visitor], person: Callable[..., Any], editor: Any
) -> Callable[[Any], tuple[int, ...]]:
    """Return what the public, a member, a partner and staff get of a document by its own address."""
    readers = [visitor(), *(visitor(user=user) for user in (person(access.MEMBERS), person(access.FUNDERS), editor))]
    return lambda document: tuple(reader.get(document.url).status_code for reader in readers)


def held_by(event: Event) -> list[Any]:
    """Hang a document, a film and a transcript on `event`, and return them."""
    paper, film, words = DocumentFactory(), DocumentFactory(file__filename="talk.webm"), DocumentFactory()
    EventDocument.objects.create(event=event, document=paper)
    Recording.objects.create(event=event, video=film, transcript=words)
    return [paper, film, words]


def test_what_an_event_holds_is_as_private_as_the_event(answers: Callable[[Any], tuple[int, ...]]) -> None:
    event = EventFactory(codes=[access.MEMBERS])
    documents = held_by(event)
    ReferenceIndex.objects.all().delete()  # as it is until the background work is done
    assert [answers(document) for document in documents] == [MEMBERS] * 3
    event.access.clear()
    event.save()
    assert [answers(document) for document in documents] == [OPEN] * 3


def test_what_a_draft_holds_is_for_staff(answers: Callable[[Any], tuple[int, ...]]) -> None:
    assert [answers(document) for document in held_by(EventFactory(live=False))] == [STAFF] * 3
    paper, film, words = DocumentFactory(), DocumentFactory(), DocumentFactory()
    draft: Any = Event.objects.get(pk=EventFactory().pk)
    draft.documents.add(EventDocument(document=paper))
    draft.recordings.add(Recording(video=film, transcript=words))
    draft.save_revision()
    assert [answers(document) for document in (paper, film, words)] == [STAFF] * 3
    draft.latest_revision.publish()
    assert [answers(document) for document in (paper, film, words)] == [OPEN] * 3
