"""The events' page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import path

from cms.models.base import IndexPage


class EventIndexPage(IndexPage):
    """The events, with their introduction; it routes to preset listings and to each event's pages."""

    template = "pages/event_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("events page")
        verbose_name_plural = _("events pages")

    @path("")
    def listing(self, request: HttpRequest) -> HttpResponse:
        """List the events (events.finding.views)."""
        from events.finding import views

        return views.index(self, request)

    @path("selections/<slug:slug>/")
    def preset(self, request: HttpRequest, slug: str) -> HttpResponse:
        """List what an editor has chosen for somebody."""
        from events.finding import views

        return views.preset(self, request, slug)

    @path("selections/<slug:slug>/rss/")
    def preset_feed(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Tell what was announced of a preset listing, as RSS."""
        from events.finding import feeds

        return feeds.preset_feed(self, request, slug)

    @path("rss/")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """Tell which events were announced, as RSS."""
        from events.finding import feeds

        return feeds.events_feed(self, request)

    @path("<slug:slug>/")
    def event(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show an event (events.reading.views)."""
        from events.reading import views

        return views.event(self, request, slug)

    @path("<slug:slug>/<slug:part>/")
    def event_part(self, request: HttpRequest, slug: str, part: str) -> HttpResponse:
        """Show a part of a summit or a conference (events.reading.views)."""
        from events.reading import views

        return views.event(self, request, slug, part)
