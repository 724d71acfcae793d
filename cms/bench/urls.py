"""The portal's addresses, and the bare view that it is measured against."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

BARE_PATH = "/bench/bare/"


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("A constant string.")


urlpatterns = [path(BARE_PATH.lstrip("/"), bare), path("", include("cms.urls"))]
