"""The search of the whole site as a listing: which entries, in which order, and what is shown of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, F, Func, IntegerField, OrderBy, Q, TextField, Value, When
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cms import fulltext, search_index
from cms.bilingual import LANGUAGES, active_language, other_language
from cms.canadian import number
from cms.listing import ArrayFilter, ColumnFilter, Filter, Listing, Rows, Word, rows_of
from cms.models import SearchEntry
from cms.search import passages_of
from cms.tree import tree_for

HEADS = {language: f"head_{language}" for language in LANGUAGES}
TITLES = {language: f"title_{language}" for language in LANGUAGES}


class Languages(Func):
    """The languages in which an entry exists, as an array."""

    template = "array_remove(ARRAY[%(expressions)s], NULL)"
    output_field = ArrayField(TextField())

    def __init__(self) -> None:
        super().__init__(*(Case(When(~Q(**{TITLES[name]: ""}), then=Value(name))) for name in LANGUAGES))


def search_listing(request: HttpRequest) -> Listing:
    """Return what `request` asks of the whole site, found where it asks for words."""
    listing = Listing(request, filters())
    if listing.query:
        listing.find(rows(request, listing))
    return listing


def filters() -> list[Filter]:
    """Return the filters of the search: what kind of thing, and in which language it exists."""
    return [
        ColumnFilter("kind", _("Where to look"), _kind_words(), column="kind"),
        ArrayFilter("language", _("Language"), _language_words(), column=Languages()),
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


def rows(request: HttpRequest, listing: Listing) -> Rows:
    """Return the entries that answer and that the reader may see.

    What exists in the reader's language comes first, then what was found in title, summary and terms, in this order of
    weight, then what was found in the text, then what is newest.
    """
    own = active_language()
    found = SearchEntry.objects.visible_to(request.user, tree_for(request)).filter(
        Q(pk__in=fulltext.found_ids(listing.query)) | fulltext.title_matches(listing.query, TITLES)
    )
    exists = Case(When(~Q(**{TITLES[own]: ""}), then=1), default=0, output_field=IntegerField())
    order = [
        OrderBy(exists, descending=True),
        OrderBy(fulltext.rank(listing.query, HEADS, own), descending=True),
        OrderBy(F("at"), descending=True),
    ]
    return rows_of(found, listing.filters, order)


_SHOWN = ("pk", "kind", "key", "title_fr", "title_en", "summary_fr", "summary_en")


def results(ids: Sequence[int], query: str) -> list[dict[str, Any]]:
    """Return what the page shows of the entries `ids`, in their order: a query, the passages, addresses by kind."""
    rows = {row["pk"]: row for row in SearchEntry.objects.filter(pk__in=ids).values(*_SHOWN)}
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
