"""The programme of an event as its page shows it: days, times, sessions side by side by track, and who speaks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.safestring import SafeString
from wagtail.images import get_image_model

from cms import pictures
from cms.bilingual import LocalizedText
from events.models import DeliveryLanguage, Event, ProgrammeSession, Speaker
from events.reading.when import day_tag, hours
from members.directory.addresses import organization_url
from members.models import Organization

#: Tracks that stand side by side on a wide page; more stand below one another.
MOST_SIDE_BY_SIDE = 4
PHOTO_RATIO = "square"


@dataclass(frozen=True)
class ShownSession:
    """A session as the programme lists it."""

    session: ProgrammeSession
    speakers: Sequence[Speaker]
    column: int
    """The place of its track among those of the day, from 1 on; 0: it is for everyone."""

    @property
    def kind(self) -> str:
        """What it is, where that says more than the word "session"."""
        kind = self.session.kind
        return "" if kind == ProgrammeSession.Kind.SESSION else str(self.session.get_kind_display())

    @property
    def is_break(self) -> bool:
        return self.session.kind == ProgrammeSession.Kind.BREAK

    @property
    def language(self) -> str:
        """In which language it is held; nothing of a break."""
        return "" if self.is_break else str(self.session.get_language_display())

    @property
    def is_in_one_language(self) -> bool:
        return not self.is_break and self.session.language != DeliveryLanguage.BOTH


@dataclass
class Slot:
    """Sessions that are at one time."""

    hours: SafeString
    sessions: list[ShownSession] = field(default_factory=list)


@dataclass
class Day:
    """A day of the programme. `columns` is how many tracks stand side by side; 0: one below the other."""

    day: date
    name: SafeString
    tracks: list[str]
    slots: list[Slot] = field(default_factory=list)

    @property
    def columns(self) -> int:
        return len(self.tracks) if 1 < len(self.tracks) <= MOST_SIDE_BY_SIDE else 0


def sessions_of(event: Event) -> list[ProgrammeSession]:
    """Return the sessions of an event in their order, with who speaks: two queries."""
    if event.pk is None:
        return []
    speakers = Speaker.objects.order_by("name", "pk")
    rows = ProgrammeSession.objects.filter(event=event.pk).in_programme()
    return list(rows.prefetch_related(Prefetch("speakers", speakers, to_attr="shown_speakers")))


def days_of(sessions: Iterable[ProgrammeSession]) -> list[Day]:
    """Group sessions, in their order, by day and by time."""
    grouped: dict[date, list[ProgrammeSession]] = {}
    for session in sessions:
        grouped.setdefault(timezone.localtime(session.starts_at).date(), []).append(session)
    return [_day(day, rows) for day, rows in grouped.items()]


def _day(day: date, sessions: Sequence[ProgrammeSession]) -> Day:
    tracks = list(dict.fromkeys(str(session.track) for session in sessions if session.track))
    found = Day(day, day_tag(day), tracks)
    slots: dict[tuple[datetime, datetime], Slot] = {}
    for session in sessions:
        times = session.starts_at, session.ends_at
        if times not in slots:
            slots[times] = Slot(hours(*times))
        column = tracks.index(str(session.track)) + 1 if session.track else 0
        slots[times].sessions.append(ShownSession(session, session.shown_speakers, column))
    found.slots = list(slots.values())
    return found


# --- who speaks -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShownSpeaker:
    """Somebody who speaks, with what the page says of them."""

    speaker: Speaker
    affiliation: LocalizedText
    affiliation_url: str
    photo: Any
    sessions: Sequence[ProgrammeSession]


def speakers_of(sessions: Iterable[ProgrammeSession], user: Any) -> list[ShownSpeaker]:
    """Return who speaks in `sessions`, by name, each once: two queries at most, whatever their number.

    An organization that the reader may not see is not named; what the speaker wrote of theirs stands in its place.
    """
    held: dict[int, tuple[Speaker, list[ProgrammeSession]]] = {}
    for session in sessions:
        for speaker in session.shown_speakers:
            held.setdefault(speaker.pk, (speaker, []))[1].append(session)
    photos = _photos({speaker.photo_id for speaker, _sessions in held.values() if speaker.photo_id})
    organizations = visible_organizations(
        {speaker.organization_id for speaker, _sessions in held.values() if speaker.organization_id}, user
    )
    found = []
    for speaker, spoken in held.values():
        organization = organizations.get(speaker.organization_id or 0)
        affiliation = organization.title if organization else speaker.affiliation
        url = organization_url(organization) if organization else ""
        found.append(ShownSpeaker(speaker, affiliation, url, photos.get(speaker.photo_id or 0), spoken))
    return sorted(found, key=lambda shown: (shown.speaker.name.rpartition(" ")[2].lower(), shown.speaker.name))


def visible_organizations(ids: Collection[int], user: Any) -> dict[int, Organization]:
    """Return those of the organizations `ids` that `user` may see, by id, in their order: one query at most."""
    if not ids:
        return {}
    rows = Organization.objects.visible_to(user).filter(pk__in=ids).in_order()
    return {row.pk: row for row in rows.only("title_fr", "title_en", "slug_fr", "slug_en")}


def _photos(ids: set[int]) -> dict[int, Any]:
    """Return the photos with what is made of them, so that no speaker costs a query."""
    if not ids:
        return {}
    rows = get_image_model().objects.filter(pk__in=ids).prefetch_renditions(*pictures.every_filter(PHOTO_RATIO))
    return {photo.pk: photo for photo in rows}
