"""A registration, for whoever it is of: by the link in a mail or signed in. A link shows, only a button does."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail import hooks

from events.models import Registration, RegistrationState
from events.registering.forms import NeedsForm
from events.registering.opened import registration_for, remember
from events.registering.shared import READ_OR_SEND, page_context
from events.registering.views import said
from events.services import registering, waiting
from events.services.links import CONFIRM
from events.services.openness import ClosedError, off_sentence
from events.services.registering import Outcome

State = RegistrationState
View = Callable[..., HttpResponse]


def behind_link(view: View) -> View:
    """Mark a page that stands behind a secret link: no cache keeps it, no other site hears of it."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        response = view(request, *args, **options)
        response["Referrer-Policy"] = "same-origin"
        return response

    return never_cache(require_http_methods(READ_OR_SEND)(marked))


@behind_link
def my_registration(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Show how a registration stands, and let its needs and answers be changed until the event is over."""
    registration = registration_for(request, uid)
    event = registration.event
    form = None
    if may_change(registration):
        questions = list(event.questions.all())
        initial = NeedsForm.initial_of(registration, questions)
        form = NeedsForm(request.POST or None, event=event, initial=initial)
        if request.method == "POST" and form.is_valid():
            Registration.objects.current().filter(pk=registration.pk, purged_at=None).update(**form.needs())
            messages.success(request, _("Your answers are kept."))
            return redirect("my_registration", uid)
    context = {
        **page_context(request, event),
        **standing_words(registration),
        "registration": registration,
        "form": form if form and form.fields else None,
        "extras": extras(request, registration),
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "registering/mine.html", context, status=status)


def may_change(registration: Registration) -> bool:
    """Whether the needs and answers of a registration may still be changed."""
    return registration.is_current and not registration.event.is_over and registration.purged_at is None


def standing_words(registration: Registration) -> dict[str, Any]:
    """Return the sentence that says how a registration stands, and what can be done with it."""
    event, state = registration.event, registration.state
    text = {
        State.UNCONFIRMED: _("Your address is not confirmed yet: follow the link in the mail."),
        State.SEATED: _("You are registered."),
        State.OFFERED: _("A seat is held for you: accept it in time."),
        State.CANCELLED: _("This registration is cancelled."),
    }.get(State(state))
    if state == State.WAITING:
        text = _("You are on the waiting list, at place %(place)d.") % {"place": waiting.place_in_queue(registration)}
    is_to_come = registration.is_current and not event.is_over
    return {
        "text": text,
        "off": off_sentence(event.status) if event.is_off else "",
        "joins": state == State.SEATED and is_to_come and not event.is_off,
        "may_answer": state == State.OFFERED and is_to_come and not event.is_off,
        "may_cancel": is_to_come,
        "may_register_again": state == State.CANCELLED and not event.is_over,
    }


def extras(request: HttpRequest, registration: Registration) -> list[SafeString]:
    """Return what else is shown to whom it is of (hook `event_registration_extra`: request, registration → HTML or "").

    A code for arriving, say, or a certificate.
    """
    found = (show(request, registration) for show in hooks.get_hooks("event_registration_extra"))
    return [html for html in found if html]


@behind_link
def confirm_registration(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Confirm the address of a registration, by a button."""
    registration = registration_for(request, uid, CONFIRM)
    context: dict[str, Any] = {**page_context(request, registration.event), "registration": registration}
    if request.method != "POST":
        if registration.state != State.UNCONFIRMED:
            remember(request, uid)
            return redirect("my_registration", uid)
        return render(request, "registering/confirm.html", context)
    try:
        answer = registering.confirm(registration)
    except Registration.DoesNotExist:
        return redirect("registration_link_dead")
    except ClosedError as closed:
        return render(request, "registering/confirm.html", {**context, "refused": closed.refusal.sentence}, status=409)
    if answer.registration is None:
        return render(request, "registering/confirm.html", {**context, "refused": said(answer)}, status=409)
    remember(request, uid)
    if answer.outcome != Outcome.STANDS:
        messages.success(request, said(answer))
    return redirect("my_registration", uid)


@behind_link
def cancel_registration(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Cancel, by a button; the seat goes to whoever waits."""
    registration = registration_for(request, uid)
    context = {**page_context(request, registration.event), **standing_words(registration)}
    context |= {"registration": registration}
    if request.method != "POST":
        return render(request, "registering/cancel.html", context)
    was_unconfirmed = registration.state == State.UNCONFIRMED
    try:
        registering.cancel(registration)
    except ClosedError as closed:
        return render(request, "registering/cancel.html", {**context, "refused": closed.refusal.sentence}, status=409)
    messages.success(request, _("Your registration is cancelled."))
    return redirect("registration_link_dead") if was_unconfirmed else redirect("my_registration", uid)


@behind_link
def answer_offer(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Accept the seat that is offered. To leave it to the next is to cancel."""
    registration = registration_for(request, uid)
    if request.method != "POST":
        return redirect("my_registration", uid)
    try:
        waiting.accept(registration)
    except waiting.LapsedError:
        messages.warning(request, _("The time to accept this seat is over: it has gone to the next person."))
    except waiting.NotWaitingError:
        messages.warning(request, _("No seat is offered to you now."))
    else:
        messages.success(request, _("You are registered. A confirmation is on its way to you."))
    return redirect("my_registration", uid)
