"""The events' page and its preset listings. EventIndexPage routes here."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms import spelling
from cms.bilingual import active_language
from cms.listing import RELEVANCE
from cms.portal import Portal, ShownRecord
from cms.search_passages import passages
from events.addresses import events_url, preset_urls
from events.finding.entries import entries
from events.finding.html import month_html, places_html, rows_html
from events.finding.listing import ALL, LIST, MONTH, PAST, PLACES, UPCOMING, EventListing, event_listing
from events.finding.month import month_context
from events.finding.places import grouped
from events.finding.presets import find_preset, presets_for
from events.finding.words import words_for
from events.models import EventIndexPage
from events.search import KIND


def index(page: EventIndexPage, request: HttpRequest) -> HttpResponse:
    """Show what the address asks of the events."""
    node = Portal(request).page
    path = node.url if node else request.path
    listing = event_listing(request, path)
    context = page.get_context(request)
    context.update(listing_context(request, listing))
    context["feed_url"] = f"{path}rss/"
    is_plain = _is_plain(listing)
    if is_plain:
        context["presets"] = preset_links(request)
    else:
        context["robots"] = context["robots"] or "noindex, follow"
    return TemplateResponse(request, page.template, context)


def _is_plain(listing: EventListing) -> bool:
    """Whether the address asks for nothing in particular, so that search engines should know it."""
    return not listing.is_narrowed and listing.page == 1 and listing.view == LIST and listing.when == UPCOMING


def preset(page: EventIndexPage, request: HttpRequest, slug: str) -> HttpResponse:
    """Show a preset listing, to be filtered on within it; its slug of the other language leads to it."""
    shown = find_preset(request, slug, active_language())
    if shown is None:
        raise Http404
    urls = preset_urls(shown.preset)
    address = urls.get(active_language(), request.path)
    if address != request.path:
        return HttpResponsePermanentRedirect(address)
    listing = event_listing(request, address, preset=shown)
    record = ShownRecord(
        title=str(shown.title), url=address, summary=str(shown.introduction), alternates=urls, is_public=True
    )
    request.portal_record = record  # type: ignore[attr-defined]
    context = page.get_context(request)
    context.update(listing_context(request, listing))
    context.update(page=record, preset=shown, feed_url=f"{address}rss/", events_url=events_url())
    if not _is_plain(listing):
        context["robots"] = "noindex, follow"
    return TemplateResponse(request, "pages/event_preset.html", context)


def listing_context(request: HttpRequest, listing: EventListing) -> dict[str, Any]:
    """Return what the page of a listing shows of it, with the passages that a search found."""
    found = {}
    if listing.query and listing.found.ids and listing.view != MONTH:
        keys = [str(pk) for pk in listing.found.ids]
        found = passages(KIND, keys, listing.query, active_language())
    shown = entries(request, listing.found.ids, now=listing.now, path=events_url(), passages=found)
    context = {
        "listing": listing,
        "panel": listing.panel,
        "chips": listing.chips,
        "status": listing.status,
        "views": {name: listing.view_address(name) for name in listing.views},
        "whens": when_links(listing) if listing.view != MONTH else [],
        "sorts": sort_links(listing) if listing.view == LIST and listing.query else [],
        "suggest_url": reverse("search_suggestions"),
    }
    if listing.view == MONTH:
        month = month_context(listing, shown)
        context |= {"month": month, "entries": month_html(month["days"])}
    elif listing.view == PLACES:
        groups = grouped(shown, words_for(request).names(active_language()))
        context |= {"entries": places_html(groups), "pages": listing.pages}
    else:
        context |= {"entries": rows_html(shown), "pages": listing.pages}
    if not listing.found.total:
        context |= ways_on(request, listing)
    return context


def ways_on(request: HttpRequest, listing: EventListing) -> dict[str, Any]:
    """Return where something would be found, where nothing was."""
    if listing.next_month is not None:
        return {"elsewhere_url": listing.month_address(listing.next_month), "next_month": listing.next_month}
    if listing.elsewhere and listing.view != MONTH:
        return {"elsewhere_url": listing.address(without=("from", "to"), when=ALL), "elsewhere": listing.elsewhere}
    if listing.query and listing.chosen:
        return {"without_filters_url": listing.address(without=listing.chosen)}
    if listing.query:
        meant = spelling.did_you_mean(listing.query, active_language(), request.user, kind=KIND)
        return {"meant": meant, "meant_url": listing.address(q=meant) if meant else ""}
    return {}


def when_links(listing: EventListing) -> list[dict[str, Any]]:
    """Return the times that one can look at, each with its address."""
    labels = {UPCOMING: pgettext("events", "Upcoming"), PAST: pgettext("events", "Past"), ALL: _("All dates")}
    return [
        {"name": name, "label": label, "url": listing.when_address(name), "is_current": name == listing.when}
        for name, label in labels.items()
    ]


def sort_links(listing: EventListing) -> list[dict[str, Any]]:
    """Return the orders that a search has, each with its address."""
    labels = {RELEVANCE: _("Relevance"), "date": _("Date")}
    return [
        {"label": labels[name], "url": listing.sort_address(name), "is_current": name == listing.sort}
        for name in listing.sorts
    ]


def preset_links(request: HttpRequest) -> list[dict[str, str]]:
    """Return the preset listings as links, by title."""
    shown = [
        (item.title, preset_urls(item.preset).get(active_language(), "")) for item in presets_for(request).values()
    ]
    return [{"title": str(title), "url": url} for title, url in sorted(shown) if url]
