"""Sign-in and what belongs to it, in the reader's language."""

from __future__ import annotations

from allauth.account import views
from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

urlpatterns = [
    path(_("sign-in/"), views.login, name="account_login"),
    path(_("sign-out/"), views.logout, name="account_logout"),
    path(_("sign-up/"), views.signup, name="account_signup"),
    path(_("inactive/"), views.account_inactive, name="account_inactive"),
    path(_("e-mail/"), views.email, name="account_email"),
    path(_("confirm-e-mail/"), views.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", views.confirm_email, name="account_confirm_email"),
    path(_("re-authenticate/"), views.reauthenticate, name="account_reauthenticate"),
    path(_("password/change/"), views.password_change, name="account_change_password"),
    path(_("password/set/"), views.password_set, name="account_set_password"),
    path(_("password/reset/"), views.password_reset, name="account_reset_password"),
    path(_("password/reset/sent/"), views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(_("password/reset/done/"), views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]
