"""What the directory gives to pages of other apps: the sitemap, the network in numbers."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import ngettext

from cms import caching
from cms.slots import Figure, SitemapEntry
from cms.tree import request_stamp, tree_for
from members.directory.addresses import directory_nodes, organization_path
from members.models import Organization


def sitemap(request: HttpRequest) -> list[SitemapEntry]:
    """Return the public page of every organization: one query."""
    tree = tree_for(request)
    bases = {language: node.url for language, node in directory_nodes(tree).items()}
    rows = (
        Organization.objects.visible_to(AnonymousUser())
        .exclude(slug_fr="", slug_en="")
        .order_by("pk")
        .values_list("slug_fr", "slug_en", "last_published_at")
    )
    return [
        SitemapEntry(
            {
                language: organization_path(base, {"fr": slug_fr, "en": slug_en}, language)
                for language, base in bases.items()
            },
            changed_at,
        )
        for slug_fr, slug_en, changed_at in rows
    ]


def figures(request: HttpRequest) -> list[Figure]:
    """Count the organizations that everyone may see, and the small centres that have one."""
    organizations, centres = caching.kept("directory-figures", request_stamp(request), _count)
    return [
        Figure(organizations, ngettext("organization", "organizations", organizations)),
        Figure(centres, ngettext("small centre with an organization", "small centres with an organization", centres)),
    ]


def _count() -> tuple[int, int]:
    is_small = Q(community__is_small_centre=True)
    counted = Organization.objects.visible_to(AnonymousUser()).aggregate(
        all=Count("pk"), centres=Count("community", filter=is_small, distinct=True)
    )
    return counted["all"], counted["centres"]
