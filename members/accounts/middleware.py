"""Keeps staff at the door until their session has passed a second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from members.accounts import second_factor

Next = Callable[[HttpRequest], HttpResponse]

#: Where everybody may go: out, and to what says how the server is.
ALWAYS = {"account_logout", "admin_sign_out", "health_live", "health_ready"}
#: Where a person goes who has a factor that this session has not seen.
PROVING = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
#: Where a person goes who has none yet.
SETTING_UP = {
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
}


class SecondFactorMiddleware:
    """A session of staff without a second factor reaches the pages where one is proved or set up, and nothing else.

    This holds for every address of the portal, public ones included: what staff may see is shown in many places. It
    asks the session what was proved in it, so that it does not matter by which way the person came in.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        if not request.user.is_authenticated or second_factor.has_passed(request):
            return None
        if not second_factor.is_required(request.user):
            return None
        name = request.resolver_match.url_name if request.resolver_match else None
        proves = second_factor.factors(request.user).exists()
        if name in ALWAYS or name in (PROVING if proves else SETTING_UP):
            return None
        if request.method not in ("GET", "HEAD") or request.headers.get("HX-Request"):
            raise PermissionDenied
        if proves:
            return redirect(f"{reverse(proving_page(request.user))}?{urlencode({'next': request.get_full_path()})}")
        return redirect("mfa_index")


def proving_page(person: Any) -> str:
    """Return the name of the page where `person` proves their factor."""
    has_codes = second_factor.factors(person).filter(type="totp").exists()
    return "mfa_reauthenticate" if has_codes else "mfa_reauthenticate_webauthn"
