"""The address of a file or link: the same in both languages, whichever file stands there. Fetches are counted."""

from __future__ import annotations

import re
import uuid

from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from cms import access
from cms.collection_access import closed_to
from cms.files import send_document
from resources.models import Resource, ResourceFile
from resources.services.downloads import count_download

#: What names itself a machine. Some do not: the count is near enough, and asks nothing of anybody.
ROBOT = re.compile(
    r"bot\b|crawl|spider|slurp|scrap|archiver|preview|monitor|checker|validator|facebookexternalhit|mediapartners"
    r"|headless|lighthouse|curl|wget|python|java/|go-http|okhttp|libwww|httpclient|axios|node-fetch|feed",
    re.IGNORECASE,
)


@require_safe
def resource_file(request: HttpRequest, uid: uuid.UUID) -> HttpResponse | FileResponse:
    """Give the file to those who may see its resource, or lead to where the link leads.

    Raises Http404 for what is not there and for what the reader may not see: a file is as private as its resource and
    as the collection in which its document lies.
    """
    visible = Resource.objects.visible_to(request.user)
    file = get_object_or_404(ResourceFile.objects.select_related("document").filter(resource__in=visible), uid=uid)
    response: HttpResponse | FileResponse
    if file.document is not None:
        if file.document.collection_id in closed_to(request.user):
            raise Http404
        response = send_document(file.document)
    else:
        response = HttpResponseRedirect(file.url)
        add_never_cache_headers(response)  # another address may stand here tomorrow
    if not Resource.objects.visible_to(AnonymousUser()).filter(pk=file.resource_id).exists():
        response["X-Robots-Tag"] = "noindex"
    if is_counted(request):
        count_download(file)
    return response


def is_counted(request: HttpRequest) -> bool:
    """Whether this is a reader who fetches: no look ahead, no further part of a file, no robot, not staff."""
    agent = request.headers.get("User-Agent", "")
    part = request.headers.get("Range", "")
    purposes = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return (
        request.method == "GET"
        and not any("prefetch" in purpose.lower() for purpose in purposes)
        and (not part or part.replace(" ", "").startswith("bytes=0-"))
        and bool(agent)
        and not ROBOT.search(agent)
        and not access.is_staff(request.user)
    )
