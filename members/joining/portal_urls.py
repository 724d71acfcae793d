"""Addresses of joining in the private area: colleagues, invitations, my own affiliation."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
