"""Puts the demo's events in place, once: what a person changed or deleted since stays so."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from cms.bilingual import LANGUAGES
from cms.canadian import MONTHS
from cms.models import Audience, PortalDocument, Topic
from events.models import (
    Event,
    EventDocument,
    EventQuestion,
    EventSeries,
    EventSponsor,
    ProgrammeSession,
    Recording,
    Registration,
    Speaker,
)
from home.demo.blocks import NAMESPACE
from home.demo.events.conferences import CONFERENCES
from home.demo.events.days import At
from home.demo.events.files import Papers, make_portrait
from home.demo.events.meetings import EVENTS as MEETINGS
from home.demo.events.meetings import SERIES
from home.demo.events.plan import EventSpec, Pair, SessionSpec, french
from home.demo.events.registrations import register_people
from home.demo.events.speakers import SPEAKERS
from home.demo.events.summits import SUMMITS
from home.demo.events.virtual import SESSIONS
from home.demo.ledger import Ledger
from home.demo.pages import Files
from members.models import Community, Organization
from resources.models import DocumentText, Resource

EVENTS: tuple[EventSpec, ...] = (*SUMMITS, *CONFERENCES, *SESSIONS, *MEETINGS)
#: Kinds of things that a reset makes anew, beside the files.
CLEARED = ("event", "series", "speaker")
ANNOUNCED = datetime.timedelta(days=60)  # so long before an event it is published
INVENTED: Pair = (
    "Activité inventée pour la démonstration : ni les personnes ni les lieux n’existent.",
    "An event invented for the demo: neither the people nor the places exist.",
)
INVENTED_PERSON: Pair = ("Personne inventée pour la démonstration.", "Invented for the demo.")


def load_events(ledger: Ledger, *, files: Files, author: Any) -> int:
    """Make the events that no load made before, with all that hangs on them. Returns how many were made."""
    missing = [spec for spec in EVENTS if f"event/{spec.key}" not in ledger]
    if not missing:
        return 0
    maker = _Maker(ledger, author, Papers(ledger, author, _known_film(files)))
    made = {spec.key: maker.make(spec) for spec in missing}
    DocumentText.objects.bulk_create(maker.papers.texts)
    register_people(made)
    return len(made)


def clear_events(ledger: Ledger) -> int:
    """Delete the events of earlier loads, with who registered for them, so that their files can go."""
    count = 0
    for kind, model in (("event", Event), ("series", EventSeries), ("speaker", Speaker)):
        ids = [pk for key, pk in ledger.ids.items() if key.startswith(f"{kind}/")]
        if model is Event:
            Registration.objects.filter(event__in=ids).delete()
        for row in model._default_manager.filter(pk__in=ids):
            row.delete()
            count += 1
    return count


def _known_film(files: Files) -> bytes:
    """Return the film that the demo's pages show; nothing where a person has deleted it."""
    document = PortalDocument.objects.filter(pk=files.documents.get("film")).first()
    if document is None:
        return b""
    with document.open_file() as file:
        return bytes(file.read())


def _pair(name: str, words: Pair) -> dict[str, str]:
    return {f"{name}_fr": french(words[0]), f"{name}_en": words[1]}


class _Maker:
    """Makes events, and what they need, once each."""

    def __init__(self, ledger: Ledger, author: Any, papers: Papers) -> None:
        self.ledger = ledger
        self.author = author
        self.papers = papers
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)
        self._speakers: dict[str, Speaker] = {}
        self._series: dict[str, EventSeries] = {}

    @cached_property
    def known(self) -> dict[type, dict[str, Any]]:
        models = (Topic, Audience, Organization, Community, Resource)
        return {model: {row.key: row for row in model._default_manager.all()} for model in models}

    def rows(self, model: type, keys: Sequence[str]) -> list[Any]:
        return [self.known[model][key] for key in keys if key in self.known[model]]

    def moment(self, at: At) -> datetime.datetime:
        return at.on(self.today)

    # --- an event ---------------------------------------------------------------------------------

    def make(self, spec: EventSpec) -> Event:
        starts_at = self.moment(spec.starts)
        published = min(starts_at - ANNOUNCED, self.now)
        is_virtual = spec.format != "in-person" or spec.status == "moved-online"
        event = Event(
            key=spec.key,
            kind=spec.kind,
            format=spec.format,
            status=spec.status,
            starts_at=starts_at,
            ends_at=self.moment(spec.ends),
            staff_level=spec.level,
            language=spec.language,
            street=spec.street,
            registration_mode=spec.mode,
            capacity=spec.capacity,
            asks_dietary_needs=spec.format != "virtual",
            gives_certificates=bool(spec.certificate_hours),
            certificate_hours=spec.certificate_hours or None,
            joining_url=f"https://example.org/meet/{spec.key}" if is_virtual else "",
            community=next(iter(self.rows(Community, [spec.town])), None),
            series=self.series(spec.series) if spec.series else None,
            live=True,
            created_at=published,
            first_published_at=published,
            last_published_at=published,
            **self._words(spec, starts_at),
        )
        event.topics.set(self.rows(Topic, spec.topics))
        event.audiences.set(self.rows(Audience, spec.audiences))
        event.co_hosts.set(self.rows(Organization, spec.hosts))
        event.related_resources.set(self.rows(Resource, spec.resources))
        event.access.set(Group.objects.filter(access_group__code=spec.access) if spec.access else [])
        self._hang(spec, event)
        event.save()
        self._programme(spec, event)
        self.ledger.note(f"event/{spec.key}", event)
        return event

    def _words(self, spec: EventSpec, starts_at: datetime.datetime) -> dict[str, str]:
        day = timezone.localtime(starts_at)
        named = {
            "year": day.year,
            **{f"month_{language}": f"{MONTHS[language][day.month - 1]} {day.year}" for language in LANGUAGES},
        }
        title: Pair = (spec.title[0].format(**named), spec.title[1].format(**named))
        words = _pair("title", title) | _pair("summary", spec.summary)
        for name in ("notice", "interpretation", "venue", "accessibility"):
            words |= _pair(name, getattr(spec, name))
        for place, language in enumerate(LANGUAGES):
            if not spec.only or spec.only == language:
                paragraphs = [pair[place] for pair in (*spec.body, INVENTED) if pair[place]]
                words[f"body_{language}"] = self._text(spec.key, "body", paragraphs, language)
                practical = [pair[place] for pair in spec.practical if pair[place]]
                words[f"practical_{language}"] = self._text(spec.key, "practical", practical, language)
        return words

    @staticmethod
    def _text(key: str, field: str, paragraphs: Sequence[str], language: str) -> str:
        blocks = [
            {
                "type": "rich_text",
                "value": f"<p>{french(words) if language == 'fr' else words}</p>",
                "id": str(uuid.uuid5(NAMESPACE, f"event/{key}/{field}/{number}")),
            }
            for number, words in enumerate(paragraphs)
        ]
        return json.dumps(blocks)

    def _hang(self, spec: EventSpec, event: Event) -> None:
        """Hang papers, a recording, sponsors and questions on an event that is not saved yet."""
        event.documents.set(
            EventDocument(
                moment=paper.moment,
                document=self.papers.pdf(paper.name, paper.title[1], paper.language, paper.lines, spec.access),
                language=paper.language,
                **_pair("title", paper.title),
            )
            for paper in spec.papers
        )
        if spec.transcript:
            event.recordings.set([self._recording(spec, event)])
        event.sponsors.set(
            EventSponsor(**_pair("name", name), **_pair("level", level)) for name, level in spec.sponsors
        )
        event.questions.set(EventQuestion(kind=kind, **_pair("label", label)) for label, kind in spec.questions)

    def _recording(self, spec: EventSpec, event: Event) -> Recording:
        language = spec.language if spec.language in LANGUAGES else _tongue(spec.transcript)
        words = [french(line) if language == "fr" else line for line in spec.transcript]
        name = {"fr": "transcription", "en": "transcript"}[language]
        title = getattr(event, f"title_{language}")
        heading = {"fr": f"Transcription : {title}", "en": f"Transcript: {title}"}[language]
        return Recording(
            title_fr=event.title_fr,
            title_en=event.title_en,
            language=language,
            video=self.papers.film(spec.key, title, language, spec.access),
            transcript=self.papers.pdf(f"{spec.key}-{name}", heading, language, (f"# {heading}", *words), spec.access),
        )

    # --- programme --------------------------------------------------------------------------------

    def _programme(self, spec: EventSpec, event: Event) -> None:
        """Make the sessions of a programme, all at once, and say who speaks in them."""
        rows = ProgrammeSession.objects.bulk_create(
            self._session(spec, session, event, number) for number, session in enumerate(spec.sessions)
        )
        through: Any = ProgrammeSession.speakers.through
        through.objects.bulk_create(
            through(programmesession=row, speaker=self.speaker(key))
            for row, session in zip(rows, spec.sessions, strict=True)
            for key in session.speakers
        )

    def _session(self, spec: EventSpec, session: SessionSpec, event: Event, number: int) -> ProgrammeSession:
        words: dict[str, str] = {}
        for name in ("title", "summary", "track", "room"):
            words |= _pair(name, getattr(session, name))
        return ProgrammeSession(
            event=event,
            kind=session.kind,
            starts_at=self.moment(spec.starts.at(session.begins, session.day)),
            ends_at=self.moment(spec.starts.at(session.ends, session.day)),
            order=number,
            language=session.language,
            is_interpreted=session.is_interpreted,
            **words,
        )

    def speaker(self, key: str) -> Speaker:
        if key in self._speakers:
            return self._speakers[key]
        known = Speaker.objects.filter(pk=self.ledger.ids.get(f"speaker/{key}", 0)).first()
        self._speakers[key] = known or self._new_speaker(key)
        return self._speakers[key]

    def _new_speaker(self, key: str) -> Speaker:
        spec = SPEAKERS[key]
        biography: Pair = (
            f"{spec.biography[0]} {INVENTED_PERSON[0]}",
            f"{spec.biography[1]} {INVENTED_PERSON[1]}",
        )
        speaker = Speaker.objects.create(
            name=spec.name,
            organization=next(iter(self.rows(Organization, [spec.organization])), None),
            photo=make_portrait(key, spec.name, self.ledger, self.author),
            **_pair("position", spec.position),
            **_pair("affiliation", spec.affiliation),
            **_pair("biography", biography),
        )
        self.ledger.note(f"speaker/{key}", speaker)
        return speaker

    def series(self, key: str) -> EventSeries:
        if key not in self._series:
            known = EventSeries.objects.filter(pk=self.ledger.ids.get(f"series/{key}", 0)).first()
            if known is None:
                titles, rule = SERIES[key]
                known = EventSeries.objects.create(rule=rule, **_pair("title", titles))
                self.ledger.note(f"series/{key}", known)
            self._series[key] = known
        return self._series[key]


def _tongue(lines: Sequence[str]) -> str:
    """Return the language of a transcript of an event that was held in both."""
    return "fr" if any(character in "".join(lines) for character in "éèêàç") else "en"
