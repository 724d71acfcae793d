"""Registering several colleagues at once: each has an answer of their own."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cms import limits
from events.models import Event
from events.registering.forms import BaseColleagueForms, ColleagueForms, VouchForm
from events.registering.panel import closed_words
from events.registering.shared import DAY, READ_OR_SEND, event_for, page_context
from events.registering.views import said
from events.services import registering
from events.services.openness import ClosedError, refusal_for
from members.models import Organization
from members.standing import organization_of, signed_in

BY_ONE_PERSON = 60  # colleagues a day


@require_http_methods(READ_OR_SEND)
@signed_in
def register_colleagues(request: HttpRequest, key: str) -> HttpResponse:
    """Register colleagues of one's own organization; they get their mail, and can change or cancel by its link."""
    event, _invitation = event_for(request, key)
    organization = organization_of(request.user)
    if organization is None:
        raise PermissionDenied
    context = page_context(request, event)
    if closed := refusal_for(event, request.user, is_invited=False):  # an invitation is for one
        return render(request, "registering/closed.html", {**context, **closed_words(request, event, closed)})
    rows: Any = ColleagueForms(request.POST or None, prefix="colleague")
    vouch = VouchForm(request.POST or None)
    context |= {"rows": rows, "vouch": vouch, "organization": organization}
    if request.method != "POST":
        return render(request, "registering/colleagues.html", context)
    is_valid = all([rows.is_valid(), vouch.is_valid()])
    if is_valid and (refused := _refused(request, rows)):
        vouch.add_error(None, refused)
        return render(request, "registering/colleagues.html", context, status=429)
    if is_valid:
        try:
            context["answers"] = _register(request, event, rows, organization)
        except ClosedError as closed_now:
            vouch.add_error(None, closed_now.refusal.sentence)
        else:
            return render(request, "registering/colleagues_done.html", context)
    return render(request, "registering/colleagues.html", context, status=422)


def _refused(request: HttpRequest, rows: BaseColleagueForms) -> str:
    """Take a place of the day for each colleague. Returns why that cannot be, or ""."""
    who = str(request.user.pk)
    taken = [limits.take_place("event-colleagues", who, places=BY_ONE_PERSON, seconds=DAY) for _row in rows.filled()]
    return "" if all(taken) else _("You have registered many colleagues today. Go on tomorrow, or write to us.")


def _register(
    request: HttpRequest, event: Event, rows: BaseColleagueForms, organization: Organization
) -> list[tuple[str, str, str]]:
    """Return the name, what became of it as a sentence, and as a word, of each colleague."""
    applicants = rows.applicants(organization)
    answers = registering.register(event, applicants, is_confirmed=True, registered_by=request.user)
    return [
        (f"{applicant.first_name} {applicant.last_name}", said_of_another(answer), answer.outcome.value)
        for applicant, answer in zip(applicants, answers, strict=True)
    ]


def said_of_another(answer: registering.Answer) -> str:
    """Return what became of a colleague's seat, as a sentence for whoever asked for it."""
    return {
        registering.Outcome.SEATED: _("Registered; a confirmation is on its way."),
        registering.Outcome.WAITING: _("On the waiting list; a mail says so."),
    }.get(answer.outcome) or said(answer)
