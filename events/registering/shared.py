"""What the pages of registering share."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from events.addresses import event_url
from events.models import Event, EventInvitation
from events.registering.opened import invitation_for
from events.services.seats import HEAVY

READ_OR_SEND = ["GET", "HEAD", "POST"]
HOUR, DAY = 3600, 24 * 3600  # seconds


def event_for(request: HttpRequest, key: str) -> tuple[Event, EventInvitation | None]:
    """Return the event that bears `key`, and the reader's invitation to it.

    Raises Http404 where the reader may not see it and is not invited, whether there is one or not.
    """
    event = Event.objects.filter(key=key, live=True).defer(*HEAVY).first()
    if event is None:
        raise Http404
    invitation = invitation_for(request, event)
    if invitation is None and not Event.objects.visible_to(request.user).filter(pk=event.pk).exists():
        raise Http404
    return event, invitation


def page_context(request: HttpRequest, event: Event) -> dict[str, Any]:
    """Return what every page about registering for `event` shows of it."""
    may_see = Event.objects.visible_to(request.user).filter(pk=event.pk).exists()
    return {"event": event, "event_url": event_url(event) if may_see else "", "robots": "noindex"}
