"""The mail of the demo, readable at /demo/mail/. These addresses exist in the demo and in development only."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_safe
from post_office.models import Email

app_name = "demo_mail"
NEWEST = 100


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """List the newest mails."""
    return render(request, "pages/demo_mail.html", {"emails": Email.objects.order_by("-pk")[:NEWEST]})


@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one mail."""
    return render(request, "pages/demo_mail_message.html", {"email": get_object_or_404(Email, pk=pk)})


urlpatterns = [path("", inbox, name="inbox"), path("<int:pk>/", message, name="message")]
