"""Where the events' page, events and preset listings are."""

from __future__ import annotations

from cms.bilingual import active_language
from cms.record_addresses import IndexAddresses
from events.models import Event, EventPreset

_EVENTS = IndexAddresses(Event)

events_nodes = _EVENTS.nodes
events_url = _EVENTS.url
event_path = _EVENTS.record_path
event_urls = _EVENTS.record_urls
event_url = _EVENTS.record_url
events_urls = _EVENTS.urls_of


def preset_urls(preset: EventPreset) -> dict[str, str]:
    """Return language → path of a preset listing, for each language in which the events' page is live."""
    return {
        language: f"{node.url}selections/{getattr(preset, f'slug_{language}')}/"
        for language, node in sorted(events_nodes().items(), reverse=True)
    }


def preset_url(preset: EventPreset, language: str = "") -> str:
    """Return the path of a preset listing for a reader of `language` (the active one); "" where there is none."""
    return preset_urls(preset).get(language or active_language(), "")
