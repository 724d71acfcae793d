"""What follows from what happens to an account: the audit log, and sessions that must end."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from members import audit_labels
from members.accounts import second_factor
from members.services import accounts, audit

audit_labels.register(
    {
        "account.signed_in": _("Staff signed in"),
        "account.password_changed": _("Password changed"),
        "account.password_reset": _("Password reset by mail"),
        "account.email_changed": _("E-mail address changed"),
        "account.second_factor_failed": _("Second factor failed"),
        "account.second_factor_added": _("Second factor added"),
        "account.second_factor_removed": _("Second factor removed"),
        "account.second_factor_helped": _("Lost second factor taken off by staff"),
        "account.recovery_codes_made": _("Recovery codes made anew"),
        "account.rights_changed": _("Rights changed"),
        "account.deactivated": _("Account deactivated"),
        "account.reactivated": _("Account reactivated"),
    }
)


def _note(action: str, person: Any, **details: Any) -> None:
    audit.record(action, actor=person, target=person, **details)


@receiver(account.user_logged_in, dispatch_uid="audit-sign-in")
def signed_in(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    if second_factor.is_required(user):
        _note("account.signed_in", user, second_factor=second_factor.has_passed(request))


@receiver(account.password_changed, dispatch_uid="audit-password-changed")
@receiver(account.password_set, dispatch_uid="audit-password-set")
def password_changed(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    accounts.end_sessions(user, except_key=request.session.session_key)
    _note("account.password_changed", user)


@receiver(account.password_reset, dispatch_uid="audit-password-reset")
def password_reset(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    accounts.end_sessions(user)
    _note("account.password_reset", user)


@receiver(account.email_changed, dispatch_uid="audit-email-changed")
def email_changed(user: Any, from_email_address: Any, to_email_address: Any, **kwargs: Any) -> None:
    before = from_email_address.email if from_email_address else ""
    if before != to_email_address.email:
        _note("account.email_changed", user, before=before, after=to_email_address.email)


@receiver(mfa.authentication_failed, dispatch_uid="audit-second-factor-failed")
def second_factor_failed(user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    _note("account.second_factor_failed", user, type=authenticator.type)


@receiver(mfa.authenticator_added, dispatch_uid="audit-factor-added")
def factor_added(user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    _note("account.second_factor_added", user, type=authenticator.type)


@receiver(mfa.authenticator_removed, dispatch_uid="audit-factor-removed")
def factor_removed(request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    """With the last factor goes what sessions knew of it."""
    _note("account.second_factor_removed", user, type=authenticator.type)
    if not second_factor.factors(user).exists():
        second_factor.forget_passed(request)
        accounts.end_sessions(user, except_key=request.session.session_key)


@receiver(mfa.authenticator_reset, dispatch_uid="audit-codes-made")
def codes_made_anew(user: Any, **kwargs: Any) -> None:
    _note("account.recovery_codes_made", user)
