"""Addresses of the private area: under /fr/espace/ and /en/portal/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("members.joining.portal_urls")),
    path("", include("members.profiles.urls")),
]
