"""What this visitor may open: registrations whose link they followed, and their own.

A link's first answer is a redirect to an address without the secret; what it opened stays in the session, so that it
stands in no history that others read, no Referer and no log. The address then has the registration's uid, which opens
nothing by itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.models import EventInvitation, Registration
from events.services import invitations, links

MOST = 20  # links remembered in one session


def opened(request: HttpRequest, purpose: str = links.MANAGE) -> list[str]:
    """Return the uids of what this visitor has followed links to."""
    return list(request.session.get(f"events-{purpose}", []))


def remember(request: HttpRequest, uid: uuid.UUID, purpose: str = links.MANAGE) -> None:
    """Keep that this visitor holds the link for `purpose` of what has `uid`."""
    others = [known for known in opened(request, purpose) if known != uid.hex]
    request.session[f"events-{purpose}"] = [*others, uid.hex][-MOST:]


def link_view(purpose: str, page: str) -> Callable[..., HttpResponse]:
    """Return the view of a link for `purpose`: it leads to the route `page` of the registration that it names."""

    @require_safe
    @never_cache
    def follow(request: HttpRequest, token: str) -> HttpResponse:
        uid = links.uid_of(purpose, token)
        response: HttpResponse
        if uid is None or not Registration.objects.filter(uid=uid).exists():
            response = redirect("registration_link_dead")
        else:
            if request.method == "GET":
                remember(request, uid, purpose)
            response = redirect(page, uid)
        response["Referrer-Policy"] = "no-referrer"
        return response

    return follow


def registration_for(request: HttpRequest, uid: uuid.UUID, purpose: str = links.MANAGE) -> Registration:
    """Return the registration with `uid`, for whoever followed its link for `purpose` or whose own it is.

    Raises Http404 for everybody else, whether there is one or not.
    """
    rows = Registration.objects.select_related("event", "organization", "person")
    if uid.hex not in opened(request, purpose):
        rows = rows.filter(own(request.user))
    found = rows.filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def own(user: Any) -> Q:
    """Return the condition for registrations that are `user`'s: by their account, or by its address."""
    if not user.is_authenticated:
        return Q(pk__in=())
    return Q(person=user) | Q(email__iexact=user.email)


def invitation_for(request: HttpRequest, event: Any) -> EventInvitation | None:
    """Return the invitation to `event` by which this visitor may register: opened by its link, or the account's."""
    uids = opened(request, links.INVITATION)
    if uids:
        found = EventInvitation.objects.filter(event=event, uid__in=uids, revoked_at=None).order_by("-pk").first()
        if found is not None:
            return found
    return invitations.open_invitation(event, request.user.email) if request.user.is_authenticated else None
