"""Who manages people and groups: administrators, and nobody above themselves.

Superusers and the people of the group Administrators. Somebody of that group who is not a superuser can neither make
one nor change one: whoever may change a superuser's address can take their account.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from cms.roles import ADMINISTRATORS


def is_administrator(user: Any) -> bool:
    """Whether `user` may manage people and groups at all."""
    if not user.is_active:
        return False
    return bool(user.is_superuser) or user.groups.filter(name=ADMINISTRATORS).exists()


def may_manage(user: Any, person: Any) -> bool:
    """Whether `user` may change, deactivate or delete `person`."""
    return is_administrator(user) and (user.is_superuser or not person.is_superuser)


class AdministratorsOnly(ModelPermissionPolicy):
    """The model's permissions, for administrators only, whatever other group was given them; others look at most."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return (action == "view" or is_administrator(user)) and super().user_has_permission(user, action)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        people = super().users_with_any_permission(actions)
        return people.filter(Q(is_superuser=True) | Q(groups__name=ADMINISTRATORS)).distinct()


def register_policies() -> None:
    register_permission_policy(get_user_model(), AdministratorsOnly(get_user_model()))
    register_permission_policy(Group, AdministratorsOnly(Group))


def before_bulk_action(request: HttpRequest, action_type: str, objects: Any, action: Any) -> HttpResponse | None:
    """Hold the rule for what is done to several people at once (hook "before_bulk_action")."""
    people = [item for item in objects if isinstance(item, get_user_model())]
    if not people:
        return None
    if not is_administrator(request.user):
        raise PermissionDenied
    if not all(may_manage(request.user, person) for person in people):
        messages.error(request, _("Only a superuser can change a superuser: nothing was done."))
        return redirect("wagtailusers_users:index")
    return None
