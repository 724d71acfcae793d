"""Announcements in the admin: in both languages, for whom, from when until when."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from members.models import Announcement
from members.services import audit


class AnnouncementCreateView(CreateView):
    """Notes who wrote it."""

    def save_instance(self) -> Any:
        self.form.instance.created_by = self.request.user
        announcement = super().save_instance()
        audit.record("announcement.created", actor=self.request.user, target=announcement)
        return announcement


class AnnouncementEditView(EditView):
    def save_instance(self) -> Any:
        announcement = super().save_instance()
        audit.record("announcement.changed", actor=self.request.user, target=announcement)
        return announcement


def is_for(announcement: Announcement) -> str:
    """Return the names of the groups that `announcement` is for."""
    names = [str(group.access_group.name) for group in announcement.access.all() if hasattr(group, "access_group")]
    return ", ".join(names) or str(_("Everyone who is signed in"))


class AnnouncementViewSet(SnippetViewSet):
    model = Announcement
    icon = "comment"
    menu_label = _("Announcements")
    menu_order = 600
    add_view_class = AnnouncementCreateView
    edit_view_class = AnnouncementEditView
    list_display = [
        "title",
        Column("access", label=_("For whom"), accessor=is_for),
        DateColumn("starts_at", label=_("Shown from"), sort_key="starts_at"),
        DateColumn("ends_at", label=_("Shown until"), sort_key="ends_at"),
        DateColumn("mailed_at", label=_("Sent by mail"), sort_key="mailed_at"),
    ]
    list_filter = ["access", "starts_at"]
    search_fields = ["title_fr", "title_en", "text_fr", "text_en"]
    search_backend_name = None
    ordering = ["-starts_at", "-pk"]
    list_per_page = 50
    copy_view_enabled = False
    panels = [
        FieldRowPanel([FieldPanel("title_fr"), FieldPanel("title_en")]),
        FieldRowPanel([FieldPanel("text_fr"), FieldPanel("text_en")]),
        FieldPanel("access"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")])],
            heading=_("When it is shown (Mountain Time)"),
        ),
        FieldPanel("by_mail"),
    ]

    def get_queryset(self, request: Any) -> Any:
        return Announcement.objects.prefetch_related("access__access_group")
