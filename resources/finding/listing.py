"""The toolkit's listing: which resources, in which order, and what their entries show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest
from django.template import loader
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import access
from cms.bilingual import active_language, other_language
from cms.canadian import number
from cms.icons import ICONS
from cms.listing import RELEVANCE, Listing
from cms.search_passages import Passage
from members.services.visits import new_since
from resources.addresses import toolkit_url
from resources.finding.index import toolkit_index
from resources.finding.presets import ShownPreset, presets_for
from resources.finding.words import SETTINGS, Words, filters_for, words_for
from resources.models import PresetListing, Resource, ResourceFile

VIEWS = ("grid", "list")
SORTS = (RELEVANCE, "newest", "used", "title")


def toolkit_listing(
    request: HttpRequest,
    path: str,
    *,
    preset: ShownPreset | None = None,
    public: bool = False,
    everything: bool = False,
) -> Listing:
    """Return the listing that `request` asks for, found; within `preset`, where one is given.

    `public` looks with nobody's eyes (feeds and the API); `everything` gives the ids of all pages.
    """
    index, reader = toolkit_index(request), AnonymousUser() if public else request.user
    filters = [item for item in filters_for(request) if item.name != "new" or reader.is_authenticated]
    sorts = SORTS if preset is None else _sorts_of(preset.preset)
    listing = Listing(request, filters, path=path, views=VIEWS, sorts=sorts)
    within = index.visible_to(reader)
    if preset is not None:
        within &= preset.among(index)
    ranked = index.found(listing.query) if listing.query else None
    more = {"new": {True: index.newer_than(new_since(reader))}} if reader.is_authenticated else None
    listing.find_in(index, within, order=_order(listing.sort), ranked=ranked, more=more, everything=everything)
    return listing


def _sorts_of(preset: PresetListing) -> tuple[str, ...]:
    """Return the orders of a preset listing, its own first."""
    return (RELEVANCE, preset.order, *(name for name in SORTS[1:] if name != preset.order))


def _order(sort: str) -> str:
    """Return the index's name of an order; its first one, the newest, has none."""
    if sort == "title":
        return f"title-{active_language()}"
    return "" if sort == "newest" else sort


def preset_entries(request: HttpRequest, preset: PresetListing, limit: int) -> list[dict[str, Any]]:
    """Return the first entries of a preset listing that the reader may see: one query."""
    shown = presets_for(request).get(preset.pk)
    if shown is None:
        return []
    index = toolkit_index(request)
    within = index.visible_to(request.user) & shown.among(index)
    return entries(request, index.ids_in(within, order=_order(preset.order), limit=limit))


# --- entries --------------------------------------------------------------------------------------

_RESOURCES, _FILES = Resource._meta.db_table, ResourceFile._meta.db_table
_ACCESS, _TOPICS = Resource.access.through._meta.db_table, Resource.topics.through._meta.db_table
#: What entries show; the reader's access is asked once more, of the rows as they are now.
_ENTRIES = f"""
    SELECT r.id, r.title_fr, r.title_en, r.slug_fr, r.slug_en, r.summary_fr, r.summary_en,
        r.resource_type_id, r.setting, r.year,
        ARRAY(SELECT DISTINCT f.language FROM {_FILES} f WHERE f.resource_id = r.id),
        ARRAY(SELECT t.topic_id FROM {_TOPICS} t WHERE t.resource_id = r.id ORDER BY t.id),
        EXISTS (SELECT 1 FROM {_ACCESS} a WHERE a.resource_id = r.id)
    FROM {_RESOURCES} r
    WHERE r.id = ANY(%(ids)s) AND r.live AND (%(all)s
        OR NOT EXISTS (SELECT 1 FROM {_ACCESS} a WHERE a.resource_id = r.id)
        OR EXISTS (SELECT 1 FROM {_ACCESS} a WHERE a.resource_id = r.id AND a.group_id = ANY(%(groups)s)))
"""  # noqa: S608 - names of our own


def entries(
    request: HttpRequest,
    ids: Sequence[int],
    path: str = "",
    passages: Mapping[str, Passage] | None = None,
    reader: Any = None,
) -> list[dict[str, Any]]:
    """Return what lists and cards show of the resources `ids`, in their order: one query, no model.

    `path` is the toolkit's (default: in the active language); `passages` are what a search found, by key.
    """
    if not ids:
        return []
    reader = reader or request.user
    groups = list(access.group_ids(reader))
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, {"ids": list(ids), "all": access.is_staff(reader), "groups": groups})
        rows = cursor.fetchall()
    maker = _EntryMaker(words_for(request), path or toolkit_url(), passages or {})
    found = {row[0]: maker.entry(row) for row in rows}
    return [found[pk] for pk in ids if pk in found]


class _EntryMaker:
    """Turns rows into entries in the active language."""

    def __init__(self, words: Words, path: str, passages: Mapping[str, Passage]) -> None:
        self.language = active_language()
        self.other = other_language(self.language)
        self.types, self.topics = words.names(self.language)
        self.settings = {word.key: str(word.name_in(self.language)) for word in SETTINGS}
        self.path, self.passages = path, passages
        self.is_public = access.is_reachable(Resource, AnonymousUser())

    def entry(self, row: tuple[Any, ...]) -> dict[str, Any]:
        pk, *texts, kind, setting, year, languages, topics, is_restricted = row
        own = 0 if self.language == "fr" else 1
        title, slug, summary = texts[own], texts[2 + own], texts[4 + own]
        passage = self.passages.get(str(pk))
        return {
            "title": title or texts[1 - own],
            "title_language": "" if title else self.other,
            "url": f"{self.path}{slug or texts[3 - own]}/",
            "summary": summary or texts[5 - own],
            "summary_language": "" if summary else self.other,
            "kind": self.types.get(kind, ""),
            "badges": _badges(languages),
            "facts": " · ".join(fact for fact in (str(year or ""), self.settings.get(setting, "")) if fact),
            "topics": ", ".join(self.topics[key] for key in topics if key in self.topics),
            "is_restricted": is_restricted or not self.is_public,
            "passage": passage.html if passage else "",
            "passage_language": passage.language if passage and passage.language != self.language else "",
        }


def _badges(languages: Sequence[str]) -> list[str]:
    """Return the languages in which there are files, as badges show them."""
    held = {"fr", "en"} if "both" in languages else set()
    return [language.upper() for language in ("fr", "en") if language in held or language in languages]


# --- entries as HTML ------------------------------------------------------------------------------

_BADGE = '<span class="badge">{}</span> '


def entries_html(entries: Sequence[Mapping[str, Any]], view: str) -> SafeString:
    """Write entries as cards ("grid") or rows ("list"); in Python, because a template costs several times as much."""
    alone = ""
    if any(entry["title_language"] for entry in entries):
        own = other_language(active_language())
        alone = loader.render_to_string("components/one_language.html", {"language": own})
    locked = format_html(
        ' <span class="state state--private">{}{}</span>', ICONS["lock"], _("Shown to some people only")
    )
    style = "record" if view == "list" else "card"
    return SafeString("\n".join(_entry_html(entry, style, alone, locked) for entry in entries))


def _entry_html(entry: Mapping[str, Any], style: str, alone: str, locked: str) -> str:
    """Write an entry. What somebody wrote is escaped here; a passage was when it was marked."""
    title, passage = entry["title_language"], entry["passage"]
    links = f' lang="{title}" hreflang="{title}"' if title else ""
    shown = entry["passage_language"] if passage else entry["summary_language"]
    marks = (' class="passage"' if passage else "") + (f' lang="{shown}"' if shown else "")
    badges = alone if title else "".join(map(_BADGE.format, entry["badges"]))
    return (
        f'<li class="{style}"><p class="kind">{escape(entry["kind"])}</p>'
        f'<h3 class="card__title"><a href="{escape(entry["url"])}"{links}>{escape(entry["title"])}</a></h3>'
        f"<p{marks}>{passage or escape(entry['summary'])}</p>\n"
        f'<p class="meta">{badges} {escape(entry["facts"])}{locked if entry["is_restricted"] else ""}</p></li>'
    )


# --- words ----------------------------------------------------------------------------------------


def status(listing: Listing) -> str:
    """Return the sentence that says how many were found."""
    total = listing.found.total
    if listing.query:
        words = ngettext("%(number)s resource for “%(query)s”", "%(number)s resources for “%(query)s”", total)
        return words % {"number": number(total), "query": listing.query}
    return ngettext("%(number)s resource", "%(number)s resources", total) % {"number": number(total)}


def sort_links(listing: Listing) -> list[dict[str, Any]]:
    """Return the orders that make sense here, each with its address."""
    labels = {
        RELEVANCE: _("Relevance"),
        "newest": _("Newest"),
        "used": _("Most used"),
        "title": _("Title"),
    }
    return [
        {"label": labels[name], "url": listing.sort_address(name), "is_current": name == listing.sort}
        for name in listing.sorts
    ]
