"""What people write to staff, in the admin: read, answered, closed; never changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.viewsets import FixedRowsPolicy, NoChooserViewSet
from members import audit_labels
from members.models import StaffConversation
from members.services import conversations

register_permission_policy(StaffConversation, FixedRowsPolicy(StaffConversation, "add"))
audit_labels.register(
    {
        "conversation.answered": _("Conversation answered"),
        "announcement.created": _("Announcement created"),
        "announcement.changed": _("Announcement changed"),
    }
)


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Answer"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write your answer.")},
        help_text=_("The person reads it in the portal; mail only tells them that it is there."),
    )


class ConversationView(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """One conversation with all its messages, and the answer to it. Reading it marks what the person wrote as read."""

    model = StaffConversation
    permission_required = "change"
    template_name = "members_admin/conversation.html"
    index_url_name = ""
    edit_url_name = ""
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = StaffConversation.objects.select_related("person", "organization")
        self.object = get_object_or_404(found, pk=unquote(str(kwargs["pk"])))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(AnswerForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act = request.POST.get("act")
        if act == "close":
            conversations.close(self.object)
            messages.success(request, _now("The conversation is closed."))
            return redirect(self.index_url_name)
        if act == "reopen":
            conversations.reopen(self.object)
            messages.success(request, _now("The conversation is open again."))
            return redirect(self.edit_url_name, self.object.pk)
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        conversations.answer_as_staff(conversation=self.object, staff=request.user, text=form.cleaned_data["text"])
        messages.success(request, _now("Your answer is there, and the person is told by mail."))
        return redirect(self.index_url_name)

    def _page(self, form: AnswerForm) -> HttpResponse:
        written = list(self.object.messages.select_related("author"))
        conversations.mark_read(self.object, by_staff=True)
        return self.render_to_response(
            self.get_context_data(conversation=self.object, written=written, form=form, media=form.media)
        )

    def get_page_title(self) -> str:
        return str(self.object.subject)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _now("Conversations")},
            {"url": "", "label": str(self.object.subject)},
        ]


class ConversationViewSet(SnippetViewSet):
    model = StaffConversation
    chooser_viewset_class = NoChooserViewSet
    icon = "mail"
    menu_label = _("Conversations")
    menu_order = 590
    edit_view_class = ConversationView
    edit_template_name = "members_admin/conversation.html"
    list_display = [
        "subject",
        Column("person", label=_("Person"), sort_key="person__email"),
        Column("organization", label=_("Organization")),
        Column("get_state_display", label=_("State"), sort_key="state"),
        DateColumn("changed_at", label=_("Last message"), sort_key="changed_at"),
    ]
    list_filter = ["state", "organization", "changed_at"]
    search_fields = ["subject", "person__email", "person__first_name", "person__last_name"]
    search_backend_name = None
    ordering = ["-changed_at", "-pk"]
    list_per_page = 50
    copy_view_enabled = False

    def get_queryset(self, request: Any) -> Any:
        return StaffConversation.objects.select_related("person", "organization")
