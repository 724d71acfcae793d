"""The portal's addresses, and the bare view that it is measured against."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from cms.bench.pages import BARE_PATH


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("A constant string.")


urlpatterns = [path(BARE_PATH.lstrip("/"), bare), path("", include("cms.urls"))]
