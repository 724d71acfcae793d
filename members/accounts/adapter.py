"""How allauth behaves on the portal: who may sign up, where one is led, in which language one is written to."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import context as current
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.template import Context
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from cms.bilingual import LANGUAGES, active_language
from cms.portal import Portal
from members.joining import stash
from members.models import User

STASHED_EMAIL = "account_verified_email"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by invitation; mail and redirects speak the person's language and name the portal's host."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _("The e-mail address or the password is not correct."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("The password is not correct."),
        "rate_limited": _("Too many attempts. Wait a few minutes and try again."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes and try again."),
    }

    # --- who ----------------------------------------------------------------------------------------

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only somebody who has just opened an invitation signs up, for the address that was invited."""
        invitation = stash.invitation_of(request)
        if invitation is None or not invitation.is_open():
            return False
        return bool(request.session.get(STASHED_EMAIL) == invitation.email)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.language = form.cleaned_data.get("language") or active_language()
        return super().save_user(request, user, form, commit)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Confirm an address, unless another person has come to use it in the meantime."""
        others = User.objects.filter(email__iexact=email_address.email).exclude(pk=email_address.user_id)
        if others.exists():
            template = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, template, {"email": email_address.email})
            return False
        return super().confirm_email(request, email_address)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in with their password or their factor a moment ago is not asked again."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        request = current.request
        proofs = [
            record["at"]
            for record in get_authentication_records(request, request.user)
            if record.get("method") in ("password", "mfa")
        ]
        return not proofs or time.time() - max(proofs) >= app_settings.REAUTHENTICATION_TIMEOUT

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Attempts are counted for each address, by whatever name of the host they come."""
        return str(credentials.get("email", "")).lower()

    # --- where to -----------------------------------------------------------------------------------

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of this site are led to."""
        request = current.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the private area, in the person's language."""
        return landing_page(getattr(request.user, "language", "") or active_language())

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return f"/{active_language()}/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_overview")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        return reverse("account_overview" if self.request.user.is_authenticated else "account_login")

    # --- mail ---------------------------------------------------------------------------------------

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write to `email` in its owner's language, in plain text, with links to the host in BASE_URL.

        Nothing of the request stands in a mail: neither its Host, nor the visitor's address or browser.
        """
        person = context.get("user") or User.objects.filter(email__iexact=email).first()
        language = person.language if person is not None else active_language()
        with translation.override(language):
            words = {
                "person": person,
                "email": email,
                **{k: context[k] for k in SAID if k in context},
                **links(context),
            }
            subject = " ".join(_render(f"{template_prefix}_subject.txt", words).split())
            message = _render(f"{template_prefix}_message.txt", words).strip() + "\n"
        EmailMultiAlternatives(
            subject, message, settings.DEFAULT_FROM_EMAIL, [email], headers={"Content-Language": language}
        ).send()

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        to = email or EmailAddress.objects.get_primary_email(user) or user.email
        self.send_mail(template_prefix, to, {**(context or {}), "user": user})


#: What a mail may say of what allauth tells the templates.
SAID = ("from_email", "to_email", "deleted_email")


def links(context: dict[str, Any]) -> dict[str, str]:
    """Return the links of a mail, in the active language."""
    found = {
        "login_url": reverse("account_login"),
        "reset_url": reverse("account_reset_password"),
        "account_url": reverse("account_overview"),
    }
    if "uid" in context:
        found["password_reset_url"] = reverse(
            "account_reset_password_from_key", kwargs={"uidb36": context["uid"], "key": context["key"]}
        )
    elif "key" in context:
        found["activate_url"] = reverse("account_confirm_email", args=[context["key"]])
    return {name: Portal.absolute(path) for name, path in found.items()}


def landing_page(language: str) -> str:
    """Return where a person starts after signing in: their private area in `language`, the home page without one."""
    language = language if language in LANGUAGES else LANGUAGES[0]
    with translation.override(language):
        try:
            return reverse("private_area")
        except NoReverseMatch:
            return f"/{language}/"


def _render(name: str, words: dict[str, Any]) -> str:
    template: Any = get_template(name)
    return template.template.render(Context(words, autoescape=False))
