"""The toolkit's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import path

from cms.models.base import IndexPage


class ResourceIndexPage(IndexPage):
    """The toolkit, with its introduction; it routes to preset listings and to each resource's page."""

    template = "pages/resource_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("toolkit")
        verbose_name_plural = _("toolkits")

    @path("")
    def toolkit(self, request: HttpRequest) -> HttpResponse:
        """List the resources (resources.finding.views)."""
        from resources.finding import views

        return views.index(self, request)

    @path("selections/<slug:slug>/")
    def preset(self, request: HttpRequest, slug: str) -> HttpResponse:
        """List what an editor has chosen for somebody."""
        from resources.finding import views

        return views.preset(self, request, slug)

    @path("selections/<slug:slug>/rss/")
    def preset_feed(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Tell what is new in a preset listing, as RSS."""
        from resources.finding import feeds

        return feeds.preset_feed(self, request, slug)

    @path("<slug:slug>/")
    def resource(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show a resource (resources.reading.views)."""
        from resources.reading import views

        return views.resource(self, request, slug)
