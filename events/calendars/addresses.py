"""Where calendars are: under /ics/fr/ and /ics/en/, by the language in which they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.urls import reverse

from cms.bilingual import active_language
from cms.portal import Portal
from events.models import Event


@dataclass(frozen=True)
class Subscription:
    """A feed to subscribe to: its address, and the same as it opens a calendar program."""

    url: str
    webcal: str


def event_calendar_url(event: Event) -> str:
    """Return the path of an event's calendar file in the active language."""
    return reverse("event_calendar", args=[active_language(), event.uid])


def public_subscription(chosen: Mapping[str, Sequence[str]] | None = None) -> Subscription:
    """Return the feed of the public's events in the active language, narrowed by filters of the listing.

    `chosen` is name → values, as the listing's address has them.
    """
    path = reverse("public_calendar", args=[active_language()])
    return _subscription(f"{path}?{urlencode(chosen, doseq=True)}" if chosen else path)


def personal_subscription(secret: str) -> Subscription:
    """Return a person's own feed in the active language."""
    return _subscription(reverse("personal_calendar", args=[active_language(), secret]))


def _subscription(path: str) -> Subscription:
    url = Portal.absolute(path)
    return Subscription(url, f"webcal{url.removeprefix(urlsplit(url).scheme)}")
