"""People: the portal's user, whose name is an e-mail address."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.bilingual import Localized


class UserManager(BaseUserManager):
    """Makes users by e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> Any:
        """Make and return a user. Raises ValueError without an address."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user: Any = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> Any:
        return self.create_user(email, password, **{**extra, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, email: str | None) -> Any:
        return self.get(email__iexact=email)


class Attribution(models.TextChoices):
    """How a person wants what they wrote to be signed, also after they have left."""

    NAME = "name", _("With my name and my organization")
    ORGANIZATION = "organization", _("With my organization only")
    NOBODY = "nobody", _("Without either")


class User(AbstractUser):
    """A person with an account; `language` is the one in which mail is written to them."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(
        _("e-mail address"), unique=True, error_messages={"unique": _("Somebody already uses this address.")}
    )
    language = models.CharField(_("language of mail"), max_length=2, choices=settings.LANGUAGES, default="en")
    position_fr = models.CharField(_("position in French"), max_length=120, blank=True)
    position_en = models.CharField(_("position in English"), max_length=120, blank=True)
    position = Localized("position")
    is_listed = models.BooleanField(
        _("listed on the organization’s page"),
        default=False,
        help_text=_("The name and the position are then shown to everyone; the e-mail address is not."),
    )
    attribution = models.CharField(
        _("how what they wrote is signed"), max_length=15, choices=Attribution.choices, default=Attribution.NAME
    )
    visited_at = models.DateTimeField(_("last visit of the private area"), null=True, blank=True, editable=False)
    previous_visit_at = models.DateTimeField(_("visit before the last"), null=True, blank=True, editable=False)
    deactivated_at = models.DateTimeField(_("deactivated"), null=True, blank=True, editable=False)
    deletion_requested_at = models.DateTimeField(_("deletion asked for"), null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()  # type: ignore[assignment,misc]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_for_each_address")]

    def __str__(self) -> str:
        if self.erased_at is not None:
            return gettext("Deleted person")
        return self.get_full_name() or self.email
