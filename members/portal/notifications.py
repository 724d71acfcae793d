"""Which optional mail a person wants; and how to stop it without signing in."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.bilingual import active_language
from members.models import Consent
from members.portal.forms import NotificationForm, UnsubscribeForm
from members.services import consent
from members.standing import signed_in

CONSENTS_SHOWN = 50
ONE_CLICK = ("List-Unsubscribe", "One-Click")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def notification_settings(request: HttpRequest) -> HttpResponse:
    """Choose one's optional mail, and read what one agreed to."""
    settings = consent.settings_of(request.user)  # type: ignore[arg-type]
    form = NotificationForm(request.POST or None, initial=NotificationForm.initial_of(settings))
    if request.method == "POST" and form.is_valid():
        consent.save_settings(
            person=request.user,  # type: ignore[arg-type]
            chosen={name: form.cleaned_data[name] for name in consent.KINDS},
            words=form.words(),
            language=active_language(),
        )
        messages.success(request, _("Your choices are kept."))
        return redirect("notification_settings")
    history = Consent.objects.filter(person=request.user.pk)[:CONSENTS_SHOWN]
    status = 422 if form.is_bound else 200
    return render(request, "portal/notifications.html", {"form": form, "history": history}, status=status)


@csrf_exempt  # the key in the address is the whole authority; a mail program that posts has no cookie (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Stop optional mail by the link in it, signed in or not. The words are the same for a key that nobody holds.

    A mail program posts `List-Unsubscribe=One-Click` and stops the mail that the address names; a person chooses.
    """
    named = request.GET.get("mail", "")
    if request.method == "POST" and request.POST.get(ONE_CLICK[0]) == ONE_CLICK[1]:
        consent.unsubscribe(key=key, stop=named, how=consent.BY_ONE_CLICK, language=active_language())
        return render(request, "portal/unsubscribed.html")
    initial = {"stop": named if named in consent.STOPS else "all"}
    form = UnsubscribeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        consent.unsubscribe(key=key, stop=form.cleaned_data["stop"], how=consent.BY_LINK, language=active_language())
        return render(request, "portal/unsubscribed.html")
    return render(request, "portal/unsubscribe.html", {"form": form}, status=422 if form.is_bound else 200)
