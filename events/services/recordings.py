"""A recording of an event becomes a resource of the toolkit: once, with its transcript, readable by the same people."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from cms.models import ResourceType
from cms.published import check_complete, write_published
from events.models import Event, Recording, RecordingResource
from events.services.walltime import local_day
from resources.models import Resource, ResourceFile

TYPE = "webinar-recording"


@dataclass(frozen=True)
class MadeResource:
    resource: Resource
    is_new: bool


def recording_of(event: Event, uid: uuid.UUID) -> Recording | None:
    """Return the recording of `event` as its newest version has it, or None."""
    newest = event.get_latest_revision_as_object()
    return next((row for row in newest.recordings.all() if row.uid == uid), None)


def resources_of(recordings: list[Recording]) -> dict[uuid.UUID, Resource]:
    """Return the uid of each of these that is in the toolkit → its resource: one query."""
    found = RecordingResource.objects.filter(recording_uid__in=[row.uid for row in recordings])
    return {row.recording_uid: row.resource for row in found.select_related("resource")}


@transaction.atomic
def make_resource(event: Event, recording: Recording, *, actor: Any, publish: bool = False) -> MadeResource:
    """Make a resource of `recording`, related to its event: a draft, or published with `publish`.

    Asked again, it returns the one that is there. Raises ValidationError where it is to be published and lacks
    something.
    """
    Event.objects.select_for_update(of=("self",)).only("pk").get(pk=event.pk)
    known = RecordingResource.objects.select_related("resource").filter(recording_uid=recording.uid).first()
    if known is not None:
        return MadeResource(known.resource, is_new=False)
    resource = _resource(event, recording)
    if publish:
        check_complete(resource)
    resource.save()
    revision = resource.save_revision(user=actor, clean=False, log_action="wagtail.create")
    RecordingResource.objects.create(recording_uid=recording.uid, resource=resource)
    write_published(event, lambda row: row.related_resources.add(resource), user=actor, only=["related_resources"])
    if publish:
        revision.publish(user=actor)
    resource.refresh_from_db()
    return MadeResource(resource, is_new=True)


def _resource(event: Event, recording: Recording) -> Resource:
    """Return the unsaved resource: the recording's title, or the event's; everything else is the event's."""
    texts = {}
    for language in ("fr", "en"):
        if title := getattr(event, f"title_{language}"):
            texts[f"title_{language}"] = getattr(recording, f"title_{language}") or title
            texts[f"summary_{language}"] = getattr(event, f"summary_{language}")
    resource = Resource(
        **texts,
        live=False,
        resource_type=ResourceType.objects.filter(key=TYPE).first(),
        year=local_day(event.starts_at).year if event.starts_at else None,
    )
    for name in ("topics", "audiences", "access"):
        getattr(resource, name).set(getattr(event, name).all())
    resource.files.set(_files(recording))
    return resource


def _files(recording: Recording) -> list[ResourceFile]:
    files = [
        ResourceFile(
            document=recording.video,
            url=recording.url,
            language=recording.language,
            title_fr="Enregistrement",
            title_en="Recording",
            sort_order=0,
        )
    ]
    if recording.transcript is not None:
        language = recording.transcript.language if recording.transcript.language else recording.language
        files.append(
            ResourceFile(
                document=recording.transcript,
                language=language,
                title_fr="Transcription",
                title_en="Transcript",
                sort_order=1,
            )
        )
    return files
