"""What every page of the portal is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.api import APIField
from wagtail.compat import HTTPMethod
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.copying import CopyWithoutAliasForm
from cms.reserved import refuse_reserved_slug

INLINE_FEATURES = ["bold", "italic", "superscript", "link", "document-link"]


HOME_DEPTH = 2


class BasePageForm(WagtailAdminPageForm):
    """Wagtail's form for a page; under a home page it refuses the slugs that the code needs."""

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if self.parent_page and self.parent_page.depth == HOME_DEPTH:
            refuse_reserved_slug(slug)
        return slug


class BasePage(Page):
    """Base of every page type: a social image, a review date, and the parts of a page that search engines read.

    `promote_fields` of a subclass hold for both languages; `override_translatable_fields` says which fields each
    language has of its own and which stand once.
    """

    social_image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("image for social networks"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown when the page is shared; 1200 × 630 pixels or more. Without one, the portal's own is used."),
    )
    review_on = models.DateField(
        _("to be reviewed on"),
        null=True,
        blank=True,
        help_text=_("The day on which somebody should read this page again and see whether it still holds."),
    )

    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
                FieldPanel("social_image"),
            ],
            heading=_("For search engines and social networks"),
        ),
    ]
    settings_panels = [PublishingPanel(), FieldPanel("review_on")]

    #: Names for the fields that every page type shares; a subclass adds its own.
    base_translatable_fields = [
        TranslatableField("title"),
        TranslatableField("slug"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        SynchronizedField("social_image"),
        SynchronizedField("review_on", overridable=False),
    ]

    api_fields = [APIField("search_description"), APIField("review_on")]

    #: schema.org type of the page's own JSON-LD; empty for none.
    structured_data_type = "WebPage"
    show_in_menus_default = False
    base_form_class = BasePageForm
    copy_form_class = CopyWithoutAliasForm
    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.depth == HOME_DEPTH + 1:
            try:
                refuse_reserved_slug(self.slug)
            except ValidationError as error:
                raise ValidationError({"slug": error}) from None

    @property
    def summary(self) -> str:
        """One sentence or two about the page, for cards, listings and search engines."""
        return self.search_description

    @property
    def kind(self) -> str:
        """The word above the page's title in a card."""
        return str(self._meta.verbose_name)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        if not hasattr(request, "portal_page"):  # a preview: cms.views.serve_page sets it for visitors
            request.portal_page = self  # type: ignore[attr-defined]
        context = super().get_context(request, *args, **kwargs)
        context["robots"] = "noindex" if getattr(request, "is_preview", False) else ""
        return context


class IntroducedPage(BasePage):
    """A page that opens with an introduction of a few sentences."""

    introduction = RichTextField(_("introduction"), blank=True, features=INLINE_FEATURES)

    class Meta:
        abstract = True


class IndexPage(RoutablePageMixin, IntroducedPage):
    """The page of a kind of records, with its introduction: it lists them, and routes to the page of each.

    There is one under each home page, made by a migration (cms.index_pages).
    """

    max_count_per_parent = 1

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    override_translatable_fields = [*BasePage.base_translatable_fields, TranslatableField("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    api_fields = [*BasePage.api_fields, APIField("introduction")]
    structured_data_type = "CollectionPage"

    class Meta:
        abstract = True
