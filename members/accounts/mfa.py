"""How allauth's second factor behaves on the portal."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cms import access
from members.accounts import encryption, second_factor

logger = logging.getLogger(__name__)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are encrypted; addresses and names follow the portal's settings, not what a request says of itself."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not correct, or it has been used already."),
        "cannot_delete_authenticator": _(
            "Your account needs a second factor. Set up another one first, then remove this one."
        ),
    }

    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; where its key is lost, one that nobody knows: no code will be right."""
        try:
            return encryption.decrypt(encrypted_text)
        except encryption.UnreadableSecretError:
            logger.error("A second factor was encrypted under a key that is not set: see MFA_ENCRYPTION_KEYS.")
            return generate_totp_secret()

    def _get_site_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
        return {"id": host, "name": self._get_site_name()}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Staff keep at least one factor; recovery codes alone are none."""
        if authenticator.type == Authenticator.Type.RECOVERY_CODES or not access.is_staff(authenticator.user):
            return True
        return second_factor.factors(authenticator.user).exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - allauth's word
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        if number == 1:
            return gettext("My passkey")
        return ngettext("My passkey no. %(number)d", "My passkey no. %(number)d", number) % {"number": number}
