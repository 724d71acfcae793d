"""Sign-in and what belongs to it, in the reader's language: under /fr/compte/ and /en/account/."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, register_converter
from django.utils.translation import gettext_lazy as _

from members.accounts import views


class Base36Converter:
    """A person's number as allauth writes it in a link."""

    regex = "[0-9A-Za-z]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Base36Converter, "base36")

urlpatterns = [
    path("", views.overview, name="account_overview"),
    path(_("profile/"), views.profile, name="account_profile"),
    path(_("sign-in/"), views.sign_in, name="account_login"),
    path(_("sign-out/"), account.logout, name="account_logout"),
    path(_("sign-up/"), account.signup, name="account_signup"),
    path(_("inactive/"), account.account_inactive, name="account_inactive"),
    path(_("e-mail/"), account.email, name="account_email"),
    path(_("confirm-e-mail/"), account.email_verification_sent, name="account_email_verification_sent"),
    path(_("confirm-e-mail/<str:key>/"), account.confirm_email, name="account_confirm_email"),
    path(_("re-authenticate/"), account.reauthenticate, name="account_reauthenticate"),
    path(_("password/change/"), account.password_change, name="account_change_password"),
    path(_("password/set/"), account.password_set, name="account_set_password"),
    path(_("password/reset/"), account.password_reset, name="account_reset_password"),
    path(_("password/reset/sent/"), account.password_reset_done, name="account_reset_password_done"),
    path(
        _("password/reset/key/<base36:uidb36>-<str:key>/"),
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(_("password/reset/done/"), account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    # the second factor
    path(_("two-step/"), views.factors, name="mfa_index"),
    path(_("two-step/code/"), factors.authenticate, name="mfa_authenticate"),
    path(_("two-step/confirm/"), factors.reauthenticate, name="mfa_reauthenticate"),
    path(_("two-step/app/"), views.set_up_app, name="mfa_activate_totp"),
    path(_("two-step/app/remove/"), totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(_("two-step/recovery-codes/"), codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(_("two-step/recovery-codes/new/"), codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(_("two-step/recovery-codes/file/"), views.download_codes, name="mfa_download_recovery_codes"),
    path(_("passkeys/"), passkeys.list_webauthn, name="mfa_list_webauthn"),
    path(_("passkeys/add/"), views.add_passkey, name="mfa_add_webauthn"),
    path(_("passkeys/confirm/"), passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path(_("passkeys/sign-in/"), passkeys.login_webauthn, name="mfa_login_webauthn"),
    path(_("passkeys/<int:pk>/remove/"), views.remove_passkey, name="mfa_remove_webauthn"),
    path(_("passkeys/<int:pk>/name/"), passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    # sessions
    path(_("sessions/"), views.sessions, name="usersessions_list"),
    path(_("sessions/<int:pk>/end/"), views.end_session, name="usersessions_end"),
]
