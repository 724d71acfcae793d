"""A page for one audience."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.blocks import BodyBlock, PageChoiceBlock
from cms.models.base import BasePage, IntroducedPage


class PageListingBlock(blocks.StructBlock):
    """A listing preset by an editor: the pages of one section, shown as cards."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    section = PageChoiceBlock(label=_("Section"), help_text=_("The pages under this one are listed."))
    sort = blocks.ChoiceBlock(
        label=_("Order"),
        choices=[("order", _("As in the section")), ("newest", _("Newest first"))],
        default="order",
    )
    limit = blocks.IntegerBlock(label=_("How many at most"), min_value=1, max_value=12, default=6)

    class Meta:
        icon = "list-ul"
        label = _("Pages of a section")
        template = "blocks/page_listing.html"


class AudiencePage(IntroducedPage):
    """An audience, an introduction, and listings preset for it."""

    audience = models.ForeignKey(
        "cms.Audience", verbose_name=_("audience"), null=True, on_delete=models.PROTECT, related_name="pages"
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    listings = StreamField([("pages", PageListingBlock())], verbose_name=_("listings"), blank=True)

    template = "pages/audience_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.StandardPage"]

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("audience"),
        FieldPanel("introduction"),
        FieldPanel("body"),
        FieldPanel("listings"),
    ]
    override_translatable_fields = [
        *BasePage.base_translatable_fields,
        SynchronizedField("audience", overridable=False),
        TranslatableField("introduction"),
        TranslatableField("body"),
        TranslatableField("listings"),
    ]
    api_fields = [*BasePage.api_fields, APIField("introduction"), APIField("body"), APIField("listings")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    class Meta:
        verbose_name = _("audience page")
        verbose_name_plural = _("audience pages")
