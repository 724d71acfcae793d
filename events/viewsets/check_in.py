"""Check-in at the door, on a phone: by a tap on a name, or by the QR code of the confirmation."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from cms import canadian
from events.models import Event, Registration
from events.services import attendance
from events.viewsets.attendees import ACTS
from events.viewsets.base import EventPage

SEARCHED = ("first_name", "last_name", "organization_name", "organization__title_fr", "organization__title_en")


class CheckInView(EventPage):
    """The names of those who have a seat; a tap checks one in, another one takes that back."""

    permissions = (ACTS,)
    page_title = _("Check-in")
    template_name = "events_admin/check_in.html"
    header_icon = "check"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("format") == "json":
            return JsonResponse(self._state(), headers={"Cache-Control": "private, no-store"})
        query = request.GET.get("q", "").strip()[:100]
        people = list(seated(self.event, query))
        return self.page(people=people, query=query, counts=attendance.attendance(self.event))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.POST.get("registration", "")
        if not (wanted.isdecimal() and len(wanted) < 19):
            raise Http404
        row = get_object_or_404(Registration, pk=wanted, event=self.event)
        sentence = act(row, request.POST.get("act", ""), request.user)
        if request.headers.get("X-Requested-With") == "fetch":
            return JsonResponse({**self._state(), "said": sentence}, headers={"Cache-Control": "private, no-store"})
        messages.success(request, sentence)
        query = request.POST.get("q", "").strip()[:100]
        address = reverse("event_check_in", args=[self.event.pk])
        return redirect(f"{address}?{urlencode({'q': query})}" if query else address)

    def _state(self) -> dict[str, Any]:
        """Return who has arrived, for a page that stays open while others check people in too."""
        rows = Registration.objects.filter(event=self.event).seated().values_list("pk", "checked_in_at")
        found = list(rows)
        arrived = {str(pk): canadian.clock(moment) for pk, moment in found if moment is not None}
        return {"expected": len(found), "arrived": arrived}


def seated(event: Event, query: str) -> Any:
    """Return those who have a seat, by name; of a query every word is in a name or an organization."""
    found: Any = Registration.objects.filter(event=event).seated().select_related("organization").by_name()
    for word in query.split():
        either = Q()
        for field in (
            "first_name",
            "last_name",
            "organization_name",
            "organization__title_fr",
            "organization__title_en",
        ):
            either |= Q(**{f"{field}__unaccent__icontains": word})
        found = found.filter(either)
    return found


def act(registration: Registration, wanted: str, actor: Any) -> str:
    """Check in, or undo that. Returns the sentence that says what came of it."""
    name = {"name": registration.full_name}
    if wanted == "undo":
        attendance.undo_check_in(registration, actor=actor)
        return _now("%(name)s is not checked in any more.") % name
    try:
        was_new = attendance.check_in(registration, actor=actor)
    except attendance.NotSeatedError:
        return _now("%(name)s has no seat: look at the attendees.") % name
    return (_now("%(name)s is checked in.") if was_new else _now("%(name)s was checked in before.")) % name


class CheckInByCodeView(EventPage):
    """What a scanned code opens: the name large, one button. Nothing happens before it is pressed."""

    permissions = (ACTS,)
    page_title = _("Check-in")
    template_name = "events_admin/check_in_code.html"
    header_icon = "check"
    registration: Registration

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perms(self.permissions):
            raise PermissionDenied
        found = attendance.registration_of(kwargs["token"])
        if found is None:
            raise Http404
        self.registration = found
        return super().dispatch(request, *args, pk=found.event_id, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.page(registration=self.registration, counts=attendance.attendance(self.event))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        messages.success(request, act(self.registration, request.POST.get("act", ""), request.user))
        return redirect("event_check_in_by_code", kwargs["token"])
