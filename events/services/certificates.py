"""Certificates of participation: who gets one, the number by which anybody verifies it, the sheet as PDF."""

from __future__ import annotations

import hashlib
import hmac
import io
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from cms import canadian
from cms.bilingual import localized, other_language
from cms.models import PortalSettings
from cms.portal import Portal
from events.models import Event, Registration, RegistrationState
from events.services.walltime import local_day

#: Crockford's alphabet: no letter that is taken for a figure.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SIGNED = 12
"""Characters of the signature: 60 bits."""
FONT = Path(settings.BASE_DIR) / "cms" / "static" / "fonts" / "atkinson-hyperlegible-next.woff2"
_DEEP, _BRAND, _MUTED = (18, 51, 46), (31, 81, 72), (79, 95, 91)
_CANOLA = (242, 183, 5)


# --- who ------------------------------------------------------------------------------------------


def certified(event: Event) -> QuerySet[Registration]:
    """Return the registrations that get a certificate: the event gives them, is over, and the person was there."""
    found = Registration.objects.filter(event=event, checked_in_at__isnull=False).seated()
    return found.by_name() if gives(event) else found.none()


def gives(event: Event) -> bool:
    """Whether the event gives certificates now: only once it is over, and not where it was called off."""
    return event.gives_certificates and event.is_over and not event.is_off


def is_certified(registration: Registration) -> bool:
    return (
        registration.state == RegistrationState.SEATED
        and registration.checked_in_at is not None
        and bool(registration.full_name)
        and gives(registration.event)
    )


# --- the number -----------------------------------------------------------------------------------


def number_of(registration: Registration) -> str:
    """Return the number of a certificate, such as "0001-8KQ4-M2T9-X7BD": a place and a signature nobody can guess."""
    place = _written(registration.pk, 4)
    return _grouped(place + _signature(registration))


def _signature(registration: Registration) -> str:
    message = f"{registration.pk}:{registration.uid}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), b"events.certificate:" + message, hashlib.sha256).digest()
    return _written(int.from_bytes(digest[:8]) >> 4, _SIGNED)


def _written(value: int, width: int) -> str:
    written = ""
    while value:
        value, rest = divmod(value, 32)
        written = _ALPHABET[rest] + written
    return written.rjust(width, "0")


def _grouped(text: str) -> str:
    head = len(text) % 4
    parts = [text[:head]] if head else []
    return "-".join([*parts, *(text[place : place + 4] for place in range(head, len(text), 4))])


def find(number: str) -> Registration | None:
    """Return whose certificate has `number`, as somebody typed it; None where there is no such certificate."""
    plain = "".join(sign for sign in number.upper() if sign.isalnum()).translate(_READ_AS)
    place, signature = plain[:-_SIGNED], plain[-_SIGNED:]
    if not 4 <= len(place) <= 11 or any(sign not in _ALPHABET for sign in plain):
        return None
    pk = 0
    for sign in place:
        pk = pk * 32 + _ALPHABET.index(sign)
    if pk >= 2**63:
        return None
    found = Registration.objects.select_related("event").filter(pk=pk).first()
    if found is None or not hmac.compare_digest(_signature(found), signature) or not is_certified(found):
        return None
    return found


def verify_address(registration: Registration, language: str) -> str:
    """Return the address at which the certificate is verified, in `language`."""
    with translation.override(language):
        return Portal.absolute(reverse("certificate", args=[number_of(registration)]))


# --- what it says -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Words:
    """What a certificate says in one language."""

    heading: str
    intro: str
    title: str
    when: str
    hours: str
    number: str
    check: str


def words(registration: Registration, language: str) -> Words:
    """Return what the certificate of `registration` says in `language`."""
    event = registration.event
    with translation.override(language):
        return Words(
            heading=_("Certificate of participation"),
            intro=_("This certifies that the following person took part in:"),
            title=str(localized(event, "title", language)),
            when=when(event),
            hours=hours(event.certificate_hours),
            number=_("Certificate number: %(number)s") % {"number": number_of(registration)},
            check=_("Verify it at this address:"),
        )


def when(event: Event) -> str:
    """Return the day of the event, or its first and last day, in the active language."""
    if event.starts_at is None or event.ends_at is None:
        return ""
    first, last = local_day(event.starts_at), local_day(event.ends_at)
    if first == last:
        return canadian.long_date(first, article=False)
    days = {"first": canadian.long_date(first, article=False), "last": canadian.long_date(last, article=False)}
    return _("from %(first)s to %(last)s") % days


def hours(value: Decimal | None) -> str:
    if not value:
        return ""
    shown = canadian.number(value, 0 if value == value.to_integral_value() else 1)
    return ngettext("%(hours)s hour", "%(hours)s hours", 1 if value < 2 else 2) % {"hours": shown}


# --- the sheet --------------------------------------------------------------------------------------


def pdf(registration: Registration) -> bytes:
    """Return the certificate as PDF: one sheet, the person's language first, the other one under it."""
    return _sheets([registration])


def archive(registrations: Iterable[Registration]) -> bytes:
    """Return a ZIP file with a certificate for each, named by person and number."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as files:
        for registration in registrations:
            files.writestr(file_name(registration), pdf(registration))
    return buffer.getvalue()


def file_name(registration: Registration) -> str:
    """Return a name for the file, of letters that every system takes."""
    return f"{slugify(registration.full_name)[:60] or 'certificate'}-{number_of(registration)[:9]}.pdf"


def _sheets(registrations: Iterable[Registration]) -> bytes:
    sheet = FPDF(orientation="landscape", unit="mm", format="letter")
    sheet.set_auto_page_break(False)
    sheet.add_font("Portal", fname=FONT)
    for registration in registrations:
        _draw(sheet, registration)
    return bytes(sheet.output())


def _draw(sheet: FPDF, registration: Registration) -> None:
    first = registration.language
    own, other = words(registration, first), words(registration, other_language(first))
    sheet.set_lang(f"{first}-CA")
    sheet.set_title(f"{own.heading}: {printable(registration.full_name)}")
    sheet.add_page()
    sheet.set_fill_color(*_DEEP)
    sheet.rect(0, 0, sheet.w, 24, style="F")
    sheet.set_fill_color(*_CANOLA)
    sheet.rect(0, 24, sheet.w, 1.6, style="F")
    sheet.set_xy(20, 7)
    names = dict.fromkeys(_portal_name(language) for language in (first, other_language(first)))
    _line(sheet, "  ·  ".join(names), 15, (251, 248, 242))
    sheet.set_xy(20, 35)
    _line(sheet, own.heading, 27, _BRAND)
    _line(sheet, other.heading, 14, _MUTED, language=other_language(first))
    sheet.set_y(sheet.get_y() + 7)
    _line(sheet, f"{own.intro}", 11, _MUTED)
    _line(sheet, registration.full_name, 26, _DEEP)
    sheet.set_y(sheet.get_y() + 3)
    _event(sheet, own, 17, 12)
    sheet.set_y(sheet.get_y() + 5)
    _line(sheet, other.intro, 9, _MUTED)
    _event(sheet, other, 12, 10)
    _foot(sheet, registration, own, other)


def _event(sheet: FPDF, said: Words, large: float, small: float) -> None:
    _line(sheet, said.title, large, _BRAND)
    _line(sheet, " · ".join(part for part in (said.when, said.hours) if part), small, _DEEP)


def _foot(sheet: FPDF, registration: Registration, own: Words, other: Words) -> None:
    address = verify_address(registration, registration.language)
    size = 26.0
    top = sheet.h - size - 12
    _code(sheet, address, sheet.w - size - 20, top, size)
    sheet.set_xy(20, top + 4)
    for said in (own, other):
        _line(sheet, f"{said.number}  ·  {said.check}", 9, _MUTED)
    _line(sheet, address, 9, _DEEP)


def _line(sheet: FPDF, text: str, size: float, colour: tuple[int, int, int], language: str = "") -> None:
    sheet.set_x(20)
    sheet.set_font("Portal", size=size)
    sheet.set_text_color(*colour)
    width = sheet.w - 40 - (34 if sheet.get_y() > sheet.h - 45 else 0)
    sheet.multi_cell(width, size * 0.45, printable(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _code(sheet: FPDF, address: str, left: float, top: float, size: float) -> None:
    """Draw the QR code of `address` as squares: no picture is needed."""
    rows = [list(row) for row in segno.make(address, error="m").matrix_iter(border=0)]
    side = size / len(rows)
    sheet.set_fill_color(*_DEEP)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                sheet.rect(left + x * side, top + y * side, side + 0.02, side + 0.02, style="F")


def _portal_name(language: str) -> str:
    with translation.override(language):
        return str((PortalSettings.objects.first() or PortalSettings()).name)


_KNOWN: set[int] = set()


def _known() -> set[int]:
    """Return the characters that the portal's font has; read once in a process."""
    if not _KNOWN:
        from fontTools.ttLib import TTFont

        with TTFont(FONT) as font:
            _KNOWN.update(font.getBestCmap())
    return _KNOWN


_BASES = str.maketrans({"Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "ı": "i", "Ħ": "H", "ħ": "h", "\u202f": "\u00a0"})


def printable(text: str) -> str:
    """Return `text` with what the font lacks written by its base letter: Š as S. What has none stays a gap."""
    known = _known()
    return "".join(sign if ord(sign) in known else _base(sign, known) for sign in text)


def _base(sign: str, known: set[int]) -> str:
    plain: Any = unicodedata.normalize("NFD", sign.translate(_BASES))
    return "".join(part for part in plain if ord(part) in known and not unicodedata.combining(part)) or " "
