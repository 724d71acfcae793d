"""Addresses of calendars: the language is part of each, and no reader's wish changes it."""

from django.urls import path, register_converter

from events.calendars import personal, views


class LanguageConverter:
    """A language of the portal."""

    regex = "fr|en"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(LanguageConverter, "portal_language")

urlpatterns = [
    path("<portal_language:language>/public.ics", views.public_calendar, name="public_calendar"),
    path("<portal_language:language>/<uuid:uid>.ics", views.event_file, name="event_calendar"),
    path("<portal_language:language>/own/<slug:secret>.ics", personal.personal_calendar, name="personal_calendar"),
]
