"""What the toolkit gives to pages of other apps: the sitemap, the home page, what is new, the digest."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cms import caching
from cms.bilingual import active_language
from cms.slots import DigestSection, Listing, NewsItem, SitemapEntry
from cms.tree import Tree, current_tree, request_stamp, tree_for
from resources.addresses import resource_path, toolkit_nodes, toolkit_url
from resources.finding.index import toolkit_index
from resources.finding.listing import entries, entries_html
from resources.models import Resource

NEWS = 20
FEATURED = 3


def sitemap(request: HttpRequest) -> list[SitemapEntry]:
    """Return the page of every public resource: one query."""
    tree = tree_for(request)
    bases = {language: node.url for language, node in toolkit_nodes(tree).items()}
    rows = (
        Resource.objects.visible_to(AnonymousUser())
        .exclude(slug_fr="", slug_en="")
        .order_by("pk")
        .values_list("slug_fr", "slug_en", "last_published_at")
    )
    return [
        SitemapEntry(
            {
                language: resource_path(base, {"fr": slug_fr, "en": slug_en}, language)
                for language, base in bases.items()
            },
            changed_at,
        )
        for slug_fr, slug_en, changed_at in rows
    ]


def featured_resources(request: HttpRequest, page: Any) -> Listing | None:
    """Return the newest resources that the reader may see; the public's are kept under the content stamp."""
    if request.user.is_authenticated:
        found = _newest(request)
    else:
        name = f"featured-resources-{active_language()}"
        found = caching.kept(name, request_stamp(request), lambda: _newest(request))
    html = entries_html(found, "grid")
    return Listing(_("New in the toolkit"), found, url=toolkit_url(), url_label=_("The whole toolkit"), html=html)


def _newest(request: HttpRequest) -> list[dict[str, Any]]:
    index = toolkit_index(request)
    return entries(request, index.ids_in(index.visible_to(request.user), limit=FEATURED))


# --- what is new ----------------------------------------------------------------------------------


def news(request: HttpRequest, since: datetime) -> list[NewsItem]:
    return new_resources(tree_for(request), request.user, since)


def digest_section(person: Any, since: datetime) -> DigestSection | None:
    return DigestSection(_("New in the toolkit"), new_resources(current_tree(), person, since), kind="resources")


def new_resources(tree: Tree, person: Any, since: datetime) -> list[NewsItem]:
    """Return the resources that `person` may see and that were first published after `since`: one query."""
    nodes = toolkit_nodes(tree)
    node = nodes.get(active_language()) or next(iter(nodes.values()), None)
    if node is None:
        return []
    rows: Any = Resource.objects.visible_to(person).filter(first_published_at__gt=since)
    names = ("title_fr", "title_en", "slug_fr", "slug_en", "first_published_at", "live")
    return [
        NewsItem(
            _("Resource"),
            row.title,
            resource_path(node.url, {"fr": row.slug_fr, "en": row.slug_en}, node.language),
            row.first_published_at,
        )
        for row in rows.newest().only(*names)[:NEWS]
    ]
