"""How an event stands, in a word and in a plain sentence; beside it, what the editor wants known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import OFF_STATUSES, Event, EventStatus, RegistrationMode

Status = EventStatus

#: What each status means for somebody who would come. Open ones say more where there is something to register for.
SENTENCES: dict[str, Any] = {
    Status.PLANNED: gettext_lazy("This event is planned. Registration is not open yet."),
    Status.OPEN: gettext_lazy("Registration is open."),
    Status.FULL: gettext_lazy("All seats of this event are taken."),
    Status.CLOSED: gettext_lazy("Registration for this event is closed."),
    Status.POSTPONED: gettext_lazy(
        "This event is postponed. It does not take place at the time that was announced; a new date will be given here."
    ),
    Status.MOVED_ONLINE: gettext_lazy("This event has moved online. Nobody needs to travel: everyone joins by a link."),
    Status.CANCELLED: gettext_lazy("This event is cancelled. It does not take place."),
    Status.SUSPENDED: gettext_lazy("This event is suspended. It does not take place until we announce otherwise here."),
}
#: Without registration, what is planned or open simply takes place.
TAKES_PLACE = gettext_lazy("This event takes place as announced. There is nothing to register for.")
OVER = gettext_lazy("This event is over.")
OVER_STATUS = "over"
TONES: dict[str, str] = {
    **{str(status): "error" for status in OFF_STATUSES},
    Status.MOVED_ONLINE: "warning",
    Status.FULL: "warning",
    Status.OPEN: "success",
}


@dataclass(frozen=True)
class Notice:
    """How an event stands: the status (or "over"), its name, the sentence, the editor's own words, the tone."""

    status: str
    name: str
    sentence: str
    own: Any
    tone: str


def status_of(event: Event) -> str:
    """Return how `event` stands now: one whose seats are taken is full, though nobody says so."""
    status = str(event.status)
    if status == Status.OPEN and event.capacity is not None and taken(event) >= event.capacity:
        return str(Status.FULL)
    return status


def taken(event: Event) -> int:
    """Return how many seats are taken or held: one query, none where the seats were read with the event."""
    try:
        return event.seats.taken
    except ObjectDoesNotExist:
        return 0


def notice_of(event: Event) -> Notice:
    """Return what readers are told of how `event` stands. What is off stays off when its day has passed."""
    status = status_of(event)
    if event.is_over and status not in OFF_STATUSES:
        return Notice(OVER_STATUS, _("Over"), str(OVER), event.notice, "note")
    sentence = SENTENCES[status]
    if event.registration_mode == RegistrationMode.NONE and status in (Status.PLANNED, Status.OPEN):
        return Notice(status, _("As announced"), str(TAKES_PLACE), event.notice, "note")
    if status == Status.FULL and event.has_waiting_list and event.registration_mode != RegistrationMode.OUTSIDE:
        sentence = _("All seats of this event are taken. You can join the waiting list.")
    return Notice(status, str(Status(status).label), str(sentence), event.notice, TONES.get(status, "note"))
