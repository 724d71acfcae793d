"""What the links in mails open. None of them does anything by being followed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from events.models import Registration
from events.registering.opened import link_view, remember
from events.services import invitations
from events.services.links import CONFIRM, INVITATION, MANAGE, STOP_MAIL, uid_of

confirm_registration_link = link_view(CONFIRM, "confirm_registration")
registration_link = link_view(MANAGE, "my_registration")


@require_safe
@never_cache
def event_invitation_link(request: HttpRequest, token: str) -> HttpResponse:
    """Lead whoever is invited to the form of the event."""
    invitation = invitations.by_token(token)
    response: HttpResponse
    if invitation is None:
        response = redirect("registration_link_dead")
    else:
        if request.method == "GET":
            remember(request, invitation.uid, INVITATION)
        response = redirect("register_event", invitation.event.key)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@never_cache
def registration_link_dead(request: HttpRequest) -> HttpResponse:
    """Say that a link does not work, whatever the reason."""
    return render(request, "registering/link_dead.html", {"robots": "noindex"}, status=410)


@csrf_exempt  # the link is the whole authority; a mail program that posts has no cookie (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_event_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the mail after an event by the link in it. The words are the same for a link that names nobody."""
    is_done = request.method == "POST"
    uid = uid_of(STOP_MAIL, token)
    if is_done and uid is not None:
        found = Registration.objects.filter(uid=uid).first()
        if found is not None:  # every event's: whoever wants no such mail wants none
            Registration.objects.filter(email__iexact=found.email).update(wants_mail=False)
    response = render(request, "registering/stop_mail.html", {"robots": "noindex", "is_done": is_done})
    response["Referrer-Policy"] = "same-origin"
    return response
