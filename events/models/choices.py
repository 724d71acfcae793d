"""The words of which an event has one: kind, format, staff level, language, status, way of registering."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventKind(models.TextChoices):
    """What an event is (DOMAIN.md, "Events")."""

    SUMMIT = "summit", _("Summit")
    CONFERENCE = "conference", _("Conference")
    VIRTUAL_SESSION = "virtual-session", _("Virtual session")
    QUARTERLY_UPDATE = "quarterly-update", _("Quarterly update")
    COMMITTEE_MEETING = "committee-meeting", _("Committee meeting")
    CAUCUS = "caucus", _("Caucus")
    COORDINATORS_MEETING = "coordinators-meeting", _("Coordinators’ meeting")
    GATHERING = "gathering", _("In-person gathering")


#: Kinds that have pages of their own for programme, speakers and practical matters.
MINI_SITE_KINDS = frozenset({EventKind.SUMMIT, EventKind.CONFERENCE})


class EventFormat(models.TextChoices):
    """Where people meet."""

    IN_PERSON = "in-person", _("In person")
    VIRTUAL = "virtual", _("Virtual")
    HYBRID = "hybrid", _("Hybrid: in person and virtual")


class StaffLevel(models.TextChoices):
    """For which level of staff an event is meant."""

    EVERYONE = "everyone", _("All staff")
    FRONT_LINE = "front-line", _("Front-line staff")
    MANAGERS = "managers", _("Managers and coordinators")
    SENIOR_LEADERS = "senior-leaders", _("Senior leaders")


class DeliveryLanguage(models.TextChoices):
    """In which language an event or a session of it is held."""

    FRENCH = "fr", _("French")
    ENGLISH = "en", _("English")
    BOTH = "both", _("French and English")


class EventStatus(models.TextChoices):
    """How an event stands. That it is full follows from its seats, unless staff say so themselves."""

    PLANNED = "planned", pgettext_lazy("event", "Planned")
    OPEN = "open", pgettext_lazy("event", "Open for registration")
    FULL = "full", pgettext_lazy("event", "Full")
    CLOSED = "closed", pgettext_lazy("event", "Registration closed")
    POSTPONED = "postponed", pgettext_lazy("event", "Postponed")
    MOVED_ONLINE = "moved-online", pgettext_lazy("event", "Moved online")
    CANCELLED = "cancelled", pgettext_lazy("event", "Cancelled")
    SUSPENDED = "suspended", pgettext_lazy("event", "Suspended")


#: An event that stands so does not take place as announced.
OFF_STATUSES = frozenset({EventStatus.POSTPONED, EventStatus.CANCELLED, EventStatus.SUSPENDED})
#: An event that stands so takes registrations, where it takes any.
OPEN_STATUSES = frozenset({EventStatus.OPEN, EventStatus.FULL, EventStatus.MOVED_ONLINE})


class RegistrationMode(models.TextChoices):
    """Who may register, and how."""

    OPEN = "open", _("Anyone, with their address confirmed by mail")
    MEMBERS = "members", _("Signed-in people who may see the event")
    INVITATION = "invitation", _("By invitation")
    OUTSIDE = "outside", _("On another site")
    NONE = "none", _("No registration")
