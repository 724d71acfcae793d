"""Signing in by an account elsewhere: it opens the account whose verified address it vouches for, and no other."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _


class OtherAccountAdapter(DefaultSocialAccountAdapter):
    """Nobody opens an account this way, and nobody ties one to an account while signed in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Go on only for an account of the portal; say the same to everybody else."""
        if sociallogin.state.get("process") == "connect" or not sociallogin.is_existing:
            messages.error(request, no_account())
            raise ImmediateHttpResponse(redirect("account_login"))

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[Any, str] | None:
        """Return the active person whose address, confirmed by themselves, the provider vouches for."""
        vouched = [address.email.lower() for address in sociallogin.email_addresses if address.verified]
        found = EmailAddress.objects.filter(email__in=vouched, verified=True, user__is_active=True)
        address = found.select_related("user").first()
        return (address.user, address.email) if address else None

    def on_authentication_error(self, request: HttpRequest, provider: Any, **details: Any) -> None:
        messages.error(request, _("The sign-in at the other service did not succeed. Try again."))
        raise ImmediateHttpResponse(redirect("account_login"))


def no_account() -> str:
    return _("No account of the portal belongs to that address. Accounts are opened by invitation.")
