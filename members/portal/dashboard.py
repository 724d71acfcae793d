"""The dashboard: what waits for me, what is next, what is new, and my organization."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms import access, slots
from cms.bilingual import LANGUAGES, active_language
from cms.tree import Tree, tree_for
from members.directory.addresses import directory_nodes, organization_path
from members.models import Affiliation, Announcement, Organization
from members.portal import navigation
from members.services.visits import new_since
from members.standing import affiliation_of, signed_in

NEWS_SHOWN = 12
COLLEAGUES_SHOWN = 6


@require_safe
@signed_in
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show the private area's first page."""
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
                for announcement in Announcement.objects.visible_to(request.user)[:5]
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
        .select_related("person")
        .order_by("person__first_name", "person__last_name", "pk")
    )
    colleagues = list(others[: COLLEAGUES_SHOWN + 1])
    return {
        "affiliation": affiliation,
        "organization": organization,
        "url": organization_address(organization, tree_for(request)),
        "edit_url": navigation.address_of("organization_profile")
        if navigation.is_organizations_administrator(request)
        else "",
        "colleagues_url": navigation.address_of("colleagues"),
        "colleagues": colleagues[:COLLEAGUES_SHOWN],
        "has_more": len(colleagues) > COLLEAGUES_SHOWN,
    }


def organization_address(organization: Organization, tree: Tree) -> str:
    """Return where the directory shows `organization`; nothing while it is not published or there is no directory."""
    nodes = directory_nodes(tree)
    node = nodes.get(active_language()) or next(iter(nodes.values()), None)
    slugs = {language: getattr(organization, f"slug_{language}") for language in LANGUAGES}
    if node is None or not organization.live or not any(slugs.values()):
        return ""
    return organization_path(node.url, slugs, node.language)
