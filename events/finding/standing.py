"""How an event stands, in a word or two, at the moment when somebody looks."""

from __future__ import annotations

import datetime
from functools import cache
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cms.bilingual import active_language
from cms.canadian import long_date
from events.finding.index import ANSWERING, TAKING, is_full
from events.models import OFF_STATUSES, EventStatus, RegistrationMode

TAKING_OR_FULL = TAKING | {EventStatus.FULL}


class Facts(NamedTuple):
    """What the standing of an event follows from. Moments are aware."""

    status: str
    mode: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    opens_at: datetime.datetime | None
    closes_at: datetime.datetime | None
    capacity: int | None
    taken: int | None
    has_waiting_list: bool


class Badge(NamedTuple):
    """A state in words, the look of it (a modifier of the class "state"; "" for none) and an icon's name."""

    text: str
    look: str
    icon: str


_WORDS: dict[str, tuple[Any, str, str]] = {
    EventStatus.CANCELLED: (pgettext_lazy("event", "Cancelled"), "cancelled", "cancel"),
    EventStatus.SUSPENDED: (pgettext_lazy("event", "Suspended"), "cancelled", "cancel"),
    EventStatus.POSTPONED: (pgettext_lazy("event", "Postponed"), "cancelled", "warning"),
    EventStatus.MOVED_ONLINE: (pgettext_lazy("event", "Moved online"), "", "info"),
    EventStatus.CLOSED: (pgettext_lazy("event", "Registration closed"), "", "lock"),
    EventStatus.OPEN: (pgettext_lazy("event", "Open for registration"), "open", "check"),
    EventStatus.FULL: (pgettext_lazy("event", "Full"), "full", "cancel"),
    "waiting-list": (gettext_lazy("Full: waiting list"), "full", "person"),
    "invitation": (gettext_lazy("By invitation"), "", "mail"),
}


@cache
def _badge(name: str, language: str) -> Badge:
    """Return a badge in `language`, the active one; made once, since a list bears the same few many times."""
    text, look, icon = _WORDS[name]
    return Badge(str(text), look, icon)


def badges(facts: Facts, now: datetime.datetime) -> list[Badge]:
    """Return what a reader should know at once: that it is off, or was moved, then how registration stands."""
    language = active_language()
    if facts.status in OFF_STATUSES:
        return [_badge(facts.status, language)]
    if facts.ends_at < now:
        return []
    moved = [_badge(facts.status, language)] if facts.status == EventStatus.MOVED_ONLINE else []
    registration = _registration(facts, now, language)
    return [*moved, registration] if registration else moved


def _registration(facts: Facts, now: datetime.datetime, language: str) -> Badge | None:
    """Return how registration stands; None where there is nothing to say, or where none is needed."""
    if facts.mode == RegistrationMode.NONE:
        return None
    if facts.status == EventStatus.CLOSED or now >= (facts.closes_at or facts.starts_at):
        return _badge(EventStatus.CLOSED, language)
    if facts.mode == RegistrationMode.INVITATION:
        return _badge("invitation", language)
    if facts.mode not in ANSWERING or facts.status not in TAKING_OR_FULL:
        return None
    if facts.opens_at is not None and now < facts.opens_at:
        opening = long_date(facts.opens_at, article=False)
        return Badge(_("Registration opens %(date)s") % {"date": opening}, "", "calendar")
    if not is_full(facts.status, facts.capacity, facts.taken):
        return _badge(EventStatus.OPEN, language)
    return _badge("waiting-list" if facts.has_waiting_list else EventStatus.FULL, language)
