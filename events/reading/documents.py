"""Who may fetch a document of an event by the document's own address (cms.document_access)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from wagtail.models import ReferenceIndex

from cms import access, document_access
from cms.document_access import Holder
from events.models import Event


def holders(document: Any, user: Any) -> Iterator[Holder]:
    """Yield what holds `document` among the events: events as they are; drafts are staff's."""
    held = Q(documents__document=document.pk) | Q(recordings__video=document.pk) | Q(recordings__transcript=document.pk)
    ids = set(Event.objects.filter(held).values_list("pk", flat=True))
    yield from document_access.record_holders(Event, ids, user)
    in_draft = (
        Q(latest_revision__content__documents__contains=[{"document": document.pk}])
        | Q(latest_revision__content__recordings__contains=[{"video": document.pk}])
        | Q(latest_revision__content__recordings__contains=[{"transcript": document.pk}])
    )
    drafts = Event.objects.filter(Q(live=False) | Q(has_unpublished_changes=True)).filter(in_draft)
    if drafts.exists():
        yield Holder(is_public=False, is_visible=access.is_staff(user))


document_access.register_judge(holders)
ReferenceIndex.register_model(Event)  # knows what stands in the texts
