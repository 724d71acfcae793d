"""Addresses of joining for people who are not signed in: under /fr/adhesion/ and /en/join/."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from members.joining import invitation, my_data, requests

urlpatterns: list[URLPattern] = [
    path("", requests.join, name="join"),
    path(_("sent/"), requests.join_sent, name="join_sent"),
    path(_("confirm/"), requests.join_confirm, name="join_confirm"),
    path(_("confirm/<str:token>/"), requests.confirm_link, name="join_confirm_link"),
    path("invitation/", invitation.invitation, name="invitation"),
    path("invitation/<str:token>/", invitation.invitation_link, name="invitation_link"),
    path(_("account-closing/"), my_data.account_closing, name="account_closing"),
    path(_("keep-my-account/"), my_data.cancel_deletion, name="cancel_deletion"),
    path(_("keep-my-account/<str:token>/"), my_data.cancel_deletion_link, name="cancel_deletion_link"),
]
