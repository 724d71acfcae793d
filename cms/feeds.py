"""robots.txt, the sitemap with alternates, and the feed of changed pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms import slots
from cms.bilingual import active_language
from cms.portal import Portal
from cms.tree import PageNode, tree_for

NEWEST = 30


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines what to leave alone, and where the sitemap is."""
    lines = [
        "User-agent: *",
        "Disallow: /cms/",
        "Disallow: /documents/",
        "Disallow: /fr/compte/",
        "Disallow: /en/account/",
        "Disallow: /fr/recherche/",
        "Disallow: /en/search/",
        f"Sitemap: {Portal.absolute(reverse('sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every page and record that the public may read, of both languages, each with its live translations."""
    tree = tree_for(request)
    entries = [
        {
            "address": Portal.absolute(node.url),
            "changed": node.changed_at,
            "alternates": [
                (language, Portal.absolute(other.url))
                for language, other in sorted(tree.translations[node.translation_key].items())
                if not tree.is_restricted(other)
            ],
        }
        for node in tree.public()
    ]
    for record in slots.sitemap(request):
        alternates = [(language, Portal.absolute(path)) for language, path in sorted(record.addresses.items())]
        entries += [
            {"address": address, "changed": record.changed_at, "alternates": alternates}
            for _language, address in alternates
        ]
    return render(request, "sitemap.xml", {"entries": entries}, content_type="application/xml")


class PageFeed(Feed):
    """What was published or changed last, in the language of the address: public pages only."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Portal:
        return Portal(request)

    def title(self, portal: Portal) -> str:
        return str(portal.settings.name)

    def subtitle(self, portal: Portal) -> str:
        return _("New and changed pages")

    def link(self, portal: Portal) -> str:
        return portal.absolute(portal.home_url)

    def feed_url(self, portal: Portal) -> str:
        return portal.absolute(reverse("page_feed"))

    def items(self, portal: Portal) -> list[PageNode]:
        nodes = [node for node in portal.tree.public() if node.language == active_language() and node.changed_at]
        return sorted(nodes, key=lambda node: node.changed_at, reverse=True)[:NEWEST]  # type: ignore[arg-type,return-value]

    def item_title(self, item: PageNode) -> str:
        return item.title

    def item_description(self, item: PageNode) -> str:
        return item.summary

    def item_link(self, item: PageNode) -> str:
        return Portal.absolute(item.url)

    def item_guid(self, item: PageNode) -> str:
        return Portal.absolute(item.url)

    def item_pubdate(self, item: PageNode) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: PageNode) -> datetime | None:
        return item.changed_at
