"""What this app itself puts into the places of the private area (cms/slots.py): waiting things, news, the digest."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import caching
from cms.bilingual import LocalizedText, active_language, other_language
from cms.slots import DigestSection, NewsItem, Waiting
from cms.tree import Tree, current_tree, request_stamp, tree_for
from members.models import Announcement, StaffConversation
from members.portal import shared
from members.portal.dashboard import organization_address
from members.portal.navigation import unread_messages

MOST = 20  # of each kind


def waiting(request: HttpRequest) -> list[Waiting]:
    """Answers of staff that I have not read; for staff, the conversations that wait for them."""
    found = []
    if unread := unread_messages(request):
        text = ngettext(
            "Staff have answered you: %(number)d message to read",
            "Staff have answered you: %(number)d messages to read",
            unread,
        )
        found.append(Waiting(text % {"number": unread}, reverse("conversations")))
    if request.user.has_perm("members.change_staffconversation"):
        open_ones = StaffConversation.objects.waiting().count()
        if open_ones:
            text = ngettext(
                "%(number)d conversation waits for an answer of staff",
                "%(number)d conversations wait for an answer of staff",
                open_ones,
            )
            address = reverse("wagtailsnippets_members_staffconversation:list")
            found.append(Waiting(text % {"number": open_ones}, f"{address}?state=waiting"))
    return found


def news(request: HttpRequest, since: datetime) -> list[NewsItem]:
    """New organizations of the directory and private pages; announcements stand on the dashboard in full."""
    tree, stamp = tree_for(request), request_stamp(request)
    return [*new_organizations(tree, stamp, request.user, since), *new_private_pages(tree, request.user, since)]


def new_announcements(person: Any, since: datetime) -> list[NewsItem]:
    address = reverse("private_area")
    found = Announcement.objects.visible_to(person).filter(starts_at__gt=since)[:MOST]
    return [
        NewsItem(_("Announcement"), item.title, f"{address}#announcement-{item.pk}", item.starts_at) for item in found
    ]


def new_organizations(tree: Tree, stamp: int, person: Any, since: datetime) -> list[NewsItem]:
    language = active_language()
    found = []
    for row in shared.organizations(person, stamp, since)[:MOST]:
        shown = language if row.titles[language] else other_language(language)
        if address := organization_address(row.slugs, tree):
            title = LocalizedText(row.titles[shown], shown)
            found.append(NewsItem(_("Organization"), title, address, row.at))
    return found


def new_private_pages(tree: Tree, person: Any, since: datetime) -> list[NewsItem]:
    """Private pages that `person` may see, published or changed after `since`: each once, in their language."""
    language = active_language()
    found: dict[str, NewsItem] = {}
    for node in tree.by_id.values():
        if node.model != "privatepage" or node.changed_at is None or node.changed_at <= since:
            continue
        if node.translation_key in found and node.language != language:
            continue
        if tree.is_visible(node, person):
            is_new = node.published_at is not None and node.published_at > since
            kind = _("New page") if is_new else _("Changed page")
            found[node.translation_key] = NewsItem(kind, node.title, node.url, node.changed_at)
    return sorted(found.values(), key=lambda item: item.at, reverse=True)[:MOST]


def announcements_section(person: Any, since: datetime) -> DigestSection | None:
    return DigestSection(_("Announcements"), new_announcements(person, since))


def organizations_section(person: Any, since: datetime) -> DigestSection | None:
    items = new_organizations(current_tree(), caching.current_stamp(), person, since)
    return DigestSection(_("New organizations in the directory"), items)


def private_pages_section(person: Any, since: datetime) -> DigestSection | None:
    return DigestSection(_("In your spaces"), new_private_pages(current_tree(), person, since))
