"""The portal around a page: menus, contact details, notice bar, language toggle, breadcrumb."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.functional import cached_property

from cms import caching
from cms.bilingual import active_language, localized, other_language
from cms.models import Navigation, NoticeBar, PortalSettings
from cms.tree import PageNode, Tree, request_stamp, tree_for


@dataclass(frozen=True)
class MenuItem:
    """A link of a menu as the reader gets it."""

    label: str
    url: str
    language: str  # of the label and of what it leads to
    is_current: bool = False


@dataclass(frozen=True)
class LanguageToggle:
    """The way to the same page in the other language."""

    language: str
    name: str  # the other language's own name
    url: str
    is_translated: bool
    leads_to: str = ""  # title of the page it leads to, where the page itself has no published translation


@dataclass(frozen=True)
class ShownRecord:
    """A record that an index page shows at an address of its own: what the portal and base.html read of it.

    A view puts it into the request as `portal_record` and into the context as `page`.
    """

    title: str
    url: str
    summary: str = ""
    seo_title: str = ""
    social_image_id: int | None = None
    alternates: dict[str, str] = field(default_factory=dict)  # language → path, the record's own included
    structured_data: dict[str, Any] | None = None
    is_public: bool = True


NATIVE_NAMES = {"fr": "Français", "en": "English"}


class Portal:
    """Reads menus and settings once for each process and content stamp, and places the request among them."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def language(self) -> str:
        return active_language()

    @property
    def stamp(self) -> int:
        """The version of the shared content that this request sees."""
        return request_stamp(self.request)

    @property
    def tree(self) -> Tree:
        return tree_for(self.request)

    @cached_property
    def _settings(self) -> dict[str, Any]:
        return caching.kept("portal-settings", request_stamp(self.request), _read_settings)

    @property
    def settings(self) -> PortalSettings:
        """The association's name and contact details."""
        return self._settings["settings"]

    @property
    def notice(self) -> NoticeBar | None:
        """The notice bar, while it is shown."""
        bar = self._settings["notice"]
        return bar if bar.is_shown() else None

    @cached_property
    def page(self) -> PageNode | None:
        """The page that is being shown, where there is one; a draft in its preview too."""
        page = getattr(self.request, "portal_page", None)
        if page is None:
            return None
        node = self.tree.node(page.pk)
        if node is None and getattr(self.request, "is_preview", False):
            return self.tree.preview(page, page.locale.language_code)
        return node

    @property
    def record(self) -> ShownRecord | None:
        """The record that is being shown under the page, where there is one."""
        return getattr(self.request, "portal_record", None)

    @cached_property
    def home_url(self) -> str:
        return f"/{self.language}/"

    @cached_property
    def menu(self) -> list[MenuItem]:
        return self._items("menu")

    @cached_property
    def footer(self) -> list[MenuItem]:
        return self._items("footer")

    def _items(self, name: str) -> list[MenuItem]:
        items = []
        here = {self.page.id, *(node.id for node in self.tree.ancestors(self.page))} if self.page else set()
        for link in self._settings[name]:
            if link.page_id is None:
                label, address = localized(link, "label"), localized(link, "url")
                items.append(MenuItem(label, address, label.language))
            elif node := self.tree.in_language(link.page_id, self.request):
                own_label = getattr(link, f"label_{node.language}") or node.title
                items.append(MenuItem(own_label, node.url, node.language, node.id in here))
        return items

    @cached_property
    def breadcrumb(self) -> list[PageNode]:
        """What lies above the page or record that is shown, home first; empty on the home page and elsewhere."""
        if self.page is None:
            return []
        above = self.tree.ancestors(self.page)
        return [*above, self.page] if self.record else above

    @cached_property
    def toggle(self) -> LanguageToggle:
        """Where the language toggle leads: the same page, or the nearest one above that is published."""
        language = other_language(self.language)
        name = NATIVE_NAMES[language]
        query = self.request.META.get("QUERY_STRING", "")
        suffix = f"?{query}" if query else ""
        if (alternates := self._named_alternates) and language in alternates:
            return LanguageToggle(language, name, alternates[language] + suffix, True)
        if self.page is None:
            address = address_in(self.request, language)
            is_elsewhere = address != self.request.path and not is_page_address(self.request)
            return LanguageToggle(language, name, address + suffix if is_elsewhere else f"/{language}/", is_elsewhere)
        found = self.tree.nearest_translation(self.page, language, self.request.user)
        if found is None:
            return LanguageToggle(language, name, f"/{language}/", False)
        if found.translation_key == self.page.translation_key:
            return LanguageToggle(language, name, found.url + suffix, True)
        return LanguageToggle(language, name, found.url, False, found.title)

    @cached_property
    def alternates(self) -> list[tuple[str, str]]:
        """hreflang and absolute address of each live language of the page that the public may read."""
        if self.record and not self.record.is_public:
            return []
        if named := self._named_alternates:
            return [(language, self.absolute(url)) for language, url in named.items()]
        if self.page is None or self.tree.is_restricted(self.page):
            return []
        nodes = self.tree.translations.get(self.page.translation_key, {})
        return [
            (language, self.absolute(nodes[language].url))
            for language, _name in settings.LANGUAGES
            if language in nodes and not self.tree.is_restricted(nodes[language])
        ]

    @property
    def _named_alternates(self) -> dict[str, str]:
        """Language → path, as the view says it: of the record that is shown, or of a view of the code's own."""
        return self.record.alternates if self.record else getattr(self.request, "portal_alternates", None) or {}

    @cached_property
    def canonical(self) -> str:
        if self.record:
            return self.absolute(self.record.url)
        return self.absolute(self.page.url) if self.page else ""

    @staticmethod
    def absolute(path: str) -> str:
        """Return the full address of a path of the portal."""
        return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"


def address_in(request: HttpRequest, language: str) -> str:
    """Return where what answers `request` is in `language`; its own address where it has no other."""
    match = getattr(request, "resolver_match", None)
    if match is None or not match.view_name:
        return request.path
    with translation.override(language):
        try:
            return reverse(match.view_name, args=match.args, kwargs=match.kwargs)
        except NoReverseMatch:
            return request.path


def is_page_address(request: HttpRequest) -> bool:
    """Whether the address is served by the tree of pages, if by anything."""
    match = getattr(request, "resolver_match", None)
    return match is None or match.url_name == "wagtail_serve"


def _read_settings() -> dict[str, Any]:
    navigation = Navigation.objects.first()
    return {
        "settings": PortalSettings.objects.first() or PortalSettings(),
        "notice": NoticeBar.objects.first() or NoticeBar(),
        "menu": list(navigation.menu_links.all()) if navigation else [],
        "footer": list(navigation.footer_links.all()) if navigation else [],
    }
