"""A recording into the toolkit, in one step."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from events.services import recordings
from events.viewsets.base import EventPage
from events.viewsets.words import edit_address
from resources.models import Resource


class RecordingResourceView(EventPage):
    """Asks whether it is to be a draft or published, makes it, and leads to it; made before, it leads there at once."""

    permissions = ("events.change_event", "resources.add_resource")
    page_title = _("Recording into the toolkit")
    template_name = "events_admin/recording.html"
    header_icon = "media"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        recording = self._recording()
        if known := recordings.resources_of([recording]).get(recording.uid):
            return redirect(resource_address(known))
        return self._page(recording)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        recording = self._recording()
        publish = request.POST.get("act") == "publish"
        if publish and not request.user.has_perm("resources.publish_resource"):
            raise PermissionDenied
        try:
            made = recordings.make_resource(self.event, recording, actor=request.user, publish=publish)
        except ValidationError as error:
            messages.error(request, " ".join(dict.fromkeys(error.messages)))
            return self._page(recording)
        if made.is_new:
            messages.success(
                request, _now("“%(title)s” is in the toolkit, related to the event.") % {"title": made.resource}
            )
        else:
            messages.warning(request, _now("This recording was in the toolkit already."))
        return redirect(resource_address(made.resource))

    def _recording(self) -> Any:
        found = recordings.recording_of(self.event, self.kwargs["uid"])
        if found is None:
            raise Http404
        return found

    def _page(self, recording: Any) -> HttpResponse:
        may_publish = self.request.user.has_perm("resources.publish_resource")
        return self.page(recording=recording, may_publish=may_publish, edit_url=edit_address(self.event))


def resource_address(resource: Resource) -> str:
    return reverse(Resource.snippet_viewset.get_url_name("edit"), args=[resource.pk])
