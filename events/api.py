"""Events in the public API: what everyone may see of them, filtered as the events' page is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, Prefetch, QuerySet, Value
from django.utils import timezone, translation
from rest_framework.fields import Field
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from wagtail.api import APIField

from cms.api import PublicViewSet, RecordFieldsViewSet, router, term
from cms.bilingual import LANGUAGES
from cms.portal import Portal
from events.addresses import event_urls
from events.finding.index import ANSWERING, TAKING, is_full
from events.finding.listing import ALL, event_listing
from events.models import Event, EventSponsor, ProgrammeSession
from members.models import Organization
from resources.models import Resource

#: Names of the filters of the events' page; their values are the same in both languages.
FILTERS = (
    *("q", "kind", "audience", "level", "format", "region", "topic", "language", "open"),
    *("when", "from", "to", "sort"),
)
TEXTS = ("title", "summary", "notice", "venue", "accessibility", "interpretation")


def _keyed(row: Organization | Resource) -> dict[str, str]:
    return {"key": row.key, "title_fr": row.title_fr, "title_en": row.title_en}


def _community(event: Event) -> dict[str, Any] | None:
    if event.community is None:
        return None
    named = {name: getattr(event.community, name) for name in ("key", "name_fr", "name_en")}
    return {**named, "region": term(event.community.region)}


def _session(row: ProgrammeSession) -> dict[str, Any]:
    texts = (f"{name}_{language}" for name in ("title", "summary", "track", "room") for language in LANGUAGES)
    return {
        **{name: getattr(row, name) for name in texts},
        "kind": row.kind,
        "language": row.language,
        "starts_at": _moment(row.starts_at),
        "ends_at": _moment(row.ends_at),
        "speakers": [speaker.name for speaker in row.speakers.all()],
    }


def _sponsor(row: EventSponsor) -> dict[str, str]:
    return {name: getattr(row, name) for name in ("name_fr", "name_en", "level_fr", "level_en", "url")}


def _moment(value: Any) -> str | None:
    """Write a moment in Mountain Time with its distance from UTC: 2027-03-18T13:00:00-06:00."""
    return timezone.localtime(value).isoformat() if value else None


def _is_open(event: Event) -> bool:
    """Whether one can register now and have a seat."""
    now, opens, closes = timezone.now(), event.registration_opens_at, event.registration_closes_at or event.starts_at
    if event.status not in TAKING or event.registration_mode not in ANSWERING or closes is None or closes <= now:
        return False
    seats = getattr(event, "seats", None)
    return (opens is None or opens <= now) and not is_full(event.status, event.capacity, seats.taken if seats else 0)


def _attribute(name: str) -> Callable[[Event], Any]:
    return lambda event: getattr(event, name)


def _time(name: str) -> Callable[[Event], Any]:
    return lambda event: _moment(getattr(event, name))


def _body(name: str) -> Callable[[Event], Any]:
    return lambda event: getattr(event, name).get_prep_value()


READERS: dict[str, Callable[[Event], Any]] = {
    **{name: _attribute(name) for name in (f"{text}_{language}" for text in TEXTS for language in LANGUAGES)},
    **{name: _attribute(name) for name in ("kind", "format", "status", "staff_level", "language", "street")},
    **{name: _time(name) for name in ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at")},
    "open_for_registration": _is_open,
    "registration_mode": _attribute("registration_mode"),
    "registration_url": _attribute("registration_url"),
    "capacity": _attribute("capacity"),
    "community": _community,
    "topics": lambda event: [term(row) for row in event.topics.all()],
    "audiences": lambda event: [term(row) for row in event.audiences.all()],
    "co_hosts": lambda event: [_keyed(row) for row in event.co_hosts.all()],
    "sponsors": lambda event: [_sponsor(row) for row in event.sponsors.all()],
    "related_resources": lambda event: [_keyed(row) for row in event.related_resources.all()],
    "programme": lambda event: [_session(row) for row in event.sessions.all()],
    **{f"{name}_{language}": _body(f"{name}_{language}") for name in ("body", "practical") for language in LANGUAGES},
    "uid": lambda event: str(event.uid),
    "first_published_at": _time("first_published_at"),
    "last_published_at": _time("last_published_at"),
    "html_urls": lambda event: {language: Portal.absolute(path) for language, path in event_urls(event).items()},
}


class ReaderField(Field):
    """Reads one thing of an event as the public sees it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_only=True, source="*", **options)

    def to_representation(self, value: Event) -> Any:
        return READERS[self.field_name or ""](value)


class EventsFilter(BaseFilterBackend):
    """The filters of the events' page, by the same names and values; what is unknown is as if it were not there."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        if not any(name in request.GET for name in FILTERS):
            return queryset
        asked = request._request.GET.copy()
        asked.setdefault("when", ALL)
        for name in ("view", "page", "month"):
            asked.pop(name, None)
        with translation.override("en"):
            listing = event_listing(request._request, "", given=asked, public=True, everything=True)
        ids = Value(list(listing.found.ids), output_field=ArrayField(BigIntegerField()))
        return queryset.filter(pk__in=listing.found.ids).order_by(Func(ids, F("pk"), function="array_position"))


class EventsAPIViewSet(RecordFieldsViewSet):
    """Published events that everyone may see, in the order in which they begin; never how one joins them."""

    name = "events"
    model = Event
    filter_backends: Sequence[Any] = [EventsFilter]
    known_query_parameters = RecordFieldsViewSet.known_query_parameters.union(FILTERS)
    body_fields: ClassVar[list[Any]] = [
        "id",
        "key",
        *(APIField(name, serializer=ReaderField()) for name in READERS),
    ]
    listing_default_fields: ClassVar[list[str]] = [
        *PublicViewSet.listing_default_fields,
        *("key", "uid", "title_fr", "title_en", "summary_fr", "summary_en", "kind", "format", "status", "staff_level"),
        *("language", "starts_at", "ends_at", "community", "topics", "audiences"),
        *("open_for_registration", "html_urls"),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        nobody = AnonymousUser()
        sessions = ProgrammeSession.objects.in_programme().prefetch_related("speakers")
        return (
            Event.objects.visible_to(nobody)
            .filter(starts_at__isnull=False)
            .select_related("community__region", "seats")
            .prefetch_related(
                "topics",
                "audiences",
                "sponsors",
                Prefetch("co_hosts", Organization.objects.visible_to(nobody)),
                Prefetch("related_resources", Resource.objects.visible_to(nobody)),
                Prefetch("sessions", sessions),
            )
            .order_by("starts_at", "pk")
        )


router.register_endpoint("events", EventsAPIViewSet)
