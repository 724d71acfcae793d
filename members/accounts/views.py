"""The account's own pages, and what allauth's are given besides."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView, PasswordResetFromKeyView
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import DownloadRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members.accounts import second_factor
from members.accounts.devices import device_of
from members.accounts.forms import ProfileForm
from members.accounts.links import links_for
from members.standing import signed_in


@require_safe
@signed_in
def overview(request: HttpRequest) -> HttpResponse:
    """Name, address and language of the person, and where each is changed."""
    return render(request, "account/overview.html", {"links": links_for(request.user)})


@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    """Change name and language; the answer comes in the language that was chosen."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        person = form.save()
        with translation.override(person.language):
            messages.success(request, _("Your profile has been saved."))
            return redirect("account_overview")
    return render(request, "account/profile.html", {"form": form})


class SignInView(LoginView):
    """The page that everybody meets: made without what its template does not read."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())  # allauth would make the form twice, for scripts

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super(LoginView, self).get_context_data(**kwargs)


class ResetFromKeyView(PasswordResetFromKeyView):
    """Without an English word in the address where the key has been hidden."""

    reset_url_key = "session"


class FactorsView(IndexView):
    """Says too whether the account needs a second factor."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        required = second_factor.is_required(self.request.user)
        passed = second_factor.has_passed(self.request)
        return {**super().get_context_data(**kwargs), "is_required": required, "is_held": required and not passed}


class ProvedBySettingUp:
    """Whoever sets up a factor goes on with it."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        second_factor.note_proof(self.request)
        return response


class SetUpAppView(ProvedBySettingUp, ActivateTOTPView):
    """The authenticator app."""


class AddPasskeyView(ProvedBySettingUp, AddWebAuthnView):
    """A passkey."""


class RemovePasskeyView(RemoveWebAuthnView):
    """Refuses to take the last factor from staff."""

    def form_valid(self, form: Any) -> HttpResponse:
        authenticator: Authenticator = self.get_object()
        adapter = get_mfa_adapter()
        if not adapter.can_delete_authenticator(authenticator):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_index")
        return super().form_valid(form)


class DownloadCodesView(DownloadRecoveryCodesView):
    """The file bears a name that is found again in either language."""

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        response = super().render_to_response(context, content_type="text/plain; charset=utf-8", **options)
        response["Content-Disposition"] = 'attachment; filename="codes-de-secours_recovery-codes.txt"'
        return response


class SessionsView(ListUserSessionsView):
    """The person's sessions, the newest first, with the device in words."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        current = self.request.session.session_key
        context["sessions"] = [
            {
                "pk": session.pk,
                "since": session.created_at,
                "device": device_of(session.user_agent),
                "is_current": session.session_key == current,
            }
            for session in reversed(context["sessions"])
        ]
        return context


@require_POST
@signed_in
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one session of the person's own."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if session.session_key == request.session.session_key:
        get_adapter(request).logout(request)
        return redirect("account_login")
    session.end()
    messages.success(request, _("That session has been ended."))
    return redirect("usersessions_list")


sign_in = SignInView.as_view()
password_reset_from_key = ResetFromKeyView.as_view()
factors = FactorsView.as_view()
set_up_app = SetUpAppView.as_view()
add_passkey = AddPasskeyView.as_view()
remove_passkey = RemovePasskeyView.as_view()
download_codes = DownloadCodesView.as_view()
sessions = SessionsView.as_view()
