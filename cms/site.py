"""Wagtail's own record of the site: it follows BASE_URL, so that the addresses in its mails and its API are right."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site


def follow_base_url(**_: Any) -> None:
    """Give the default site the host and port of BASE_URL. Runs after each migration, that is at each installation."""
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first()
    if site and address.hostname and (site.hostname, site.port) != (address.hostname, port):
        site.hostname, site.port = address.hostname, port
        site.save()
