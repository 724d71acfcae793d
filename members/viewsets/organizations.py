"""Organizations, communities, languages of service and membership periods in the admin."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.models import WorkflowState
from wagtail.snippets.views.snippets import CreateView, IndexView, SnippetViewSet

from cms.imports.views import ImportableList, import_urls
from cms.models import CommunityTier, OrganizationKind, Region
from cms.viewsets import NoChooserViewSet, TermViewSet
from members.imports import ORGANIZATIONS
from members.models import Community, MembershipPeriod, Organization, ServiceLanguage
from members.services import audit
from members.services.confirmations import stale_before
from members.viewsets import imports, organization_panels  # noqa: F401  the form of organizations
from members.viewsets.columns import day_column


def yes_or_no(field_name: str, label: Any, **options: Any) -> django_filters.BooleanFilter:
    return django_filters.BooleanFilter(field_name=field_name, label=label, widget=BooleanRadioSelect, **options)


def any_of(model: Any, field_name: str, label: Any) -> django_filters.ModelMultipleChoiceFilter:
    return django_filters.ModelMultipleChoiceFilter(
        queryset=model.objects.all(), field_name=field_name, label=label, widget=forms.CheckboxSelectMultiple
    )


class OrganizationFilterSet(WagtailFilterSet):
    """What staff look for organizations by."""

    kind = any_of(OrganizationKind, "kind", _("Kind of organization"))
    tier = any_of(CommunityTier, "community__tier", _("Tier"))
    region = any_of(Region, "community__region", _("Region"))
    small_centre = yes_or_no("community__is_small_centre", _("Small centre"))
    is_aaisa_member = yes_or_no("is_aaisa_member", _("Member of AAISA"))
    is_ircc_funded = yes_or_no("is_ircc_funded", _("Funded by IRCC"))
    live = yes_or_no("live", _("In the directory"))
    stale = yes_or_no("confirmed_at", _("Not confirmed for a year"), method="filter_stale")

    class Meta:
        model = Organization
        fields: list[str] = []

    def filter_stale(self, queryset: Any, name: str, value: bool) -> Any:
        stale = Organization.objects.unconfirmed_since(stale_before()).values("pk")
        return queryset.filter(pk__in=stale) if value else queryset.exclude(pk__in=stale)


def state_of(organization: Any) -> str:
    """Return whether it is published and what stands beside it, without a query for each row."""
    if organization.is_in_moderation:
        return str(_("In moderation"))
    if organization.live:
        return (
            str(_("In the directory, with a draft"))
            if organization.has_unpublished_changes
            else str(_("In the directory"))
        )
    return str(_("Draft"))


class OrganizationIndexView(ImportableList, IndexView):
    """By name, É with E; its export is the file that the import reads."""

    importer = ORGANIZATIONS
    import_label = _("Import organizations")
    export_filename = "organizations"

    def order_queryset(self, queryset: Any) -> QuerySet[Organization]:
        found: QuerySet[Organization] = (
            super().order_queryset(queryset) if self.is_explicitly_ordered else queryset.in_order()
        )
        return found

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        audit.record("organization.exported", actor=self.request.user, format=spreadsheet_format)
        return super().as_spreadsheet(queryset, spreadsheet_format)


class OrganizationViewSet(SnippetViewSet):
    """The network's organizations: drafts, moderation, history and preview as any record has them."""

    model = Organization
    icon = "group"
    menu_label = _("Organizations")
    menu_order = 10
    index_view_class = OrganizationIndexView
    filterset_class = OrganizationFilterSet
    list_display = [
        "__str__",
        Column("kind", label=_("Kind of organization"), sort_key="kind__order"),
        Column("community", label=_("Community"), sort_key="community__name_en"),
        BooleanColumn("is_aaisa_member", label=_("Member"), sort_key="is_aaisa_member"),
        BooleanColumn("is_ircc_funded", label=_("IRCC"), sort_key="is_ircc_funded"),
        Column("state", label=_("Status"), accessor=state_of, sort_key="live"),
        DateColumn("confirmed_at", label=_("Confirmed"), sort_key="confirmed_at"),
    ]
    search_fields = ["title_fr", "title_en", "key"]
    search_backend_name = None
    list_per_page = 50
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organization]:
        states = WorkflowState.objects.active().filter(
            base_content_type=ContentType.objects.get_for_model(Organization),
            object_id=Cast(OuterRef("pk"), CharField()),
        )
        found = Organization.objects.select_related("kind", "community")
        return found.annotate(is_in_moderation=Exists(states))

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), *import_urls(imports.ImportView, imports.TemplateView)]


class CommunityViewSet(SnippetViewSet):
    """The towns and cities, with their tier and their place on the map."""

    model = Community
    icon = "site"
    menu_order = 20
    list_display = [
        "__str__",
        Column("tier", label=_("Tier"), sort_key="tier__number"),
        Column("region", label=_("Region"), sort_key="region__order"),
        BooleanColumn("is_small_centre", label=_("Small centre"), sort_key="is_small_centre"),
        Column("population", label=_("Population"), sort_key="population"),
    ]
    list_filter = ["tier", "region", "is_small_centre"]
    search_fields = ["name_fr", "name_en", "key"]
    search_backend_name = None
    list_per_page = 50
    inspect_view_enabled = True
    inspect_view_fields = [
        *("name_fr", "name_en", "key", "tier", "region"),
        *("latitude", "longitude", "population", "is_small_centre"),
    ]
    copy_view_enabled = False
    panels = [
        FieldRowPanel([FieldPanel("name_fr"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("tier"), FieldPanel("region")]),
        FieldPanel("is_small_centre"),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude"), FieldPanel("population")]),
        FieldPanel("key"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Community]:
        return Community.objects.select_related("tier", "region")


class ServiceLanguageViewSet(TermViewSet):
    model = ServiceLanguage
    icon = "globe"
    menu_order = 30


class PeriodCreateView(CreateView):
    """Knows the organization from whose page it was opened."""

    def get_initial_form_instance(self) -> MembershipPeriod:
        period: MembershipPeriod = super().get_initial_form_instance() or MembershipPeriod()
        wanted = self.request.GET.get("organization", "")
        if wanted.isdecimal():
            period.organization = Organization.objects.filter(pk=wanted[:18]).first()  # type: ignore[assignment]
        return period


class MembershipPeriodViewSet(SnippetViewSet):
    """When which organization is a member of AAISA; the report of renewals reads them."""

    model = MembershipPeriod
    chooser_viewset_class = NoChooserViewSet
    icon = "calendar"
    menu_order = 40
    add_view_class = PeriodCreateView
    list_display = [
        "organization",
        day_column("starts_on", pgettext_lazy("first day", "From"), sort_key="starts_on"),
        day_column("ends_on", _("Until"), sort_key="ends_on"),
        day_column("renews_on", _("To be renewed by"), sort_key="renews_on"),
        day_column("renewed_at", _("Renewed on"), sort_key="renewed_at"),
    ]
    list_filter = {"starts_on": ["gte", "lte"], "ends_on": ["gte", "lte"]}
    search_fields = ["organization__title_fr", "organization__title_en"]
    search_backend_name = None
    list_per_page = 50
    copy_view_enabled = False
    panels = [
        FieldPanel("organization"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldRowPanel([FieldPanel("renews_on"), FieldPanel("renewed_at")]),
        FieldPanel("note"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[MembershipPeriod]:
        return MembershipPeriod.objects.select_related("organization")
