"""The portal's addresses, the bare view that it is measured against, and a way in for measured accounts."""

from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse
from django.urls import path

from cms.bench.pages import BARE_PATH, SIGN_IN_PATH
from cms.urls import *  # noqa: F403 - the error pages too
from cms.urls import urlpatterns as portal


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("A constant string.")


def sign_in(request: HttpRequest) -> HttpResponse:
    """Answer with the cookie of a session of an account that `bench_data` made."""
    person = get_user_model().objects.get(email=request.GET["account"])
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return HttpResponse("Signed in.")


urlpatterns = [path(BARE_PATH.lstrip("/"), bare), path(SIGN_IN_PATH.lstrip("/"), sign_in), *portal]
