"""Reports about the toolkit: what is to be reviewed, links that lead nowhere, files that nobody can search."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from cms.models import ResourceType
from cms.spreadsheets import SafeExport
from members.viewsets.columns import day_column
from members.viewsets.organizations import any_of
from resources.extraction.report import UNREAD_STATES, unread_documents
from resources.links.report import TOLD_STATES, broken_links
from resources.models import LinkCheck, Resource, ResourceFile
from resources.services.reviews import to_review
from resources.viewsets.resources import title_of

YEAR = datetime.timedelta(days=365)
"""So far ahead the report of reviews looks."""


def edit_address(resource: Resource) -> str:
    return reverse(Resource.snippet_viewset.get_url_name("edit"), args=[resource.pk])


class ToolkitReport(SafeExport, ReportView):
    """What the reports share: who may read them, what their exports are called."""

    permission_policy = ModelPermissionPolicy(Resource)
    any_permission_required = ["add", "change", "delete", "view"]
    list_export: list[str]

    def get_filename(self) -> str:
        return self.index_url_name.replace("_", "-")


# --- reviews --------------------------------------------------------------------------------------


class ReviewFilterSet(WagtailFilterSet):
    """By days until it is due; 0 is what is due today or overdue."""

    due_within = django_filters.NumberFilter(
        label=_("Due within days"), min_value=0, max_value=365, method="filter_due_within"
    )
    resource_type = any_of(ResourceType, "resource_type", _("Type"))

    class Meta:
        model = Resource
        fields: list[str] = []

    def filter_due_within(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset.filter(review_on__lte=timezone.localdate() + datetime.timedelta(days=int(value)))


def review_state(resource: Any) -> str:
    return str(_("Overdue") if resource.review_on < timezone.localdate() else _("Coming"))


class ReviewReport(ToolkitReport):
    page_title = _("Resources to review")
    header_icon = "calendar-check"
    index_url_name = "resources_to_review"
    index_results_url_name = "resources_to_review_results"
    filterset_class = ReviewFilterSet
    model = Resource
    columns = [
        TitleColumn("title", label=_("Title"), accessor=title_of, get_url=edit_address),
        Column("resource_type", label=_("Type")),
        day_column("review_on", _("To be reviewed on")),
        Column("state", label=_("State"), accessor=review_state),
    ]
    list_export = ["title", "resource_type", "review_on", "state", "key"]
    export_headings = {
        "title": _("Title"),
        "resource_type": _("Type"),
        "review_on": _("To be reviewed on"),
        "state": _("State"),
        "key": _("Key"),
    }

    def get_queryset(self) -> QuerySet[Resource]:
        found: QuerySet[Resource] = to_review(within=YEAR).select_related("resource_type")
        return found.defer("body_fr", "body_en")

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {
            "title": str(item),
            "resource_type": str(item.resource_type or ""),
            "review_on": item.review_on,
            "state": review_state(item),
            "key": item.key,
        }


# --- links ----------------------------------------------------------------------------------------


class ResourcesColumn(BaseColumn):
    """The resources that hold a link, each with the way to its form."""

    cell_template_name = "resources_admin/resources_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        lines = [(title_of(resource), edit_address(resource)) for resource in instance.resources.all()]
        return {**super().get_cell_context_data(instance, parent_context), "lines": lines}


PROBLEMS = {
    "dns": _("There is no such address"),
    "timeout": _("No answer in time"),
    "tls": _("Its certificate is not valid"),
    "connection": _("No connection"),
    "redirects": _("Leads on without end"),
}


def what_is_wrong(check: LinkCheck) -> str:
    if check.state == LinkCheck.State.REFUSED or not (check.problem or check.status):
        return str(check.get_state_display())
    return str(PROBLEMS.get(check.problem) or check.status or check.problem)


class BrokenLinkFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(state.value, state.label) for state in TOLD_STATES],
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )

    class Meta:
        model = LinkCheck
        fields: list[str] = []


class BrokenLinkReport(ToolkitReport):
    page_title = _("Broken links")
    header_icon = "link"
    index_url_name = "broken_links"
    index_results_url_name = "broken_links_results"
    filterset_class = BrokenLinkFilterSet
    permission_policy = ModelPermissionPolicy(LinkCheck)
    model = LinkCheck
    columns = [
        Column("url", label=_("Address")),
        Column("wrong", label=_("What is wrong"), accessor=what_is_wrong),
        day_column("broken_since", _("Broken since")),
        day_column("checked_at", _("Last checked")),
        ResourcesColumn("resources", label=_("Resources")),
    ]
    list_export = ["url", "wrong", "status", "broken_since", "checked_at", "resources"]
    export_headings = {
        "url": _("Address"),
        "wrong": _("What is wrong"),
        "status": _("HTTP status"),
        "broken_since": _("Broken since"),
        "checked_at": _("Last checked"),
        "resources": _("Resources"),
    }

    def get_queryset(self) -> QuerySet[LinkCheck]:
        return broken_links()

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {
            "url": item.url,
            "wrong": what_is_wrong(item),
            "status": item.status,
            "broken_since": item.broken_since,
            "checked_at": item.checked_at,
            "resources": " · ".join(str(resource) for resource in item.resources.all()),
        }


# --- files ----------------------------------------------------------------------------------------


def document_address(file: Any) -> str:
    return reverse("wagtaildocs:edit", args=[file.document_id])


class UnreadFileFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        field_name="document__extracted__state",
        label=_("State"),
        choices=[(state.value, state.label) for state in UNREAD_STATES],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = ResourceFile
        fields: list[str] = []


class UnreadFileReport(ToolkitReport):
    """Files whose words nobody finds: the search knows the titles of their resources only."""

    page_title = _("Files that could not be read")
    header_icon = "doc-empty"
    index_url_name = "unread_files"
    index_results_url_name = "unread_files_results"
    filterset_class = UnreadFileFilterSet
    model = ResourceFile
    columns = [
        TitleColumn("document", label=_("File"), accessor="document.filename", get_url=document_address),
        Column("state", label=_("State"), accessor="document.extracted.get_state_display"),
        TitleColumn(
            "resource",
            label=_("Resource"),
            accessor=lambda file: title_of(file.resource),
            get_url=lambda file: edit_address(file.resource),
        ),
    ]
    list_export = ["document", "state", "resource"]
    export_headings = {"document": _("File"), "state": _("State"), "resource": _("Resource")}

    def get_queryset(self) -> QuerySet[ResourceFile]:
        return unread_documents()

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        document: Any = item.document
        return {
            "document": document.filename,
            "state": str(document.extracted.get_state_display()),
            "resource": str(item.resource),
        }


# --- where they are -------------------------------------------------------------------------------

REPORTS: dict[str, type[ToolkitReport]] = {
    "resources-to-review": ReviewReport,
    "broken-links": BrokenLinkReport,
    "unread-files": UnreadFileReport,
}


class ToolkitMenuItem(MenuItem):
    """A report in the menu of those who may read it."""

    def __init__(self, report: type[ToolkitReport], order: int) -> None:
        self.report = report
        address = reverse(report.index_url_name)
        super().__init__(
            report.page_title, address, name=report.index_url_name, icon_name=report.header_icon, order=order
        )

    def is_shown(self, request: Any) -> bool:
        return bool(
            self.report.permission_policy.user_has_any_permission(request.user, self.report.any_permission_required)
        )


def menu_items() -> list[ToolkitMenuItem]:
    return [ToolkitMenuItem(report, 800 + 10 * place) for place, report in enumerate(REPORTS.values())]


urls = [
    route
    for slug, report in REPORTS.items()
    for route in (
        path(f"reports/{slug}/", report.as_view(), name=report.index_url_name),
        path(f"reports/{slug}/results/", report.as_view(results_only=True), name=report.index_results_url_name),
    )
]
