"""Places of a lower app's page that higher apps fill: resources, events, the network in numbers.

An app fills one by a Wagtail hook named after the slot, for example `portal_featured_resources`. The function takes
the request and the page and returns a `Listing`, or None where it has nothing; an empty slot leaves no trace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail import hooks


@dataclass(frozen=True)
class Listing:
    """A short list with its title, the items, and where all of them are.

    `template` renders each item; an app that writes them itself gives them as `html`, elements of a list.
    """

    title: str
    items: Sequence[Any]
    template: str = ""
    url: str = ""
    url_label: str = ""
    html: SafeString | str = ""


@dataclass(frozen=True)
class Figure:
    """A number of the network, counted when the page is made, with the words that say what it counts."""

    value: int
    label: str


def listing(slot: str, request: HttpRequest, page: Any) -> Listing | None:
    """Return what the first app that has something for `slot` wants shown, or None."""
    for fill in hooks.get_hooks(f"portal_{slot}"):
        found = fill(request, page)
        if found is not None and found.items:
            return found
    return None


def figures(request: HttpRequest) -> list[Figure]:
    """Return the network in numbers, from every app that counts something; numbers of 0 are left out."""
    return [figure for fill in hooks.get_hooks("portal_figures") for figure in fill(request) if figure.value]


@dataclass(frozen=True)
class SitemapEntry:
    """A record that the public may read: its path in each language, and when it last changed."""

    addresses: dict[str, str]
    changed_at: datetime | None = None


def sitemap(request: HttpRequest) -> list[SitemapEntry]:
    """Return the records that search engines should know (hook `portal_sitemap`: request → list of SitemapEntry)."""
    return [entry for fill in hooks.get_hooks("portal_sitemap") for entry in fill(request)]


# --- The private area and the organization's page ---------------------------------------------------


@dataclass(frozen=True)
class Panel:
    """A part of a page that an app renders by a template of its own, with what the template needs."""

    template: str
    context: dict[str, Any]
    order: int = 100


@dataclass(frozen=True)
class Waiting:
    """Something that waits for the reader: a whole sentence, and where to do it."""

    text: str
    url: str


@dataclass(frozen=True)
class NewsItem:
    """Something that is new: what it is in a word, its title, where it is, since when (aware)."""

    kind: str
    title: str
    url: str
    at: datetime


def dashboard_panels(request: HttpRequest) -> list[Panel]:
    """Return what apps show on the dashboard (hook `portal_dashboard_panel`: request → Panel or None)."""
    panels = [fill(request) for fill in hooks.get_hooks("portal_dashboard_panel")]
    return sorted((panel for panel in panels if panel is not None), key=lambda panel: panel.order)


def organization_panels(request: HttpRequest, organization: Any) -> list[Panel]:
    """Return what apps show on an organization's page (hook `portal_organization_panel`: request, organization)."""
    panels = [fill(request, organization) for fill in hooks.get_hooks("portal_organization_panel")]
    return sorted((panel for panel in panels if panel is not None), key=lambda panel: panel.order)


def resource_panels(request: HttpRequest, resource: Any) -> list[Panel]:
    """Return what apps show on a resource's page (hook `portal_resource_panel`: request, resource → Panel or None)."""
    panels = [fill(request, resource) for fill in hooks.get_hooks("portal_resource_panel")]
    return sorted((panel for panel in panels if panel is not None), key=lambda panel: panel.order)


def waiting(request: HttpRequest) -> list[Waiting]:
    """Return what waits for the reader in every app (hook `portal_waiting`: request → list of Waiting)."""
    return [item for fill in hooks.get_hooks("portal_waiting") for item in fill(request)]


def news(request: HttpRequest, since: datetime) -> list[NewsItem]:
    """Return what the reader may see that is new after `since`, newest first.

    Each app adds its own by the hook `portal_news`: request, since → list of NewsItem, at most 20 of each.
    """
    items = [item for fill in hooks.get_hooks("portal_news") for item in fill(request, since)]
    return sorted(items, key=lambda item: item.at, reverse=True)


@dataclass(frozen=True)
class DigestSection:
    """A part of the digest: its title and what is new, in the recipient's language.

    `kind` is what a person may leave out: "resources", "events", "discussions"; empty for what everyone gets.
    """

    title: str
    items: Sequence[NewsItem]
    kind: str = ""


def digest_sections(person: Any, since: datetime) -> list[DigestSection]:
    """Return what is new for `person` after `since` and that they may see, in the active language.

    Each app adds its own by the hook `portal_digest_section`: person, since → DigestSection or None.
    """
    sections = [fill(person, since) for fill in hooks.get_hooks("portal_digest_section")]
    return [section for section in sections if section is not None and section.items]


# --- A person's data --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fact:
    """One thing that the portal knows of a person: its key in the file, what it is called, how it is written."""

    key: str
    label: str
    value: Any
    """As JSON has it."""
    text: str
    """As a person reads it, in their language."""


@dataclass(frozen=True)
class DataSection:
    """A part of what the portal knows of a person: one row of facts for each thing."""

    key: str
    title: str
    rows: Sequence[Sequence[Fact]]


def person_data(person: Any) -> list[DataSection]:
    """Return what every app knows of `person` (hook `portal_person_data`: person → list of DataSection)."""
    return [section for fill in hooks.get_hooks("portal_person_data") for section in fill(person)]


def erase_person(person: Any) -> None:
    """Have every app forget `person`, whose name and address are still there (hook `portal_erase_person`: person).

    Runs in the transaction that deletes the account. What others go on reading stays, signed as `members.attribution`
    says; what is the person's alone goes.
    """
    for forget in hooks.get_hooks("portal_erase_person"):
        forget(person)
