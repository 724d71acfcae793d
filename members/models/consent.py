"""What a person wants to be written, and the record of what they agreed to (CASL)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NotificationSettings(models.Model):
    """Which mail that is not necessary a person wants. Without a row: none but the dashboard."""

    class Frequency(models.TextChoices):
        NEVER = "never", _("Never")
        WEEKLY = "weekly", _("Every week")
        MONTHLY = "monthly", _("Every month")

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_settings"
    )
    digest = models.CharField(_("digest"), max_length=10, choices=Frequency.choices, default=Frequency.NEVER)
    wants_resources = models.BooleanField(_("new resources"), default=True)
    wants_events = models.BooleanField(_("new events"), default=True)
    wants_discussions = models.BooleanField(_("discussions"), default=True)
    wants_announcements = models.BooleanField(_("announcements by mail"), default=False)
    unsubscribe_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    digest_sent_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("notification settings")
        verbose_name_plural = _("notification settings")

    def __str__(self) -> str:
        return str(self.person)


class Consent(models.Model):
    """One choice: what was agreed to or withdrawn, when, how, in which words. Rows are only added."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="consents")
    kind = models.CharField(_("what for"), max_length=40)
    is_given = models.BooleanField(_("given"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    how = models.CharField(_("how"), max_length=40)
    """Where the choice was made: settings, unsubscribe-link, one-click, sign-up, staff, left-organization."""
    words = models.TextField(_("words that were shown"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.kind}, {self.at:%Y-%m-%d}"
