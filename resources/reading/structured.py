"""A resource as search engines read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cms.listing import Word
from cms.portal import Portal
from resources.models import Resource
from resources.reading.files import ShownFile
from resources.reading.licences import licence_url


def resource_data(
    shown: Resource,
    files: Sequence[ShownFile],
    kinds: Sequence[Word],
    topics: Sequence[Word],
    audiences: Sequence[Word],
) -> dict[str, Any]:
    """Return schema.org data of a public resource; what is empty is left out."""
    data: dict[str, Any] = {
        "@type": "LearningResource",
        "name": str(shown.title),
        "description": str(shown.summary),
        "inLanguage": [f"{language}-CA" for language in shown.languages],
        "learningResourceType": [kind.name for kind in kinds],
        "about": [topic.name for topic in topics],
        "audience": [{"@type": "Audience", "audienceType": audience.name} for audience in audiences],
        "author": {"@type": "Organization", "name": str(shown.author)} if shown.author else None,
        "publisher": {"@id": f"{Portal.absolute('/')}#organization"},
        "license": licence_url(shown.licence),
        "isAccessibleForFree": True,
        "dateCreated": str(shown.year or ""),
        "datePublished": shown.first_published_at.isoformat() if shown.first_published_at else "",
        "dateModified": shown.last_published_at.isoformat() if shown.last_published_at else "",
        "encoding": [_media(file) for file in files if not file.host],
    }
    return {key: value for key, value in data.items() if value}


def _media(file: ShownFile) -> dict[str, Any]:
    data = {
        "@type": "MediaObject",
        "name": str(file.title),
        "contentUrl": Portal.absolute(file.url),
        "inLanguage": f"{file.language}-CA" if file.language in ("fr", "en") else "",
    }
    return {key: value for key, value in data.items() if value}
