"""Who came: staff check people in by name or by the QR code of their confirmation, and undo it."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass
from typing import Any

import segno
from django.core import signing
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.portal import Portal
from events.models import Event, Registration, RegistrationState
from members.services import audit

_signer = signing.Signer(salt="events.check-in", sep=".")


class NotSeatedError(Exception):
    """Only who has a seat is checked in: seat the person first."""


# --- by the QR code ---------------------------------------------------------------------------------


def check_in_address(registration: Registration) -> str:
    """Return the address that the QR code of the confirmation holds: it opens to staff only and names nobody."""
    token = _signer.sign(registration.uid.hex)
    return Portal.absolute(reverse("event_check_in_by_code", args=[token]))


def registration_of(token: str) -> Registration | None:
    """Return whose code it is; None for a code that the portal did not make."""
    try:
        uid = uuid.UUID(_signer.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return Registration.objects.select_related("event", "organization").filter(uid=uid).first()


def check_in_svg(registration: Registration) -> str:
    """Return the code as an SVG element to stand in a page; it has no style of its own but its colour."""
    return segno.make(check_in_address(registration), error="m").svg_inline(
        scale=4, border=4, light="#fff", title=_("QR code")
    )


def check_in_png(registration: Registration) -> bytes:
    """Return the code as a picture to be attached to a mail."""
    buffer = io.BytesIO()
    segno.make(check_in_address(registration), error="m").save(buffer, kind="png", scale=6, border=4)
    return buffer.getvalue()


# --- by hand ----------------------------------------------------------------------------------------


@transaction.atomic
def check_in(registration: Registration, *, actor: Any) -> bool:
    """Note that somebody has arrived. Returns False where that was noted before.

    Raises NotSeatedError for one who waits, has not confirmed, or has cancelled.
    """
    locked = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    if locked.state != RegistrationState.SEATED:
        raise NotSeatedError
    if locked.checked_in_at is not None:
        return False
    _write(locked, timezone.now(), actor)
    return True


@transaction.atomic
def undo_check_in(registration: Registration, *, actor: Any) -> bool:
    """Take back that somebody has arrived. Returns False where nobody had said so."""
    locked = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    if locked.checked_in_at is None:
        return False
    _write(locked, None, None)
    audit.record("event.check_in_undone", actor=actor, target=locked)
    return True


def _write(registration: Registration, moment: Any, actor: Any) -> None:
    registration.checked_in_at, registration.checked_in_by = moment, actor
    registration.save(update_fields=["checked_in_at", "checked_in_by"])


# --- counts -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Attendance:
    """How many hold a seat, and how many of them have arrived."""

    expected: int
    arrived: int


def attendance(event: Event) -> Attendance:
    """Count those who come: one query."""
    seated = Registration.objects.filter(event=event).seated()
    found = seated.aggregate(expected=Count("pk"), arrived=Count("pk", filter=Q(checked_in_at__isnull=False)))
    return Attendance(**found)
