"""The directory's listing: which organizations, in which order, and what their entries, letters and map show."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import OrderBy
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import caching, fulltext
from cms.bilingual import active_language, other_language
from cms.canadian import number
from cms.listing import Listing, Rows, rows_of
from cms.tree import request_stamp
from members.directory.geography import HEIGHT, OUTLINE, RIDGE, WIDTH, Spot
from members.directory.words import LETTERS, Names, Words, filters_for
from members.models import Organization
from members.services.visibility import Reader, reader_level

VIEWS = ("list", "cards", "map")
SMALLEST_DOT, LARGEST_DOT = 5.0, 15.0  # units of the map


def directory_listing(request: HttpRequest, path: str, *, public: bool = False, everything: bool = False) -> Listing:
    """Return the listing that `request` asks for, found. `public` looks with nobody's eyes: exports and the API."""
    reader = AnonymousUser() if public else request.user
    listing = Listing(request, filters_for(request), path=path, views=VIEWS)
    language = active_language()
    if listing.query or reader.is_authenticated:
        rows = _rows(listing, reader, language)
    else:
        stamp = request_stamp(request)
        rows = caching.kept(f"directory-rows-{language}", stamp, lambda: _rows(listing, reader, language))
    listing.find(rows, everything=everything)
    return listing


def _rows(listing: Listing, reader: Any, language: str) -> Rows:
    organizations = Organization.objects.visible_to(reader)
    order: list[Any] = [f"text__sort_{language}"]
    if listing.query:
        words = "public" if reader_level(reader) == Reader.PUBLIC else "members"
        fields = {"fr": f"text__{words}_fr", "en": f"text__{words}_en"}
        organizations = organizations.filter(fulltext.matches(listing.query, fields))
        order.insert(0, OrderBy(fulltext.rank(listing.query, fields, language), descending=True))
    return rows_of(organizations, listing.filters, order)


# --- entries --------------------------------------------------------------------------------------

_SERVICES, _ORGANIZATIONS = Organization.services.through._meta.db_table, Organization._meta.db_table
_ENTRIES = f"""
    SELECT o.id, o.title_fr, o.title_en, o.slug_fr, o.slug_en, o.summary_fr, o.summary_en, o.kind_id, o.community_id,
        o.is_aaisa_member, ARRAY(SELECT s.service_id FROM {_SERVICES} s WHERE s.organization_id = o.id)
    FROM {_ORGANIZATIONS} o WHERE o.id = ANY(%s)
"""  # noqa: S608 - names of our own


def entries(ids: Sequence[int], words: Words, path: str) -> list[dict[str, Any]]:
    """Return what the list and the cards show of the organizations `ids`, in their order: one query, no model."""
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, [list(ids)])
        rows = cursor.fetchall()
    names, member = words.names(active_language()), _("AAISA member")
    found = {row[0]: _entry(row, names, path, member) for row in rows}
    return [found[pk] for pk in ids if pk in found]


def _entry(row: tuple[Any, ...], names: Names, path: str, member: str) -> dict[str, Any]:
    _pk, *texts, kind, community, is_member, services = row
    own = 0 if names.language == "fr" else 1
    other = 1 - own
    title, slug, summary = texts[own], texts[2 + own], texts[4 + own]
    town = names.towns.get(community, "")
    return {
        "title": title or texts[other],
        "title_language": "" if title else other_language(names.language),
        "url": f"{path}{slug or texts[2 + other]}/",
        "summary": summary or texts[4 + other],
        "summary_language": "" if summary else other_language(names.language),
        "kind": names.kinds.get(kind, ""),
        "where": f"{town} · {member}" if town and is_member else town or (member if is_member else ""),
        "services": ", ".join([name for key, name in names.services if key in services]),
    }


# --- letters --------------------------------------------------------------------------------------


def letters(listing: Listing) -> list[dict[str, Any]]:
    """Return A to Z (and the figures, where a name begins with one), those without entries without an address."""
    counts = listing.found.counts.get("letter", {})
    chosen = listing.chosen.get("letter", ())
    start = listing.beginning("letter")
    return [
        {
            "name": word.name_fr,
            "url": f"{start}letter={word.value}" if counts.get(word.value) else "",
            "is_current": word in chosen,
        }
        for word in LETTERS
        if word.value != "0" or counts.get("0") or word in chosen
    ]


# --- map ------------------------------------------------------------------------------------------


def town_map(listing: Listing, words: Words) -> dict[str, Any]:
    """Return what components/alberta_map.html draws, and the rows of the table that says the same."""
    counts = listing.found.counts.get("community", {})
    chosen = {word.key for word in listing.chosen.get("community", ())}
    start = listing.beginning("community", "view")
    yes, no = _("Yes"), _("No")
    most = max((sum(counts.get(str(town.pk), 0) for town in spot.communities) for spot in words.spots), default=0)
    dots = [dot for spot in words.spots if (dot := _dot(spot, counts, chosen, start, most))]
    rows = [
        {
            "name": town.name,
            "count": counts[str(town.pk)],
            "small": yes if town.is_small_centre else no,
            "url": f"{start}community={town.key}",
            "is_current": town.pk in chosen,
        }
        for town in words.communities
        if counts.get(str(town.pk))
    ]
    rows.sort(key=lambda row: (-row["count"], row["name"]))
    return {"width": int(WIDTH), "height": HEIGHT, "outline": OUTLINE, "ridge": RIDGE, "dots": dots, "rows": rows}


def _dot(spot: Spot, counts: dict[str, int], chosen: set[int], start: str, most: int) -> dict[str, Any] | None:
    towns = [town for town in spot.communities if counts.get(str(town.pk))]
    if not towns:
        return None
    count = sum(counts[str(town.pk)] for town in towns)
    radius = SMALLEST_DOT + (LARGEST_DOT - SMALLEST_DOT) * math.sqrt(count / most)
    names = [str(town.name) for town in towns]
    away = -radius - 4 if spot.is_left else radius + 4
    return {
        "x": f"{spot.x:.1f}",
        "y": f"{spot.y:.1f}",
        "radius": f"{radius:.1f}",
        "url": start + "&".join(f"community={town.key}" for town in towns),
        "label": f"{names[0]} +{len(names) - 1}" if len(names) > 1 else names[0],
        "label_x": f"{spot.x + away:.1f}",
        "label_y": f"{spot.y + 4:.1f}",
        "title": ngettext("%(towns)s: %(count)d organization", "%(towns)s: %(count)d organizations", count)
        % {"towns": ", ".join(names), "count": count},
        "count": count if radius > 3.2 * len(str(count)) + 2 else "",
        "count_y": f"{spot.y + 4:.1f}",
        "classes": " ".join(
            name
            for name, holds in (
                ("map__town", True),
                ("map__town--named", spot.is_named),
                ("map__town--left", spot.is_left),
                ("map__town--several", len(names) > 1),
                ("map__town--chosen", any(town.pk in chosen for town in towns)),
            )
            if holds
        ),
    }


def status(listing: Listing) -> str:
    """Return the sentence that says how many were found."""
    total = listing.found.total
    return ngettext("%(number)s organization", "%(number)s organizations", total) % {"number": number(total)}
