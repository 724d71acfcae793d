"""Addresses in mails and in the API begin as BASE_URL says."""

from __future__ import annotations

import pytest
from wagtail.models import Site

from cms.site import follow_base_url


@pytest.mark.parametrize(
    ("base", "host", "port"),
    [
        ("https://portail.example.org", "portail.example.org", 443),
        ("http://localhost:8123", "localhost", 8123),
        ("http://portail.example.org", "portail.example.org", 80),
    ],
)
def test_the_site_follows_the_base_address(settings, homes, base: str, host: str, port: int) -> None:
    settings.WAGTAILADMIN_BASE_URL = base
    follow_base_url()
    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port) == (host, port)
    assert homes["fr"].get_full_url().startswith(base)
