"""The vocabulary and the access groups in the admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.models import AccessGroup, Audience, CommunityTier, OrganizationKind, Region, ResourceType, Service, Topic
from cms.vocabulary.usage import with_uses
from cms.vocabulary.views import TermDeleteView, TermUsageView, UsesColumn


class FixedRowsPolicy(ModelPermissionPolicy):
    """For rows that the portal's rules name, or that only visitors make: nobody adds them in the admin.

    `forbidden` actions are refused to everyone, superusers included.
    """

    def __init__(self, model: Any, *forbidden: str) -> None:
        super().__init__(model)
        self.forbidden = forbidden

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in self.forbidden and super().user_has_permission(user, action)


register_permission_policy(AccessGroup, FixedRowsPolicy(AccessGroup, "add", "delete"))


class NoChooserViewSet(SnippetChooserViewSet):
    """For rows about people: no chooser lists them. Wagtail's would, to everyone who may enter the admin."""

    def get_urlpatterns(self) -> list[Any]:
        return []


class ViewersOnly:
    """For a chooser's views: only who may see the model's rows is let in. Wagtail lets in all staff."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        policy = policy_registry.get_by_type(self.model_class)  # type: ignore[attr-defined]
        if not policy.user_has_any_permission(request.user, ["add", "change", "delete", "view"]):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ViewersChooseView(ViewersOnly, ChooseView):
    page_title = _("Choose")


class ViewersChooseResultsView(ViewersOnly, ChooseResultsView):
    pass


class ViewersChosenView(ViewersOnly, SnippetChosenView):
    pass


class ViewersChosenMultipleView(ViewersOnly, SnippetChosenMultipleView):
    pass


class ViewersChooserViewSet(SnippetChooserViewSet):
    """For rows that not all staff may see: drafts, what is for some only."""

    choose_view_class = ViewersChooseView
    choose_results_view_class = ViewersChooseResultsView
    chosen_view_class = ViewersChosenView
    chosen_multiple_view_class = ViewersChosenMultipleView


class TermViewSet(SnippetViewSet):
    """A vocabulary: both names beside each other, in the order that editors give."""

    list_display = ["name_fr", "name_en", "key", UsesColumn("uses", label=_("Held by"), sort_key="uses"), "order"]
    list_filter = {"name_fr": ["icontains"], "name_en": ["icontains"]}
    search_fields = ["name_fr", "name_en", "key"]
    search_backend_name = None
    ordering = ["order", "pk"]
    sort_order_field = "order"
    list_per_page = 50
    usage_view_class = TermUsageView
    delete_view_class = TermDeleteView
    delete_template_name = "cms_admin/delete_term.html"
    inspect_view_enabled = True
    inspect_view_fields = ["name_fr", "name_en", "key", "order"]
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_uses(self.model._default_manager.all())


class TopicViewSet(TermViewSet):
    model = Topic
    icon = "tag"


class AudienceViewSet(TermViewSet):
    model = Audience
    icon = "group"


class ServiceViewSet(TermViewSet):
    model = Service
    icon = "help"


class ResourceTypeViewSet(TermViewSet):
    model = ResourceType
    icon = "doc-full"


class OrganizationKindViewSet(TermViewSet):
    model = OrganizationKind
    icon = "home"


class RegionViewSet(TermViewSet):
    model = Region
    icon = "globe"


class CommunityTierViewSet(TermViewSet):
    model = CommunityTier
    icon = "list-ol"
    list_display = ["number", "name_fr", "name_en", "key", UsesColumn("uses", label=_("Held by"), sort_key="uses")]
    inspect_view_fields = ["number", "name_fr", "name_en", "key"]
    ordering = ["number"]
    sort_order_field = None  # type: ignore[assignment]


class AccessGroupViewSet(SnippetViewSet):
    """The names of the access groups; which groups there are is a rule of the portal."""

    model = AccessGroup
    icon = "lock"
    list_display = ["name_fr", "name_en", "code"]
    list_filter = {"name_fr": ["icontains"], "name_en": ["icontains"]}
    search_fields = ["name_fr", "name_en", "code"]
    ordering = ["code"]
    copy_view_enabled = False
    panels = [FieldRowPanel([FieldPanel("name_fr"), FieldPanel("name_en")])]


class VocabularyGroup(SnippetViewSetGroup):
    """The menu "Vocabulary"."""

    menu_label = _("Vocabulary")
    menu_icon = "tag"
    menu_order = 250
    items = (
        TopicViewSet,
        AudienceViewSet,
        ServiceViewSet,
        ResourceTypeViewSet,
        OrganizationKindViewSet,
        RegionViewSet,
        CommunityTierViewSet,
        AccessGroupViewSet,
    )
