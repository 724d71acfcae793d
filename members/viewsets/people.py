"""The admin's views of people and groups (members/people_rules.py says who may use them)."""

from __future__ import annotations

from typing import Any

import django_filters
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect
from wagtail.admin.widgets.button import Button
from wagtail.users.views import users
from wagtail.users.views.bulk_actions.delete import DeleteBulkAction
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction

from members.accounts import second_factor
from members.models import Affiliation, Organization, User
from members.models.affiliations import OrganizationRole
from members.people_rules import may_manage
from members.services import accounts, privacy
from members.staff_forms import PersonCreationForm, PersonEditForm


class ActorMixin:
    """Tells the form who fills it in."""

    request: HttpRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "actor": self.request.user}  # type: ignore[misc]


class PeopleFilters(users.UserFilterSet):
    """By organization, role in it, and whether a deletion waits; activity, sign-in and group as Wagtail has them."""

    organization = django_filters.ModelChoiceFilter(
        label=_("Organization"), queryset=Organization.objects.order_by("title_en"), method="of_organization"
    )
    role = django_filters.ChoiceFilter(
        label=_("Role"), choices=OrganizationRole.choices, method="in_role", empty_label=_("All")
    )
    deletion = django_filters.BooleanFilter(
        field_name="deletion_requested_at",
        lookup_expr="isnull",
        exclude=True,
        label=_("Has asked for deletion"),
        widget=BooleanRadioSelect,
    )

    def of_organization(self, queryset: Any, name: str, value: Organization) -> Any:
        return queryset.filter(Exists(_present().filter(organization=value)))

    def in_role(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(Exists(_present().filter(role=value)))


def _present() -> Any:
    return Affiliation.objects.filter(person=OuterRef("pk"), ended_at=None)


class IndexView(users.IndexView):
    page_title = _("People")
    add_item_label = _("Add a person")

    @cached_property
    def columns(self) -> list[Column]:
        columns = [column for column in super().columns if column.name != "email"]
        added = [
            Column("email", label=_("E-mail address"), sort_key="email", width="20%"),
            Column("organization", label=_("Organization"), accessor=lambda person: _place(person, "organization")),
            Column("role", label=_("Role"), accessor=lambda person: _place(person, "get_role_display")),
        ]
        return [*columns[:2], *added, *columns[2:]]

    def get_base_queryset(self) -> Any:
        present = Affiliation.objects.filter(ended_at=None).select_related("organization")
        people = super().get_base_queryset().filter(erased_at=None)
        return people.prefetch_related(Prefetch("affiliations", queryset=present, to_attr="present"))


def _place(person: Any, name: str) -> str:
    value = getattr(person.present[0], name) if person.present else ""
    return str(value() if callable(value) else value)


class CreateView(ActorMixin, users.CreateView):
    page_title = _("Add a person")


class EditView(ActorMixin, users.EditView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_manage(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def save_instance(self) -> Any:
        before = User.objects.get(pk=self.object.pk)
        rights = accounts.rights_of(before)
        person = super().save_instance()
        accounts.note_changes(
            person, actor=self.request.user, email=before.email, rights=rights, changed=self.form.changed_data
        )
        if "email" in self.form.changed_data:  # the new address is confirmed anew at the next sign-in
            EmailAddress.objects.filter(user=person).exclude(email__iexact=person.email).delete()
        accounts.follow_activity(person, actor=self.request.user)
        return person

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = super().header_more_buttons
        if accounts.may_help(self.request.user, self.object) and second_factor.factors(self.object).exists():
            address = reverse("help_with_second_factor", args=[self.object.pk])
            buttons.append(Button(_("Lost second factor"), url=address, icon_name="key", priority=30))
        return buttons


class DeleteView(users.DeleteView):
    """Deletes an account as a person's own request does, without the days of grace: what they wrote stays, nameless."""

    confirmation_message = _(
        "Delete this account for good? Name, address and everything that is the person’s alone go at once;"
        " what they wrote stays, without their name. They are told by mail."
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_manage(request.user, self.get_object()) or self.get_object().is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def delete_action(self) -> None:
        privacy.erase(self.object, actor=self.request.user)


class EraseBulkAction(DeleteBulkAction):
    """The same for several at once; superusers are left out."""

    def check_perm(self, person: Any) -> bool:
        return not person.is_superuser and bool(super().check_perm(person))

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "actor": self.request.user}

    @classmethod
    def execute_action(cls, objects: Any, actor: Any = None, **kwargs: Any) -> tuple[int, int]:
        for person in objects:
            privacy.erase(person, actor=actor)
        return len(objects), 0


class KeepAccountsBulkAction(UserBulkAction):
    """Undoes deletions that people asked for, while they wait."""

    display_name = _("Undo the deletion")
    action_type = "undo_deletion"
    aria_label = _("Undo the deletion of the chosen accounts")
    template_name = "members_admin/confirm_bulk.html"
    action_priority = 15

    def check_perm(self, person: Any) -> bool:
        return person.deletion_requested_at is not None and may_manage(self.request.user, person)

    def get_execution_context(self) -> dict[str, Any]:
        return {"actor": self.request.user}

    @classmethod
    def execute_action(cls, objects: Any, actor: Any = None, **kwargs: Any) -> tuple[int, int]:
        for person in objects:
            privacy.cancel_deletion(person, actor=actor)
        return len(objects), 0

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext("%(count)d account is open again.", "%(count)d accounts are open again.", count) % {
            "count": count
        }


class PeopleViewSet(users.UserViewSet):
    """People by their e-mail address, with their language and groups."""

    menu_label = _("People")
    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = DeleteView
    filterset_class = PeopleFilters
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type:
        return PersonEditForm if for_update else PersonCreationForm
