"""The events' models."""

from .calendars import CalendarState, PersonalFeed
from .choices import (
    MINI_SITE_KINDS,
    OFF_STATUSES,
    OPEN_STATUSES,
    DeliveryLanguage,
    EventFormat,
    EventKind,
    EventStatus,
    RegistrationMode,
    StaffLevel,
)
from .events import Event, EventQuerySet, EventSponsor
from .files import EventDocument, Recording, RecordingResource
from .pages import EventIndexPage
from .presets import EventPreset
from .programme import ProgrammeSession, Speaker
from .registration import (
    HOLDING,
    EventInvitation,
    EventMessage,
    EventQuestion,
    EventSeats,
    Registration,
    RegistrationMail,
    RegistrationState,
)
from .series import EventSeries

__all__ = [
    "HOLDING",
    "MINI_SITE_KINDS",
    "OFF_STATUSES",
    "OPEN_STATUSES",
    "CalendarState",
    "DeliveryLanguage",
    "Event",
    "EventDocument",
    "EventFormat",
    "EventIndexPage",
    "EventInvitation",
    "EventKind",
    "EventMessage",
    "EventPreset",
    "EventQuerySet",
    "EventQuestion",
    "EventSeats",
    "EventSeries",
    "EventSponsor",
    "EventStatus",
    "PersonalFeed",
    "ProgrammeSession",
    "Recording",
    "RecordingResource",
    "Registration",
    "RegistrationMail",
    "RegistrationMode",
    "RegistrationState",
    "Speaker",
    "StaffLevel",
]
