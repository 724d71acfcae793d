"""Parity in the admin: a report that can be filtered and exported, and a panel on the admin's home."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from cms import parity
from cms.parity import Line, State

SHOWN = 5  # lines in the panel
LANGUAGE_CHOICES = [("fr", _("French")), ("en", _("English"))]


class ParityFilterSet(WagtailFilterSet):
    """Filters of the report; what is filtered is a list, since pages and records stand in it side by side."""

    section = django_filters.ChoiceFilter(label=_("Section"), empty_label=_("All"), widget=forms.RadioSelect)
    language = django_filters.ChoiceFilter(
        label=_("Language that lacks"), empty_label=_("All"), choices=LANGUAGE_CHOICES, widget=forms.RadioSelect
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), empty_label=_("All"), choices=State.choices, widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, lines: list[Line], request: Any = None) -> None:
        super().__init__(data, Page.objects.none(), request=request)
        self.filters["section"].extra["choices"] = [
            (name, name) for name in sorted({line.section for line in lines}, key=str.casefold)
        ]

    def filter_queryset(self, queryset: list[Line]) -> list[Line]:
        wanted = {name: value for name, value in self.form.cleaned_data.items() if value}
        return [line for line in queryset if all(getattr(line, name) == value for name, value in wanted.items())]


class ParityReport(ReportView):
    """What is in one language only, or behind in one, by section and language."""

    page_title = _("French and English on a par")
    header_icon = "globe"
    index_url_name = "parity_report"
    index_results_url_name = "parity_report_results"
    filterset_class = ParityFilterSet
    verbose_name_plural = _("texts")
    columns = [
        TitleColumn("title", label=_("Title"), get_url=lambda line: line.url),
        Column("section", label=_("Section")),
        Column("kind", label=_("Kind")),
        Column("language_label", label=_("Language that lacks")),
        Column("state_label", label=_("State")),
        DateColumn("since", label=_("Since")),
    ]
    list_export = ["title", "section", "kind", "language_label", "state_label", "since"]
    export_headings = {
        "title": _("Title"),
        "section": _("Section"),
        "kind": _("Kind"),
        "language_label": _("Language that lacks"),
        "state_label": _("State"),
        "since": _("Since"),
    }

    @cached_property
    def lines(self) -> list[Line]:
        return parity.lines()

    def get_filename(self) -> str:
        return "parity"

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(), "lines": self.lines}

    def get_queryset(self) -> list[Line]:
        return self.lines


class ParityPanel(Component):
    """On the admin's home: how many texts lack what, those longest behind, and what is to be reviewed."""

    name = "parity"
    template_name = "cms_admin/parity_panel.html"
    order = 120

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        lines, reviews = parity.lines(), parity.reviews_due()
        counted = parity.counts(lines)
        return {
            "lines": lines[:SHOWN],
            "total": len(lines),
            "counts": [
                (label, [(State(state).label, number) for state, number in counted[language].items() if number])
                for language, label in LANGUAGE_CHOICES
                if any(counted[language].values())
            ],
            "reviews": reviews[:SHOWN],
            "review_total": len(reviews),
            "report_url": reverse("parity_report"),
        }


def add_panel(request: Any, panels: list[Any]) -> None:
    """Put the panel on the admin's home (hook "construct_homepage_panels")."""
    panels.append(ParityPanel())


def menu_item() -> MenuItem:
    """Return the report's place in the menu "Reports"."""
    return MenuItem(_("French and English"), reverse("parity_report"), name="parity", icon_name="globe", order=690)


urls = [
    path("reports/parity/", ParityReport.as_view(), name="parity_report"),
    path("reports/parity/results/", ParityReport.as_view(results_only=True), name="parity_report_results"),
]
