"""Who may fetch a document of a resource by the document's own address, beside the file's (cms.document_access)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wagtail.models import ReferenceIndex

from cms import access, document_access
from cms.document_access import Holder
from resources.models import FileVersion, Resource


def holders(document: Any, user: Any) -> Iterator[Holder]:
    """Yield what holds `document` in the toolkit: resources as they are, and former files, which are staff's."""
    ids = set(Resource.objects.filter(files__document=document.pk).values_list("pk", flat=True))
    yield from document_access.record_holders(Resource, ids, user)
    if FileVersion.objects.filter(document=document.pk, until_at__isnull=False).exists():
        yield Holder(is_public=False, is_visible=access.is_staff(user))


document_access.register_judge(holders)
ReferenceIndex.register_model(Resource)  # knows what stands in the texts
