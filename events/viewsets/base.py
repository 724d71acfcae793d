"""What the admin's own pages of an event have in common: who is let in, whose they are, and the way back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from events.models import Event
from events.viewsets.words import dated, edit_address


class EventPage(WagtailAdminTemplateMixin, View):
    """A page of the admin about one event, named by `pk` in its address. `permissions` are all needed."""

    permissions: tuple[str, ...] = ()
    header_icon = "calendar"
    _show_breadcrumbs = True
    event: Event

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perms(self.permissions):
            raise PermissionDenied
        self.event = get_object_or_404(Event, pk=min(kwargs["pk"], 2**63 - 1))
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return dated(self.event)

    def get_breadcrumbs_items(self) -> list[Any]:
        viewset = Event.snippet_viewset
        user = self.request.user
        way = edit_address(self.event) if user.has_perm("events.change_event") else ""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(viewset.get_url_name("list")), "label": _("Events")},
            {"url": way, "label": dated(self.event)},
            {"url": "", "label": self.get_page_title()},
        ]

    def page(self, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(event=self.event, **context))


def no_store(response: HttpResponse) -> HttpResponse:
    """Keep a file about people out of every cache."""
    response["Cache-Control"] = "private, no-store"
    return response
