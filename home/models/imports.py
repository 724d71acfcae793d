"""What the import of a strategy wrote, so that it is not written twice and nobody's edit is overwritten."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page


class ImportedText(models.Model):
    """A text that `manage.py import_strategy` wrote: a version, a part of it or a section of a part.

    The key is the language, the year, the part and the section; a version has no part, a part no section.
    `fingerprint` is of the text as written: another one on the page says that a person has edited it since.
    """

    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")
    locale = models.ForeignKey(Locale, verbose_name=_("language"), on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField(_("year of this version"))
    part = models.CharField(_("part"), max_length=120, blank=True)
    section = models.CharField(_("section"), max_length=120, blank=True)
    #: The block of the section in the page's stream, kept when the section is written again.
    block = models.UUIDField(_("block"), null=True, blank=True)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    written_at = models.DateTimeField(_("written at"), auto_now=True)

    class Meta:
        verbose_name = _("imported text")
        verbose_name_plural = _("imported texts")
        constraints = [
            models.UniqueConstraint(fields=["locale", "year", "part", "section"], name="imported_text_once"),
        ]

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.year, self.part, self.section) if part)
