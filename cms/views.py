"""Views that belong to no app: pages by the tree, health, errors, private images."""

from __future__ import annotations

import functools
import logging
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail import views as wagtail_views
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail.wagtail_hooks import check_view_restrictions

from cms.prepared import Prepared
from cms.tree import tree_for

logger = logging.getLogger(__name__)


def choose_language(request: HttpRequest) -> HttpResponse:
    """Lead `/` to the home page in the visitor's language."""
    response = redirect(f"/{translation.get_language_from_request(request)}/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page at `path`, found in the tree of live pages; Wagtail does the rest.

    A page that is not there costs one query (the content stamp). Raises Http404, and PermissionDenied for a
    signed-in person whom a restriction keeps out (asking them to sign in once more would lead round in a circle).
    """
    tree = tree_for(request)
    url = request.path_info
    node = tree.find(url)
    rest: list[str] = []
    if node is None:
        node = tree.nearest(url)
        if node is None or not issubclass(node.page_model, RoutablePageMixin):
            raise Http404
        rest = [part for part in url.removeprefix(node.url).split("/") if part]
    if request.user.is_authenticated and not tree.is_visible(node, request.user):
        raise PermissionDenied
    page = next(iter(_live_pages(node.page_model)(node.id)), None)  # type: ignore[arg-type]  # a class can be hashed
    if page is None:
        raise Http404
    request.portal_page = page  # type: ignore[attr-defined]
    result = page.route(request, rest) if isinstance(page, RoutablePageMixin) else RouteResult(page)
    return _serve_route(request, result, restricted=tree.is_restricted(node))


@functools.cache
def _live_pages(model: type[Page]) -> Prepared[Page]:
    """Return what reads a live page of `model` by its id."""
    return Prepared(lambda pk: model.objects.filter(pk=pk, live=True))


def _serve_route(request: HttpRequest, route: RouteResult, *, restricted: bool) -> HttpResponse:
    """Serve a page as Wagtail does, through its hooks; `restricted` pages are kept by no cache.

    Wagtail's own check of restrictions is left out for those who passed the portal's: it knows the groups that a
    restriction names and not the staff, who may see everything. Where nothing is restricted it would only cost queries.
    """
    page, args, kwargs = route
    chain = wagtail_views.serve_chain
    for wrap in reversed(hooks.get_hooks("on_serve_page")):
        if wrap is check_view_restrictions and (not restricted or request.user.is_authenticated):
            continue
        chain = wrap(chain)
    for before in hooks.get_hooks("before_serve_page"):
        response = before(page, request, args, kwargs)
        if isinstance(response, HttpResponse):
            return response
    response = chain(page, request, args, kwargs)
    if restricted:
        add_never_cache_headers(response)
    return response


# --- health ---------------------------------------------------------------------------------------


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Database, cache and migrations are as they should be; 503 otherwise, naming the part and no more."""
    parts = {"database": _database_answers, "cache": _cache_answers, "migrations": _migrations_applied}
    found: dict[str, str] = {}
    for name, check in parts.items():
        try:
            found[name] = "ok" if check() else "failed"
        except Exception:
            logger.exception("The health check of %s failed", name)
            found[name] = "failed"
    healthy = all(state == "ok" for state in found.values())
    return JsonResponse({"status": "ok" if healthy else "failed", **found}, status=200 if healthy else 503)


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _cache_answers() -> bool:
    cache.set("health", "ok", 10)
    return cache.get("health") == "ok"


def _migrations_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


# --- errors ---------------------------------------------------------------------------------------


def _error_language(request: HttpRequest) -> str:
    return translation.get_language_from_path(request.path_info) or translation.get_language_from_request(request)


def _static_error(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    """Render an error page that touches neither the database nor the session."""
    language = _error_language(request)
    with translation.override(language):
        content = loader.get_template(template).render({"LANGUAGE_CODE": language, **context})
    response = HttpResponse(content, status=status)
    add_never_cache_headers(response)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _static_error(request, "errors/400.html", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    return _static_error(request, "errors/500.html", 500)


def maintenance(request: HttpRequest) -> HttpResponse:
    response = _static_error(request, "errors/maintenance.html", 503)
    response["Retry-After"] = "900"  # seconds
    return response


def _portal_error(request: HttpRequest, template: str, status: int) -> HttpResponse:
    try:
        with translation.override(_error_language(request)):
            return render(request, template, status=status)
    except DatabaseError:
        logger.exception("The database did not answer while an error page was made")
        return server_error(request)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if request.path.startswith((settings.STATIC_URL, settings.MEDIA_URL, "/api/")):
        return HttpResponseNotFound("404", content_type="text/plain")
    return _portal_error(request, "errors/404.html", 404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    response = _portal_error(request, "errors/403.html", 403)
    add_never_cache_headers(response)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in the reader's language that the form went stale, and how to go on."""
    return _portal_error(request, "errors/403_csrf.html", 403)
