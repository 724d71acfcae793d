"""Verifying a certificate by its number, for anybody; fetching one's own, for the person or staff."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from cms.bilingual import active_language
from cms.limits import take_place
from events.models import Registration
from events.services import certificates

TRIES, WITHIN = 30, 600
"""So often within so many seconds an address may ask: nobody guesses sixty bits that way."""


class NumberForm(forms.Form):
    number = forms.CharField(
        label=_("Certificate number"),
        max_length=40,
        help_text=_("It stands at the foot of the certificate, such as 0001-8KQ4-M2T9-X7BD."),
    )

    def clean_number(self) -> str:
        number = "".join(sign for sign in self.cleaned_data["number"] if sign.isascii() and sign.isalnum())
        if not number:
            raise forms.ValidationError(_now("Write the number as it stands on the certificate."))
        return number


@never_cache
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a number, and lead to what it stands for."""
    form = NumberForm(request.GET) if "number" in request.GET else NumberForm()
    if form.is_bound and form.is_valid():
        return redirect("certificate", form.cleaned_data["number"])
    return _page(request, form=form)


@never_cache
@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """Say what the certificate of this number says, and no more; for any other number, that there is none."""
    place = get_adapter().get_client_ip(request)
    if not take_place("certificate", place, places=TRIES, seconds=WITHIN):
        return _page(request, form=NumberForm(), is_too_often=True, status=429)
    found = certificates.find(number)
    if found is None:
        return _page(request, form=NumberForm(initial={"number": number[:40]}), is_unknown=True, status=404)
    said = certificates.words(found, active_language())
    return _page(request, found={"name": found.full_name, "said": said, "number": certificates.number_of(found)})


def _page(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    response = TemplateResponse(request, "attending/certificate.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def is_own(registration: Registration, user: Any) -> bool:
    """Whether a registration is the reader's: made with their account, or for its address before there was one."""
    if registration.person_id is not None:
        return bool(registration.person_id == user.pk)
    return bool(registration.email.lower() == user.email.lower())


@never_cache
@login_required
@require_GET
def my_certificate(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Give the person their own certificate; staff who see registrations may fetch it too. 404 to everybody else."""
    row = get_object_or_404(Registration.objects.select_related("event"), uid=uid)
    may = is_own(row, request.user) or request.user.has_perm("events.view_registration")
    if not may or not certificates.is_certified(row):
        raise Http404
    response = HttpResponse(certificates.pdf(row), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{certificates.file_name(row)}"'
    return response
