"""Preset listings in the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet

from cms.viewsets import ViewersChooserViewSet
from members.viewsets.organization_panels import both, checks
from resources.addresses import preset_url
from resources.finding.index import toolkit_index
from resources.finding.presets import shown_preset
from resources.models import PresetListing


class PresetIndexView(IndexView):
    """With the number of resources that each holds now: counted in memory, for the rows of the page."""

    def get_table(self, object_list: Any) -> Any:
        index = toolkit_index(self.request)
        for preset in object_list:
            preset.held = shown_preset(preset).among(index).bit_count()
        return super().get_table(object_list)

    def get_list_more_buttons(self, instance: PresetListing) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)
        if address := preset_url(instance):
            buttons.append(Button(_("Show in the portal"), url=address, icon_name="view", priority=5))
        return buttons


class PresetEditView(EditView):
    """With the way to the listing as readers see it."""

    @property
    def header_buttons(self) -> list[Any]:
        buttons: list[Any] = list(super().header_buttons)
        if address := preset_url(self.object):
            buttons.append(HeaderButton(_("Show in the portal"), url=address, icon_name="view"))
        return buttons


class PresetListingViewSet(SnippetViewSet):
    """Choices of the toolkit that editors make for somebody, each at an address of its own."""

    model = PresetListing
    chooser_viewset_class = ViewersChooserViewSet
    icon = "list-ul"
    menu_label = _("Preset listings")
    menu_order = 20
    index_view_class = PresetIndexView
    edit_view_class = PresetEditView
    list_display = ["__str__", Column("held", label=_("Resources"))]
    search_fields = ["title_fr__unaccent", "title_en__unaccent"]
    search_backend_name = None
    list_per_page = 50
    copy_view_enabled = False
    panels = [
        both("title"),
        both("introduction"),
        HelpPanel(
            content=_(
                "Values within one field widen the choice, fields narrow it: two topics and one type give what has"
                " either topic and is of that type. Nothing chosen is the whole toolkit."
            )
        ),
        checks("topics"),
        checks("resource_types"),
        checks("audiences"),
        FieldRowPanel([FieldPanel("setting"), FieldPanel("file_language"), FieldPanel("since_year")]),
        FieldPanel("order"),
        MultiFieldPanel([both("slug")], heading=_("Address")),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PresetListing]:
        return PresetListing.objects.prefetch_related("topics", "resource_types", "audiences").in_order()
