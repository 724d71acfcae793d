"""Slugs that no page may have directly under a home page: the code, or a later app, answers there."""

RESERVED_SLUGS = frozenset(
    {
        "_components",
        "_util",
        "account",
        "api",
        "cms",
        "compte",
        "documents",
        "espace",
        "feed",
        "flux",
        "health",
        "images",
        "media",
        "portal",
        "recherche",
        "search",
        "static",
    }
)
