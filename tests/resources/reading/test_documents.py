"""A document's own address: as private as the resources that hold it; drafts and former files are for staff."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import ReferenceIndex

from cms import access
from home.models import HomePage
from resources.models import Resource
from tests.conftest import Visitor
from tests.factories.files import DocumentFactory, private_collection
from tests.factories.pages import StandardPageFactory, restrict
from tests.factories.resources import ResourceFactory, ResourceFileFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def answers(
    visitor: Callable[..., Visitor], person: Callable[..., Any], editor: Any
) -> Callable[[Any], tuple[int, ...]]:
    """Return what the public, a member, a partner and staff get of a document by its own address."""
    readers = [visitor(), *(visitor(user=user) for user in (person(access.MEMBERS), person(access.FUNDERS), editor))]
    return lambda document: tuple(reader.get(document.url).status_code for reader in readers)


OPEN, MEMBERS, STAFF = (200, 200, 200, 200), (302, 200, 403, 200), (302, 403, 403, 200)


def test_a_document_is_as_private_as_all_that_holds_it(answers: Callable[[Any], tuple[int, ...]]) -> None:
    document = DocumentFactory()
    assert answers(document) == OPEN
    ResourceFileFactory(resource=ResourceFactory(codes=[access.MEMBERS]), document=document)
    assert answers(document) == MEMBERS
    ReferenceIndex.objects.all().delete()  # as it is until the background work is done
    assert answers(document) == MEMBERS
    ResourceFileFactory(resource=ResourceFactory(), document=document)
    assert answers(document) == OPEN


def test_its_collection_holds_as_well(answers: Callable[[Any], tuple[int, ...]]) -> None:
    document = DocumentFactory(collection=private_collection(access.FUNDERS))
    ResourceFileFactory(resource=ResourceFactory(codes=[access.MEMBERS, access.FUNDERS]), document=document)
    assert answers(document) == (302, 403, 200, 200)


def test_a_document_in_the_text_of_a_resource_counts_too(answers: Callable[[Any], tuple[int, ...]]) -> None:
    document = DocumentFactory()
    text = f'<p><a linktype="document" id="{document.pk}">The minutes</a></p>'
    ResourceFactory(codes=[access.MEMBERS], body_en=[("rich_text", text)])
    assert answers(document) == MEMBERS


def test_a_public_page_opens_what_a_private_resource_holds(
    answers: Callable[[Any], tuple[int, ...]], english_home: HomePage
) -> None:
    document = DocumentFactory()
    ResourceFileFactory(resource=ResourceFactory(codes=[access.MEMBERS]), document=document)
    text = f'<p><a linktype="document" id="{document.pk}">Here</a></p>'
    page = StandardPageFactory(parent=english_home, body=[("rich_text", text)])
    assert answers(document) == OPEN
    restrict(page, access.FUNDERS)
    assert answers(document) == (302, 200, 200, 200)


def test_a_document_of_a_draft_is_for_staff(answers: Callable[[Any], tuple[int, ...]]) -> None:
    unpublished, beside, added = DocumentFactory(), DocumentFactory(), DocumentFactory()
    ResourceFileFactory(resource=ResourceFactory(live=False), document=unpublished)
    live = ResourceFileFactory(document=beside).resource
    draft: Any = Resource.objects.get(pk=live.pk)
    draft.files.add(ResourceFileFactory.build(resource=draft, document=added))
    draft.save_revision()
    assert answers(unpublished) == STAFF
    assert answers(beside) == OPEN
    assert answers(added) == STAFF
    draft.latest_revision.publish()
    assert answers(added) == OPEN


def test_a_former_document_is_for_staff(answers: Callable[[Any], tuple[int, ...]]) -> None:
    old, new = DocumentFactory(), DocumentFactory()
    file = ResourceFileFactory(document=old)
    resource = Resource.objects.get(pk=file.resource_id)
    held = resource.files.get(uid=file.uid)
    held.document = new
    resource.files.add(held)
    resource.save()
    assert answers(old) == STAFF
    assert answers(new) == OPEN
    ResourceFileFactory(resource=ResourceFactory(), document=old)
    assert answers(old) == OPEN


def linked(document: Any) -> list[tuple[str, str]]:
    return [("rich_text", f'<p><a linktype="document" id="{document.pk}">The minutes</a></p>')]


def test_a_document_in_the_text_of_a_draft_beside_a_live_resource_is_for_staff(
    answers: Callable[[Any], tuple[int, ...]],
) -> None:
    linked_to, placed, other = DocumentFactory(), DocumentFactory(), DocumentFactory()
    draft: Any = ResourceFactory()
    draft.body_fr = linked(linked_to)
    draft.body_en = [("document", {"document": placed, "title": ""})]
    draft.save_revision()
    assert answers(linked_to) == STAFF
    assert answers(placed) == STAFF
    assert answers(other) == OPEN
    draft.latest_revision.publish()
    assert answers(linked_to) == OPEN
    assert answers(placed) == OPEN


def test_a_draft_closes_nothing_that_a_live_resource_shows(answers: Callable[[Any], tuple[int, ...]]) -> None:
    document = DocumentFactory()
    ResourceFactory(body_en=linked(document))
    draft: Any = ResourceFactory(codes=[access.MEMBERS])
    draft.body_fr = linked(document)
    draft.save_revision()
    assert answers(document) == OPEN


def test_a_number_that_is_no_document_closes_nothing(answers: Callable[[Any], tuple[int, ...]]) -> None:
    document = DocumentFactory()
    draft: Any = ResourceFactory()
    draft.body_en = [("rich_text", f"<p>There are {document.pk} of them.</p>")]
    draft.save_revision()
    assert answers(document) == OPEN
