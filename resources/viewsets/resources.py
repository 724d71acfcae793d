"""Resources in the admin: the list, what it filters by, and the form."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast, Coalesce
from django.http import HttpRequest
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.models import WorkflowState
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from cms.bilingual import LANGUAGES
from cms.canadian import number
from cms.viewsets import ViewersChooserViewSet
from members.viewsets.columns import day_column
from resources.models import DownloadCount, Resource
from resources.services.downloads import A_YEAR
from resources.viewsets import resource_panels  # noqa: F401  the form of resources
from resources.viewsets.imports import ResourceExport, import_addresses
from resources.viewsets.resource_filters import ResourceFilterSet
from resources.viewsets.translating import FillView, ResourceEditView


def title_of(resource: Any) -> str:
    """Return the title in the active language; one in the other language says so."""
    title = resource.title
    if not title:
        return str(resource)
    if not title.is_fallback:
        return str(title)
    words = _now("%(title)s (in French only)") if title.language == "fr" else _now("%(title)s (in English only)")
    return words % {"title": title}


def languages_of(resource: Any) -> str:
    """Return the languages in which it is complete, and which of them is behind."""
    names = {"fr": _now("French"), "en": _now("English")}
    behind = {"fr": _now("French (behind)"), "en": _now("English (behind)")}
    shown = [
        behind[language] if resource.behind_language == language else names[language]
        for language in LANGUAGES
        if resource.is_complete_in(language)
    ]
    return " · ".join(shown) or "–"


def state_of(resource: Any) -> str:
    """Return whether it is published and what stands beside it, without a query for each row."""
    if resource.is_in_moderation:
        return _now("In moderation")
    if resource.live:
        return _now("Published, with a draft") if resource.has_unpublished_changes else _now("Published")
    return _now("Draft")


def in_moderation() -> Exists:
    """Return whether a resource is in a workflow, for a query that lists resources."""
    states = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Resource), object_id=Cast(OuterRef("pk"), CharField())
    )
    return Exists(states)


def used() -> Coalesce:
    """Return how often its files were fetched within twelve months, for a query that lists resources."""
    since = timezone.localdate() - A_YEAR
    counts = DownloadCount.objects.filter(resource=OuterRef("pk"), day__gte=since).order_by()
    total = counts.values("resource").annotate(total=Sum("count")).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)


SEARCHED = ["title_fr__unaccent", "title_en__unaccent", "key"]


def found_by(queryset: Any, words: str) -> Any:
    """Keep the resources whose title or key holds `words`, whatever their accents."""
    found = Q()
    for name in SEARCHED:
        found |= Q(**{f"{name}__icontains": words})
    return queryset.filter(found)


class ResourceIndexView(ResourceExport, IndexView):
    """By title, É with E, unless a column is chosen; its export is the file that the import reads."""

    add_item_label = _("Add a resource")

    def search_queryset(self, queryset: Any) -> Any:
        return found_by(queryset, self.search_query) if self.is_searching else queryset

    def order_queryset(self, queryset: Any) -> QuerySet[Resource]:
        if not self.is_explicitly_ordered:
            ordered: QuerySet[Resource] = queryset.in_order()
            return ordered
        found: QuerySet[Resource] = super().order_queryset(queryset)
        return found

    def _get_title_column(self, field_name: str, column_class: Any = TitleColumn, **kwargs: Any) -> Any:
        return super()._get_title_column(field_name, column_class, accessor=title_of, **kwargs)


class ResourceViewSet(SnippetViewSet):
    """The toolkit's resources: drafts, moderation, history and preview as any record has them."""

    model = Resource
    chooser_viewset_class = ViewersChooserViewSet
    icon = "doc-full"
    menu_label = _("Resources")
    menu_order = 10
    index_view_class = ResourceIndexView
    edit_view_class = ResourceEditView
    edit_template_name = "resources_admin/edit_resource.html"
    filterset_class = ResourceFilterSet
    list_display = [
        "__str__",
        Column("resource_type", label=_("Type"), sort_key="resource_type__order"),
        Column("get_setting_display", label=_("Setting"), sort_key="setting"),
        Column("languages", label=_("Languages"), accessor=languages_of),
        Column("state", label=_("Status"), accessor=state_of, sort_key="live"),
        day_column("review_on", _("To be reviewed on"), sort_key="review_on"),
        Column("used", label=_("Downloads in 12 months"), accessor=lambda row: number(row.used), sort_key="used"),
        DateColumn("updated_at", label=_("Updated"), sort_key="updated_at"),
    ]
    search_fields = SEARCHED
    search_backend_name = None
    list_per_page = 50
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Resource]:
        found = Resource.objects.select_related("resource_type").defer("body_fr", "body_en")
        # what was imported or made by code has no revision
        updated_at = Coalesce("latest_revision__created_at", "last_published_at", "created_at")
        return found.annotate(is_in_moderation=in_moderation(), used=used(), updated_at=updated_at)

    def get_urlpatterns(self) -> list[Any]:
        return [  # the menu leads to the first
            *super().get_urlpatterns(),
            *import_addresses(),
            path("fill/<str:pk>/<str:language>/", FillView.as_view(), name="fill"),
        ]
