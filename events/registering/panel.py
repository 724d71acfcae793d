"""What an event's page says of registering: how it stands, what one can do, and to the registered, how to join."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import access
from events.models import Event, EventSeats, EventStatus, Registration, RegistrationMode, RegistrationState
from events.registering.opened import invitation_for, opened, own
from events.services.openness import Refusal, refusal_for
from events.services.waiting import place_in_queue
from members.standing import organization_of

State = RegistrationState


def registration_panel(request: HttpRequest, event: Event) -> dict[str, Any] | None:
    """Return what `components/registration_panel.html` shows of `event`, or None where there is nothing to say.

    `event` must be one that the reader may see. `state` is a word for the look ("open", "full", "closed", "mine"…),
    `text` the sentence, `url` and `label` the button (neither where nothing can be done), `seats` the sentence about
    seats, `joining_url` and `joining` for the registered and staff only. At most four queries.
    """
    registration = _mine(request, event)
    panel = {"event": event, "registration": registration, **joining_words(request, event, registration)}
    if registration is not None:
        return panel | _standing(registration)
    if event.registration_mode == RegistrationMode.NONE and not event.is_off:
        return panel if panel.get("joining_url") or panel.get("joining") else None
    invitation = invitation_for(request, event) if event.registration_mode == RegistrationMode.INVITATION else None
    if closed := refusal_for(event, request.user, is_invited=invitation is not None):
        return panel | {"state": "closed"} | closed_words(request, event, closed)
    return panel | _open(request, event)


def _mine(request: HttpRequest, event: Event) -> Registration | None:
    condition = own(request.user)
    rows = Registration.objects.current().exclude(state=State.UNCONFIRMED).filter(event=event)
    if request.user.is_authenticated and (found := rows.filter(condition).first()):
        return found
    uids = opened(request)
    return rows.filter(uid__in=uids).first() if uids else None


def joining_words(request: HttpRequest, event: Event, registration: Registration | None = None) -> dict[str, Any]:
    """Return how to join, for who has a seat and for staff; nothing once the event is over or off."""
    is_seated = registration is not None and registration.state == State.SEATED
    if event.is_off or event.is_over or not (is_seated or access.is_staff(request.user)):
        return {}
    return {"joining_url": event.joining_url, "joining": event.joining}


def _standing(registration: Registration) -> dict[str, Any]:
    text = {
        State.SEATED: _("You are registered."),
        State.OFFERED: _("A seat is held for you: accept it in time."),
    }
    if registration.state == State.WAITING:
        sentence = _("You are on the waiting list, at place %(place)d.") % {"place": place_in_queue(registration)}
    else:
        sentence = text[State(registration.state)]
    return {
        "state": "mine",
        "text": sentence,
        "url": reverse("my_registration", args=[registration.uid]),
        "label": _("My registration"),
    }


def _open(request: HttpRequest, event: Event) -> dict[str, Any]:
    seats = EventSeats.objects.filter(pk=event.pk).first() or EventSeats(event_id=event.pk)
    left = None if event.capacity is None else max(0, event.capacity - seats.taken)
    if event.status == EventStatus.FULL or seats.waiting:
        left = 0
    found = {"state": "open", "text": _("Registration is open."), "seats": seats_sentence(left), "left": left}
    found |= {"url": reverse("register_event", args=[event.key]), "label": _("Register")}
    if left == 0:
        found |= {"state": "full", "text": _("All seats are taken."), "seats": ""}
        if event.has_waiting_list:
            found |= {"seats": _waiting_sentence(seats.waiting), "label": _("Join the waiting list")}
        else:
            found |= {"url": "", "label": ""}
    is_for_one = event.registration_mode == RegistrationMode.INVITATION
    if found["url"] and not is_for_one and organization_of(request.user) is not None:
        found["colleagues_url"] = reverse("register_colleagues", args=[event.key])
    return found


def seats_sentence(left: int | None) -> str:
    """Return how many seats are left as a sentence; "" without a limit."""
    if left is None:
        return ""
    return ngettext("%(number)d seat left", "%(number)d seats left", left) % {"number": left}


def _waiting_sentence(waiting: int) -> str:
    if not waiting:
        return _("You can put yourself on the waiting list.")
    words = ngettext("%(number)d person is waiting.", "%(number)d people are waiting.", waiting)
    return words % {"number": waiting}


def closed_words(request: HttpRequest, event: Event, closed: Refusal) -> dict[str, Any]:
    """Return the sentence why nobody, or not this reader, can register, and the way on where there is one."""
    words: dict[str, Any] = {"code": closed.code, "text": closed.sentence, "url": "", "label": ""}
    if closed.code == "outside":
        words |= {"url": event.registration_url, "label": _("Register on the other site"), "state": "outside"}
    if closed.code == "sign-in":
        form = reverse("register_event", args=[event.key])
        words |= {"url": redirect_to_login(form).url, "label": _("Sign in"), "state": "open"}
    return words
