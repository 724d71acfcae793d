"""Reports about organizations: renewals of membership, profiles that nobody confirmed for a year."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from cms.spreadsheets import SafeExport
from members import renewals
from members.models import MembershipPeriod, Organization
from members.services.confirmations import stale_before
from members.viewsets.columns import day_column


def edit_address(organization: Organization) -> str:
    viewset = Organization.snippet_viewset
    return reverse(viewset.get_url_name("edit"), args=[organization.pk])


def fiscal_years() -> list[tuple[str, str]]:
    """Return the fiscal years in which periods begin, newest first, as "2026–2027"."""
    years = {period.fiscal_year for period in MembershipPeriod.objects.only("starts_on")}
    return [(str(year), f"{year}–{year + 1}") for year in sorted(years, reverse=True)]


class RenewalsFilterSet(WagtailFilterSet):
    """By fiscal year, by days until it is due, by how it stands."""

    fiscal_year = django_filters.ChoiceFilter(label=_("Fiscal year"), choices=fiscal_years, method="filter_nothing")
    due_within = django_filters.NumberFilter(
        label=_("Due within days"), min_value=0, max_value=3650, method="filter_due_within"
    )
    state = django_filters.ChoiceFilter(
        field_name="renewal_state", label=_("State"), choices=list(renewals.STATES.items()), widget=forms.RadioSelect
    )

    class Meta:
        model = Organization
        fields: list[str] = []

    def filter_nothing(self, queryset: Any, name: str, value: Any) -> Any:
        """The report asks for the periods of the year itself."""
        return queryset

    def filter_due_within(self, queryset: Any, name: str, value: Any) -> Any:
        today = timezone.localdate()
        return queryset.filter(due_on__range=(today, today + datetime.timedelta(days=int(value))))


class OrganizationReport(SafeExport, ReportView):
    """What both reports share: who may read them, and where their lines lead."""

    permission_policy = ModelPermissionPolicy(MembershipPeriod)
    any_permission_required = ["add", "change", "delete", "view"]
    model = Organization
    list_export: list[str]

    def get_filename(self) -> str:
        return self.index_url_name.replace("_", "-")


class RenewalsReport(OrganizationReport):
    page_title = _("Renewals of membership")
    header_icon = "calendar"
    index_url_name = "renewals_report"
    index_results_url_name = "renewals_report_results"
    filterset_class = RenewalsFilterSet
    columns = [
        TitleColumn("title", label=_("Organization"), get_url=edit_address),
        Column("community", label=_("Community")),
        BooleanColumn("is_aaisa_member", label=_("Member")),
        day_column("period_starts", pgettext_lazy("first day", "From")),
        day_column("period_ends", _("Until")),
        day_column("due_on", _("To be renewed by")),
        Column("state", label=_("State"), accessor=lambda row: renewals.STATES[row.renewal_state]),
    ]
    list_export = ["title", "community", "is_aaisa_member", "period_starts", "period_ends", "due_on", "renewal_state"]
    export_headings = {
        "title": _("Organization"),
        "community": _("Community"),
        "is_aaisa_member": _("Member"),
        "period_starts": pgettext_lazy("first day", "From"),
        "period_ends": _("Until"),
        "due_on": _("To be renewed by"),
        "renewal_state": _("State"),
    }

    def get_queryset(self) -> QuerySet[Organization]:
        wanted = self.request.GET.get("fiscal_year", "")
        known = {year for year, _label in fiscal_years()}
        return renewals.with_renewals(int(wanted) if wanted in known else None)

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        row: dict[str, Any] = super().to_row_dict(item)
        state = str(renewals.STATES[item.renewal_state])
        return {**row, "community": str(item.community or ""), "renewal_state": state}


class StaleFilterSet(WagtailFilterSet):
    is_aaisa_member = django_filters.BooleanFilter(label=_("Member of AAISA"))

    class Meta:
        model = Organization
        fields: list[str] = []


class StaleProfilesReport(OrganizationReport):
    page_title = _("Profiles not confirmed for a year")
    header_icon = "warning"
    index_url_name = "stale_profiles_report"
    index_results_url_name = "stale_profiles_report_results"
    filterset_class = StaleFilterSet
    columns = [
        TitleColumn("title", label=_("Organization"), get_url=edit_address),
        Column("community", label=_("Community")),
        BooleanColumn("is_aaisa_member", label=_("Member")),
        day_column("confirmed_at", _("Last confirmed")),
        day_column("last_asked_at", _("Last asked")),
        Column("email", label=_("E-mail address")),
    ]
    list_export = ["title", "community", "is_aaisa_member", "confirmed_at", "last_asked_at", "email"]
    export_headings = {
        "title": _("Organization"),
        "community": _("Community"),
        "is_aaisa_member": _("Member"),
        "confirmed_at": _("Last confirmed"),
        "last_asked_at": _("Last asked"),
        "email": _("E-mail address"),
    }

    def get_queryset(self) -> QuerySet[Organization]:
        stale = Organization.objects.unconfirmed_since(stale_before())
        found: QuerySet[Organization] = stale.with_last_question().select_related("community").in_order()
        return found


def may_read(request: Any) -> bool:
    return bool(request.user.has_perm("members.view_membershipperiod"))


class ReportMenuItem(MenuItem):
    """A report in the menu of those who may read it."""

    def is_shown(self, request: Any) -> bool:
        return may_read(request)


def renewals_item() -> MenuItem:
    return ReportMenuItem(
        RenewalsReport.page_title, reverse("renewals_report"), name="renewals", icon_name="calendar", order=700
    )


def stale_item() -> MenuItem:
    return ReportMenuItem(
        StaleProfilesReport.page_title, reverse("stale_profiles_report"), name="stale", icon_name="warning", order=710
    )


urls = [
    path("reports/renewals/", RenewalsReport.as_view(), name="renewals_report"),
    path("reports/renewals/results/", RenewalsReport.as_view(results_only=True), name="renewals_report_results"),
    path("reports/stale-profiles/", StaleProfilesReport.as_view(), name="stale_profiles_report"),
    path(
        "reports/stale-profiles/results/",
        StaleProfilesReport.as_view(results_only=True),
        name="stale_profiles_report_results",
    ),
]
