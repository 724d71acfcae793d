"""The ways through the private area: what stands beside each of its pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from cms.bilingual import active_language
from cms.tree import PageNode, tree_for
from members.models import StaffMessage
from members.models.affiliations import OrganizationRole
from members.standing import affiliation_of


@dataclass(frozen=True)
class Way:
    """A link beside the private area's pages; `count` is what waits behind it."""

    label: str
    url: str
    count: int = 0
    current: str = ""
    """What `aria-current` says: "page" here, "true" for what lies under it, else nothing."""


def is_affiliated(request: HttpRequest) -> bool:
    return affiliation_of(request.user) is not None


def is_organizations_administrator(request: HttpRequest) -> bool:
    affiliation = affiliation_of(request.user)
    return affiliation is not None and affiliation.role == OrganizationRole.ADMINISTRATOR


def everyone(request: HttpRequest) -> bool:
    return True


#: Label, name of the route, for whom. A route that is not there has no entry.
WAYS: tuple[tuple[Any, str, Callable[[HttpRequest], bool]], ...] = (
    (_("Dashboard"), "private_area", everyone),
    (_("Spaces"), "", everyone),
    (_("My events"), "my_events", everyone),
    (_("Messages to staff"), "conversations", everyone),
    (_("My organization"), "my_affiliation", everyone),
    (_("Profile of my organization"), "organization_profile", is_organizations_administrator),
    (_("Colleagues"), "colleagues", is_affiliated),
    (_("My calendar"), "my_calendar", everyone),
    (_("Notifications by mail"), "notification_settings", everyone),
    (_("My data"), "my_data", everyone),
    (_("My account"), "account_overview", everyone),
)


def address_of(route: str, *args: Any) -> str:
    """Return the address of `route` in the active language, or nothing where there is no such route."""
    try:
        return reverse(route, args=args)
    except NoReverseMatch:
        return ""


def spaces(request: HttpRequest) -> PageNode | None:
    """Return the index of private spaces in the reader's language, else in the other one; None where there is none."""
    tree = tree_for(request)
    if "_spaces" not in tree.__dict__:
        tree.__dict__["_spaces"] = [node for node in tree.by_id.values() if node.model == "privateindexpage"]
    found = [node for node in tree.__dict__["_spaces"] if tree.is_visible(node, request.user)]
    return next((node for node in found if node.language == active_language()), found[0] if found else None)


def unread_messages(request: HttpRequest) -> int:
    """Return how many messages of staff the reader has not read. One query for each request."""
    if "_unread_messages" not in request.__dict__:
        unread = StaffMessage.objects.filter(
            conversation__person=request.user.pk, is_from_staff=True, read_at=None
        ).count()
        request.__dict__["_unread_messages"] = unread
    return request.__dict__["_unread_messages"]


def ways(request: HttpRequest) -> list[Way]:
    """Return the links that the reader may follow."""
    found = []
    for label, route, is_for in WAYS:
        if not is_for(request):
            continue
        if route:
            url = address_of(route)
        else:
            node = spaces(request)
            url = node.url if node else ""
        if url:
            count = unread_messages(request) if route == "conversations" else 0
            found.append(Way(str(label), url, count, _current(request, url, is_root=route == "private_area")))
    return found


def _current(request: HttpRequest, url: str, *, is_root: bool) -> str:
    if request.path == url:
        return "page"
    return "true" if not is_root and request.path.startswith(url) else ""
