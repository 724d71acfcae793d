"""Certificates of an event for staff: each, or all of them in one file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from events.models import Registration
from events.services import certificates
from events.viewsets.attendees import SEES
from events.viewsets.base import EventPage, no_store
from events.viewsets.words import edit_address
from members.services import audit

MOST = 100
"""So many sheets in one file: each takes a tenth of a second to make."""


class CertificatesView(EventPage):
    """Who gets a certificate, and why nobody does yet."""

    permissions = (SEES,)
    page_title = _("Certificates")
    template_name = "events_admin/certificates.html"
    header_icon = "doc-full"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        people = list(certificates.certified(self.event).select_related("event", "organization"))
        parts = [
            {"number": number, "first": number * MOST + 1, "last": min((number + 1) * MOST, len(people))}
            for number in range((len(people) + MOST - 1) // MOST)
        ]
        gives = certificates.gives(self.event)
        return self.page(people=people, parts=parts, gives=gives, edit_url=edit_address(self.event))


class AllCertificatesView(EventPage):
    """All of them as a ZIP file; asked for by a form, since it is noted in the audit log."""

    permissions = (SEES,)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        part = request.POST.get("part", "0")
        first = int(part) * MOST if part.isdecimal() and len(part) < 5 else 0
        people = list(certificates.certified(self.event).select_related("event")[first : first + MOST])
        if not people:
            raise Http404
        audit.record("event.certificates_fetched", actor=request.user, target=self.event, count=len(people))
        response = HttpResponse(certificates.archive(people), content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="certificates-{self.event.key}-{first + 1}.zip"'
        return no_store(response)


class CertificateView(EventPage):
    """One of them."""

    permissions = (SEES,)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = Registration.objects.select_related("event")
        row = get_object_or_404(found, pk=min(kwargs["registration"], 2**63 - 1), event=self.event)
        if not certificates.is_certified(row):
            raise Http404
        return certificate_response(row)


def certificate_response(registration: Registration) -> HttpResponse:
    response = HttpResponse(certificates.pdf(registration), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{certificates.file_name(registration)}"'
    return no_store(response)
