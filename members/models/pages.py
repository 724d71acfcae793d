"""The directory's page, and the private pages of members and partners."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from cms.blocks import BodyBlock
from cms.models.base import BasePage, IndexPage, IntroducedPage


class MemberIndexPage(IndexPage):
    """The directory of organizations, with its introduction; it routes to each organization's page."""

    template = "pages/member_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("directory of organizations")
        verbose_name_plural = _("directories of organizations")

    @path("")
    def directory(self, request: HttpRequest) -> HttpResponse:
        """List the organizations (members.directory.views)."""
        from members.directory import views

        return views.index(self, request)

    @path("<slug:slug>/")
    def organization(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show an organization."""
        from members.directory import views

        return views.organization(self, request, slug)


class PrivateAreaPage(IntroducedPage):
    """A page of the private area: reading it is a visit there."""

    structured_data_type = ""

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not getattr(request, "is_preview", False):
            from members.services.visits import note_visit

            note_visit(request.user)
        return super().serve(request, *args, **kwargs)


class PrivateIndexPage(PrivateAreaPage):
    """The spaces of members and partners: lists the private pages that the reader may see.

    It is open to nobody who is not signed in (members.privacy), and so is what lies under it: a private page without
    a restriction of its own has the index's.
    """

    template = "pages/private_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["members.PrivatePage"]

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    override_translatable_fields = [*BasePage.base_translatable_fields, TranslatableField("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("index of private spaces")
        verbose_name_plural = _("indexes of private spaces")


class PrivatePage(PrivateAreaPage):
    """A page for some people only: editors choose whom by the page's privacy."""

    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    template = "pages/private_page.html"
    parent_page_types = ["members.PrivateIndexPage", "members.PrivatePage"]
    subpage_types = ["members.PrivatePage"]

    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    override_translatable_fields = [
        *BasePage.base_translatable_fields,
        TranslatableField("introduction"),
        TranslatableField("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    class Meta:
        verbose_name = _("private page")
        verbose_name_plural = _("private pages")
