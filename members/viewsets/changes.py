"""Proposed changes of profiles in the admin: what would change, field by field, and the decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.viewsets import FixedRowsPolicy, NoChooserViewSet
from members.models import ProfileChange
from members.services import profiles

SHOWN = 5  # lines in the panel

register_permission_policy(ProfileChange, FixedRowsPolicy(ProfileChange, "add", "delete"))


class CommentForm(forms.Form):
    comment = forms.CharField(
        label=_("Comment"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what should be mended.")},
        help_text=_("Needed when you return the change; whoever proposed it gets it by mail."),
    )


class ChangeView(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """One change: each field now, when it was proposed, and as proposed; then approve or return it."""

    model = ProfileChange
    permission_required = "change"
    template_name = "members_admin/profile_change.html"
    index_url_name = ""
    edit_url_name = ""
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = ProfileChange.objects.select_related("proposed_by", "decided_by", "organization")
        self.object = get_object_or_404(found, pk=unquote(str(kwargs["pk"])))
        response: Any = super().dispatch(request, *args, **kwargs)
        return response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(CommentForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        form = CommentForm(request.POST)
        try:
            if request.POST.get("act") == "approve":
                profiles.approve(self.object, actor=user)
                messages.success(request, _now("The change is published, and who proposed it is told by mail."))
                return redirect(self.index_url_name)
            if not form.is_valid():
                return self._page(form)
            profiles.return_with_comment(self.object, actor=user, comment=form.cleaned_data["comment"])
            messages.success(request, _now("The change is returned with your comment."))
        except profiles.NotOpenError:
            messages.error(request, _now("This change is not open any more: somebody decided on it in the meantime."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self._page(CommentForm())
        return redirect(self.index_url_name)

    def _page(self, form: CommentForm) -> HttpResponse:
        differences = profiles.differences(self.object)
        return self.render_to_response(
            self.get_context_data(
                change=self.object,
                differences=differences,
                conflicts=sum(difference.is_conflict for difference in differences),
                is_open=self.object.state == ProfileChange.State.PENDING,
                form=form,
                media=form.media,
            )
        )

    def get_page_title(self) -> str:
        return str(self.object.organization)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _now("Changes of profiles")},
            {"url": "", "label": str(self.object.organization)},
        ]


class ProfileChangeViewSet(SnippetViewSet):
    """Those that wait for staff first."""

    model = ProfileChange
    chooser_viewset_class = NoChooserViewSet
    icon = "edit"
    menu_label = _("Changes of profiles")
    menu_order = 50
    edit_view_class = ChangeView
    edit_template_name = "members_admin/profile_change.html"
    list_display = [
        "organization",
        Column("get_state_display", label=_("State"), sort_key="state"),
        Column("proposed_by", label=_("Proposed by")),
        DateColumn("proposed_at", label=_("Proposed"), sort_key="proposed_at"),
        DateColumn("decided_at", label=_("Decided"), sort_key="decided_at"),
    ]
    list_filter = ["state", "proposed_at"]
    search_fields = ["organization__title_fr", "organization__title_en"]
    search_backend_name = None
    list_per_page = 50
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProfileChange]:
        return profiles.waiting_first()


class WaitingChangesPanel(Component):
    """On the admin's home, for whoever decides: how many changes of profiles wait, and the oldest."""

    name = "profile_changes"
    template_name = "members_admin/changes_panel.html"
    order = 110

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        viewset = ProfileChange.snippet_viewset  # type: ignore[attr-defined]
        waiting = list(profiles.waiting_changes())
        return {
            "total": len(waiting),
            "lines": [(change, reverse(viewset.get_url_name("edit"), args=[change.pk])) for change in waiting[:SHOWN]],
            "list_url": f"{reverse(viewset.get_url_name('list'))}?state={ProfileChange.State.PENDING}",
        }


def add_panel(request: Any, panels: list[Any]) -> None:
    """Put the panel on the admin's home (hook "construct_homepage_panels")."""
    if request.user.has_perm("members.change_profilechange"):
        panels.append(WaitingChangesPanel())
