"""The mini-site of a summit or a conference: its parts, where each is in each language, the way between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.bilingual import active_language
from events.addresses import event_urls
from events.models import Event

PROGRAMME, SPEAKERS, PRACTICAL = "programme", "speakers", "practical"
#: Part → language → how its address ends.
SLUGS: dict[str, dict[str, str]] = {
    PROGRAMME: {"fr": "programme", "en": "programme"},
    SPEAKERS: {"fr": "conferenciers", "en": "speakers"},
    PRACTICAL: {"fr": "pratique", "en": "practical"},
}
NAMES: dict[str, Any] = {
    "": pgettext_lazy("page of an event", "Overview"),
    PROGRAMME: _("Programme"),
    SPEAKERS: _("Speakers"),
    PRACTICAL: _("Practical information"),
}
REGISTRATION = "registration"  # where the panel stands on the first page


@dataclass(frozen=True)
class Way:
    """A link between the parts."""

    name: str
    url: str
    is_current: bool = False


def part_at(slug: str) -> str:
    """Return the part that `slug` names in either language; "" where there is none."""
    return next((part for part, slugs in SLUGS.items() if slug in slugs.values()), "")


def part_urls(event: Event, part: str = "") -> dict[str, str]:
    """Return language → path of a part, or of the event's own page."""
    urls = event_urls(event)
    return {language: f"{url}{SLUGS[part][language]}/" if part else url for language, url in urls.items()}


def ways(event: Event, current: str) -> list[Way]:
    """Return the ways between the parts of a mini-site; none of another event, or of one that is not published."""
    language = active_language()
    if not event.is_mini_site or language not in event_urls(event):
        return []
    return [
        Way(str(name), part_urls(event, part)[language], is_current=part == current) for part, name in NAMES.items()
    ]
