"""The portal's addresses, and the bare view that it is measured against."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from cms.bench.pages import BARE_PATH
from cms.urls import *  # noqa: F403 - the error pages too
from cms.urls import urlpatterns as portal


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("A constant string.")


urlpatterns = [path(BARE_PATH.lstrip("/"), bare), *portal]
