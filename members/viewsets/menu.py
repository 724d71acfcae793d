"""The menu "Members" of the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from members.viewsets.announcements import AnnouncementViewSet
from members.viewsets.audit import AuditEntryViewSet
from members.viewsets.changes import ProfileChangeViewSet
from members.viewsets.conversations import ConversationViewSet
from members.viewsets.joining import AffiliationViewSet, InvitationViewSet, JoinRequestViewSet
from members.viewsets.organizations import (
    CommunityViewSet,
    MembershipPeriodViewSet,
    OrganizationViewSet,
    ServiceLanguageViewSet,
)


class MembersGroup(SnippetViewSetGroup):
    """Organizations, and what waits for staff about them; each entry is shown to whom its permissions allow."""

    menu_label = _("Members")
    menu_icon = "group"
    menu_order = 240
    items: tuple[type[SnippetViewSet], ...] = (
        OrganizationViewSet,
        ProfileChangeViewSet,
        JoinRequestViewSet,
        InvitationViewSet,
        AffiliationViewSet,
        MembershipPeriodViewSet,
        CommunityViewSet,
        ServiceLanguageViewSet,
        AuditEntryViewSet,
        ConversationViewSet,
        AnnouncementViewSet,
    )
