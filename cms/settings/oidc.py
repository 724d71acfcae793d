"""Sign-in by an account elsewhere, from the environment: Microsoft 365, Google. Off unless its settings are there."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured

from cms.settings.environment import Environment

MICROSOFT, GOOGLE = "microsoft", "google"


def oidc_apps(env: Environment) -> list[dict[str, Any]]:
    """Return the providers that are set up, as allauth reads them. Raises ImproperlyConfigured for half a set-up."""
    return [app for app in (_microsoft(env), _google(env)) if app]


def oidc_origins(apps: list[dict[str, Any]]) -> list[str]:
    """Return where the sign-in button's form ends up, for the content security policy."""
    return sorted({"https://" + urlsplit(app["settings"]["server_url"]).netloc for app in apps})


def _microsoft(env: Environment) -> dict[str, Any] | None:
    """Return Microsoft 365 of one organization.

    Microsoft does not say whether it checked an address, and an organization may give its people any. So the tenant
    is one, named by its id, and only addresses of the domains named here are believed.
    """
    app = _app(env, MICROSOFT, "Microsoft 365")
    if app is None:
        return None
    tenant, domains = env.required("OIDC_MICROSOFT_TENANT"), env.items("OIDC_MICROSOFT_DOMAINS")
    try:
        UUID(tenant)
    except ValueError:
        raise ImproperlyConfigured("OIDC_MICROSOFT_TENANT must be the id of one tenant, not “common”.") from None
    if not domains:
        raise ImproperlyConfigured("The environment variable OIDC_MICROSOFT_DOMAINS must be set.")
    app["settings"] = {"server_url": f"https://login.microsoftonline.com/{tenant}/v2.0", "verified_email": domains}
    return app


def _google(env: Environment) -> dict[str, Any] | None:
    """Return Google, which says itself whether it checked an address."""
    app = _app(env, GOOGLE, "Google")
    if app:
        app["settings"] = {"server_url": "https://accounts.google.com"}
    return app


def _app(env: Environment, key: str, name: str) -> dict[str, Any] | None:
    client = env.text(f"OIDC_{key.upper()}_CLIENT_ID")
    if not client:
        return None
    secret = env.required(f"OIDC_{key.upper()}_CLIENT_SECRET")
    return {"provider_id": key, "name": name, "client_id": client, "secret": secret}
