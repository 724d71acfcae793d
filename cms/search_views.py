"""The search of the whole site, and what is suggested while somebody types."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote_plus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cms import fulltext, search_results, spelling, zero_results
from cms import suggestions as suggesting
from cms.bilingual import active_language
from cms.listing import Listing
from cms.models import ZeroResultSearch


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what answers to the words of the address, among all that the reader may see."""
    listing = search_results.search_listing(request)
    context: dict[str, Any] = {
        "listing": listing,
        "status": search_results.status(listing),
        "robots": "noindex",
        "is_search": True,
    }
    if listing.query:
        context |= {"panel": listing.panel, "chips": listing.chips, "pages": listing.pages}
        if listing.found.total:
            context["results"] = search_results.results(listing.found.ids, listing.query, request.user)
        else:
            context |= _ways_on(request, listing)
    return render(request, "pages/search.html", context)


def _ways_on(request: HttpRequest, listing: Listing) -> dict[str, Any]:
    """Return what helps where nothing was found, and note that nothing was."""
    if listing.chosen and (everywhere := search_results.found_everywhere(request, listing.query)):
        return {"unfiltered": everywhere, "unfiltered_url": f"{listing.path}?q={quote_plus(listing.query)}"}
    if zero_results.is_asked_by_a_person(request):
        zero_results.note(listing.query, place=ZeroResultSearch.Place.SITE)
    meant = spelling.did_you_mean(listing.query, user=request.user)
    return {"meant": meant, "meant_url": f"{listing.path}?q={quote_plus(meant)}"}


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Return what the words may be the beginning of: the options of a list, written by cms/static/js/suggestions.js."""
    language = active_language()
    found = suggesting.suggested(request, fulltext.clean(request.GET.get("q", "")), language)
    options = format_html_join(
        "",
        '<a role="option" id="suggestion-{}" aria-selected="false" tabindex="-1" href="{}">'
        '<span lang="{}">{}</span> <span class="suggestions__kind">{}</span></a>',
        ((place, item.url(language), item.language, item.title, item.kind) for place, item in enumerate(found)),
    )
    count = len(found)
    told = ngettext("%(count)d suggestion", "%(count)d suggestions", count) % {"count": count}
    response = HttpResponse(format_html("<p data-suggest-status>{}</p>{}", told if found else "", options))
    response["X-Robots-Tag"] = "noindex"
    return response
