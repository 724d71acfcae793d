"""schema.org data of a page, as JSON-LD."""

from __future__ import annotations

from typing import Any

from django.utils.html import strip_tags

from cms.portal import Portal


def graph(portal: Portal, page: Any = None) -> dict[str, Any]:
    """Return the organization, the breadcrumb and the page itself, for search engines."""
    home = portal.absolute(portal.home_url)
    nodes: list[dict[str, Any]] = [
        {
            "@type": "Organization",
            "@id": f"{portal.absolute('/')}#organization",
            "name": str(portal.settings.name),
            "url": portal.absolute("/"),
            "sameAs": [address for _name, address in portal.settings.social_links],
        }
    ]
    if portal.page and portal.breadcrumb:
        crumbs = [*portal.breadcrumb, portal.record or portal.page]
        nodes.append(
            {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {"@type": "ListItem", "position": place, "name": node.title, "item": portal.absolute(node.url)}
                    for place, node in enumerate(crumbs, start=1)
                ],
            }
        )
    if portal.record and portal.record.structured_data:
        nodes.append({**portal.record.structured_data, "url": portal.canonical})
    kind = getattr(page, "structured_data_type", "")
    if portal.page and kind:
        entry: dict[str, Any] = {
            "@type": kind,
            "@id": portal.canonical,
            "url": portal.canonical if kind != "WebSite" else home,
            "name": portal.page.title,
            "inLanguage": f"{portal.page.language}-CA",
            "description": portal.page.summary,
            "publisher": {"@id": f"{portal.absolute('/')}#organization"},
        }
        if kind == "Article":
            entry["headline"] = portal.page.title
            if portal.page.published_at:
                entry["datePublished"] = portal.page.published_at.isoformat()
            if portal.page.changed_at:
                entry["dateModified"] = portal.page.changed_at.isoformat()
            if year := getattr(page, "version_year", None):
                entry["version"] = str(year)
            if notice := getattr(page, "copyright_notice", ""):
                entry["copyrightNotice"] = strip_tags(notice)
        nodes.append(entry)
    return {"@context": "https://schema.org", "@graph": nodes}
