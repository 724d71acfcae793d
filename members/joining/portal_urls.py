"""Addresses of joining in the private area: colleagues, invitations, my own affiliation, my data."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from members.joining import colleagues, my_data, own, requests

urlpatterns: list[URLPattern] = [
    path(_("organization/colleagues/"), colleagues.colleagues, name="colleagues"),
    path(_("organization/colleagues/invite/"), colleagues.invite_colleague, name="invite_colleague"),
    path(
        _("organization/colleagues/invitations/<int:number>/resend/"),
        colleagues.resend_invitation,
        name="resend_invitation",
    ),
    path(
        _("organization/colleagues/invitations/<int:number>/revoke/"),
        colleagues.revoke_invitation,
        name="revoke_invitation",
    ),
    path(_("organization/colleagues/requests/<int:number>/"), colleagues.join_request, name="join_request"),
    path(_("organization/colleagues/<int:number>/role/"), colleagues.change_role, name="change_role"),
    path(_("organization/colleagues/<int:number>/end/"), colleagues.end_affiliation, name="end_affiliation"),
    path(_("my-affiliation/"), own.my_affiliation, name="my_affiliation"),
    path(_("my-affiliation/leave/"), own.leave_organization, name="leave_organization"),
    path(_("my-affiliation/join/"), requests.join_organization, name="join_organization"),
    path(_("my-affiliation/requests/<int:number>/withdraw/"), requests.withdraw_request, name="withdraw_request"),
    path(_("my-data/"), my_data.my_data, name="my_data"),
    path(_("my-data/export/"), my_data.export_my_data, name="export_my_data"),
    path(_("my-data/delete/"), my_data.delete_my_account, name="delete_my_account"),
]
