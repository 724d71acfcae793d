"""Deleting several events or sessions at once: "all" are all that the list shows, and who registered is not lost."""

from __future__ import annotations

from typing import Any

from wagtail.snippets.bulk_actions.delete import DeleteBulkAction

from events.models import Event, ProgrammeSession, Registration
from events.viewsets.event_filters import EventFilterSet
from events.viewsets.events import found_by, in_moderation
from events.viewsets.programme import SessionFilterSet


class DeleteEvents(DeleteBulkAction):
    """Wagtail's own, in whose place it stands; an event with registrations is left out."""

    models = [Event]

    def get_all_objects_in_listing_query(self, parent_id: Any) -> list[int]:
        found: Any = Event.objects.annotate(is_in_moderation=in_moderation())
        found = EventFilterSet(self.request.GET, queryset=found, request=self.request).qs
        words = self.request.GET.get("q", "").strip()
        return list((found_by(found, words) if words else found).values_list("pk", flat=True))

    def check_perm(self, snippet: Any) -> bool:
        return bool(super().check_perm(snippet)) and not Registration.objects.filter(event=snippet).exists()


class DeleteSessions(DeleteBulkAction):
    """Wagtail's own takes the sessions of every event where the list shows one programme."""

    models = [ProgrammeSession]

    def get_all_objects_in_listing_query(self, parent_id: Any) -> list[int]:
        found: Any = ProgrammeSession.objects.all()
        found = SessionFilterSet(self.request.GET, queryset=found, request=self.request).qs
        words = self.request.GET.get("q", "").strip()
        if words:
            found = found.filter(title_fr__unaccent__icontains=words) | found.filter(
                title_en__unaccent__icontains=words
            )
        return list(found.values_list("pk", flat=True))
