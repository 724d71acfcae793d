"""The Small Centre Strategy: versions, each with its numbered pages (DOMAIN.md, "The strategy itself")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms import caching
from cms.blocks import BodyBlock, PageChoiceBlock, SectionBlock
from cms.models.base import BasePage, IntroducedPage
from cms.tree import PageNode, request_stamp, tree_for

FIRST_YEAR, LAST_YEAR = 2000, 2100


class StrategyIndexPage(IntroducedPage):
    """One version of the strategy: its year, its notice, its pages in order.

    The current version is the child of the home page; earlier ones lie under it, at the address of their year.
    """

    version_year = models.PositiveSmallIntegerField(_("year of this version"), null=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    what_changed = RichTextField(
        _("what changed since the version before"), blank=True, features=["bold", "italic", "ol", "ul", "link"]
    )
    copyright_notice = RichTextField(
        _("copyright notice"),
        blank=True,
        features=["bold", "italic", "link"],
        help_text=_("Shown with every page of this version: on screen, in print, in exports and in the API."),
    )

    template = "pages/strategy_index_page.html"
    parent_page_types = ["home.HomePage", "home.StrategyIndexPage"]
    subpage_types = ["home.StrategyPage", "home.StrategyIndexPage"]

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("version_year"),
        FieldPanel("introduction"),
        FieldPanel("body"),
        FieldPanel("what_changed"),
        FieldPanel("copyright_notice"),
    ]
    override_translatable_fields = [
        *BasePage.base_translatable_fields,
        SynchronizedField("version_year", overridable=False),
        *(TranslatableField(name) for name in ("introduction", "body", "what_changed", "copyright_notice")),
    ]
    api_fields = [
        *BasePage.api_fields,
        *(APIField(name) for name in ("version_year", "introduction", "body", "what_changed", "copyright_notice")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    structured_data_type = "Article"

    class Meta:
        verbose_name = _("version of the strategy")
        verbose_name_plural = _("versions of the strategy")

    def clean(self) -> None:
        super().clean()
        if self.version_year is not None and not FIRST_YEAR <= self.version_year <= LAST_YEAR:
            raise ValidationError({"version_year": _("Give the year of this version in four digits.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        tree = tree_for(request)
        if node := tree.node(self.pk):
            children = tree.children(node, request.user)
            context["parts"] = numbered_parts(request, [child for child in children if child.model == "strategypage"])
            context["versions"] = strategy_versions(request, node)
        return context


class StrategyPage(IntroducedPage):
    """A part of the strategy: numbered sections with a table of contents, and what delivers the part."""

    number = models.CharField(_("number"), max_length=20, blank=True, help_text=_("For example 3."))
    sections = StreamField([("section", SectionBlock())], verbose_name=_("sections"), blank=True)
    delivered_by = StreamField(
        [("page", PageChoiceBlock(label=_("Page")))],
        verbose_name=_("what delivers this part"),
        blank=True,
        help_text=_("Pages of the activities that put this part into practice."),
    )

    template = "pages/strategy_page.html"
    parent_page_types = ["home.StrategyIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("title")]),
        FieldPanel("introduction"),
        FieldPanel("sections"),
        FieldPanel("delivered_by"),
        HelpPanel(_("The copyright notice is set once, on the page of the version.")),
    ]
    override_translatable_fields = [
        *BasePage.base_translatable_fields,
        SynchronizedField("number", overridable=False),
        *(TranslatableField(name) for name in ("introduction", "sections", "delivered_by")),
    ]
    api_fields = [
        *BasePage.api_fields,
        *(APIField(name) for name in ("number", "introduction", "sections", "version_year", "copyright_notice")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("sections")]
    structured_data_type = "Article"

    class Meta:
        verbose_name = _("part of the strategy")
        verbose_name_plural = _("parts of the strategy")

    @property
    def version(self) -> StrategyIndexPage | None:
        """The version that this part belongs to, read once for each page object."""
        if "_version" not in self.__dict__:
            self._version = StrategyIndexPage.objects.filter(path=self.path[: -self.steplen]).first()
        return self._version

    @property
    def version_year(self) -> int | None:
        return getattr(self.version, "version_year", None)

    @property
    def copyright_notice(self) -> str:
        """The notice of the version: it stays with every rendering of the part."""
        return getattr(self.version, "copyright_notice", "")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        tree = tree_for(request)
        node = tree.node(self.pk)
        parent = tree.parent(node) if node else None
        if node and parent:
            if known := facts_for(request).versions.get(parent.id):
                self._version = known
            siblings = [child for child in tree.children(parent, request.user) if child.model == "strategypage"]
            place = next((number for number, child in enumerate(siblings) if child.id == self.pk), None)
            if place is not None:
                context["previous_part"] = siblings[place - 1] if place else None
                context["next_part"] = siblings[place + 1] if place + 1 < len(siblings) else None
            context["parts"] = numbered_parts(request, siblings)
            context["version_node"] = parent
            context["versions"] = strategy_versions(request, parent)
        context["delivered_by"] = [
            found for block in self.delivered_by if block.value and (found := tree.in_language(block.value.pk, request))
        ]
        return context


@dataclass(frozen=True)
class Version:
    """What stands once for a version of the strategy and is shown with each of its parts."""

    version_year: int | None
    copyright_notice: str


@dataclass(frozen=True)
class StrategyFacts:
    """The numbers of all parts and what stands on all versions, by page id: kept in memory as menus are."""

    numbers: dict[int, str]
    versions: dict[int, Version]


def read_facts() -> StrategyFacts:
    """Read the facts of the live pages: two queries."""
    rows = StrategyIndexPage.objects.live().values_list("pk", "version_year", "copyright_notice")
    return StrategyFacts(
        numbers=dict(StrategyPage.objects.live().values_list("pk", "number")),
        versions={pk: Version(year, notice) for pk, year, notice in rows},
    )


def facts_for(request: HttpRequest) -> StrategyFacts:
    """Return the facts as this request sees them, under the content stamp."""
    return caching.kept("strategy", request_stamp(request), read_facts)


@dataclass(frozen=True)
class StrategyPart:
    """A part as lists of parts show it."""

    node: PageNode
    number: str


def numbered_parts(request: HttpRequest, nodes: list[PageNode]) -> list[StrategyPart]:
    """Return the parts at `nodes` with their numbers."""
    numbers = facts_for(request).numbers
    return [StrategyPart(node, numbers.get(node.id, "")) for node in nodes]


def strategy_versions(request: HttpRequest, node: PageNode) -> list[tuple[PageNode, str]]:
    """Return the versions beside the one at `node`, newest first, each with its year as text."""
    tree, known = tree_for(request), facts_for(request).versions
    current = node
    while (parent := tree.parent(current)) and parent.model == "strategyindexpage":
        current = parent
    found = [current, *(child for child in tree.children(current, request.user) if child.model == "strategyindexpage")]
    named = [(version, str(known[version.id].version_year or "") if version.id in known else "") for version in found]
    return sorted(named, key=lambda pair: pair[1], reverse=True)
