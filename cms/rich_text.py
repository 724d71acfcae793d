"""Links of rich text: to the page in the reader's language, through the tree of live pages."""

from __future__ import annotations

from typing import Any

from django.utils.html import escape
from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler

from cms.bilingual import active_language
from cms.tree import PageNode, current_tree


class PortalPageLinkHandler(PageLinkHandler):
    """Writes links to pages without asking the database for each block of text.

    A page that is not published leaves its words without a link. One that is private keeps its link: who may not read
    it is asked to sign in.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        tree, language = current_tree(), active_language()
        found = []
        for attrs in attrs_list:
            node = tree.node(_number(attrs.get("id")))
            found.append(_opening_tag(node and (tree.translation(node, language) or node)))
        return found


def _number(text: Any) -> int | None:
    return int(text) if str(text).isdecimal() else None


def _opening_tag(node: PageNode | None) -> str:
    if node is None:
        return "<a>"
    language = f' hreflang="{node.language}"' if node.is_other_language else ""
    return f'<a href="{escape(node.url)}"{language}>'


@hooks.register("register_rich_text_features", order=10)  # after Wagtail's own, which it replaces
def lead_through_the_tree(features: FeatureRegistry) -> None:
    features.register_link_type(PortalPageLinkHandler)
