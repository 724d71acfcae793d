"""Where records are: an index page routes to them, in each language in which it is live. By the tree in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from cms.bilingual import LANGUAGES, active_language, other_language
from cms.models import Record
from cms.tree import PageNode, Tree, current_tree


class IndexAddresses:
    """Addresses of an index page, and of the records of `model` under it."""

    def __init__(self, model: type[Record]) -> None:
        self.model = model.index_page

    def nodes(self, tree: Tree | None = None) -> dict[str, PageNode]:
        """Return the index page in each language in which there is one."""
        return (tree or current_tree()).index_pages(self.model)

    def url(self, language: str = "") -> str:
        """Return the index page's path in `language` (the active one), else in the other; "" where none is live."""
        nodes = self.nodes()
        language = language or active_language()
        node = nodes.get(language) or nodes.get(other_language(language))
        return node.url if node else ""

    @staticmethod
    def record_path(base: str, slugs: Mapping[str, str], language: str) -> str:
        """Return a record's path under the index page at `base`; a language without a slug borrows the other's."""
        return f"{base}{slugs[language] or slugs[other_language(language)]}/"

    def record_urls(self, record: Record) -> dict[str, str]:
        """Return language → path of a record's page, for each language in which the index page is live."""
        slugs = {language: getattr(record, f"slug_{language}") for language in LANGUAGES}
        if not any(slugs.values()):
            return {}
        return {
            language: self.record_path(node.url, slugs, language)
            for language, node in sorted(self.nodes().items(), reverse=True)
        }

    def urls_of(self, model: type[Record], keys: Collection[str] | None) -> dict[str, dict[str, str]]:
        """Return the key of each record of `model` (of `keys`, where they are named) → language → path: one query."""
        nodes = sorted(self.nodes().items(), reverse=True)
        rows = model._default_manager.exclude(slug_fr="", slug_en="")
        if keys is not None:
            rows = rows.filter(pk__in=[int(key) for key in keys])
        return {
            str(pk): {
                language: self.record_path(node.url, {"fr": french, "en": english}, language)
                for language, node in nodes
            }
            for pk, french, english in rows.order_by().values_list("pk", "slug_fr", "slug_en")
        }

    def record_url(self, record: Record, language: str = "") -> str:
        """Return a record's path for a reader of `language` (the active one); "" where there is none."""
        urls = self.record_urls(record)
        language = language or active_language()
        return urls.get(language) or urls.get(other_language(language), "")
