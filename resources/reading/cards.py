"""Resources as cards and lines of lists on pages: related ones, the home page's, what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from cms.bilingual import LocalizedText
from resources.addresses import resource_url
from resources.models import Resource, ResourceQuerySet

TEMPLATE = "components/resource_card.html"
_FIELDS = ("title_fr", "title_en", "slug_fr", "slug_en", "summary_fr", "summary_en", "first_published_at", "live")


@dataclass(frozen=True)
class Card:
    """A resource as a card: texts know their language."""

    title: LocalizedText
    summary: LocalizedText
    kind: str
    url: str
    is_restricted: bool


def card_rows(rows: ResourceQuerySet) -> ResourceQuerySet:
    """Have `rows`, which the reader may see, read with what cards show and no more."""
    restricted = Resource.access.through.objects.filter(resource=OuterRef("pk"))
    chosen = rows.select_related("resource_type").only(*_FIELDS, "resource_type__name_fr", "resource_type__name_en")
    return chosen.annotate(is_restricted=Exists(restricted))


def cards(rows: Sequence[Resource]) -> list[Card]:
    """Return the cards of rows that `card_rows` read, in the active language."""
    return [
        Card(
            title=row.title,
            summary=row.summary,
            kind=str(row.resource_type or ""),
            url=resource_url(row),
            is_restricted=row.is_restricted,
        )
        for row in rows
    ]
