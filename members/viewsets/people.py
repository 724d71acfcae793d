"""The admin's views of people and groups (members/people_rules.py says who may use them)."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.users.views import users

from members.accounts import second_factor
from members.people_rules import may_manage
from members.services import accounts
from members.staff_forms import PersonCreationForm, PersonEditForm


class ActorMixin:
    """Tells the form who fills it in."""

    request: HttpRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "actor": self.request.user}  # type: ignore[misc]


class IndexView(users.IndexView):
    page_title = _("People")
    add_item_label = _("Add a person")

    @cached_property
    def columns(self) -> list[Column]:
        columns = [column for column in super().columns if column.name != "email"]
        address = Column("email", label=_("E-mail address"), sort_key="email", width="25%")
        return [*columns[:2], address, *columns[2:]]


class CreateView(ActorMixin, users.CreateView):
    page_title = _("Add a person")


class EditView(ActorMixin, users.EditView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_manage(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def save_instance(self) -> Any:
        person = super().save_instance()
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
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_manage(request.user, self.get_object()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PeopleViewSet(users.UserViewSet):
    """People by their e-mail address, with their language and groups."""

    menu_label = _("People")
    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = DeleteView
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type:
        return PersonEditForm if for_update else PersonCreationForm
