"""The home page of each language."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from cms import slots
from cms.blocks import LinkBlock, PageChoiceBlock
from cms.models.base import BasePage


class StoryBlock(blocks.StructBlock):
    """One story from a small centre."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), editor="inline")
    quote = blocks.CharBlock(label=_("Quote"), required=False, max_length=240)
    name = blocks.CharBlock(label=_("Who said it"), required=False, max_length=160)
    image = ImageBlock(label=_("Image"), required=False)
    link = LinkBlock(required=False)

    class Meta:
        icon = "openquote"
        label = _("Story")
        template = "blocks/story.html"


class PathBlock(blocks.StructBlock):
    """A way into the portal for one audience."""

    page = PageChoiceBlock(label=_("Page"), page_type="home.AudiencePage")
    text = blocks.CharBlock(label=_("What they find there"), max_length=140)

    class Meta:
        icon = "group"
        label = _("Path")


class HomePage(BasePage):
    """The hero, the strategy in short, a path for each audience, what other apps show here, one story."""

    hero_title = models.CharField(_("title"), max_length=90)
    hero_text = models.TextField(_("text"), max_length=320)
    hero_links = StreamField(
        [("link", LinkBlock())],
        verbose_name=_("buttons"),
        blank=True,
        max_num=2,
        help_text=_("The first is the main one."),
    )
    paths = StreamField([("path", PathBlock())], verbose_name=_("paths"), blank=True, max_num=4)
    strategy_title = models.CharField(_("title"), max_length=120, blank=True)
    strategy_text = RichTextField(_("text"), blank=True, features=["bold", "italic", "ul", "link"])
    story = StreamField([("story", StoryBlock())], verbose_name=_("story"), blank=True, max_num=1)

    template = "pages/home_page.html"
    max_count_per_parent = None
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.StandardPage",
        "home.ContactPage",
        "home.StrategyIndexPage",
        "home.AudiencePage",
        "members.MemberIndexPage",
        "members.PrivateIndexPage",
    ]

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("hero_title"), FieldPanel("hero_text"), FieldPanel("hero_links")], heading=_("Hero")
        ),
        FieldPanel("paths"),
        MultiFieldPanel(
            [FieldPanel("strategy_title"), FieldPanel("strategy_text")], heading=_("The strategy in short")
        ),
        FieldPanel("story"),
    ]
    override_translatable_fields = [
        *BasePage.base_translatable_fields,
        *(
            TranslatableField(name)
            for name in (
                "hero_title",
                "hero_text",
                "hero_links",
                "paths",
                "strategy_title",
                "strategy_text",
                "story",
            )
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        *(index.SearchField(name) for name in ("hero_title", "hero_text", "strategy_text", "story")),
    ]
    api_fields = [
        *BasePage.api_fields,
        *(APIField(name) for name in ("hero_title", "hero_text", "paths", "strategy_title", "strategy_text", "story")),
    ]
    structured_data_type = "WebSite"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def summary(self) -> str:
        return self.search_description or self.hero_text

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["featured_resources"] = slots.listing("featured_resources", request, self)
        context["next_events"] = slots.listing("next_events", request, self)
        context["figures"] = slots.figures(request)
        return context
