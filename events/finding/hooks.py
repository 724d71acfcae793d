"""What events give to pages of other apps: the home page, the sitemap, what is new, the digest, figures."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.bilingual import active_language
from cms.slots import DigestSection, Figure, Listing, NewsItem, SitemapEntry
from cms.tree import Tree, current_tree, tree_for
from events.addresses import event_path, events_nodes, events_url
from events.finding.entries import entries
from events.finding.html import rows_html
from events.finding.index import event_index
from events.finding.listing import next_ids
from events.models import Event

NEXT = 3
NEWS = 20
ROWS = "components/event_rows.html"


def next_events(request: HttpRequest, page: Any) -> Listing | None:
    """Return the next events that the reader may see, for the home page: one query."""
    if not (url := events_url()):
        return None
    shown = entries(request, next_ids(request, limit=NEXT), path=url)
    return Listing(_("Next events"), [rows_html(shown)] if shown else [], ROWS, url, _("All events"))


def sitemap(request: HttpRequest) -> list[SitemapEntry]:
    """Return the page of every public event: one query."""
    tree = tree_for(request)
    bases = {language: node.url for language, node in events_nodes(tree).items() if not tree.is_restricted(node)}
    if not bases:
        return []
    rows = (
        Event.objects.visible_to(AnonymousUser())
        .exclude(slug_fr="", slug_en="")
        .order_by("pk")
        .values_list("slug_fr", "slug_en", "last_published_at")
    )
    return [
        SitemapEntry(
            {language: event_path(base, {"fr": french, "en": english}, language) for language, base in bases.items()},
            changed_at,
        )
        for french, english, changed_at in rows
    ]


def figures(request: HttpRequest) -> list[Figure]:
    """Count the events to come that everyone may see: no query beside those of the index."""
    index = event_index(request)
    coming = index.visible_to(AnonymousUser()) & index.upcoming(timezone.now()) & index.taking_place
    count = coming.bit_count()
    return [Figure(count, ngettext("upcoming event", "upcoming events", count))]


# --- what is new ----------------------------------------------------------------------------------


def news(request: HttpRequest, since: datetime) -> list[NewsItem]:
    return new_events(tree_for(request), request.user, since)


def digest_section(person: Any, since: datetime) -> DigestSection | None:
    return DigestSection(_("Newly announced events"), new_events(current_tree(), person, since), kind="events")


def new_events(tree: Tree, person: Any, since: datetime) -> list[NewsItem]:
    """Return the events to come that `person` may see and that were announced after `since`: one query."""
    nodes = events_nodes(tree)
    node = nodes.get(active_language()) or next(iter(nodes.values()), None)
    if node is None:
        return []
    rows: Any = Event.objects.visible_to(person).upcoming().taking_place()
    names = ("title_fr", "title_en", "slug_fr", "slug_en", "first_published_at", "live")
    return [
        NewsItem(
            _("Event"),
            row.title,
            event_path(node.url, {"fr": row.slug_fr, "en": row.slug_en}, node.language),
            row.first_published_at,
        )
        for row in rows.filter(first_published_at__gt=since).order_by("-first_published_at", "-pk").only(*names)[:NEWS]
    ]
