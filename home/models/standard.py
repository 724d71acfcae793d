"""A page of prose."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from cms.blocks import BodyBlock
from cms.models.base import BasePage, IntroducedPage


class StandardPage(IntroducedPage):
    """A page of prose with its place in the tree; it lists its children under itself."""

    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    template = "pages/standard_page.html"
    parent_page_types = ["home.HomePage", "home.StandardPage", "home.AudiencePage"]
    subpage_types = ["home.StandardPage"]

    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    override_translatable_fields = [
        *BasePage.base_translatable_fields,
        TranslatableField("introduction"),
        TranslatableField("body"),
    ]
    api_fields = [*BasePage.api_fields, APIField("introduction"), APIField("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    structured_data_type = "Article"

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
