"""My events: what one registered for, in the private area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail import hooks

from events.addresses import event_url
from events.models import Event, Registration, RegistrationState
from events.registering.opened import own
from events.services.seats import HEAVY
from members.standing import signed_in

PAST_SHOWN = 50


@dataclass
class OwnRegistration:
    """A registration as the list shows it; `links` are what other parts add, such as a certificate."""

    registration: Registration
    event_url: str
    links: Sequence[tuple[str, str]] = field(default_factory=list)


@require_safe
@signed_in
def my_events(request: HttpRequest) -> HttpResponse:
    """List one's registrations: what is to come, then what was, each with where it leads."""
    rows = (
        Registration.objects.filter(own(request.user))
        .exclude(state=RegistrationState.UNCONFIRMED)
        .select_related("event")
        .defer(*(f"event__{name}" for name in HEAVY))
    )
    now = timezone.now()
    to_come = rows.current().filter(event__ends_at__gt=now).order_by("event__starts_at", "pk")
    past = rows.filter(event__ends_at__lte=now, state=RegistrationState.SEATED).order_by("-event__starts_at", "-pk")
    context = {"to_come": _shown(request, list(to_come)), "past": _shown(request, list(past[:PAST_SHOWN]))}
    return render(request, "registering/my_events.html", context)


def _shown(request: HttpRequest, registrations: list[Registration]) -> list[OwnRegistration]:
    events = {row.event_id for row in registrations}
    visible = set(Event.objects.visible_to(request.user).filter(pk__in=events).values_list("pk", flat=True))
    links = links_of(request, registrations)
    return [
        OwnRegistration(row, event_url(row.event) if row.event_id in visible else "", links.get(row.pk, []))
        for row in registrations
    ]


def links_of(request: HttpRequest, registrations: Sequence[Registration]) -> dict[int, list[tuple[str, str]]]:
    """Return what other parts offer for registrations: key → (label, address), such as a certificate.

    Hook `event_registration_links`: request, registrations → dict of key → list of (label, address).
    """
    found: dict[int, list[tuple[str, str]]] = {}
    for offer in hooks.get_hooks("event_registration_links"):
        offered: dict[int, Any] = offer(request, registrations)
        for pk, links in offered.items():
            found.setdefault(pk, []).extend(links)
    return found
