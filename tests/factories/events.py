"""Events, their programme, who registers, and preset listings."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from cms import access
from events.models import (
    Event,
    EventMessage,
    EventPreset,
    EventSeries,
    EventStatus,
    ProgrammeSession,
    Registration,
    RegistrationState,
    Speaker,
)

#: Relations that EventFactory takes as lists, beside `codes`.
RELATIONS = ("topics", "audiences", "co_hosts", "related_resources")
HOURS = datetime.timedelta(hours=2)


class EventFactory(DjangoModelFactory):
    """A published event in both languages, for everyone, in ten days and for two hours.

    `codes=["members"]` names who may see it, `topics=[…]` what it is about (RELATIONS has all lists). `title_en=""`
    with `summary_en=""` makes one in French only. Without `ends_at` it lasts two hours.
    """

    class Meta:
        model = Event

    title_fr = factory.Sequence(lambda number: f"Activité {number}")
    title_en = factory.Sequence(lambda number: f"Event {number}")
    summary_fr = "Ce dont il sera question."
    summary_en = "What it is about."
    status = EventStatus.OPEN
    starts_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=10))
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + HOURS)
    live = True
    first_published_at = factory.LazyFunction(timezone.now)
    last_published_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class: type[Event], *args: Any, codes: Iterable[str] = (), **kwargs: Any) -> Event:
        relations = {name: kwargs.pop(name) for name in RELATIONS if name in kwargs}
        event = model_class(*args, **kwargs)
        event.access.set([access.access_group(code) for code in codes])
        for name, values in relations.items():
            getattr(event, name).set(values)
        event.save()
        return event


class SpeakerFactory(DjangoModelFactory):
    class Meta:
        model = Speaker

    name = factory.Sequence(lambda number: f"Speaker {number}")


class ProgrammeSessionFactory(DjangoModelFactory):
    """A session of the event's first hour; `speakers=[…]` names who speaks."""

    class Meta:
        model = ProgrammeSession
        skip_postgeneration_save = True

    event = factory.SubFactory(EventFactory)
    title_fr = factory.Sequence(lambda number: f"Atelier {number}")
    title_en = factory.Sequence(lambda number: f"Workshop {number}")
    starts_at = factory.SelfAttribute("event.starts_at")
    ends_at = factory.LazyAttribute(lambda session: session.starts_at + datetime.timedelta(hours=1))

    @factory.post_generation
    def speakers(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        self.speakers.set(extracted or ())


class RegistrationFactory(DjangoModelFactory):
    """Somebody who has a seat."""

    class Meta:
        model = Registration

    event = factory.SubFactory(EventFactory)
    email = factory.Sequence(lambda number: f"person-{number}@example.org")
    first_name = "Camille"
    last_name = factory.Sequence(lambda number: f"Exemple {number}")
    state = RegistrationState.SEATED
    confirmed_at = factory.LazyFunction(timezone.now)
    seated_at = factory.LazyFunction(timezone.now)


class EventPresetFactory(DjangoModelFactory):
    """A preset listing of all events; `topics=[…]`, `audiences=[…]`, `kinds=[…]` narrow it."""

    class Meta:
        model = EventPreset
        skip_postgeneration_save = True

    title_fr = factory.Sequence(lambda number: f"Choix {number}")
    title_en = factory.Sequence(lambda number: f"Choice {number}")

    @factory.post_generation
    def topics(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        self.topics.set(extracted or ())

    @factory.post_generation
    def audiences(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        self.audiences.set(extracted or ())


class EventSeriesFactory(DjangoModelFactory):
    class Meta:
        model = EventSeries

    title_fr = factory.Sequence(lambda number: f"Série {number}")
    title_en = factory.Sequence(lambda number: f"Series {number}")
    rule = "FREQ=MONTHLY;COUNT=2"


class EventMessageFactory(DjangoModelFactory):
    class Meta:
        model = EventMessage

    event = factory.SubFactory(EventFactory)
    subject_fr = factory.Sequence(lambda number: f"Mot {number}")
    subject_en = factory.Sequence(lambda number: f"Word {number}")
    text_fr = "Bonjour"
    text_en = "Hello"
    recipients = 1
