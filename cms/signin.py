"""One way in: every sign-in that Wagtail brings leads to the portal's own."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache


@never_cache
def lead_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in page, keeping where the person was going if it is a place of this site."""
    destination = request.GET.get("next", "")
    address = reverse("account_login")
    if url_has_allowed_host_and_scheme(destination, {request.get_host()}, request.is_secure()):
        address = f"{address}?{urlencode({'next': destination})}"
    return redirect(address)


@never_cache
def lead_to_sign_out(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-out page. A POST (the admin's own button) signs out at once."""
    if request.method == "POST":
        from django.contrib.auth import logout

        logout(request)
        return redirect(settings.LOGOUT_REDIRECT_URL)
    return redirect("account_logout")
