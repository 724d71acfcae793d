"""Resources: what the toolkit holds, one row for both languages (DOMAIN.md, "Toolkit")."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.search import index

from cms.bilingual import LANGUAGES, Localized
from cms.blocks import BodyBlock
from cms.models import Audience, Record, RecordQuerySet, ResourceType, Topic
from cms.slugs import free_slug
from members.models import Organization
from resources.signals import resource_saved

#: Words that stand in the place of a resource's slug in the toolkit's own addresses.
RESERVED_SLUGS = frozenset({"selections"})
FIRST_YEAR = 1950


class Setting(models.TextChoices):
    """Whom a resource or a file serves by where they work (DOMAIN.md, "Setting")."""

    SMALL_CENTRE = "small-centre", _("Small centre")
    URBAN = "urban", _("Urban")
    BOTH = "both", _("Small centre and urban")


class Licence(models.TextChoices):
    """What readers may do with a resource."""

    CC_BY = "cc-by", _("Creative Commons Attribution 4.0 (CC BY)")
    CC_BY_SA = "cc-by-sa", _("Creative Commons Attribution-ShareAlike 4.0 (CC BY-SA)")
    CC_BY_NC = "cc-by-nc", _("Creative Commons Attribution-NonCommercial 4.0 (CC BY-NC)")
    CC_BY_NC_SA = "cc-by-nc-sa", _("Creative Commons Attribution-NonCommercial-ShareAlike 4.0 (CC BY-NC-SA)")
    OGL_ALBERTA = "ogl-ab", _("Open Government Licence – Alberta")
    OGL_CANADA = "ogl-ca", _("Open Government Licence – Canada")
    PUBLIC_DOMAIN = "public-domain", _("Public domain")
    ALL_RIGHTS_RESERVED = "all-rights-reserved", _("All rights reserved: ask before you copy")


class ResourceQuerySet(RecordQuerySet):
    """Reads of resources by intent."""

    def newest(self) -> ResourceQuerySet:
        """Order by when they were first published, newest first."""
        return self.order_by(models.F("first_published_at").desc(nulls_last=True), "-pk")

    def due_for_review(self, by: datetime.date | None = None) -> ResourceQuerySet:
        """Keep published ones to be reviewed until `by` (default: today in Alberta), the longest due first."""
        return self.filter(live=True, review_on__lte=by or timezone.localdate()).order_by("review_on", "pk")


class Resource(Record):
    """A resource of the toolkit: what it is for, in either language or both, and its files and links."""

    key = models.SlugField(
        _("key"), max_length=120, unique=True, blank=True, help_text=_("The name by which imports know it.")
    )
    resource_type = models.ForeignKey(
        ResourceType, verbose_name=_("type"), null=True, on_delete=models.PROTECT, related_name="resources"
    )
    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="resources")
    audiences = ParentalManyToManyField(Audience, verbose_name=_("audiences"), blank=True, related_name="resources")
    setting = models.CharField(_("setting"), max_length=12, choices=Setting.choices, default=Setting.BOTH)
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_YEAR)],
        help_text=_("The year in which it was written or last revised."),
    )
    body_fr = StreamField(BodyBlock(), verbose_name=_("text in French"), blank=True)
    body_en = StreamField(BodyBlock(), verbose_name=_("text in English"), blank=True)
    body = Localized("body")
    author_fr = models.CharField(_("author, in French"), max_length=200, blank=True)
    author_en = models.CharField(_("author, in English"), max_length=200, blank=True)
    author = Localized("author")
    requested_by_fr = models.CharField(_("who asked for it, in French"), max_length=200, blank=True)
    requested_by_en = models.CharField(_("who asked for it, in English"), max_length=200, blank=True)
    requested_by = Localized("requested_by")
    consultation_fr = models.CharField(_("consultation it came from, in French"), max_length=200, blank=True)
    consultation_en = models.CharField(_("consultation it came from, in English"), max_length=200, blank=True)
    consultation = Localized("consultation")
    source_year = models.PositiveSmallIntegerField(
        _("year of the request"),
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(2100)],
    )
    partners = ParentalManyToManyField(
        Organization, verbose_name=_("partner organizations"), blank=True, related_name="resources"
    )
    other_partners_fr = models.CharField(_("other partners, in French"), max_length=300, blank=True)
    other_partners_en = models.CharField(_("other partners, in English"), max_length=300, blank=True)
    other_partners = Localized("other_partners")
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, blank=True)
    related_resources = ParentalManyToManyField(
        "self",
        verbose_name=_("related resources"),
        symmetrical=False,
        blank=True,
        related_name="related_from",
        help_text=_("Shown first; others that share its topics follow by themselves."),
    )
    is_machine_translated = models.BooleanField(
        _("translated by machine"),
        default=False,
        help_text=_("Set when DeepL filled a language. Take it away once somebody has read the translation."),
    )

    index_page = "resourceindexpage"
    objects = ResourceQuerySet.as_manager()  # type: ignore[misc]
    search_fields = [*Record.search_fields, index.FilterField("resource_type"), index.FilterField("setting")]

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        constraints = [
            models.UniqueConstraint(
                fields=[f"slug_{language}"],
                condition=~models.Q(**{f"slug_{language}": ""}),
                name=f"one_resource_for_each_{language}_slug",
            )
            for language in LANGUAGES
        ]
        indexes = [models.Index(fields=["-first_published_at", "-id"], name="resource_newest")]

    def clean(self) -> None:
        """Refuse a slug that the toolkit's own addresses need, and a year that has not come."""
        super().clean()
        errors: dict[str, Any] = {
            f"slug_{language}": _("The portal itself answers at this address. Choose another slug.")
            for language in LANGUAGES
            if getattr(self, f"slug_{language}") in RESERVED_SLUGS
        }
        if self.year and self.year > timezone.localdate().year + 1:
            errors["year"] = _("This year is too far ahead.")
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row with its files, terms and access, then say so (`resource_saved`)."""
        self.key = self.key or self._free_key()
        super().save(*args, **kwargs)
        if not kwargs.get("raw"):
            fields = kwargs.get("update_fields")
            resource_saved.send(sender=type(self), instance=self, update_fields=fields)

    def _free_key(self) -> str:
        base = slugify(self.title_en or self.title_fr)[:110] or "resource"
        return free_slug(type(self).objects.exclude(pk=self.pk), "key", base)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "pages/resource.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Return what its page shows of the draft to the editor who looks at it."""
        from resources.reading.views import resource_context

        return resource_context(request, self)
