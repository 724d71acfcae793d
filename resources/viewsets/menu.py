"""The menu "Toolkit" of the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from resources.viewsets.presets import PresetListingViewSet
from resources.viewsets.resources import ResourceViewSet
from resources.viewsets.zero_searches import ZeroSearchViewSet


class ToolkitGroup(SnippetViewSetGroup):
    """Resources and what belongs to them; each entry is shown to whom its permissions allow."""

    menu_label = _("Toolkit")
    menu_icon = "doc-full"
    menu_order = 230
    items: tuple[type[SnippetViewSet], ...] = (ResourceViewSet, PresetListingViewSet, ZeroSearchViewSet)
