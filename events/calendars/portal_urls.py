"""Addresses of one's own calendar within the private area."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from events.calendars import personal

urlpatterns = [path(_("calendar/"), personal.my_calendar, name="my_calendar")]
