"""Asking to join an organization: without an account, and from one."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms import limits
from members.joining import stash
from members.joining.forms import PublicRequestForm, RequestForm
from members.joining.invitation import last_administrator
from members.models import JoinRequest
from members.services import joining
from members.services.affiliations import LastAdministratorError
from members.standing import organization_of, signed_in

FROM_ONE_PLACE = 5  # an hour
TO_ONE_ADDRESS = 3  # a day
HOUR, DAY = 3600, 24 * 3600  # seconds
READ_OR_SEND = ["GET", "HEAD", "POST"]

confirm_link = stash.link_view(stash.REQUEST, "join_confirm")


@require_http_methods(READ_OR_SEND)
def join(request: HttpRequest) -> HttpResponse:
    """Ask to join an organization. The answer is the same whether or not the address is known."""
    if request.user.is_authenticated:
        query = request.META.get("QUERY_STRING", "")
        return redirect(f"{reverse('join_organization')}?{query}" if query else "join_organization")
    form = PublicRequestForm(request.POST or None, initial=_chosen(request))
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        place = get_adapter(request).get_client_ip(request)
        if limits.take_place("join", place, places=FROM_ONE_PLACE, seconds=HOUR):
            _take(form)
            return redirect("join_sent")
        form.add_error(None, _("Too many requests came from here. Wait an hour, or write to us."))
        status = 429
    return render(request, "joining/join.html", {"form": form}, status=status)


def _take(form: PublicRequestForm) -> None:
    """Pass a request on, unless a machine wrote it or the address has had enough mail for the day."""
    given = {name: value for name, value in form.cleaned_data.items() if name != "website"}
    address = given["email"].lower()
    if not form.is_trapped and limits.take_place("join-mail", address, places=TO_ONE_ADDRESS, seconds=DAY):
        joining.ask(**given)


@require_safe
def join_sent(request: HttpRequest) -> HttpResponse:
    """Say that a link is on its way."""
    return render(request, "joining/join_sent.html", {"robots": "noindex"})


@require_http_methods(READ_OR_SEND)
@stash.behind_link
def join_confirm(request: HttpRequest) -> HttpResponse:
    """Confirm the address of a request, by a button: programs that look at mail follow links."""
    found = stash.join_request_of(request)
    context: dict[str, Any] = {"found": found, "robots": "noindex"}
    if request.method == "POST" and found is not None:
        if joining.confirm(found):
            return render(request, "joining/join_confirmed.html", context)
        found = context["found"] = None
    if found is not None and found.state not in (JoinRequest.State.UNCONFIRMED, JoinRequest.State.PENDING):
        context["found"] = None
    return render(request, "joining/join_confirm.html", context, status=200 if context["found"] else 410)


@require_http_methods(READ_OR_SEND)
@signed_in
def join_organization(request: HttpRequest) -> HttpResponse:
    """Ask to join an organization, or to move to another one, from one's account."""
    form = RequestForm(request.POST or None, initial=_chosen(request))
    if request.method == "POST" and form.is_valid() and _ask(request, form):
        messages.success(request, _("Your request has been sent. You will have the answer by mail."))
        return redirect("my_affiliation")
    context = {"form": form, "present": organization_of(request.user)}
    return render(request, "joining/join_organization.html", context, status=422 if form.is_bound else 200)


def _ask(request: HttpRequest, form: RequestForm) -> bool:
    try:
        joining.ask_from_account(person=request.user, **form.cleaned_data)  # type: ignore[arg-type]
    except joining.AlreadyThereError:
        form.add_error("organization", _("You belong to this organization already."))
    except joining.AlreadyAskedError:
        form.add_error("organization", _("Your request to this organization is waiting for an answer already."))
    except LastAdministratorError:
        form.add_error(None, last_administrator())
    else:
        return True
    return False


@require_POST
@signed_in
def withdraw_request(request: HttpRequest, number: int) -> HttpResponse:
    """Take back a request of one's own."""
    found = get_object_or_404(JoinRequest.objects.pending().filter(person=request.user), pk=number)
    joining.withdraw(found, person=request.user)  # type: ignore[arg-type]
    messages.success(request, _("Your request has been taken back."))
    return redirect("my_affiliation")


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {"organization": request.GET.get("organization", "")}
