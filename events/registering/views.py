"""The form in which one registers oneself."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms import limits
from events.models import Event, EventInvitation, RegistrationMode
from events.registering.forms import RegistrationForm
from events.registering.opened import remember
from events.registering.panel import closed_words
from events.registering.shared import DAY, HOUR, READ_OR_SEND, event_for, page_context
from events.services import registering
from events.services.openness import ClosedError, refusal_for
from events.services.registering import Answer, Outcome
from members.standing import organization_of

FROM_ONE_PLACE = 20  # guests an hour: an office may share one address
TO_ONE_ADDRESS = 3  # mails a day


@never_cache
@require_http_methods(READ_OR_SEND)
def register_event(request: HttpRequest, key: str) -> HttpResponse:
    """Register for an event: as a guest, from an account, or by an invitation."""
    event, invitation = event_for(request, key)
    address = _known_address(request, invitation)
    if address and (known := registering.standing_of(event, address)) and known.state != "unconfirmed":
        remember(request, known.uid)
        return redirect("my_registration", known.uid)  # a second click lands where the first one did
    context = page_context(request, event)
    if closed := refusal_for(event, request.user, is_invited=invitation is not None):
        return render(request, "registering/closed.html", {**context, **closed_words(request, event, closed)})
    form = RegistrationForm(request.POST or None, event=event, user=request.user, invitation=invitation)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        if answer := _register(request, event, form):
            return answer
        status = 429 if form.has_error(NON_FIELD_ERRORS, "limit") else 409
    context |= {"form": form, "known_address": form.known_address, "is_member": may_register_colleagues(request, event)}
    return render(request, "registering/register.html", context, status=status)


def may_register_colleagues(request: HttpRequest, event: Event) -> bool:
    """Whether the reader belongs to an organization, and the event is not by invitation, which is for one."""
    return event.registration_mode != RegistrationMode.INVITATION and organization_of(request.user) is not None


def _known_address(request: HttpRequest, invitation: EventInvitation | None) -> str:
    if invitation is not None:
        return invitation.email
    return request.user.email if request.user.is_authenticated else ""


def _register(request: HttpRequest, event: Event, form: RegistrationForm) -> HttpResponse | None:
    """Do what the form asks, and return where that leads; None where it cannot be, with the reason in the form."""
    is_confirmed = bool(form.known_address)
    applicant = form.applicant()
    if not is_confirmed and not _may_ask(request, form):
        return None
    if not is_confirmed and not _may_be_mailed(form, applicant.email):
        return redirect("registration_sent", event.key)  # the answer is the same for all
    try:
        (answer,) = registering.register(event, [applicant], is_confirmed=is_confirmed)
    except ClosedError as closed:
        form.add_error(None, closed.refusal.sentence)
        return None
    return _lead(request, event, form, answer)


def _may_ask(request: HttpRequest, form: RegistrationForm) -> bool:
    place = get_adapter(request).get_client_ip(request)
    if limits.take_place("event-register", place, places=FROM_ONE_PLACE, seconds=HOUR):
        return True
    words = _("Too many requests came from here. Wait an hour, or write to us.")
    form.add_error(None, ValidationError(words, code="limit"))
    return False


def _may_be_mailed(form: RegistrationForm, address: str) -> bool:
    if form.is_trapped:
        return False
    return limits.take_place("event-register-mail", address, places=TO_ONE_ADDRESS, seconds=DAY)


def _lead(request: HttpRequest, event: Event, form: RegistrationForm, answer: Answer) -> HttpResponse | None:
    if answer.outcome == Outcome.MAILED:
        return redirect("registration_sent", event.key)
    if answer.registration is not None:
        remember(request, answer.registration.uid)
        messages.success(request, said(answer))
        return redirect("my_registration", answer.registration.uid)
    form.add_error(None, said(answer))
    return None


def said(answer: Answer) -> str:
    """Return what became of asking for a seat, as a sentence for whoever asked."""
    return {
        Outcome.SEATED: _("You are registered. A confirmation is on its way to you."),
        Outcome.WAITING: _("All seats are taken: you are on the waiting list."),
        Outcome.MAILED: _("We have written to this address."),
        Outcome.STANDS: _("This address was registered already: nothing has changed."),
        Outcome.FULL: _("All seats are taken, and there is no waiting list."),
        Outcome.ORGANIZATION_FULL: _("All seats of your organization are taken, and there is no waiting list."),
    }[answer.outcome]


@never_cache
@require_safe
def registration_sent(request: HttpRequest, key: str) -> HttpResponse:
    """Say that a link is on its way, whether or not the address was known."""
    event, _invitation = event_for(request, key)
    return render(request, "registering/sent.html", page_context(request, event))
