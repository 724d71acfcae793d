"""Addresses of joining for people who are not signed in: under /fr/adhesion/ and /en/join/."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
