"""The way in by an invitation: its link, its page, and what happens once the account is there."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.signals import user_signed_up
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.joining import stash
from members.models import Invitation, User
from members.models.affiliations import InvitationState
from members.services import invitations
from members.services.affiliations import LastAdministratorError
from members.standing import organization_of

invitation_link = stash.link_view(stash.INVITATION, "invitation")


@require_http_methods(["GET", "HEAD", "POST"])
@stash.behind_link
def invitation(request: HttpRequest) -> HttpResponse:
    """Say who invites to what. A button accepts: at once for somebody signed in, else by signing in or up."""
    found = stash.invitation_of(request)
    if found is None:
        return _closed(request, None, 404)
    person: Any = request.user
    if not found.is_open():
        if person.is_authenticated and found.accepted_by_id == person.pk:
            return redirect("private_area")
        return _closed(request, found.state, 410)
    if person.is_authenticated and not invitations.is_for(found, person):
        return render(request, "joining/invitation_for_another.html", {"robots": "noindex"}, status=403)
    if request.method == "POST":
        return _accept(request, found)
    account = None if person.is_authenticated else invitations.account_of(found.email)
    context = {
        "invitation": found,
        "inviter": invitations.inviter_name(found),
        "present": organization_of(person),
        "sign_in_url": f"{reverse('account_login')}?{urlencode({'next': request.path})}" if account else "",
        "robots": "noindex",
    }
    return render(request, "joining/invitation.html", context)


def _accept(request: HttpRequest, found: Invitation) -> HttpResponse:
    if not request.user.is_authenticated:
        if invitations.account_of(found.email) is not None:
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
        get_adapter(request).stash_verified_email(request, found.email)
        return redirect("account_signup")
    try:
        affiliation = invitations.accept(found, person=request.user)
    except invitations.ClosedInvitationError:
        found.refresh_from_db()
        return _closed(request, found.state, 410)
    except LastAdministratorError:
        messages.error(request, last_administrator())
        return redirect("colleagues")
    request.session.pop(stash.INVITATION, None)
    if affiliation is not None:
        welcome = _("Welcome: you now belong to %(organization)s.")
        messages.success(request, welcome % {"organization": affiliation.organization.title})
    return redirect("private_area")


@receiver(user_signed_up, dispatch_uid="invitation-accepted")
def accept_at_sign_up(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """The invitation by which somebody opened their account is used with it."""
    found = stash.invitation_of(request)
    request.session.pop(stash.INVITATION, None)
    if found is None:
        return
    try:
        invitations.accept(found, person=user)
    except (invitations.ClosedInvitationError, invitations.WrongPersonError):
        messages.warning(request, _("Your account is open, but the invitation no longer holds: ask for a new one."))


def last_administrator() -> str:
    return _("You are the only administrator of your organization. Make a colleague one first, or write to staff.")


def _closed(request: HttpRequest, state: InvitationState | None, status: int) -> HttpResponse:
    reason = state.value if state is not None else ""
    return render(request, "joining/invitation_closed.html", {"state": reason, "robots": "noindex"}, status=status)
