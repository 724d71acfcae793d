"""The messages of the contact form in the admin: read, released, handled; never written."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permissions import register_permission_policy
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from cms.viewsets import FixedRowsPolicy, NoChooserViewSet
from home.models import ContactMessage
from home.services import release_message

register_permission_policy(ContactMessage, FixedRowsPolicy(ContactMessage, "add"))


class MessageEditView(EditView):
    """Sets the state of a message; one that is taken out of hold reaches staff by mail as it would have at first."""

    def save_instance(self) -> Any:
        held = ContactMessage.objects.filter(pk=self.object.pk, status=ContactMessage.Status.HELD).exists()
        message = super().save_instance()
        if held and message.status == ContactMessage.Status.NEW:
            release_message(message)
        return message


class ContactMessageViewSet(SnippetViewSet):
    """Newest first; what was sent cannot be changed, only its state."""

    model = ContactMessage
    chooser_viewset_class = NoChooserViewSet
    icon = "mail"
    menu_label = _("Messages")
    menu_order = 260
    add_to_admin_menu = True
    edit_view_class = MessageEditView
    list_display = [
        "subject",
        "name",
        "email",
        Column("get_status_display", label=_("Status"), sort_key="status"),
        DateColumn("received_at", label=_("Received"), sort_key="received_at"),
    ]
    list_filter = ["status", "language", "received_at"]
    search_fields = ["subject", "name", "email", "message"]
    ordering = ["-received_at"]
    list_per_page = 50
    inspect_view_enabled = True
    inspect_view_fields = ["subject", "name", "email", "message", "language", "status", "held_because", "received_at"]
    copy_view_enabled = False
    panels = [
        FieldPanel("status"),
        FieldPanel("held_because", read_only=True),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("name", read_only=True), FieldPanel("email", read_only=True)]),
                FieldPanel("subject", read_only=True),
                FieldPanel("message", read_only=True),
                FieldRowPanel([FieldPanel("language", read_only=True), FieldPanel("received_at", read_only=True)]),
            ],
            heading=_("What was sent"),
        ),
    ]


class MarkHandled(SnippetBulkAction):
    """Marks several messages as handled at once."""

    models = [ContactMessage]
    display_name = _("Mark as handled")
    aria_label = _("Mark the chosen messages as handled")
    action_type = "mark_handled"
    template_name = "home_admin/confirm_mark_handled.html"
    action_priority = 10

    def check_perm(self, message: ContactMessage) -> bool:
        return bool(self.request.user.has_perm("home.change_contactmessage"))

    @classmethod
    def execute_action(cls, objects: list[ContactMessage], **kwargs: Any) -> tuple[int, int]:
        chosen = ContactMessage.objects.filter(pk__in=[message.pk for message in objects])
        return chosen.update(status=ContactMessage.Status.HANDLED), 0

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext(
            "%(count)d message is marked as handled.", "%(count)d messages are marked as handled.", count
        ) % {"count": count}
