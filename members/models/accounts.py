"""What staff did for a person who lost the second factor."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AccountHelp(models.Model):
    """That staff took off a person's lost second factor, and how they made sure of who it was."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="account_helps"
    )
    helped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("helped by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    identity_check = models.TextField(_("how the identity was checked"), max_length=500)
    done_at = models.DateTimeField(_("done"), default=timezone.now)

    class Meta:
        verbose_name = _("help with an account")
        verbose_name_plural = _("help with accounts")
        ordering = ["-done_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.person}, {self.done_at:%Y-%m-%d}"
