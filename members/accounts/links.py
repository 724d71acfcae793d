"""What the account page leads to. Other parts of the portal add their own pages to the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _


def _everybody(person: Any) -> bool:
    return True


@dataclass(frozen=True)
class AccountLink:
    """A page about the person's own account."""

    route: str
    label: Any
    """What the page is called, translated when shown."""
    text: Any
    """What one does there, in a sentence."""
    icon: str = "person"
    order: int = 100
    shown: Callable[[Any], bool] = _everybody
    """Whether this person has such a page."""


_links: dict[str, AccountLink] = {}


def register(link: AccountLink) -> None:
    """Add a link to the account page; called when the app starts."""
    _links[link.route] = link


def links_for(person: Any) -> list[dict[str, Any]]:
    """Return the pages that `person` has, in order, as the template reads them."""
    found = []
    for link in sorted(_links.values(), key=lambda each: each.order):
        if not link.shown(person):
            continue
        try:
            address = reverse(link.route)
        except NoReverseMatch:
            continue
        found.append({"url": address, "label": link.label, "text": link.text, "icon": link.icon})
    return found


for route, label, text, name in (
    ("account_profile", _("Name and language"), _("How we address you, and in which language."), "person"),
    ("account_email", _("E-mail address"), _("You sign in with it, and our mail goes there."), "mail"),
    ("account_change_password", _("Password"), _("Choose a new one; you are then signed out elsewhere."), "lock"),
    ("mfa_index", _("Two-step sign-in"), _("An app or a passkey that proves it is you; recovery codes."), "check"),
    ("usersessions_list", _("Where you are signed in"), _("Look at your sessions and end them."), "list"),
):
    register(AccountLink(route, label, text, name, order=10 * (len(_links) + 1)))
