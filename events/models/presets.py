"""Preset listings of events: a choice that an editor has made for somebody, at an address of its own."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from cms.bilingual import LANGUAGES, Bilingual, BilingualQuerySet, Localized
from cms.models import Audience, Region, Topic
from cms.slugs import free_slug
from events.models.choices import EventFormat, EventKind, StaffLevel


class EventPreset(index.Indexed, Bilingual):
    """Events that answer to what is chosen here: values of one field are OR, fields are AND; nothing chosen is all."""

    title_fr = models.CharField(_("title in French"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)
    title = Localized("title")
    slug_fr = models.SlugField(_("slug in French"), max_length=120, blank=True, unique=True)
    slug_en = models.SlugField(_("slug in English"), max_length=120, blank=True, unique=True)
    introduction_fr = models.TextField(_("introduction in French"), max_length=500, blank=True)
    introduction_en = models.TextField(_("introduction in English"), max_length=500, blank=True)
    introduction = Localized("introduction")
    kinds = ArrayField(
        models.CharField(max_length=24, choices=EventKind.choices), verbose_name=_("kinds"), default=list, blank=True
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="event_presets")
    audiences = models.ManyToManyField(Audience, verbose_name=_("audiences"), blank=True, related_name="event_presets")
    regions = models.ManyToManyField(Region, verbose_name=_("regions"), blank=True, related_name="event_presets")
    staff_level = models.CharField(
        _("staff level"),
        max_length=16,
        choices=[choice for choice in StaffLevel.choices if choice[0] != StaffLevel.EVERYONE],
        blank=True,
    )
    format = models.CharField(_("format"), max_length=12, choices=EventFormat.choices, blank=True)

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
        verbose_name = _("preset listing of events")
        verbose_name_plural = _("preset listings of events")
        ordering = ["title_en", "pk"]

    def __str__(self) -> str:
        return str(self.title)

    def save(self, *args: Any, **kwargs: Any) -> None:
        others = type(self).objects.exclude(pk=self.pk)
        for language in LANGUAGES:
            name = f"slug_{language}"
            if not getattr(self, name):
                base = slugify(getattr(self, f"title_{language}"))[:110] or "selection"
                setattr(self, name, free_slug(others, name, base))
        super().save(*args, **kwargs)
