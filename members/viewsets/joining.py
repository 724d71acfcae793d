"""Invitations, requests to join and affiliations in the admin. What happens to them happens by the services."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django import forms
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import CreateView, IndexView, SnippetViewSet

from cms import canadian
from cms.viewsets import FixedRowsPolicy, NoChooserViewSet
from members.joining.forms import ADDRESS_ERRORS, DeclineForm
from members.models import Affiliation, Invitation, JoinRequest, Organization, User
from members.models.affiliations import InvitationState, OrganizationRole
from members.services import affiliations, invitations, joining
from members.viewsets.bulk import EachRow
from members.viewsets.invitation_import import ImportInvitationsView

register_permission_policy(Invitation, FixedRowsPolicy(Invitation, "change", "delete"))
register_permission_policy(JoinRequest, FixedRowsPolicy(JoinRequest, "add", "change", "delete"))
register_permission_policy(Affiliation, FixedRowsPolicy(Affiliation, "change", "delete"))


# --- invitations ------------------------------------------------------------------------------------


class InvitationForm(WagtailAdminModelForm):
    """Whom to invite to what."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].error_messages |= ADDRESS_ERRORS
        self.fields["organization"].help_text = _(
            "Without one, the invitation is for an account alone: AAISA’s staff, for example."
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        email, organization = data.get("email"), data.get("organization")
        if email:
            self._refuse(email, organization)
        return data

    def _refuse(self, email: str, organization: Organization | None) -> None:
        person = invitations.account_of(email)
        if person is not None and not person.is_active:
            self.add_error("email", _now("The account of this address is closed: open it again instead."))
        elif person is not None and organization is None:
            self.add_error("email", _now("This address has an account already."))
        elif organization is not None and invitations.is_colleague(email, organization):
            self.add_error("email", _now("This person belongs to the organization already."))
        elif Invitation.objects.open().filter(email__iexact=email, organization=organization).exists():
            self.add_error("email", _now("This address is invited already: send that invitation again instead."))


class InviteView(CreateView):
    page_title = _("Invite")

    def get_success_message(self, instance: Invitation) -> str:
        return _now("An invitation is on its way to %(email)s.") % {"email": instance.email}

    def save_instance(self) -> Invitation:
        return invitations.invite(**self.form.cleaned_data, invited_by=self.request.user, by_staff=True)


class InvitationFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=InvitationState.choices, method="in_state", empty_label=_("All")
    )

    class Meta:
        model = Invitation
        fields: ClassVar[list[str]] = ["organization", "role", "created_at"]

    def in_state(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.in_state(value)


class InvitationList(IndexView):
    add_item_label = _("Invite")

    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons = super().header_buttons
        if self.request.user.has_perm("members.add_invitation"):
            address = reverse(Invitation.snippet_viewset.get_url_name("import"))  # type: ignore[attr-defined]
            buttons.append(HeaderButton(_("Invite from a file"), url=address, icon_name="upload"))
        return buttons


def _expiry(invitation: Invitation) -> str:
    return canadian.short_date(invitation.expires_at)


class InvitationViewSet(SnippetViewSet):
    """Newest first; an invitation is sent again or taken back, never changed."""

    model = Invitation
    chooser_viewset_class = NoChooserViewSet
    icon = "mail"
    menu_label = _("Invitations")
    index_view_class = InvitationList
    add_view_class = InviteView
    list_display = [
        "email",
        Column("organization", label=_("Organization")),
        Column("get_role_display", label=_("Role"), sort_key="role"),
        Column("get_state_display", label=_("State")),
        Column("invited_by", label=_("Invited by")),
        DateColumn("created_at", label=_("Invited"), sort_key="created_at"),
        Column("expires_at", label=_("Valid until"), accessor=_expiry, sort_key="expires_at"),  # to come: no "ago"
    ]
    filterset_class = InvitationFilters
    search_fields = ["email", "first_name", "last_name"]
    search_backend_name = None
    ordering = ["-created_at", "-pk"]
    list_per_page = 50
    inspect_view_enabled = True
    inspect_view_fields = [
        *("email", "first_name", "last_name", "language", "organization", "role", "invited_by", "created_at"),
        *("expires_at", "accepted_at", "accepted_by", "revoked_at"),
    ]
    copy_view_enabled = False

    def get_queryset(self, request: Any) -> Any:
        return Invitation.objects.select_related("organization", "invited_by")

    def get_edit_handler(self) -> Any:
        names = ("email", "first_name", "last_name", "language", "organization", "role")
        return ObjectList([FieldPanel(name) for name in names], base_form_class=InvitationForm).bind_to_model(
            Invitation
        )

    @property
    def import_view(self) -> Any:
        return ImportInvitationsView.as_view()

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("import/", self.import_view, name="import")]


class ResendInvitations(EachRow):
    models = [Invitation]
    display_name = _("Send again")
    aria_label = _("Send the chosen invitations again")
    action_type = "resend"
    action_priority = 10
    permission = "members.change_invitation"

    @classmethod
    def act(cls, item: Invitation, actor: Any, **given: Any) -> bool:
        try:
            invitations.resend(item, actor=actor, by_staff=True)
        except invitations.ClosedInvitationError:
            return False
        return True

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext("%(count)d invitation sent again.", "%(count)d invitations sent again.", count) % {
            "count": count
        }


class RevokeInvitations(EachRow):
    models = [Invitation]
    display_name = _("Take back")
    aria_label = _("Take the chosen invitations back")
    action_type = "revoke"
    action_priority = 20
    classes = {"serious"}
    permission = "members.change_invitation"

    @classmethod
    def act(cls, item: Invitation, actor: Any, **given: Any) -> bool:
        return invitations.revoke(item, actor=actor)

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext("%(count)d invitation taken back.", "%(count)d invitations taken back.", count) % {
            "count": count
        }


# --- requests to join -------------------------------------------------------------------------------


class JoinRequestFilters(WagtailFilterSet):
    decider = django_filters.ChoiceFilter(
        label=_("Who decides"), choices=[("staff", _("Only staff"))], method="for_staff", empty_label=_("All")
    )

    class Meta:
        model = JoinRequest
        fields: ClassVar[list[str]] = ["state", "organization", "matches_domain", "created_at"]

    def for_staff(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.for_staff()


class JoinRequestViewSet(SnippetViewSet):
    """Newest first; those whose address is not confirmed are nobody's to see."""

    model = JoinRequest
    chooser_viewset_class = NoChooserViewSet
    icon = "user"
    menu_label = _("Requests to join")
    list_display = [
        "full_name",
        "email",
        Column("organization", label=_("Organization")),
        Column("get_state_display", label=_("State"), sort_key="state"),
        DateColumn("created_at", label=_("Asked"), sort_key="created_at"),
    ]
    filterset_class = JoinRequestFilters
    search_fields = ["email", "first_name", "last_name"]
    search_backend_name = None
    ordering = ["-created_at", "-pk"]
    list_per_page = 50
    inspect_view_enabled = True
    inspect_view_fields = [
        *("first_name", "last_name", "email", "language", "organization", "matches_domain", "message", "state"),
        *("created_at", "confirmed_at", "decided_at", "decided_by", "reason"),
    ]
    copy_view_enabled = False

    def get_queryset(self, request: Any) -> Any:
        confirmed = JoinRequest.objects.exclude(state=JoinRequest.State.UNCONFIRMED)
        return confirmed.select_related("organization", "decided_by")


class ApproveRequests(EachRow):
    models = [JoinRequest]
    display_name = _("Approve")
    aria_label = _("Approve the chosen requests")
    action_type = "approve"
    action_priority = 10
    permission = "members.change_joinrequest"

    @classmethod
    def act(cls, item: JoinRequest, actor: Any, **given: Any) -> bool:
        try:
            joining.approve(item, actor=actor, by_staff=True)
        except joining.DecidedError:
            return False
        return True

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext("%(count)d request approved.", "%(count)d requests approved.", count) % {"count": count}


class DeclineRequests(EachRow):
    models = [JoinRequest]
    display_name = _("Decline")
    aria_label = _("Decline the chosen requests")
    action_type = "decline"
    action_priority = 20
    classes = {"serious"}
    form_class = DeclineForm
    permission = "members.change_joinrequest"

    @classmethod
    def act(cls, item: JoinRequest, actor: Any, **given: Any) -> bool:
        try:
            joining.decline(item, actor=actor, reason=given.get("reason", ""))
        except joining.DecidedError:
            return False
        return True

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext("%(count)d request declined.", "%(count)d requests declined.", count) % {"count": count}


# --- affiliations -----------------------------------------------------------------------------------


class AffiliationForm(WagtailAdminModelForm):
    """Somebody with an account, by their address, and the organization that they belong to from now on."""

    email = forms.EmailField(label=_("E-mail address of the account"), error_messages=ADDRESS_ERRORS)

    def clean_email(self) -> str:
        person = User.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True).first()
        if person is None:
            raise forms.ValidationError(_("There is no open account with this address: invite the person instead."))
        self.cleaned_data["person"] = person
        return str(person.email)


class JoinView(CreateView):
    page_title = _("Have somebody join an organization")

    def get_success_message(self, instance: Affiliation) -> str:
        return _now("The person belongs to the organization: %(object)s") % {"object": instance}

    def save_instance(self) -> Affiliation:
        given = {name: self.form.cleaned_data[name] for name in ("person", "organization", "role")}
        return affiliations.join(**given, actor=self.request.user, by_staff=True)


class AffiliationFilters(WagtailFilterSet):
    ended = django_filters.BooleanFilter(
        field_name="ended_at", lookup_expr="isnull", exclude=True, label=_("Has ended")
    )

    class Meta:
        model = Affiliation
        fields: ClassVar[list[str]] = ["organization", "role"]


class AffiliationViewSet(SnippetViewSet):
    """Who belongs and belonged to which organization; changed by the actions below the list."""

    model = Affiliation
    chooser_viewset_class = NoChooserViewSet
    icon = "group"
    menu_label = _("Affiliations")
    add_view_class = JoinView
    list_display = [
        "person",
        Column("organization", label=_("Organization")),
        Column("get_role_display", label=_("Role"), sort_key="role"),
        DateColumn("started_at", label=_("Since"), sort_key="started_at"),
        DateColumn("ended_at", label=_("Until"), sort_key="ended_at"),
    ]
    filterset_class = AffiliationFilters
    search_fields = ["person__email", "person__first_name", "person__last_name"]
    search_backend_name = None
    ordering = ["-started_at", "-pk"]
    list_per_page = 50
    inspect_view_enabled = True
    inspect_view_fields = ["person", "organization", "role", "started_at", "ended_at"]
    copy_view_enabled = False

    def get_queryset(self, request: Any) -> Any:
        return Affiliation.objects.select_related("person", "organization")

    def get_edit_handler(self) -> Any:
        panels = [FieldPanel(name) for name in ("email", "organization", "role")]
        return ObjectList(panels, base_form_class=AffiliationForm).bind_to_model(Affiliation)


class SetRole(EachRow):
    """Both ways: which one is chosen in the form."""

    class RoleForm(forms.Form):
        role = forms.ChoiceField(label=_("Role"), choices=OrganizationRole.choices, widget=forms.RadioSelect)

    models = [Affiliation]
    display_name = _("Change the role")
    aria_label = _("Change the role of the chosen people")
    action_type = "set_role"
    action_priority = 10
    form_class = RoleForm
    permission = "members.change_affiliation"

    @classmethod
    def act(cls, item: Affiliation, actor: Any, **given: Any) -> bool:
        if item.ended_at is not None or item.role == given["role"]:
            return False
        affiliations.set_role(item, given["role"], actor=actor, by_staff=True)
        return True

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext("%(count)d role changed.", "%(count)d roles changed.", count) % {"count": count}


class EndAffiliations(EachRow):
    models = [Affiliation]
    display_name = _("End")
    aria_label = _("End the chosen affiliations")
    action_type = "end"
    action_priority = 20
    classes = {"serious"}
    permission = "members.change_affiliation"

    @classmethod
    def act(cls, item: Affiliation, actor: Any, **given: Any) -> bool:
        if item.ended_at is not None:
            return False
        affiliations.end(item, actor=actor, by_staff=True)
        return True

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext("%(count)d affiliation ended.", "%(count)d affiliations ended.", count) % {"count": count}


BULK_ACTIONS = (ResendInvitations, RevokeInvitations, ApproveRequests, DeclineRequests, SetRole, EndAffiliations)
