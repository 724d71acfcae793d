"""Searches without a result: what people looked for and the portal does not have."""

from __future__ import annotations

import django_filters
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from cms.models import ZeroResultSearch
from cms.spreadsheets import SafeExport
from cms.viewsets import FixedRowsPolicy, NoChooserViewSet
from members.viewsets.columns import day_column

register_permission_policy(ZeroResultSearch, FixedRowsPolicy(ZeroResultSearch, "add", "change"))


class ZeroSearchFilterSet(WagtailFilterSet):
    """By language, place, how often and when last."""

    language = django_filters.MultipleChoiceFilter(
        label=_("Language"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    place = django_filters.MultipleChoiceFilter(
        label=_("Searched in"), choices=ZeroResultSearch.Place.choices, widget=forms.CheckboxSelectMultiple
    )
    times = django_filters.NumberFilter(
        label=_("At least so many times"), lookup_expr="gte", min_value=0, max_value=1_000_000
    )

    class Meta:
        model = ZeroResultSearch
        fields = {"last_on": ["gte", "lte"]}


class ZeroSearchIndexView(SafeExport, IndexView):
    """The most frequent first."""

    list_export = ["words", "language", "place", "times", "first_on", "last_on"]
    export_filename = "searches-without-result"


class ZeroSearchViewSet(SnippetViewSet):
    """Only visitors make them; moderators delete what says nothing."""

    model = ZeroResultSearch
    chooser_viewset_class = NoChooserViewSet
    icon = "search"
    menu_label = _("Searches without a result")
    menu_order = 30
    index_view_class = ZeroSearchIndexView
    filterset_class = ZeroSearchFilterSet
    list_display = [
        "words",
        Column("get_language_display", label=_("Language"), sort_key="language"),
        Column("get_place_display", label=_("Searched in"), sort_key="place"),
        Column("times", label=_("Times"), sort_key="times"),
        day_column("first_on", _("First searched"), sort_key="first_on"),
        day_column("last_on", _("Last searched"), sort_key="last_on"),
    ]
    search_fields = ["words__unaccent"]
    search_backend_name = None
    ordering = ["-times", "-last_on", "pk"]
    list_per_page = 50
    copy_view_enabled = False
