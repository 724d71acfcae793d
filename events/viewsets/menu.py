"""The menu "Events" of the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from events.viewsets.events import EventViewSet
from events.viewsets.messages import MessageViewSet
from events.viewsets.presets import EventPresetViewSet, SeriesViewSet
from events.viewsets.programme import SessionViewSet, SpeakerViewSet


class EventsGroup(SnippetViewSetGroup):
    """Events and what belongs to them; each entry is shown to whom its permissions allow."""

    menu_label = _("Events")
    menu_icon = "calendar"
    menu_order = 235
    items: tuple[type[SnippetViewSet], ...] = (
        EventViewSet,
        SessionViewSet,
        SpeakerViewSet,
        SeriesViewSet,
        EventPresetViewSet,
        MessageViewSet,
    )
