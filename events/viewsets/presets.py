"""Series and preset listings of events in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet

from cms.viewsets import FixedRowsPolicy, ViewersChooserViewSet
from events.addresses import preset_url
from events.models import Event, EventKind, EventPreset, EventSeries
from events.viewsets.words import at
from members.viewsets.organization_panels import both, checks

# A series is made from an event ("Repeat as a series"): an empty one would hold nothing.
register_permission_policy(EventSeries, FixedRowsPolicy(EventSeries, "add"))


def events_of(series: EventSeries) -> str:
    viewset = Event.snippet_viewset
    return f"{reverse(viewset.get_url_name('list'))}?series={series.pk}&ordering=starts_at"


class SeriesIndexView(IndexView):
    def get_list_more_buttons(self, instance: EventSeries) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)
        return [*buttons, Button(_("Its events"), url=events_of(instance), icon_name="calendar", priority=5)]


class SeriesEditView(EditView):
    @property
    def header_buttons(self) -> list[Any]:
        return [
            *super().header_buttons,
            HeaderButton(_("Its events"), url=events_of(self.object), icon_name="calendar"),
        ]


class SeriesViewSet(SnippetViewSet):
    """Series with the number of their events; an event is changed or taken away alone."""

    model = EventSeries
    chooser_viewset_class = ViewersChooserViewSet
    icon = "rotate"
    menu_label = _("Series")
    menu_order = 40
    index_view_class = SeriesIndexView
    edit_view_class = SeriesEditView
    list_display = [
        "__str__",
        Column("count", label=_("Events"), accessor="event_count"),
        Column("last", label=_("Last one"), accessor=lambda row: at(row.last)[:10], sort_key="last"),
        Column("rule", label=_("Rule")),
    ]
    search_fields = ["title_fr__unaccent", "title_en__unaccent"]
    search_backend_name = None
    list_per_page = 50
    copy_view_enabled = False
    panels = [both("title")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[EventSeries]:
        return EventSeries.objects.annotate(event_count=Count("events"), last=Max("events__starts_at"))


class PresetIndexView(IndexView):
    def get_list_more_buttons(self, instance: EventPreset) -> list[Any]:
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


class PresetForm(WagtailAdminModelForm):
    """Kinds as boxes to tick; the database keeps them as an array."""

    kinds = forms.MultipleChoiceField(
        label=_("kinds"), choices=EventKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


PRESET_PANELS = [
    both("title"),
    both("introduction"),
    HelpPanel(
        content=_(
            "Values within one field widen the choice, fields narrow it: two kinds and one topic give what is of"
            " either kind and has that topic. Nothing chosen is all events."
        )
    ),
    FieldPanel("kinds"),
    checks("topics"),
    checks("audiences"),
    checks("regions"),
    FieldRowPanel([FieldPanel("staff_level"), FieldPanel("format")]),
    MultiFieldPanel([both("slug")], heading=_("Address")),
]


class EventPresetViewSet(SnippetViewSet):
    """Choices of events that editors make for somebody, each at an address of its own."""

    model = EventPreset
    chooser_viewset_class = ViewersChooserViewSet
    icon = "list-ul"
    menu_label = _("Preset listings")
    menu_order = 50
    index_view_class = PresetIndexView
    edit_view_class = PresetEditView
    list_display = ["__str__", Column("introduction", label=_("Introduction"))]
    search_fields = ["title_fr__unaccent", "title_en__unaccent"]
    search_backend_name = None
    list_per_page = 50
    copy_view_enabled = False
    edit_handler = ObjectList(PRESET_PANELS, base_form_class=PresetForm)

    def get_queryset(self, request: HttpRequest) -> QuerySet[EventPreset]:
        return EventPreset.objects.in_order()
