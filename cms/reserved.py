"""Slugs that no page may have directly under a home page: the code, or a later app, answers there."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

RESERVED_SLUGS = frozenset(
    {
        "_components",
        "_util",
        "account",
        "adhesion",
        "api",
        "attestations",
        "certificates",
        "cms",
        "compte",
        "documents",
        "espace",
        "feed",
        "flux",
        "health",
        "images",
        "inscription",
        "join",
        "media",
        "portal",
        "recherche",
        "registration",
        "search",
        "static",
    }
)


def refuse_reserved_slug(slug: str) -> None:
    """Raise ValidationError where `slug` is one of the portal's own addresses."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("The portal itself answers at this address. Choose another slug."), code="reserved")
