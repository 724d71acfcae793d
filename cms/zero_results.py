"""Notes what was searched for and not found: the words and how often, never who it was."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from cms.bilingual import active_language
from cms.models import ZeroResultSearch

A_YEAR = datetime.timedelta(days=365)
LONGEST = 100  # characters
MOST = 20_000  # rows; what is new is not noted while there are as many
#: An address of mail or of a site, a number by which somebody may be known.
_PERSONAL = re.compile(r"@|\d(?:[\s.()-]*\d){4}|://|\bwww\.|\b[\w-]+\.(?:ca|com|org|net|gov|edu|info)\b")
_LETTERS = re.compile(r"[^\W\d_]")
_MACHINES = re.compile(r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|headless|^$", re.IGNORECASE)

_TABLE = ZeroResultSearch._meta.db_table
_STATEMENT = f"""
    INSERT INTO {_TABLE} AS held (words, language, place, times, first_on, last_on)
    SELECT %(words)s, %(language)s, %(place)s, 1, %(today)s, %(today)s
    WHERE (SELECT count(*) FROM {_TABLE}) < %(most)s
        OR EXISTS (SELECT 1 FROM {_TABLE} WHERE words = %(words)s AND language = %(language)s AND place = %(place)s)
    ON CONFLICT (words, language, place) DO UPDATE SET times = held.times + 1, last_on = EXCLUDED.last_on
"""  # noqa: S608 - a name of the code's own


def note(text: str, language: str = "", place: str = ZeroResultSearch.Place.SITE) -> bool:
    """Note that `text` found nothing in `place` for a reader of `language` (the active one). Returns whether it was.

    What looks like it says who somebody is, and what is shorter than two letters, is not kept.
    """
    words = normalised(text)
    if len(_LETTERS.findall(words)) < 2 or _PERSONAL.search(words):
        return False
    parameters: dict[str, Any] = {
        "words": words,
        "language": language or active_language(),
        "place": str(place),
        "today": timezone.localdate(),
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, parameters)
        return bool(cursor.rowcount)


def is_asked_by_a_person(request: HttpRequest) -> bool:
    """Whether a browser asks for a page to show it: robots and programs tell nothing about what is missing."""
    return request.method == "GET" and not _MACHINES.search(request.headers.get("User-Agent", ""))


def normalised(text: str) -> str:
    """Return `text` in small letters on one line, as long as it may be."""
    return " ".join(text.lower().split())[:LONGEST].strip()


def forget_old() -> str | None:
    """Delete what was searched once and longer than a year ago. Returns a sentence for the log."""
    count, _models = ZeroResultSearch.objects.filter(times=1, last_on__lt=timezone.localdate() - A_YEAR).delete()
    return f"{count} searches without a result forgotten" if count else None
