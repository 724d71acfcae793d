"""Addresses of registering: under /fr/inscription/ and /en/registration/."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from events.registering import colleagues, links, mine, own, views

urlpatterns: list[URLPattern] = [
    path("", own.my_events, name="my_events"),
    path(_("event/<slug:key>/"), views.register_event, name="register_event"),
    path(_("event/<slug:key>/sent/"), views.registration_sent, name="registration_sent"),
    path(_("event/<slug:key>/colleagues/"), colleagues.register_colleagues, name="register_colleagues"),
    path(_("confirm/<str:token>/"), links.confirm_registration_link, name="confirm_registration_link"),
    path("invitation/<str:token>/", links.event_invitation_link, name="event_invitation_link"),
    path(_("link/<str:token>/"), links.registration_link, name="registration_link"),
    path(_("no-more-mail/<str:token>/"), links.stop_event_mail, name="stop_event_mail"),
    path(_("link-not-valid/"), links.registration_link_dead, name="registration_link_dead"),
    path("<uuid:uid>/", mine.my_registration, name="my_registration"),
    path(_("<uuid:uid>/confirm/"), mine.confirm_registration, name="confirm_registration"),
    path(_("<uuid:uid>/cancel/"), mine.cancel_registration, name="cancel_registration"),
    path(_("<uuid:uid>/seat/"), mine.answer_offer, name="answer_offer"),
]
