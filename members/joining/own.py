"""A person's own affiliation: how they appear, what they asked for, leaving."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.joining.forms import AppearanceForm
from members.joining.invitation import last_administrator
from members.models import Affiliation, JoinRequest
from members.services import affiliations
from members.services.consent import note_listing
from members.standing import affiliation_of, signed_in

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_SEND)
@signed_in
def my_affiliation(request: HttpRequest) -> HttpResponse:
    """Show which organization the person belongs to, and let them say how they appear."""
    person: Any = request.user
    was_listed = person.is_listed
    form = AppearanceForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        if person.is_listed != was_listed:
            note_listing(person, words=str(form.fields["is_listed"].label))
        messages.success(request, _("Your choices have been saved."))
        return redirect("my_affiliation")
    context = {
        "form": form,
        "affiliation": affiliation_of(person),
        "former": Affiliation.objects.filter(person=person).exclude(ended_at=None).select_related("organization"),
        "requests": JoinRequest.objects.pending().filter(person=person).select_related("organization"),
    }
    return render(request, "joining/my_affiliation.html", context, status=422 if form.is_bound else 200)


@require_http_methods(READ_OR_SEND)
@signed_in
def leave_organization(request: HttpRequest) -> HttpResponse:
    """Leave the organization, after a question that says what goes with it."""
    affiliation = affiliation_of(request.user)
    if affiliation is None:
        return redirect("my_affiliation")
    if request.method == "POST":
        try:
            affiliations.end(affiliation, actor=request.user)
        except affiliations.LastAdministratorError:
            messages.error(request, last_administrator())
            return redirect("colleagues")
        left = _("You no longer belong to %(organization)s.")
        messages.success(request, left % {"organization": affiliation.organization.title})
        return redirect("my_affiliation")
    context = {"affiliation": affiliation, "is_last": affiliations.is_last_administrator(affiliation.person)}
    return render(request, "joining/leave_organization.html", context)
