"""The dashboard: what waits for me, what is next, what is new, and my organization."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms import access, slots
from cms.bilingual import LANGUAGES, active_language
from cms.tree import Tree, request_stamp, tree_for
from members.directory.addresses import directory_nodes, organization_path
from members.models import Affiliation, Organization, User
from members.portal import navigation, shared
from members.services.visits import new_since
from members.standing import affiliation_of, signed_in

ANNOUNCEMENTS_SHOWN = 4
NEWS_SHOWN = 10
COLLEAGUES_SHOWN = 6
ORGANIZATION_FIELDS = (
    *("title_fr", "title_en", "slug_fr", "slug_en", "live", "is_aaisa_member", "confirmed_at", "first_published_at"),
    *("community__name_fr", "community__name_en"),
)
COLLEAGUE_FIELDS = ("first_name", "last_name", "email", "position_fr", "position_en")


@require_safe
@signed_in
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show the private area's first page."""
    recall_briefly(request.user)
    since = new_since(request.user)
    news = slots.news(request, since)
    return render(
        request,
        "portal/dashboard.html",
        {
            "waiting": slots.waiting(request),
            "panels": slots.dashboard_panels(request),
            "announcements": [
                (announcement, announcement.starts_at > since)
                for announcement in shared.announcements(request.user, request_stamp(request))[:ANNOUNCEMENTS_SHOWN]
            ],
            "news": news[:NEWS_SHOWN],
            "news_left": len(news) - NEWS_SHOWN,
            "since": since,
            "is_first_visit": request.user.previous_visit_at is None,  # type: ignore[union-attr]
            "is_staff": access.is_staff(request.user),
            "organization_card": organization_card(request),
            "join_url": navigation.address_of("join_organization"),
            "robots": "noindex",
        },
    )


def recall_briefly(user: Any) -> None:
    """Read where `user` stands without the long texts of their organization: the dashboard shows none of them."""
    current = Affiliation.objects.current().filter(person=user).select_related("organization__community")
    brief = current.only("role", "person_id", *(f"organization__{name}" for name in ORGANIZATION_FIELDS))
    user.__dict__["_affiliation"] = next(iter(brief[:1]), None)


def organization_card(request: HttpRequest) -> dict[str, Any] | None:
    """Return what the card of the reader's organization shows, or None for somebody without one."""
    affiliation = affiliation_of(request.user)
    if affiliation is None:
        return None
    organization = affiliation.organization
    others = (
        Affiliation.objects.current()
        .filter(organization=organization)
        .exclude(person=request.user.pk)
        .order_by("person__first_name", "person__last_name", "pk")
        .values_list(*(f"person__{name}" for name in COLLEAGUE_FIELDS))
    )
    colleagues = [User(**dict(zip(COLLEAGUE_FIELDS, row, strict=True))) for row in others[: COLLEAGUES_SHOWN + 1]]
    slugs = {language: getattr(organization, f"slug_{language}") for language in LANGUAGES}
    is_listed = access.is_reachable(Organization, request.user)
    return {
        "affiliation": affiliation,
        "organization": organization,
        "url": organization_address(slugs, tree_for(request)) if organization.live and is_listed else "",
        "edit_url": navigation.address_of("organization_profile")
        if navigation.is_organizations_administrator(request)
        else "",
        "colleagues_url": navigation.address_of("colleagues"),
        "colleagues": colleagues[:COLLEAGUES_SHOWN],
        "has_more": len(colleagues) > COLLEAGUES_SHOWN,
    }


def organization_address(slugs: Mapping[str, str], tree: Tree) -> str:
    """Return where the directory shows the published organization with these slugs; nothing without a directory."""
    nodes = directory_nodes(tree)
    node = nodes.get(active_language()) or next(iter(nodes.values()), None)
    return organization_path(node.url, slugs, node.language) if node and any(slugs.values()) else ""
