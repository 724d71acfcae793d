"""The search of the whole site as a listing: which entries, in which order, and what is shown of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cms import access, caching, search_index
from cms.bilingual import LANGUAGES, active_language, other_language
from cms.canadian import number
from cms.listing import RELEVANCE, Filter, Listing, Word
from cms.models import SearchEntry
from cms.search import passages_of
from cms.search_entries import entry_index
from cms.tree import request_stamp


def search_listing(request: HttpRequest) -> Listing:
    """Return what `request` asks of the whole site, found where it asks for words."""
    listing = Listing(request, filters(request))
    if listing.query:
        index = entry_index(request)
        listing.find_in(index, index.seen_by(request), order=RELEVANCE, ranked=index.found(listing.query))
    return listing


def found_everywhere(request: HttpRequest, query: str) -> int:
    """Return how much answers to `query`, whatever the filters."""
    index = entry_index(request)
    return index.find([], {}, index.seen_by(request), ranked=index.found(query), size=1).total


def filters(request: HttpRequest) -> list[Filter]:
    """Return the filters of the search: what kind of thing, and in which language it exists."""
    return caching.kept("search-filters", request_stamp(request), _filters)


def _filters() -> list[Filter]:
    return [
        Filter("kind", _("Where to look"), _kind_words()),
        Filter("language", _("Language"), _language_words()),
    ]


def _kind_words() -> list[Word]:
    return [Word(kind.name, kind.name, *_in_both(kind.label)) for kind in search_index.kinds()]


def _language_words() -> list[Word]:
    names = {"fr": _("In French"), "en": _("In English")}
    return [Word(language, language, *_in_both(name)) for language, name in names.items()]


def _in_both(label: Any) -> tuple[str, str]:
    names = []
    for language in LANGUAGES:
        with translation.override(language):
            names.append(str(label))
    return names[0], names[1]


_SHOWN = ("id", "kind", "key", "title_fr", "title_en", "summary_fr", "summary_en")
#: What results show; the reader's groups are asked once more, of the rows as they are now.
_RESULTS = f"""
    SELECT {", ".join(_SHOWN)} FROM {SearchEntry._meta.db_table}
    WHERE id = ANY(%(ids)s) AND (%(all)s OR access = '{{}}' OR access && %(groups)s::bigint[])
"""  # noqa: S608 - names of the code's own


def results(ids: Sequence[int], query: str, reader: Any) -> list[dict[str, Any]]:
    """Return what the page shows of the entries `ids`, in their order: a query, the passages, addresses by kind."""
    with connection.cursor() as cursor:
        groups = sorted(access.group_ids(reader))
        cursor.execute(_RESULTS, {"ids": list(ids), "all": access.is_staff(reader), "groups": groups})
        rows = {row[0]: dict(zip(_SHOWN, row, strict=True)) for row in cursor.fetchall()}
    addresses = search_index.addresses((row["kind"], row["key"]) for row in rows.values())
    found = passages_of(rows, query)
    labels = {kind.name: str(kind.label) for kind in search_index.kinds()}
    own = active_language()
    return [
        _result(rows[pk], urls, labels, own) | {"passage": found.get(pk)}
        for pk in ids
        if pk in rows and (urls := addresses.get((rows[pk]["kind"], rows[pk]["key"])))
    ]


def _result(row: dict[str, Any], urls: Any, labels: dict[str, str], own: str) -> dict[str, Any]:
    other = other_language(own)
    language = own if row[f"title_{own}"] else other
    shown = own if row[f"summary_{own}"] else other
    return {
        "kind": labels.get(row["kind"], ""),
        "title": row[f"title_{language}"],
        "url": urls.get(language) or urls.get(own) or urls[other],
        "only": language if not row[f"title_{other_language(language)}"] else "",
        "language": language if language != own else "",
        "summary": row[f"summary_{shown}"],
        "summary_language": shown if shown != own else "",
    }


def status(listing: Listing) -> str:
    """Return the sentence that says how many were found; before anything was asked, nothing."""
    if not listing.query:
        return ""
    total = listing.found.total
    if not total:
        return gettext("No results")
    return ngettext("%(number)s result", "%(number)s results", total) % {"number": number(total)}
