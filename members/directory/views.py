"""The directory's page, and the page of each organization under it. MemberIndexPage routes here."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse

from cms import access, slots
from cms.bilingual import active_language, localized
from cms.models import FormerSlug
from cms.portal import Portal, ShownRecord
from members.directory import listing as directory
from members.directory.addresses import directory_url, organization_url, organization_urls
from members.directory.export import export
from members.directory.profile import Profile
from members.directory.structured import organization_data
from members.directory.words import words_for
from members.models import MemberIndexPage, Organization
from members.services.visibility import Reader, reader_level


def index(page: MemberIndexPage, request: HttpRequest) -> HttpResponse:
    """Show what the address asks of the directory; with `format=csv`, as a file."""
    node = Portal(request).page
    path = node.url if node else request.path
    if request.GET.get("format") == "csv":
        return export(request, path)
    words = words_for(request)
    listing = directory.directory_listing(request, path)
    context = page.get_context(request)
    context.update(
        listing=listing,
        panel=listing.panel,
        chips=listing.chips,
        status=directory.status(listing),
        letters=directory.letters(listing),
        views={name: listing.view_address(name) for name in directory.VIEWS},
        pages=listing.pages,
        export_url=f"{listing.beginning('view')}format=csv",
    )
    if listing.view != "map":
        context["entries"] = directory.entries(listing.found.ids, words, path)
    if listing.view != "cards":
        context["map"] = directory.town_map(listing, words)
    if listing.is_narrowed or listing.page > 1:
        context["robots"] = context["robots"] or "noindex, follow"
    return TemplateResponse(request, page.template, context)


def organization(page: MemberIndexPage, request: HttpRequest, slug: str) -> HttpResponse:
    """Show an organization; one that once had the slug is led to, one that the reader may not see is not there."""
    language = active_language()
    rows = Organization.objects.visible_to(request.user).select_related(
        "kind", "community__region", "community__tier", "logo"
    )
    found: Any = rows.for_slug(slug, language).first()
    if found is None:
        former = rows.filter(pk=FormerSlug.find(Organization, slug, language)).first()
        if former is None or not (address := organization_url(former)):
            raise Http404
        return HttpResponsePermanentRedirect(address)
    if (address := organization_url(found)) and address != request.path:  # its slug in the other language
        return HttpResponsePermanentRedirect(address)
    return TemplateResponse(request, "pages/organization.html", organization_context(request, found))


def organization_context(request: HttpRequest, shown: Organization) -> dict[str, Any]:
    """Return what pages/organization.html shows of an organization to whoever asks; a draft's preview too."""
    profile = Profile(shown, reader_level(request.user, shown))
    is_preview = getattr(request, "is_preview", False)
    is_for_everyone = access.is_reachable(Organization, AnonymousUser()) and not shown.access.exists()
    is_public = shown.pk is not None and is_for_everyone
    urls = organization_urls(shown)
    record = ShownRecord(
        title=str(shown),
        url=urls.get(active_language(), request.path),
        summary=str(localized(shown, "search_description") or shown.summary),
        social_image_id=shown.social_image_id,
        alternates=urls,
        structured_data=organization_data(Profile(shown, Reader.PUBLIC)) if is_public else None,
        is_public=is_public,
    )
    request.portal_record = record  # type: ignore[attr-defined]
    return {
        "page": record,
        "organization": shown,
        "profile": profile,
        "is_restricted": not is_public,
        "directory_url": directory_url(),
        "panels": slots.organization_panels(request, shown) if shown.pk else [],
        "robots": "noindex" if is_preview or not is_public else "",
    }
