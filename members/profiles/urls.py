"""Addresses of an organization's own profile in the private area."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
