"""An event as search engines read it (schema.org)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cms.bilingual import localized
from cms.portal import Portal
from events.models import DeliveryLanguage, Event, EventFormat, EventStatus, RegistrationMode
from events.reading.around import Link
from events.reading.when import moment

_SCHEMA = "https://schema.org/"
#: What an event's status is called; what has no entry takes place as announced.
STATUSES = {
    EventStatus.CANCELLED: "EventCancelled",
    EventStatus.SUSPENDED: "EventPostponed",  # the only word for: not now, and no new date
    EventStatus.POSTPONED: "EventPostponed",
    EventStatus.MOVED_ONLINE: "EventMovedOnline",
}
MODES = {
    EventFormat.IN_PERSON: "OfflineEventAttendanceMode",
    EventFormat.VIRTUAL: "OnlineEventAttendanceMode",
    EventFormat.HYBRID: "MixedEventAttendanceMode",
}
LANGUAGES = {DeliveryLanguage.FRENCH: ["fr-CA"], DeliveryLanguage.ENGLISH: ["en-CA"]}
PUBLIC_MODES = (RegistrationMode.OPEN, RegistrationMode.OUTSIDE)


def event_data(shown: Event, path: str, status: str, co_hosts: Sequence[Link]) -> dict[str, Any]:
    """Return schema.org data of a public event at `path`; what is empty is left out, and the joining link."""
    is_online = shown.format == EventFormat.VIRTUAL or shown.status == EventStatus.MOVED_ONLINE
    data: dict[str, Any] = {
        "@type": "Event",
        "name": str(shown.title),
        "description": str(localized(shown, "search_description") or shown.summary),
        "startDate": moment(shown.starts_at) if shown.starts_at else "",
        "endDate": moment(shown.ends_at) if shown.ends_at else "",
        "eventStatus": f"{_SCHEMA}{STATUSES.get(EventStatus(shown.status), 'EventScheduled')}",
        "eventAttendanceMode": f"{_SCHEMA}{MODES[EventFormat.VIRTUAL if is_online else EventFormat(shown.format)]}",
        "location": _locations(shown, path, is_online=is_online),
        "inLanguage": LANGUAGES.get(DeliveryLanguage(shown.language), ["fr-CA", "en-CA"]),
        "organizer": [
            {"@id": f"{Portal.absolute('/')}#organization"},
            *({"@type": "Organization", "name": str(host.name)} for host in co_hosts),
        ],
        "isAccessibleForFree": True,
        "offers": _offer(shown, path, status),
    }
    return {key: value for key, value in data.items() if value}


def _locations(shown: Event, path: str, *, is_online: bool) -> list[dict[str, Any]]:
    """Return where it is; a virtual place is its page, because the link to join is for the registered."""
    found: list[dict[str, Any]] = []
    if not is_online and (shown.venue or shown.community):
        address = {
            "@type": "PostalAddress",
            "streetAddress": shown.street,
            "addressLocality": str(shown.community.name) if shown.community else "",
            "addressRegion": "AB",
            "addressCountry": "CA",
        }
        found.append(
            {
                "@type": "Place",
                "name": str(shown.venue or (shown.community.name if shown.community else "")),
                "address": {key: value for key, value in address.items() if value},
            }
        )
    if is_online or shown.format == EventFormat.HYBRID:
        found.append({"@type": "VirtualLocation", "url": Portal.absolute(path)})
    return found


def _offer(shown: Event, path: str, status: str) -> dict[str, Any] | None:
    """Return where the public registers, while it can."""
    if shown.registration_mode not in PUBLIC_MODES or shown.is_off or shown.is_over:
        return None
    availability = {EventStatus.FULL: "SoldOut", EventStatus.CLOSED: "OutOfStock", EventStatus.PLANNED: "PreOrder"}
    data = {
        "@type": "Offer",
        "price": 0,
        "priceCurrency": "CAD",
        "url": shown.registration_url if shown.registration_mode == RegistrationMode.OUTSIDE else Portal.absolute(path),
        "availability": f"{_SCHEMA}{availability.get(EventStatus(status), 'InStock')}",
        "validFrom": moment(shown.registration_opens_at) if shown.registration_opens_at else "",
    }
    return {key: value for key, value in data.items() if value != ""}
