"""Where the toolkit, resources, their files and preset listings are."""

from __future__ import annotations

from django.urls import reverse

from cms.bilingual import active_language
from cms.record_addresses import IndexAddresses
from resources.models import PresetListing, Resource, ResourceFile

_TOOLKIT = IndexAddresses(Resource)

toolkit_nodes = _TOOLKIT.nodes
toolkit_url = _TOOLKIT.url
resource_path = _TOOLKIT.record_path
resource_urls = _TOOLKIT.record_urls
resource_url = _TOOLKIT.record_url
resources_urls = _TOOLKIT.urls_of


def file_url(file: ResourceFile) -> str:
    """Return the address of a file or link: the same in both languages, whichever file stands there."""
    return reverse("resource_file", args=[file.uid])


def preset_urls(preset: PresetListing) -> dict[str, str]:
    """Return language → path of a preset listing, for each language in which the toolkit is live."""
    return {
        language: f"{node.url}selections/{getattr(preset, f'slug_{language}')}/"
        for language, node in sorted(toolkit_nodes().items(), reverse=True)
    }


def preset_url(preset: PresetListing, language: str = "") -> str:
    """Return the path of a preset listing for a reader of `language` (the active one); "" where there is none."""
    return preset_urls(preset).get(language or active_language(), "")
