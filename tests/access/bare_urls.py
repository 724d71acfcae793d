"""The portal's addresses, with refusals of a word each.

A gate that is refused thousands of times reads none of the pages that say so: what they say is tested in
tests/test_security.py, and writing them takes longer than all else that a refusal does.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from cms.urls import handler400, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def handler403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse("refused", status=403)


def handler404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse("not there", status=404)
