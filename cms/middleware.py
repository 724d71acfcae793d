"""What happens around every request."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from functools import cache
from typing import Any

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import get_script_prefix, reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_cache_control, patch_vary_headers
from django.utils.encoding import iri_to_uri
from wagtail.contrib.redirects.middleware import RedirectMiddleware as WagtailRedirectMiddleware

from cms import access, caching
from cms.bilingual import LANGUAGES, active_language, other_language
from cms.logs import request_id
from cms.tree import request_stamp, served_request, tree_for

Next = Callable[[HttpRequest], HttpResponse]
LONGEST_ADDRESS = 4096
ADMIN_PREFIX = "/cms/"


class RequestIdMiddleware:
    """Give each request an id, which the logs and the answer carry."""

    header = "X-Request-ID"
    accepted = re.compile(r"[A-Za-z0-9-]{8,64}")

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(self.header, "")
        token = request_id.set(given if self.accepted.fullmatch(given) else uuid.uuid4().hex)
        served = served_request.set(request)
        try:
            response = self.get_response(request)
            response[self.header] = request_id.get()
            return response
        finally:
            request_id.reset(token)
            served_request.reset(served)


class BadRequestMiddleware:
    """Answer 400 to what no page can mean: a NUL or broken UTF-8 in an address, an address without end."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query, cookies = request.META.get("QUERY_STRING", ""), request.META.get("HTTP_COOKIE", "")
        if (
            "\0" in request.path
            or "\0" in cookies
            or "\\000" in cookies  # so a cookie may write a NUL
            or "\ufffd" in request.path
            or "%00" in query
            or len(query) > LONGEST_ADDRESS
            or len(request.path) > LONGEST_ADDRESS
        ):
            from cms.views import bad_request

            return bad_request(request, None)
        return self.get_response(request)


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy on public pages, the one Wagtail's admin needs on the admin's (settings: base.py)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith(ADMIN_PREFIX) and not getattr(response, "_csp_replace", None):
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
        return super().process_response(request, response)


class VisitorLanguageMiddleware(LocaleMiddleware):
    """The language of an address rules; elsewhere the visitor's choice, then the browser's wish.

    An address without a language leads to the page that bears it in one, the visitor's first; where there is none it
    stays an unknown address.

    A choice is remembered: whoever reads the other language than the one they would be given gets a cookie that
    says so, and `/` leads there next time. Nobody else gets a cookie.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        in_address = translation.get_language_from_path(request.path_info)
        if in_address:
            response.headers.setdefault("Content-Language", in_address)
            if request.method == "GET" and response.status_code == 200 and not request.headers.get("HX-Request"):
                remember_language(request, response, in_address)
            return response
        if response.status_code == 404 and (address := address_in_a_language(request)):
            response = HttpResponseRedirect(address)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


def address_in_a_language(request: HttpRequest) -> str:
    """Return the address of the page that would be here if a language stood before it; nothing where there is none."""
    path = request.path_info if request.path_info.endswith("/") else f"{request.path_info}/"
    tree, language = tree_for(request), active_language()
    for prefix in (language, other_language(language)):
        if tree.find(address := f"/{prefix}{path}"):
            query = request.META.get("QUERY_STRING", "")
            return iri_to_uri(f"{address}?{query}" if query else address)
    return ""


def remember_language(request: HttpRequest, response: HttpResponseBase, language: str) -> None:
    """Keep `language` in the visitor's cookie where they would otherwise be given another."""
    known = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if known == language or (not known and translation.get_language_from_request(request) == language):
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=get_script_prefix(),
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )


class PrivateCacheMiddleware:
    """No cache may keep what a signed-in person was shown; anybody's pages are asked for anew."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.pop("Cache-Control", None)
            add_never_cache_headers(response)
            patch_vary_headers(response, ["Cookie"])
        elif not response.has_header("Cache-Control"):
            patch_cache_control(response, no_cache=True)
            patch_vary_headers(response, ["Cookie"])
        return response


class MaintenanceMiddleware:
    """While the maintenance file exists, the public reads the maintenance page; staff and health checks go on."""

    open_prefixes = (ADMIN_PREFIX, "/health/", settings.STATIC_URL)

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.MAINTENANCE_FILE.exists() and not self.is_open(request.path):
            from cms.views import maintenance

            return maintenance(request)
        return self.get_response(request)

    def is_open(self, path: str) -> bool:
        return path.startswith(self.open_prefixes) or path in sign_in_addresses()


#: What signing in takes, the second step included.
SIGN_IN_ROUTES = ("account_login", "account_logout", "mfa_authenticate", "mfa_reauthenticate", "mfa_login_webauthn")


@cache
def sign_in_addresses() -> frozenset[str]:
    """Return where one signs in, in each language: staff could not go on without it."""
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            found += [reverse(name) for name in SIGN_IN_ROUTES]
    return frozenset(found)


class AdminDoorMiddleware:
    """Answer 403 to those who are signed in and have no business in the admin.

    Wagtail would ask them to sign in, and the sign-in page, knowing them, would lead back: round in a circle.
    """

    doors = (f"{ADMIN_PREFIX}login/", f"{ADMIN_PREFIX}logout/")

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> None:
        if not request.path.startswith(ADMIN_PREFIX) or request.path in self.doors:
            return
        if request.user.is_authenticated and not access.is_staff(request.user):
            raise PermissionDenied


class RedirectMiddleware(WagtailRedirectMiddleware):
    """Wagtail's redirects, without its queries while no redirect starts from the address."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.status_code != 404:
            return response
        from wagtail.contrib.redirects.models import Redirect

        known = caching.kept(
            "redirects", request_stamp(request), lambda: set(Redirect.objects.values_list("old_path", flat=True))
        )
        path = Redirect.normalise_path(request.get_full_path())
        if path in known or path.partition("?")[0] in known:
            return super().process_response(request, response)
        return response
