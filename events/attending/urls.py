"""Addresses of certificates: under /fr/attestations/ and /en/certificates/."""

from __future__ import annotations

from django.urls import URLPattern, path

from events.attending import views

urlpatterns: list[URLPattern] = [
    path("", views.verify, name="verify_certificate"),
    path("<slug:number>/", views.certificate, name="certificate"),
    path("<uuid:uid>/pdf/", views.my_certificate, name="my_certificate"),
]
