"""An organization as search engines read it."""

from __future__ import annotations

from typing import Any

from members.directory.profile import Profile


def organization_data(profile: Profile) -> dict[str, Any]:
    """Return schema.org data of a public profile; what is empty is left out."""
    address = {
        "@type": "PostalAddress",
        "streetAddress": profile.street,
        "addressLocality": str(profile.community or ""),
        "postalCode": profile.postal_code,
        "addressRegion": "AB",
        "addressCountry": "CA",
    }
    data: dict[str, Any] = {
        "@type": "Organization",
        "name": str(profile.title),
        "description": str(profile.summary or profile.description),
        "email": profile.email,
        "telephone": profile.phone,
        "address": {key: value for key, value in address.items() if value} if profile.community else None,
        "areaServed": [str(area) for area in profile.areas_served],
        "knowsLanguage": [str(language) for language in profile.languages_of_service],
        "sameAs": [*profile.websites(), *(link.url for link in profile.social_links)],
    }
    return {key: value for key, value in data.items() if value}
