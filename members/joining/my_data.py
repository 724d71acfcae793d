"""My data: to take along, and to have deleted."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from members.joining import stash
from members.joining.forms import ConfirmForm
from members.services import person_data, privacy
from members.services.affiliations import is_last_administrator
from members.standing import signed_in

READ_OR_SEND = ["GET", "HEAD", "POST"]

cancel_deletion_link = stash.link_view(stash.DELETION, "cancel_deletion", keep=str)


@require_safe
@signed_in
def my_data(request: HttpRequest) -> HttpResponse:
    """Say what the portal knows, and lead to the file and to the deletion."""
    return render(request, "joining/my_data.html", {"days": privacy.GRACE.days})


@require_safe
@signed_in
@reauthentication_required
def export_my_data(request: HttpRequest) -> HttpResponse:
    """Give the file, at once and to nobody else."""
    response = HttpResponse(person_data.export(request.user), content_type="application/zip")  # type: ignore[arg-type]
    response["Content-Disposition"] = f'attachment; filename="{person_data.FILE_NAME}.zip"'
    return response


@require_http_methods(READ_OR_SEND)
@signed_in
@reauthentication_required
def delete_my_account(request: HttpRequest) -> HttpResponse:
    """Say plainly what is deleted and what is kept; close the account at once, delete it after the days of grace."""
    person: Any = request.user
    form = ConfirmForm(
        request.POST if request.method == "POST" else None, label=_("Yes, close my account now and delete it")
    )
    if request.method == "POST" and form.is_valid() and not person.is_superuser:
        privacy.request_deletion(person)
        get_adapter(request).logout(request)
        return redirect("account_closing")
    context = {
        "form": form,
        "days": privacy.GRACE.days,
        "years": privacy.CONSENTS_KEPT.days // 365,
        "audit_years": privacy.AUDIT_KEPT.days // 365,
        "is_last": is_last_administrator(person),
    }
    return render(request, "joining/delete_my_account.html", context, status=422 if form.is_bound else 200)


@require_safe
@never_cache
def account_closing(request: HttpRequest) -> HttpResponse:
    """Say to somebody who is signed out now what comes next."""
    return render(request, "joining/account_closing.html", {"days": privacy.GRACE.days, "robots": "noindex"})


@require_http_methods(READ_OR_SEND)
@stash.behind_link
def cancel_deletion(request: HttpRequest) -> HttpResponse:
    """Undo a deletion by the link in the mail, signed out as one is then."""
    person = privacy.person_to_keep(request.session.get(stash.DELETION, ""))
    if person is not None and request.method == "POST":
        privacy.cancel_deletion(person, actor=person)
        request.session.pop(stash.DELETION, None)
        return render(request, "joining/deletion_cancelled.html", {"robots": "noindex"})
    context = {"person": person, "robots": "noindex"}
    return render(request, "joining/cancel_deletion.html", context, status=200 if person else 410)
