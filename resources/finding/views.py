"""The toolkit's page and its preset listings. ResourceIndexPage routes here."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from cms import spelling, zero_results
from cms.bilingual import active_language
from cms.listing import Listing
from cms.models import ZeroResultSearch
from cms.portal import Portal, ShownRecord
from cms.search_passages import passages
from resources.addresses import preset_urls, toolkit_url
from resources.finding import listing as toolkit
from resources.finding.presets import find_preset, presets_for
from resources.models import ResourceIndexPage
from resources.search import KIND


def index(page: ResourceIndexPage, request: HttpRequest) -> HttpResponse:
    """Show what the address asks of the toolkit."""
    node = Portal(request).page
    listing = toolkit.toolkit_listing(request, node.url if node else request.path)
    context = page.get_context(request)
    context.update(listing_context(request, listing))
    if not listing.is_narrowed and listing.page == 1:
        context["presets"] = preset_links(request)
    if listing.is_narrowed or listing.page > 1:
        context["robots"] = context["robots"] or "noindex, follow"
    return TemplateResponse(request, page.template, context)


def preset(page: ResourceIndexPage, request: HttpRequest, slug: str) -> HttpResponse:
    """Show a preset listing, to be filtered on within it; its slug of the other language leads to it."""
    shown = find_preset(request, slug, active_language())
    if shown is None:
        raise Http404
    urls = preset_urls(shown.preset)
    address = urls.get(active_language(), request.path)
    if address != request.path:
        return HttpResponsePermanentRedirect(address)
    listing = toolkit.toolkit_listing(request, address, preset=shown)
    record = ShownRecord(
        title=str(shown.title), url=address, summary=str(shown.introduction), alternates=urls, is_public=True
    )
    request.portal_record = record  # type: ignore[attr-defined]
    context = page.get_context(request)
    context.update(listing_context(request, listing))
    context.update(page=record, preset=shown, feed_url=f"{address}rss/", toolkit_url=toolkit_url())
    if listing.is_narrowed or listing.page > 1:
        context["robots"] = "noindex, follow"
    return TemplateResponse(request, "pages/preset_listing.html", context)


def listing_context(request: HttpRequest, listing: Listing) -> dict[str, Any]:
    """Return what the page of a listing shows of it, with the passages that a search found."""
    found = {}
    if listing.query and listing.found.ids:
        keys = [str(pk) for pk in listing.found.ids]
        found = passages(KIND, keys, listing.query, active_language())
    context = {
        "listing": listing,
        "panel": listing.panel,
        "chips": listing.chips,
        "status": toolkit.status(listing),
        "views": {name: listing.view_address(name) for name in toolkit.VIEWS},
        "sorts": toolkit.sort_links(listing),
        "pages": listing.pages,
        "entries": toolkit.entries_html(
            toolkit.entries(request, listing.found.ids, toolkit_url(), found), listing.view
        ),
        "suggest_url": reverse("search_suggestions"),
    }
    if listing.query and not listing.found.total:
        context |= nothing_found(request, listing)
    return context


def nothing_found(request: HttpRequest, listing: Listing) -> dict[str, Any]:
    """Keep the words that found nothing by themselves, and return what might have been meant."""
    if listing.chosen:
        return {"without_filters_url": listing.address(without=listing.chosen)}
    language = active_language()
    if zero_results.is_asked_by_a_person(request):
        zero_results.note(listing.query, language, ZeroResultSearch.Place.TOOLKIT)
    meant = spelling.did_you_mean(listing.query, language, request.user, kind=KIND)
    return {"meant": meant, "meant_url": listing.address(q=meant) if meant else ""}


def preset_links(request: HttpRequest) -> list[dict[str, str]]:
    """Return the preset listings as links, by title."""
    shown = [
        (item.title, preset_urls(item.preset).get(active_language(), "")) for item in presets_for(request).values()
    ]
    return [{"title": str(title), "url": url} for title, url in sorted(shown) if url]
