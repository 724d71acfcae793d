"""Addresses of the private area: under /fr/espace/ and /en/portal/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _

from members.portal import conversations, notifications
from members.portal.dashboard import dashboard

urlpatterns: list[URLPattern | URLResolver] = [
    path("", dashboard, name="private_area"),
    path(_("messages/"), conversations.conversation_list, name="conversations"),
    path(_("messages/new/"), conversations.new_conversation, name="new_conversation"),
    path(_("messages/<int:number>/"), conversations.conversation, name="conversation"),
    path(_("messages/<int:number>/close/"), conversations.close_conversation, name="close_conversation"),
    path(_("notifications/"), notifications.notification_settings, name="notification_settings"),
    path(_("unsubscribe/<uuid:key>/"), notifications.unsubscribe, name="unsubscribe"),
    path("", include("members.joining.portal_urls")),
    path("", include("members.profiles.urls")),
]
