"""Links in mails about a registration: signed for one thing each, so that a link for one opens nothing else.

Nothing personal stands in them: a registration is known by its random uid. A link opens a page; only a button there
does something, because programs that look at mail follow links.
"""

from __future__ import annotations

import uuid

from django.core import signing

CONFIRM, MANAGE, STOP_MAIL, INVITATION, CHECK_IN = "confirm", "manage", "stop-mail", "invitation", "check-in"


def token(purpose: str, uid: uuid.UUID) -> str:
    """Return the signed name of what has `uid`, good for `purpose` only."""
    return _signer(purpose).sign(uid.hex)


def uid_of(purpose: str, given: str) -> uuid.UUID | None:
    """Return the uid that a link for `purpose` names, or None where it was not made here, or for something else."""
    try:
        return uuid.UUID(hex=_signer(purpose).unsign(given))
    except (signing.BadSignature, ValueError):
        return None


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(salt=f"events.registration.{purpose}")
