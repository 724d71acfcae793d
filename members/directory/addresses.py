"""Where the directory and the pages of organizations are."""

from __future__ import annotations

from cms.record_addresses import IndexAddresses
from members.models import Organization

_DIRECTORY = IndexAddresses(Organization)

directory_nodes = _DIRECTORY.nodes
directory_url = _DIRECTORY.url
organization_path = _DIRECTORY.record_path
organization_urls = _DIRECTORY.record_urls
organization_url = _DIRECTORY.record_url
organizations_urls = _DIRECTORY.urls_of
