"""Changes that organizations propose to their own profile, and the yearly question whether it is still right."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.organizations import Organization


class ProfileChange(models.Model):
    """A proposal: the profile's fields as they should be (`proposed`) and as they were then (`base`).

    Both hold the changed fields only: text as text, terms as lists of keys, places and links as lists of rows.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting for staff")
        RETURNED = "returned", _("Returned with a comment")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, related_name="profile_changes"
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("proposed by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    proposed = models.JSONField(default=dict)
    base = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PENDING)
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("change of a profile")
        verbose_name_plural = _("changes of profiles")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization"],
                condition=models.Q(state__in=("pending", "returned")),
                name="one_open_change_for_each_profile",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization}, {self.proposed_at:%Y-%m-%d}"


class ProfileConfirmation(models.Model):
    """The yearly question to an organization's administrators: is this still right?

    The links in their mails are signed (members.services.confirmations) and hold for `expires_at` at most.
    """

    LIFETIME = datetime.timedelta(days=60)

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="confirmations")
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("confirmation of a profile")
        verbose_name_plural = _("confirmations of profiles")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.organization}, {self.asked_at:%Y}"
