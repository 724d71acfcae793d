"""Preset listings: a choice of the toolkit that an editor has made for somebody, at an address of its own."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from cms.bilingual import LANGUAGES, Bilingual, BilingualQuerySet, Localized
from cms.models import Audience, ResourceType, Topic
from cms.slugs import free_slug
from resources.models.resources import Setting


class PresetListing(index.Indexed, Bilingual):
    """Resources that answer to what is chosen here: values of one field are OR, fields are AND; nothing chosen is all.

    Whoever opens it may filter on within it. Audience pages show its first ones; its feed tells what is new.
    """

    class Order(models.TextChoices):
        NEWEST = "newest", _("Newest first")
        MOST_USED = "used", _("Most used first")
        TITLE = "title", _("By title")

    title_fr = models.CharField(_("title in French"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)
    title = Localized("title")
    slug_fr = models.SlugField(_("slug in French"), max_length=120, blank=True, unique=True)
    slug_en = models.SlugField(_("slug in English"), max_length=120, blank=True, unique=True)
    introduction_fr = models.TextField(_("introduction in French"), max_length=500, blank=True)
    introduction_en = models.TextField(_("introduction in English"), max_length=500, blank=True)
    introduction = Localized("introduction")
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="presets")
    resource_types = models.ManyToManyField(ResourceType, verbose_name=_("types"), blank=True, related_name="presets")
    audiences = models.ManyToManyField(Audience, verbose_name=_("audiences"), blank=True, related_name="presets")
    setting = models.CharField(
        _("setting"),
        max_length=12,
        choices=[choice for choice in Setting.choices if choice[0] != Setting.BOTH],
        blank=True,
    )
    file_language = models.CharField(_("language of the files"), max_length=2, choices=settings.LANGUAGES, blank=True)
    since_year = models.PositiveSmallIntegerField(_("from the year"), null=True, blank=True)
    order = models.CharField(_("order"), max_length=10, choices=Order.choices, default=Order.NEWEST)

    required_pairs = ("title",)
    sort_text = "title"
    objects = BilingualQuerySet.as_manager()
    search_fields = [
        index.SearchField("title_fr"),
        index.SearchField("title_en"),
        index.AutocompleteField("title_fr"),
        index.AutocompleteField("title_en"),
    ]

    class Meta:
        verbose_name = _("preset listing")
        verbose_name_plural = _("preset listings")
        ordering = ["title_en", "pk"]

    def __str__(self) -> str:
        return str(self.title)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._fill_slugs()
        super().save(*args, **kwargs)

    def _fill_slugs(self) -> None:
        others = type(self).objects.exclude(pk=self.pk)
        for language in LANGUAGES:
            name = f"slug_{language}"
            if not getattr(self, name):
                base = slugify(getattr(self, f"title_{language}"))[:110] or "selection"
                setattr(self, name, free_slug(others, name, base))
