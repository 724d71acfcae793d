"""One's own calendar: what a person has registered for, at an address that only they know and can change."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from events.calendars.addresses import personal_subscription
from events.calendars.entries import TENTATIVE, entry_of
from events.calendars.ics import organizer_address
from events.calendars.views import answer, send
from events.calendars.writing import calendar, written
from events.models import Event, PersonalFeed, Registration, RegistrationState
from events.models.calendars import new_secret
from members.standing import signed_in

BACK = timedelta(days=366)
#: So much of a secret finds its row; the rest is compared in a time that tells nothing.
HINT = 12
NO_SECRET = "-" * 43
#: States of a registration that a calendar shows; what is not certain says so.
STATES = (RegistrationState.SEATED, RegistrationState.WAITING, RegistrationState.OFFERED)


@sensitive_variables("secret", "row", "rows")
def feed_of(secret: str) -> PersonalFeed:
    """Return the feed whose secret this is: one query. Raises Http404, after the same work, for any other text."""
    rows = PersonalFeed.objects.select_related("person").filter(secret__startswith=secret[:HINT])
    row = next(iter(rows[:1]), None)
    is_right = constant_time_compare(row.secret if row else NO_SECRET, secret)
    if row is None or not is_right or not row.person.is_active:
        raise Http404
    return row


@dataclass(frozen=True)
class Place:
    """An event that a person has registered for, and how far that went."""

    event: Event
    state: str


def places_of(person: Any) -> list[Place]:
    """Return what `person` has registered for and may see, from a year ago on: one query."""
    visible = Event.objects.visible_to(person)
    rows = (
        Registration.objects.filter(person=person, state__in=STATES, event__in=visible)
        .filter(event__ends_at__gte=timezone.now() - BACK)
        .select_related("event__community", "event__calendar")
        .order_by("event__starts_at", "event__pk")
    )
    return [Place(row.event, str(row.state)) for row in rows]


@require_safe
@sensitive_variables("secret")
def personal_calendar(request: HttpRequest, language: str, secret: str) -> HttpResponse:
    """Give a person's calendar to whoever has its address, kept by no cache between. Raises Http404 for a wrong one."""
    person = feed_of(secret).person
    places = places_of(person)
    tag = _tag(places, language)
    response = answer(request, tag)
    if response is None:
        with override(language):
            response = send(_calendar(places, language), tag, "my-events")
    patch_cache_control(response, private=True, no_cache=True)
    response["Content-Language"] = language
    response["Referrer-Policy"] = "no-referrer"
    return response


def _tag(places: list[Place], language: str) -> str:
    parts = [language]
    for place in places:
        state: Any = getattr(place.event, "calendar", None)
        published: datetime | None = place.event.last_published_at
        parts.append(f"{place.event.pk}/{place.state}/{state.sequence if state else 0}/{published}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _calendar(places: list[Place], language: str) -> bytes:
    prefixes = {RegistrationState.WAITING: _("Waiting list"), RegistrationState.OFFERED: _("A seat is offered")}
    entries = []
    for place in places:
        prefix = "" if place.event.is_off else prefixes.get(RegistrationState(place.state), "")
        state = TENTATIVE if prefix else ""
        if entry := entry_of(place.event, language, state=state, prefix=prefix):
            entries.append(entry)
    moments = [moment for entry in entries for moment in (entry.starts_at, entry.ends_at)] or [timezone.now()]
    years = min(moments).year, max(moments).year
    organizer = organizer_address() if entries else ""
    lines = [written(entry, organizer) for entry in entries]
    return calendar(lines, name=_("My events"), years=years, language=language, method="PUBLISH")


# --- in the private area --------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_calendar(request: HttpRequest) -> HttpResponse:
    """Show the address of one's own calendar; give one, or another in the place of one that others have seen."""
    person: Any = request.user
    if request.method == "POST":
        _feed, is_new = PersonalFeed.objects.update_or_create(
            person=person, defaults={"secret": new_secret(), "made_at": timezone.now()}
        )
        if is_new:
            messages.success(request, _("Your calendar has an address now."))
        else:
            messages.success(request, _("Your calendar has a new address. The old one no longer answers."))
        return redirect("my_calendar")
    feed = PersonalFeed.objects.filter(person=person).first()
    context = {"feed": feed, "subscription": personal_subscription(feed.secret) if feed else None}
    return render(request, "portal/calendar.html", context)
