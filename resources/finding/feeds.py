"""What is new in a preset listing, as RSS: what everyone may see of it, whoever asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Rss201rev2Feed

from cms.bilingual import active_language
from cms.portal import Portal
from resources.addresses import preset_url, resource_url
from resources.finding.index import toolkit_index
from resources.finding.presets import ShownPreset, find_preset
from resources.models import Resource, ResourceIndexPage

NEWEST = 30


class PresetFeed(Feed):
    """A preset listing's newest resources, in the language of the address."""

    feed_type = Rss201rev2Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> ShownPreset:
        self.request = request
        shown = find_preset(request, kwargs["slug"], active_language())
        if shown is None:
            raise Http404
        return shown

    def title(self, shown: ShownPreset) -> str:
        return f"{shown.title} – {Portal(self.request).settings.name}"

    def description(self, shown: ShownPreset) -> str:
        return str(shown.introduction or shown.title)

    def link(self, shown: ShownPreset) -> str:
        return Portal.absolute(preset_url(shown.preset))

    def feed_url(self, shown: ShownPreset) -> str:
        return f"{self.link(shown)}rss/"

    def items(self, shown: ShownPreset) -> list[Resource]:
        index, nobody = toolkit_index(self.request), AnonymousUser()
        ids = index.ids_in(index.visible_to(nobody) & shown.among(index), limit=NEWEST)
        return list(Resource.objects.visible_to(nobody).filter(pk__in=ids).select_related("resource_type").newest())

    def item_title(self, item: Resource) -> str:
        return str(item.title)

    def item_description(self, item: Resource) -> str:
        return str(item.summary)

    def item_link(self, item: Resource) -> str:
        return Portal.absolute(resource_url(item))

    def item_guid(self, item: Resource) -> str:
        return f"urn:resource:{item.key}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: Resource) -> datetime | None:
        return item.first_published_at

    def item_categories(self, item: Resource) -> list[str]:
        return [str(item.resource_type)] if item.resource_type else []


def preset_feed(page: ResourceIndexPage, request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the feed of the preset listing `slug`."""
    response: HttpResponse = PresetFeed()(request, slug=slug)
    return response
