"""How a reader passes an event on."""

from __future__ import annotations

from urllib.parse import quote

from django.utils.translation import gettext as _


def mail_url(title: str, address: str) -> str:
    """Return what opens a mail that tells somebody of an event, in the reader's own mail program."""
    lines = (_("I thought this could be of use to you:"), "", title, address)
    return f"mailto:?subject={quote(title)}&body={quote(chr(13) + chr(10)).join(quote(line) for line in lines)}"
