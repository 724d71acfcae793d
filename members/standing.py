"""Where a person stands: their organization, and what they may do for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from members.models import Affiliation, Organization
from members.models.affiliations import OrganizationRole
from members.services.visits import note_visit

View = Callable[..., HttpResponse]


def affiliation_of(user: Any) -> Affiliation | None:
    """Return what `user` is of which organization now, or None. One query for each user object."""
    if not user.is_authenticated or not user.is_active:
        return None
    if "_affiliation" not in user.__dict__:
        current = Affiliation.objects.current().filter(person=user)
        user.__dict__["_affiliation"] = current.select_related("organization__community", "organization__kind").first()
    return user.__dict__["_affiliation"]


def organization_of(user: Any) -> Organization | None:
    affiliation = affiliation_of(user)
    return affiliation.organization if affiliation else None


def administers(user: Any, organization: Organization) -> bool:
    """Whether `user` is an administrator of `organization` now."""
    affiliation = affiliation_of(user)
    return (
        affiliation is not None
        and affiliation.organization_id == organization.pk
        and affiliation.role == OrganizationRole.ADMINISTRATOR
    )


def signed_in(view: View) -> View:
    """Let people in who are signed in; others are led to the sign-in page. No cache keeps the answer."""

    @wraps(view)
    def visited(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        note_visit(request.user)
        return view(request, *args, **options)

    return never_cache(login_required(visited))


def for_administrators(view: View) -> View:
    """Let an organization's administrators in; the view gets their affiliation after the request."""

    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        affiliation = affiliation_of(request.user)
        if affiliation is None or not administers(request.user, affiliation.organization):
            raise PermissionDenied
        return view(request, affiliation, *args, **options)

    return guarded
