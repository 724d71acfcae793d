"""An organization's people: everyone of it sees who they are, its administrators invite, approve and end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.joining.forms import DeclineForm, InviteForm
from members.joining.invitation import last_administrator
from members.models import Affiliation, Invitation, JoinRequest
from members.models.affiliations import OrganizationRole
from members.services import affiliations, invitations, joining
from members.standing import affiliation_of, for_administrators, signed_in

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_safe
@signed_in
def colleagues(request: HttpRequest) -> HttpResponse:
    """Show the organization's people; to administrators, what is open and waiting too."""
    affiliation = affiliation_of(request.user)
    if affiliation is None:
        return redirect("my_affiliation")
    return _page(request, affiliation, InviteForm())


def _page(request: HttpRequest, affiliation: Affiliation, form: InviteForm, status: int = 200) -> HttpResponse:
    organization = affiliation.organization
    context: dict[str, Any] = {
        "affiliation": affiliation,
        "organization": organization,
        "colleagues": Affiliation.objects.of_organization(organization),
        "manages": affiliation.role == OrganizationRole.ADMINISTRATOR,
    }
    if context["manages"]:
        context |= {
            "form": form,
            "open_invitations": Invitation.objects.open().filter(organization=organization),
            "requests": JoinRequest.objects.for_administrators_of(organization),
        }
    return render(request, "joining/colleagues.html", context, status=status)


@require_POST
@for_administrators
def invite_colleague(request: HttpRequest, affiliation: Affiliation) -> HttpResponse:
    """Invite somebody to the organization."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, affiliation, form, status=422)
    try:
        sent = invitations.invite(
            organization=affiliation.organization,
            invited_by=request.user,  # type: ignore[arg-type]
            **form.cleaned_data,
        )
    except invitations.AlreadyColleagueError:
        form.add_error("email", _("This person belongs to your organization already."))
    except invitations.AlreadyInvitedError:
        form.add_error("email", _("This address is invited already. You can send the invitation again, below."))
    except invitations.TooManyInvitationsError:
        form.add_error(None, _too_many())
    else:
        messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": sent.email})
        return redirect("colleagues")
    return _page(request, affiliation, form, status=422)


@require_POST
@for_administrators
def resend_invitation(request: HttpRequest, affiliation: Affiliation, number: int) -> HttpResponse:
    """Send an invitation of the organization again."""
    found = get_object_or_404(Invitation.objects.open(), pk=number, organization=affiliation.organization)
    try:
        invitations.resend(found, actor=request.user)  # type: ignore[arg-type]
    except invitations.TooManyInvitationsError:
        messages.error(request, _too_many())
    except invitations.ClosedInvitationError:
        messages.error(request, _("This invitation is closed."))
    else:
        sent = _("The invitation is on its way to %(email)s again; the first link no longer works.")
        messages.success(request, sent % {"email": found.email})
    return redirect("colleagues")


@require_POST
@for_administrators
def revoke_invitation(request: HttpRequest, affiliation: Affiliation, number: int) -> HttpResponse:
    """Take an invitation of the organization back."""
    found = get_object_or_404(Invitation, pk=number, organization=affiliation.organization)
    if invitations.revoke(found, actor=request.user):
        messages.success(request, _("The invitation has been taken back; its link no longer works."))
    else:
        messages.error(request, _("This invitation is closed."))
    return redirect("colleagues")


@require_http_methods(READ_OR_SEND)
@for_administrators
def join_request(request: HttpRequest, affiliation: Affiliation, number: int) -> HttpResponse:
    """Read a request to join the organization, and grant or refuse it."""
    own = JoinRequest.objects.filter(organization=affiliation.organization, matches_domain=True)
    found = get_object_or_404(own.exclude(state=JoinRequest.State.UNCONFIRMED).select_related("decided_by"), pk=number)
    form = DeclineForm(request.POST if request.POST.get("act") == "decline" else None)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        _decide(request, found, form)
        return redirect("colleagues")
    context = {"found": found, "form": form, "waits": found.state == JoinRequest.State.PENDING}
    return render(request, "joining/join_request.html", context, status=422 if form.is_bound else 200)


def _decide(request: HttpRequest, found: JoinRequest, form: DeclineForm) -> None:
    actor: Any = request.user
    try:
        if form.is_bound:
            joining.decline(found, actor=actor, reason=form.cleaned_data["reason"])
            messages.success(request, _("The request has been declined, and the person is told by mail."))
        elif request.POST.get("act") == "approve":
            joining.approve(found, actor=actor)
            messages.success(request, _("The request has been approved, and the person is told by mail."))
    except joining.DecidedError:
        messages.error(request, _("This request has been decided already, or taken back."))
    except affiliations.LastAdministratorError:
        messages.error(request, _("Only AAISA’s staff can grant this request. Write to them."))


@require_POST
@for_administrators
def change_role(request: HttpRequest, affiliation: Affiliation, number: int) -> HttpResponse:
    """Make a colleague an administrator, or an administrator a colleague."""
    colleague = _colleague(affiliation, number)
    role = request.POST.get("role")
    if role not in OrganizationRole.values:
        raise PermissionDenied
    try:
        affiliations.set_role(colleague, role, actor=request.user)
    except affiliations.LastAdministratorError:
        messages.error(request, last_administrator())
    else:
        messages.success(request, _("%(person)s has a new role.") % {"person": colleague.person})
    return redirect("colleagues")


@require_http_methods(READ_OR_SEND)
@for_administrators
def end_affiliation(request: HttpRequest, affiliation: Affiliation, number: int) -> HttpResponse:
    """End a colleague's affiliation, after a question; one's own is ended on one's own page."""
    colleague = _colleague(affiliation, number)
    if colleague.pk == affiliation.pk:
        return redirect("leave_organization")
    if request.method != "POST":
        return render(request, "joining/end_affiliation.html", {"colleague": colleague})
    try:
        affiliations.end(colleague, actor=request.user)
    except affiliations.LastAdministratorError:  # each ended the other, and the other was first
        messages.error(request, last_administrator())
    else:
        ended = _("%(person)s no longer belongs to your organization.")
        messages.success(request, ended % {"person": colleague.person})
    return redirect("colleagues")


def _colleague(affiliation: Affiliation, number: int) -> Affiliation:
    return get_object_or_404(Affiliation.objects.of_organization(affiliation.organization), pk=number)


def _too_many() -> str:
    return _("You have sent many invitations within a day. Go on tomorrow, or write to staff.")
