"""The vocabulary and the access groups in the admin."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.models import AccessGroup, Audience, CommunityTier, OrganizationKind, Region, ResourceType, Service, Topic


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


class TermViewSet(SnippetViewSet):
    """A vocabulary: both names beside each other, in the order that editors give."""

    list_display = ["name_fr", "name_en", "key", "order"]
    list_filter = {"name_fr": ["icontains"], "name_en": ["icontains"]}
    search_fields = ["name_fr", "name_en", "key"]
    search_backend_name = None
    ordering = ["order", "pk"]
    sort_order_field = "order"
    list_per_page = 50
    inspect_view_enabled = True
    inspect_view_fields = ["name_fr", "name_en", "key", "order"]
    copy_view_enabled = False


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
    list_display = ["number", "name_fr", "name_en", "key"]
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
