"""Secret links: what a link's secret opens is kept in the session, and the visitor is led to an address without it.

So the secret stands in no history that others read, no Referer and no log: the first answer is always a redirect.
The pages behind it have forms, and browsers would send "Origin: null" with them under `no-referrer`, which the CSRF
check refuses; `same-origin` tells other sites just as little.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from members.models import Invitation, JoinRequest
from members.models.affiliations import token_digest

INVITATION, REQUEST, DELETION = "invitation", "join-request", "cancel-deletion"
View = Callable[..., HttpResponse]


def link_view(key: str, page: str, keep: Callable[[str], str] = token_digest) -> View:
    """Return the view of a link: it keeps what `keep` makes of the secret under `key`, and leads to `page`."""

    @require_safe
    @never_cache
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        if request.method == "GET":
            request.session[key] = keep(token)
        response = redirect(page)
        response["Referrer-Policy"] = "no-referrer"
        return response

    return opened


def behind_link(view: View) -> View:
    """Mark a page that stands behind a secret link: no cache keeps it, no other site hears of it."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        response = view(request, *args, **options)
        response["Referrer-Policy"] = "same-origin"
        return response

    return never_cache(marked)


def invitation_of(request: HttpRequest) -> Invitation | None:
    """Return the invitation whose link was opened in this session, whatever its state."""
    digest = request.session.get(INVITATION)
    found = Invitation.objects.select_related("organization", "invited_by")
    return found.filter(token_digest=digest).first() if digest else None


def join_request_of(request: HttpRequest) -> JoinRequest | None:
    """Return the request to join whose link was opened in this session."""
    digest = request.session.get(REQUEST)
    found = JoinRequest.objects.select_related("organization")
    return found.filter(token_digest=digest).first() if digest else None
