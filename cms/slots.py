"""Places of a lower app's page that higher apps fill: resources, events, the network in numbers.

An app fills one by a Wagtail hook named after the slot, for example `portal_featured_resources`. The function takes
the request and the page and returns a `Listing`, or None where it has nothing; an empty slot leaves no trace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail import hooks


@dataclass(frozen=True)
class Listing:
    """A short list with its title, the items (each rendered by `template`), and where all of them are."""

    title: str
    items: Sequence[Any]
    template: str
    url: str = ""
    url_label: str = ""


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
