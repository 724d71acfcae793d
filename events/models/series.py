"""Series: events that come again by a rule, such as the quarterly updates."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from cms.bilingual import Bilingual, BilingualQuerySet, Localized


class EventSeries(index.Indexed, Bilingual):
    """A series. Its occurrences are events of their own, each of which can be changed alone."""

    title_fr = models.CharField(_("title in French"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    title = Localized("title")
    rule = models.CharField(
        _("rule"), max_length=250, editable=False, help_text=_("RFC 5545, such as FREQ=MONTHLY;BYDAY=1TU;COUNT=12.")
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

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
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return str(self.title)
