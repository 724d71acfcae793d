"""The audit log in the admin: read, searched, exported; never written."""

from __future__ import annotations

import json
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import IndexView, InspectView, SnippetViewSet

from cms import canadian
from cms.spreadsheets import SafeExport
from cms.viewsets import FixedRowsPolicy, NoChooserViewSet
from members import audit_labels
from members.models import AuditEntry, Organization


class ReadOnly(FixedRowsPolicy):
    """Nobody adds, changes or deletes an entry."""

    def __init__(self, model: Any) -> None:
        super().__init__(model, "add", "change", "delete")


register_permission_policy(AuditEntry, ReadOnly(AuditEntry))


class AuditFilterSet(WagtailFilterSet):
    """By act, person, organization and days."""

    action = django_filters.ChoiceFilter(label=_("Act"), choices=audit_labels.choices)
    actor_label = django_filters.CharFilter(label=_("Who"), lookup_expr="icontains")
    organization = django_filters.CharFilter(label=_("Organization"), method="filter_organization")
    at = django_filters.DateFromToRangeFilter(label=_("When"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def filter_organization(self, queryset: Any, name: str, value: str) -> Any:
        named = Organization.objects.filter(title_fr__icontains=value) | Organization.objects.filter(
            title_en__icontains=value
        )
        return queryset.filter(organization__in=named.values("pk"))


class AuditIndexView(SafeExport, IndexView):
    """Newest first."""

    list_export = ["at", "action", "act", "actor_label", "target_label", "organization", "details"]
    export_headings = {
        "at": _("When"),
        "action": _("Code"),
        "act": _("Act"),
        "actor_label": _("Who"),
        "target_label": _("To whom or what"),
        "organization": _("Organization"),
        "details": _("Details"),
    }
    export_filename = "audit-log"

    def to_row_dict(self, item: AuditEntry) -> dict[str, Any]:
        return {
            "at": timezone.localtime(item.at).strftime("%Y-%m-%d %H:%M:%S"),
            "action": item.action,
            "act": audit_labels.label(item.action),
            "actor_label": item.actor_label,
            "target_label": item.target_label,
            "organization": str(item.organization or ""),
            "details": json.dumps(item.details, ensure_ascii=False) if item.details else "",
        }


class AuditInspectView(InspectView):
    """One entry, its act in words."""

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        if field_name == "action":
            return audit_labels.label(self.object.action)
        if field_name == "details":
            return json.dumps(self.object.details, ensure_ascii=False)
        return super().get_field_display_value(field_name, field)


class AuditEntryViewSet(SnippetViewSet):
    """Who did what to whom, and when."""

    model = AuditEntry
    chooser_viewset_class = NoChooserViewSet
    icon = "history"
    menu_label = _("Audit log")
    menu_order = 90
    index_view_class = AuditIndexView
    inspect_view_class = AuditInspectView
    filterset_class = AuditFilterSet
    list_display = [
        Column("at", label=_("When"), accessor=lambda entry: canadian.date_time(entry.at), sort_key="at"),
        Column("action", label=_("Act"), accessor=lambda entry: audit_labels.label(entry.action)),
        Column("actor_label", label=_("Who"), sort_key="actor_label"),
        Column("target_label", label=_("To whom or what")),
        Column("organization", label=_("Organization")),
    ]
    search_fields = ["action", "actor_label", "target_label"]
    search_backend_name = None
    ordering = ["-at", "-pk"]
    list_per_page = 50
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["at", "action", "actor_label", "target_label", "organization", "details"]
    panels: list[Any] = []

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        return AuditEntry.objects.select_related("organization")
