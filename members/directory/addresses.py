"""Where the directory and the pages of organizations are, by the tree in memory."""

from __future__ import annotations

from collections.abc import Mapping

from cms.bilingual import LANGUAGES, active_language, other_language
from cms.tree import PageNode, Tree, current_tree
from members.models import MemberIndexPage, Organization

_MODEL = MemberIndexPage._meta.model_name


def directory_nodes(tree: Tree | None = None) -> dict[str, PageNode]:
    """Return the directory's page in each language in which there is one."""
    tree = tree or current_tree()
    known = tree.__dict__.get("_directory")
    if known is None:
        known = {node.language: node for node in reversed(list(tree.by_id.values())) if node.model == _MODEL}
        tree.__dict__["_directory"] = known
    return known


def directory_url(language: str = "") -> str:
    """Return the path of the directory in `language` (the active one), else in the other; "" where none is live."""
    nodes = directory_nodes()
    language = language or active_language()
    node = nodes.get(language) or nodes.get(other_language(language))
    return node.url if node else ""


def organization_path(base: str, slugs: Mapping[str, str], language: str) -> str:
    """Return the path under the directory at `base`; a language without a slug borrows the other's."""
    return f"{base}{slugs[language] or slugs[other_language(language)]}/"


def organization_urls(organization: Organization) -> dict[str, str]:
    """Return language → path of an organization's page, for each language in which the directory is live."""
    slugs = {language: getattr(organization, f"slug_{language}") for language in LANGUAGES}
    if not any(slugs.values()):
        return {}
    return {
        language: organization_path(node.url, slugs, language)
        for language, node in sorted(directory_nodes().items(), reverse=True)
    }


def organization_url(organization: Organization, language: str = "") -> str:
    """Return the path of an organization's page for a reader of `language` (the active one); nothing where none is."""
    urls = organization_urls(organization)
    language = language or active_language()
    return urls.get(language) or urls.get(other_language(language), "")
