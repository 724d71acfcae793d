"""Which files of resources could not be read: nobody finds them by what is written in them."""

from __future__ import annotations

from django.db.models import QuerySet

from resources.models import DocumentText, ResourceFile

_State = DocumentText.State
UNREAD_STATES = (_State.EMPTY, _State.PROTECTED, _State.UNREADABLE, _State.TOO_LARGE, _State.TOO_SLOW)


def unread_documents() -> QuerySet[ResourceFile]:
    """Return the files of resources whose document could not be read, or holds no text (a scan, most often).

    Each comes with its resource and document; why stands in `file.document.extracted`.
    """
    found = ResourceFile.objects.filter(document__extracted__state__in=UNREAD_STATES)
    return found.select_related("resource", "document__extracted").order_by("-document__extracted__read_at", "pk")
