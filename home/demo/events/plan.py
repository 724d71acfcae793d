"""What an event of the demo is: facts once, words in French and in English."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from home.demo.events.days import At

Pair = tuple[str, str]
"""In French, in English."""
NONE: Pair = ("", "")
_SPACES = (
    (re.compile(r" (?=[:%$»])"), "\u00a0"),
    (re.compile(r"(?<=«) "), "\u00a0"),
    (re.compile(r"(?<=\d) (?=h\b|km\b|\d{3}\b)"), "\u00a0"),
    (re.compile("(?<=\\d\u00a0h) (?=\\d)"), "\u00a0"),
)


def french(text: str) -> str:
    """Return a French text with its no-break spaces."""
    for pattern, space in _SPACES:
        text = pattern.sub(space, text)
    return text


@dataclass(frozen=True)
class SpeakerSpec:
    """Somebody invented who speaks. `organization` is a key of the demo's network; `affiliation` names any other."""

    name: str
    position: Pair
    biography: Pair
    organization: str = ""
    affiliation: Pair = NONE


@dataclass(frozen=True)
class SessionSpec:
    """A session: day of the event from 0 on, from when to when, in which track and room."""

    day: int
    begins: str
    ends: str
    title: Pair
    kind: str = "session"
    summary: Pair = NONE
    track: Pair = NONE
    room: Pair = NONE
    language: str = "both"
    is_interpreted: bool = False
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True)
class PaperSpec:
    """A file for an event: its lines are made a PDF. `language` is the file's."""

    name: str
    title: Pair
    language: str
    lines: tuple[str, ...]
    moment: str = "before"


@dataclass(frozen=True)
class EventSpec:
    """An event. `{year}` in its words is the year in which it then is; bodies are paragraphs."""

    key: str
    kind: str
    starts: At
    ends: At
    title: Pair
    summary: Pair
    body: tuple[Pair, ...] = ()
    practical: tuple[Pair, ...] = ()
    format: str = "virtual"
    status: str = "open"
    notice: Pair = NONE
    series: str = ""
    topics: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    level: str = "everyone"
    language: str = "both"
    interpretation: Pair = NONE
    town: str = ""
    venue: Pair = NONE
    street: str = ""
    accessibility: Pair = NONE
    hosts: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    access: str = ""
    mode: str = "members"
    capacity: int | None = None
    certificate_hours: str = ""
    sessions: tuple[SessionSpec, ...] = ()
    papers: tuple[PaperSpec, ...] = ()
    transcript: tuple[str, ...] = ()
    """What was said, in the language of the recording; with it, there is a recording."""
    sponsors: tuple[tuple[Pair, Pair], ...] = ()
    questions: tuple[tuple[Pair, str], ...] = ()
    only: str = ""
    """The one language in which it is written; empty: both."""
    joins_by_link: bool = field(default=True)
