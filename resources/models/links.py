"""What the scheduled check knows of the links that resources hold."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resources.models.resources import Resource


class LinkCheck(models.Model):
    """An address elsewhere that resources lead to, and how it answered last (`resources.links`)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Not checked yet")
        WORKS = "works", _("Works")
        BROKEN = "broken", _("Broken")
        UNSURE = "unsure", _("Did not answer, to be tried again")
        REFUSED = "refused", _("Not a public address")

    url = models.URLField(_("address"), max_length=500, unique=True)
    resources = models.ManyToManyField(Resource, related_name="link_checks", verbose_name=_("resources"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    problem = models.CharField(max_length=40, blank=True)
    """A word for what went wrong where there was no answer: "dns", "timeout", "tls", "connection", "redirects"."""
    failures = models.PositiveSmallIntegerField(default=0)
    """How often in a row it did not answer well."""
    broken_since = models.DateTimeField(_("broken since"), null=True, blank=True)
    checked_at = models.DateTimeField(_("last checked"), null=True, blank=True)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("link to elsewhere")
        verbose_name_plural = _("links to elsewhere")
        ordering = ["url"]

    def __str__(self) -> str:
        return self.url
