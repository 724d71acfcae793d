"""Dates, times and numbers as they are written in Canada (DOMAIN.md, "French and English in Canada").

One set of functions serves pages, mails, feeds and the admin. Aware datetimes are shown in Mountain Time
(`America/Edmonton`, the project's TIME_ZONE); no-break spaces keep a number with its unit.
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Context, Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.bilingual import active_language

NBSP = "\u00a0"
MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
SHORT_MONTHS = {
    "fr": ["janv.", "févr.", "mars", "avril", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc."],
    "en": ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."],
}
WEEKDAYS = {
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}


def local(value: date | datetime) -> date | datetime:
    """Return an aware datetime in Mountain Time; dates and naive datetimes as they are."""
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def long_date(value: date | datetime, *, weekday: bool = False, article: bool = True) -> str:
    """Write « le 22 novembre 2026 » (« le 1er octobre 2026 ») or "November 22, 2026".

    With `weekday`, « le dimanche 22 novembre 2026 » or "Sunday, November 22, 2026"; without `article`, no « le ».
    """
    value = local(value)
    language = active_language()
    month, name = MONTHS[language][value.month - 1], WEEKDAYS[language][value.weekday()]
    if language == "en":
        return f"{name}, {month} {value.day}, {value.year}" if weekday else f"{month} {value.day}, {value.year}"
    day = "1er" if value.day == 1 else str(value.day)
    written = f"{day}{NBSP}{month}{NBSP}{value.year}"
    written = f"{name} {written}" if weekday else written
    return f"le {written}" if article else written


def short_date(value: date | datetime) -> str:
    """Write 2026-11-22, in both languages."""
    return local(value).strftime("%Y-%m-%d")


def month_and_year(value: date | datetime) -> str:
    """Write « novembre 2026 » or "November 2026"."""
    value = local(value)
    return f"{MONTHS[active_language()][value.month - 1]} {value.year}"


def short_month(value: date | datetime) -> str:
    """Write the month as a date block shows it: « nov. », "Nov."."""
    return SHORT_MONTHS[active_language()][local(value).month - 1]


def clock(value: datetime | time) -> str:
    """Write « 14 h 30 », « 14 h » or "2:30 p.m.", "2 p.m."; midnight and noon in figures too."""
    shown = local(value) if isinstance(value, datetime) else value
    hour, minute = shown.hour, shown.minute  # type: ignore[union-attr]
    if active_language() == "fr":
        return f"{hour}{NBSP}h{NBSP}{minute:02d}" if minute else f"{hour}{NBSP}h"
    half = "a.m." if hour < 12 else "p.m."
    twelve = hour % 12 or 12
    return f"{twelve}:{minute:02d}{NBSP}{half}" if minute else f"{twelve}{NBSP}{half}"


def date_time(value: datetime) -> str:
    """Write « le 22 novembre 2026 à 14 h 30 » or "November 22, 2026, at 2:30 p.m."."""
    return _("%(date)s, at %(time)s") % {"date": long_date(value), "time": clock(value)}


def number(value: int | float | Decimal, decimals: int = 0) -> str:
    """Write 1 234,5 in French (no-break space) and 1,234.5 in English, rounded half up to `decimals` places."""
    exact = Decimal(str(value))
    precise = Context(prec=max(28, exact.adjusted() + decimals + 2), rounding=ROUND_HALF_UP)
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), context=precise)
    written = f"{rounded or abs(rounded):,.{decimals}f}"  # no "-0"
    if active_language() == "fr":
        return written.replace(",", NBSP).replace(".", ",")
    return written


def file_size(size: int) -> str:
    """Write a size given in bytes: « 1,2 Mo », « 340 Ko » or "1.2 MB", "340 KB" (1 KB is 1,024 bytes)."""
    french = active_language() == "fr"
    kilobytes = max(1, round(size / 1024))
    if kilobytes < 1024:
        return f"{number(kilobytes)}{NBSP}{'Ko' if french else 'KB'}"
    return f"{number(size / 1024 / 1024, 1)}{NBSP}{'Mo' if french else 'MB'}"
