"""The tree of live pages, held in memory under the content stamp.

It answers without a query what every request asks: which page an address leads to, where it stands, what it is
called in the other language, which pages lie under it and who may see them. Listings through it show a page that
exists in one language only once, in the other language's listing too, so that nothing is hidden from anyone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from wagtail.models import BaseViewRestriction, Locale, Page, PageViewRestriction, Site

from cms import access, caching
from cms.bilingual import active_language, other_language

STEP = Page.steplen
#: What is being served, for code that Wagtail calls without the request; set by cms.middleware.
served_request: ContextVar[HttpRequest | None] = ContextVar("served_request", default=None)


@dataclass(frozen=True, slots=True)
class PageNode:
    """A live page as menus, breadcrumbs, cards and the language toggle need it."""

    id: int
    path: str  # treebeard's
    language: str
    translation_key: str
    model: str  # model name in small letters, e.g. "strategypage"
    app_label: str
    title: str
    summary: str
    url: str  # path with the language's prefix, e.g. "/fr/strategie/"
    published_at: datetime | None
    changed_at: datetime | None

    @property
    def page_model(self) -> type[Page]:
        from django.apps import apps

        return apps.get_model(self.app_label, self.model)

    @property
    def kind(self) -> str:
        return str(self.page_model._meta.verbose_name)

    @property
    def is_other_language(self) -> bool:
        """Whether the page is in another language than the one the reader is in."""
        return self.language != active_language()


@dataclass(frozen=True, slots=True)
class Restriction:
    """Who may see what lies at and under `path`, of pages or of collections.

    `groups` is None where any signed-in person may; a shared password lets nobody through.
    """

    path: str
    groups: frozenset[int] | None

    @classmethod
    def of(cls, row: BaseViewRestriction, path: str) -> Restriction:
        """Return what a row says that restricts what lies at `path`; its groups are read."""
        if row.restriction_type == BaseViewRestriction.LOGIN:
            return cls(path, None)
        return cls(path, frozenset(group.pk for group in row.groups.all()))

    def allows(self, user: Any) -> bool:
        if access.is_staff(user):
            return True
        if not user.is_authenticated or not user.is_active:
            return False
        return self.groups is None or bool(self.groups & access.group_ids(user))

    def allows_all(self, groups: frozenset[int]) -> bool:
        """Whether it lets through whoever is in one of `groups`; without groups, that is everyone: it does not."""
        return bool(groups) and (self.groups is None or groups <= self.groups)


class Tree:
    """All live pages of the portal's site, in both languages."""

    def __init__(self, nodes: list[PageNode], restrictions: list[Restriction]) -> None:
        self.by_id = {node.id: node for node in nodes}
        self.by_path = {node.path: node for node in nodes}
        self.by_url = {node.url: node for node in nodes}
        self.translations: dict[str, dict[str, PageNode]] = {}
        self.children_of: dict[str, list[PageNode]] = {}
        for node in nodes:  # nodes come in tree order
            self.translations.setdefault(node.translation_key, {})[node.language] = node
            self.children_of.setdefault(node.path[:-STEP], []).append(node)
        self.restrictions = restrictions
        self.homes = {node.language: node for node in nodes if len(node.path) == 2 * STEP}
        self._index_pages: dict[str, dict[str, PageNode]] = {}

    # --- where a page is ------------------------------------------------------------------------

    def node(self, page_id: int | None) -> PageNode | None:
        return self.by_id.get(page_id) if page_id else None

    def find(self, url: str) -> PageNode | None:
        """Return the page at `url` (a path such as "/fr/strategie/"), or None."""
        return self.by_url.get(url)

    def nearest(self, url: str) -> PageNode | None:
        """Return the page at `url` or at the nearest address above it."""
        while url and url != "/":
            if node := self.by_url.get(url):
                return node
            url = url.rstrip("/").rpartition("/")[0] + "/"
        return None

    def preview(self, page: Page, language: str) -> PageNode:
        """Return the place that `page`, a draft in `language`, will have in the tree."""
        parent = self.by_path.get(page.path[:-STEP])
        above = parent.url if parent else f"/{language}/"
        return PageNode(
            page.pk or 0,
            page.path,
            language,
            str(page.translation_key),
            page._meta.model_name,
            page._meta.app_label,
            page.title,
            page.search_description,
            f"{above}{page.slug}/",
            page.first_published_at,
            page.last_published_at,
        )

    def parent(self, node: PageNode) -> PageNode | None:
        return self.by_path.get(node.path[:-STEP])

    def ancestors(self, node: PageNode) -> list[PageNode]:
        """Return the pages above `node`, the home page first."""
        found = [self.by_path.get(node.path[:end]) for end in range(2 * STEP, len(node.path), STEP)]
        return [ancestor for ancestor in found if ancestor]

    # --- who may see it -------------------------------------------------------------------------

    def is_restricted(self, node: PageNode) -> bool:
        return any(node.path.startswith(restriction.path) for restriction in self.restrictions)

    def is_visible(self, node: PageNode, user: Any) -> bool:
        """Whether `user` may see the page: it and all pages above it let them through."""
        return all(
            restriction.allows(user) for restriction in self.restrictions if node.path.startswith(restriction.path)
        )

    def hidden_keys(self, user: Any) -> list[str]:
        """Return the translation keys of the pages that `user` may not see; it costs what restricted pages there are.

        What is kept back in one language is kept back: both are restricted alike (cms.mirroring).
        """
        closed = tuple(restriction.path for restriction in self.restrictions if not restriction.allows(user))
        if not closed:
            return []
        return sorted({node.translation_key for node in self._restricted if node.path.startswith(closed)})

    @cached_property
    def _restricted(self) -> list[PageNode]:
        return [node for node in self.by_id.values() if self.is_restricted(node)]

    # --- index pages ----------------------------------------------------------------------------

    def index_pages(self, model: str) -> dict[str, PageNode]:
        """Return the page of the type `model`, which routes to records, in each language in which it is live."""
        if model not in self._index_pages:
            nodes = reversed(list(self.by_id.values()))
            self._index_pages[model] = {node.language: node for node in nodes if node.model == model}
        return self._index_pages[model]

    def lets_in(self, model: str, user: Any) -> bool:
        """Whether `user` may see the index page of the type `model`; nobody may where it is not live."""
        return self.are_visible(self.index_pages(model).values(), user)

    def are_visible(self, nodes: Collection[PageNode], user: Any) -> bool:
        """Whether `user` may see `nodes`, a page in its languages. What is kept back in one of them is kept back."""
        return bool(nodes) and all(self.is_visible(node, user) for node in nodes)

    # --- languages ------------------------------------------------------------------------------

    def translation(self, node: PageNode, language: str) -> PageNode | None:
        """Return the live translation of `node` in `language`, or None."""
        return self.translations.get(node.translation_key, {}).get(language)

    def nearest_translation(self, node: PageNode, language: str, user: Any) -> PageNode | None:
        """Return `node`'s translation in `language` or that of the nearest page above it that has one for `user`."""
        for candidate in [node, *reversed(self.ancestors(node))]:
            found = self.translation(candidate, language)
            if found and self.is_visible(found, user):
                return found
        return None

    def in_language(self, page_id: int | None, request: HttpRequest) -> PageNode | None:
        """Return the page in the reader's language, else as it is, for a link; None if the reader may not see it."""
        node = self.node(page_id)
        if node is None:
            return None
        found = self.translation(node, active_language())
        for candidate in (found, node):
            if candidate and self.is_visible(candidate, request.user):
                return candidate
        return None

    # --- lists ----------------------------------------------------------------------------------

    def children(self, node: PageNode, user: Any) -> list[PageNode]:
        """Return the pages under `node` that `user` may see.

        Those of the other language that have no translation follow at their place's end, once, so that a page in
        one language only is listed in both.
        """
        own = self.children_of.get(node.path, [])
        language = other_language(node.language)
        twin = self.translation(node, language)
        others = self.children_of.get(twin.path, []) if twin else []
        alone = [child for child in others if not self.translation(child, node.language)]
        return [child for child in [*own, *alone] if self.is_visible(child, user)]

    def public(self) -> Iterator[PageNode]:
        """Yield every page that the public may see, in tree order."""
        return (node for node in self.by_id.values() if not self.is_restricted(node))


def build_tree() -> Tree:
    """Read the tree from the database: four queries, whatever the number of pages."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return Tree([], [])
    languages = dict(Locale.objects.values_list("pk", "language_code"))
    root = site.root_page
    homes = Page.objects.filter(translation_key=root.translation_key, live=True).values_list(
        "path", "url_path", "locale_id"
    )
    prefixes = {path: (url_path, languages[locale]) for path, url_path, locale in homes if languages.get(locale)}
    rows = (
        Page.objects.filter(live=True, depth__gte=2)
        .order_by("path")
        .values_list(
            "pk",
            "path",
            "url_path",
            "translation_key",
            "content_type__app_label",
            "content_type__model",
            "title",
            "search_description",
            "first_published_at",
            "last_published_at",
        )
    )
    nodes: list[PageNode] = []
    for pk, path, url_path, key, app_label, model, title, summary, published, changed in rows:
        home = prefixes.get(path[: 2 * STEP])
        if home is None:
            continue
        url = f"/{home[1]}/{url_path.removeprefix(home[0])}"
        nodes.append(PageNode(pk, path, home[1], str(key), model, app_label, title, summary, url, published, changed))
    restrictions = [
        Restriction.of(restriction, restriction.page.path)
        for restriction in PageViewRestriction.objects.exclude(restriction_type=BaseViewRestriction.NONE)
        .select_related("page")
        .prefetch_related("groups")
    ]
    return Tree(nodes, restrictions)


def request_stamp(request: HttpRequest) -> int:
    """Return the content stamp as this request first read it: one query a request."""
    stamp = getattr(request, "_content_stamp", None)
    if stamp is None:
        stamp = request._content_stamp = caching.current_stamp()  # type: ignore[attr-defined]
    return stamp


def tree_for(request: HttpRequest) -> Tree:
    """Return the tree of live pages as this request sees it."""
    return caching.kept("tree", request_stamp(request), build_tree)


def current_stamp() -> int:
    """Return the content stamp as the request being served read it; outside of one, as it is now (one query)."""
    request = served_request.get()
    return request_stamp(request) if request else caching.current_stamp()


def current_tree() -> Tree:
    """Return the tree as the request being served sees it; outside of one, as it is now (one query)."""
    return caching.kept("tree", current_stamp(), build_tree)
