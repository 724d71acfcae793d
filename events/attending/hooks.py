"""What a person finds beside their registration: the code for the door before the event, the certificate after it."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from events.attending.views import is_own
from events.models import EventFormat, Registration, RegistrationState
from events.services import certificates
from events.services.attendance import check_in_svg


def certificate_links(request: HttpRequest, registrations: Sequence[Registration]) -> dict[int, list[tuple[str, str]]]:
    """Return the way to each certificate that there is (hook "event_registration_links"). No query."""
    return {
        row.pk: [(_("Certificate of participation (PDF)"), reverse("my_certificate", args=[row.uid]))]
        for row in registrations
        if certificates.is_certified(row)
    }


def check_in_code(request: HttpRequest, registration: Registration) -> SafeString:
    """Show the code that staff read at the door, to whoever has a seat where people meet; then the certificate."""
    event = registration.event
    if certificates.is_certified(registration) and request.user.is_authenticated and is_own(registration, request.user):
        context = {"certificate_url": reverse("my_certificate", args=[registration.uid])}
        return render_to_string("attending/own.html", context, request)
    is_at_the_door = event.format != EventFormat.VIRTUAL and not event.is_over and not event.is_off
    if registration.state != RegistrationState.SEATED or not is_at_the_door:
        return SafeString("")
    svg = mark_safe(check_in_svg(registration))  # noqa: S308  made of squares by segno, of nothing that anybody typed
    return render_to_string("attending/own.html", {"svg": svg}, request)
