"""Announcements of events as RSS, of all or of a preset listing: what everyone may see of them, whoever asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _

from cms.bilingual import active_language
from cms.listing_presets import ShownPreset
from cms.portal import Portal
from events.addresses import event_url, events_url, preset_url
from events.finding.dates import when
from events.finding.index import event_index
from events.finding.presets import find_preset
from events.models import Event, EventIndexPage

NEWEST = 30


class EventFeed(Feed):
    """The events that were announced last, in the language of the address; within a preset listing, where one is."""

    feed_type = Rss201rev2Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> ShownPreset | None:
        self.request = request
        if "slug" not in kwargs:
            return None
        shown = find_preset(request, kwargs["slug"], active_language())
        if shown is None:
            raise Http404
        return shown

    def title(self, shown: ShownPreset | None) -> str:
        return f"{shown.title if shown else _('Announced events')} – {Portal(self.request).settings.name}"

    def description(self, shown: ShownPreset | None) -> str:
        if shown is None:
            return _("Events of the network as they are announced")
        return str(shown.introduction or shown.title)

    def link(self, shown: ShownPreset | None) -> str:
        return Portal.absolute(preset_url(shown.preset) if shown else events_url())

    def feed_url(self, shown: ShownPreset | None) -> str:
        return f"{self.link(shown)}rss/"

    def items(self, shown: ShownPreset | None) -> list[Event]:
        index, nobody = event_index(self.request), AnonymousUser()
        within = index.visible_to(nobody)
        if shown is not None:
            within &= shown.among(index)
        ids = index.ids_in(within, order="newest", limit=NEWEST)
        rows = {row.pk: row for row in Event.objects.visible_to(nobody).filter(pk__in=ids).defer("body_fr", "body_en")}
        return [rows[pk] for pk in ids if pk in rows]

    def item_title(self, item: Event) -> str:
        return str(item.title)

    def item_description(self, item: Event) -> str:
        """Say when it is, then what it is about; and first that it is off, where it is."""
        words = []
        if item.is_off:
            words.append(f"{item.get_status_display()}.")
        if item.starts_at and item.ends_at:
            words.append(_("%(when)s (Mountain Time).") % {"when": when(item.starts_at, item.ends_at)})
        return " ".join([*words, str(item.summary)])

    def item_link(self, item: Event) -> str:
        return Portal.absolute(event_url(item))

    def item_guid(self, item: Event) -> str:
        return f"urn:uuid:{item.uid}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: Event) -> datetime | None:
        return item.first_published_at

    def item_categories(self, item: Event) -> list[str]:
        return [str(item.get_kind_display())]


def events_feed(page: EventIndexPage, request: HttpRequest) -> HttpResponse:
    """Answer with the feed of all events."""
    response: HttpResponse = EventFeed()(request)
    return response


def preset_feed(page: EventIndexPage, request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the feed of the preset listing `slug`."""
    response: HttpResponse = EventFeed()(request, slug=slug)
    return response
