"""What the events follow: events, their programme and the words they bear. The search is fed anew, workers are told."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from cms import caching, search_index
from cms.models import Audience, Region, Topic
from events.models import Event, EventPreset, EventSeries, ProgrammeSession, Speaker
from events.search import KIND
from events.signals import event_saved, seats_changed
from members.models import Community, Organization
from members.services.merging import organizations_merging

#: Saves of these fields alone, drafts above all, change nothing that anybody reads.
UNSEEN_FIELDS = frozenset({"latest_revision", "has_unpublished_changes", "draft_title", "locked", "locked_at"})
#: Term → the events' field that holds it.
TERM_FIELDS: dict[Any, str] = {Topic: "topics", Audience: "audiences", Community: "community"}


def events_changed(ids: Iterable[int]) -> None:
    """Have the search and every worker know that these events, or what they hold, are no longer as they were."""
    search_index.write(KIND, ids)
    caching.raise_stamp(area=KIND)


@receiver(event_saved, dispatch_uid="events-event")
def follow_event(instance: Event, update_fields: Any = None, **kwargs: Any) -> None:
    if update_fields is not None and UNSEEN_FIELDS.issuperset(update_fields):
        return
    if instance.live or instance.first_published_at:  # what was never published is in nobody's sight
        events_changed([instance.pk])


@receiver(post_delete, sender=Event, dispatch_uid="events-event-deleted")
def forget_event(instance: Event, **kwargs: Any) -> None:
    events_changed([instance.pk])


@receiver([post_save, post_delete], sender=ProgrammeSession, dispatch_uid="events-session")
def follow_session(instance: ProgrammeSession, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        events_changed([instance.event_id])


@receiver([post_save, post_delete], dispatch_uid="events-around")
def follow_what_is_around(sender: Any, raw: bool = False, **kwargs: Any) -> None:
    """Have workers read anew what presets, series and speakers say."""
    if sender in (EventPreset, EventSeries, Speaker) and not raw:
        caching.raise_stamp()


@receiver(seats_changed, dispatch_uid="events-seats")
def follow_seats(event: Event, is_full: bool, was_full: bool, **kwargs: Any) -> None:
    """Have listings know that an event has become full, or has seats again; not of each seat that is taken.

    Once it is committed: whoever holds an event's seats must not wait for whoever holds the stamp.
    """
    if is_full != was_full:
        transaction.on_commit(partial(caching.raise_stamp, area=KIND))


@receiver(post_save, dispatch_uid="events-terms")
def follow_term(sender: Any, instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Have the events that bear a term found by its new name; in the background, since there may be many."""
    if sender in TERM_FIELDS and not created and not raw:
        from events.tasks import index_bearing

        index_bearing.enqueue(sender._meta.label, instance.pk)


@receiver(post_save, dispatch_uid="events-places")
def follow_place(sender: Any, raw: bool = False, **kwargs: Any) -> None:
    """Have every worker know in which region a community lies, and in which order regions come."""
    if sender in (Community, Region) and not raw:
        caching.raise_stamp(area=KIND)


@receiver(organizations_merging, dispatch_uid="events-organizations")
def follow_merging(duplicate: Organization, into: Organization, actor: Any, **kwargs: Any) -> None:
    """Have what names a merged organization name the one that stays, drafts too."""
    from events.services.merging import move_organization

    move_organization(duplicate, into, actor=actor)
