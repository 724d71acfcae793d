"""Addresses of an organization's own profile in the private area."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from members.profiles import views

urlpatterns: list[URLPattern] = [
    path(_("organization/profile/"), views.profile, name="organization_profile"),
    path(_("organization/profile/edit/"), views.edit, name="edit_organization_profile"),
    path(_("organization/profile/withdraw/"), views.take_back, name="withdraw_profile_change"),
    path(_("organization/profile/still-right/"), views.still_right, name="profile_still_right"),
    path(_("organization/profile/confirm/<str:token>/"), views.confirm_by_link, name="confirm_profile"),
]
