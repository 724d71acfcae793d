"""A page for one audience."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail.snippets.blocks import SnippetChooserBlock
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


class ResourceListingBlock(blocks.StructBlock):
    """The first resources of a preset listing of the toolkit, those that the reader may see."""

    heading = blocks.CharBlock(
        label=_("Heading"),
        required=False,
        max_length=120,
        help_text=_("Without one, the preset listing's title is shown."),
    )
    preset = SnippetChooserBlock("resources.PresetListing", label=_("Preset listing"))
    limit = blocks.IntegerBlock(label=_("How many at most"), min_value=1, max_value=12, default=6)

    class Meta:
        icon = "clipboard-list"
        label = _("Resources of the toolkit")
        template = "blocks/resource_listing.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the entries as cards, and where all of them are; none once the preset is deleted."""
        from resources.addresses import preset_url
        from resources.finding.listing import entries_html, preset_entries

        context = super().get_context(value, parent_context=parent_context)
        request, preset = context.get("request"), value.get("preset")
        shown = request is not None and preset is not None
        entries = preset_entries(request, preset, value.get("limit") or 6) if shown else []
        context["entries"] = entries_html(entries, "grid")
        context["all_url"] = preset_url(preset) if shown else ""
        return context


class EventListingBlock(blocks.StructBlock):
    """The next events of a preset listing, those that the reader may see."""

    heading = blocks.CharBlock(
        label=_("Heading"),
        required=False,
        max_length=120,
        help_text=_("Without one, the preset listing's title is shown."),
    )
    preset = SnippetChooserBlock("events.EventPreset", label=_("Preset listing of events"))
    limit = blocks.IntegerBlock(label=_("How many at most"), min_value=1, max_value=12, default=3)

    class Meta:
        icon = "date"
        label = _("Next events")
        template = "blocks/event_listing.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the rows of the events, and where all of them are; none once the preset is deleted."""
        from events.addresses import preset_url
        from events.finding.entries import entries
        from events.finding.html import rows_html
        from events.finding.listing import preset_ids

        context = super().get_context(value, parent_context=parent_context)
        request, preset = context.get("request"), value.get("preset")
        if request is None or preset is None:
            return context
        context["rows"] = rows_html(entries(request, preset_ids(request, preset, value.get("limit") or 3)))
        context["all_url"] = preset_url(preset)
        return context


class AudiencePage(IntroducedPage):
    """An audience, an introduction, and listings preset for it."""

    audience = models.ForeignKey(
        "cms.Audience", verbose_name=_("audience"), null=True, on_delete=models.PROTECT, related_name="pages"
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    listings = StreamField(
        [("pages", PageListingBlock()), ("resources", ResourceListingBlock()), ("events", EventListingBlock())],
        verbose_name=_("listings"),
        blank=True,
    )

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
