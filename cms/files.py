"""Files served by the portal itself: documents and private images after a check, public media without a web server."""

from __future__ import annotations

import mimetypes
import os
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils._os import safe_join
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.documents import get_document_model
from wagtail.documents.models import document_served
from wagtail.documents.views.serve import serve as serve_public_document
from wagtail.images import get_image_model

from cms import document_access
from cms.collection_access import EVERYONE, closed_to, is_open_to
from cms.document_access import Verdict
from cms.storage import PRIVATE_PREFIX
from cms.tree import tree_for

WEEK = 7 * 24 * 3600  # seconds


@require_safe
def private_image(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """Serve an image of a restricted collection, or one of its renditions, to those who may see it.

    The file must belong to an image of the library: nothing else in the folder can be reached. Raises Http404 for
    what is not there and for what the person may not see, so that an address cannot be guessed.
    """
    stored = f"{PRIVATE_PREFIX}{name}"
    image_model = get_image_model()
    image = (
        image_model.objects.filter(file=stored).first() or image_model.objects.filter(renditions__file=stored).first()
    )
    if image is None or image.collection_id in closed_to(request.user):
        raise Http404
    response = send_private_file(stored)
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


@require_safe
def serve_document(request: HttpRequest, document_id: str, filename: str) -> HttpResponse | FileResponse:
    """Serve a document to those who may see its collection; no cache keeps one that not everyone may see.

    A document that hangs on private pages and records only is as private as they are, beside its collection.

    The public is asked to sign in. Raises PermissionDenied for a signed-in person whom the collection's groups leave
    out (asking them to sign in once more would lead round in a circle), Http404 for what is not there.
    """
    document = get_object_or_404(get_document_model(), pk=document_id)
    if document.filename != filename:
        raise Http404
    verdict = document_access.verdict(document, request.user, tree_for(request))
    if verdict is Verdict.FREE and is_open_to(document.collection_id, EVERYONE):
        return serve_public_document(request, document_id, filename)
    if verdict is Verdict.REFUSED or document.collection_id in closed_to(request.user):
        if request.user.is_authenticated:
            raise PermissionDenied
        response: HttpResponse | FileResponse = redirect_to_login(request.get_full_path(), reverse("account_login"))
        add_never_cache_headers(response)
        return response
    document_served.send(sender=type(document), instance=document, request=request)
    return send_document(document)


def send_document(document: Any) -> HttpResponse | FileResponse:
    """Answer with a document's file under its own name; whether the reader may have it has been asked before."""
    response = send_private_file(document.file.name)
    response["Content-Type"] = document.content_type
    is_attachment = document.content_disposition != "inline"
    response["Content-Disposition"] = content_disposition_header(is_attachment, document.filename) or "inline"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


def send_private_file(name: str) -> HttpResponse | FileResponse:
    """Answer with a file of the private storage, by the web server in front where there is one (X-Accel-Redirect)."""
    path = safe_join(settings.PRIVATE_ROOT, name)
    if not os.path.isfile(path):
        raise Http404
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if settings.PRIVATE_ACCEL_REDIRECT:
        response: HttpResponse | FileResponse = HttpResponse(content_type=kind)
        response["X-Accel-Redirect"] = f"{settings.PRIVATE_ACCEL_REDIRECT.rstrip('/')}/{quote(name)}"
    else:
        response = FileResponse(open(path, "rb"), content_type=kind)  # noqa: SIM115  closed with the response
    add_never_cache_headers(response)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def public_media(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """Serve a public file of MEDIA, for installations without a web server in front."""
    try:
        response = serve(request, name, document_root=str(settings.MEDIA_ROOT))
    except OSError:  # a name longer than a file's can be
        raise Http404 from None
    patch_cache_control(response, public=True, max_age=WEEK)
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response
