"""Shows where somebody's words stand in what they found: a passage of its summary or text, the words marked.

PostgreSQL's `ts_headline` takes every word of what it is given to the dictionaries, which is dear for two dozen texts.
So they are looked through here for words that begin as the stems do, and PostgreSQL is asked only which of those few
bear one of the stems. Marks are put as characters of private use, the passage is escaped, and only then do they become
elements.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from django.db import connection
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from cms.bilingual import active_language, other_language
from cms.fulltext import CONFIGURATIONS, forms
from cms.models import SearchEntry

Key = TypeVar("Key", int, str)

LONGEST_READ = 20_000  # characters of a text in which a passage is looked for
LONGEST_SUMMARY = 500  # characters of a summary, which is shown whole
BEFORE, AROUND = 80, 240  # characters of a passage before the word, and in all
MOST_CANDIDATES = 1000  # words that begin as the stems do, of which PostgreSQL is asked
START, STOP, WHOLE = "\ue000", "\ue001", "\ue002"  # of private use: cms.search_index keeps them out of what it writes
#: Letters of stems, which are folded → what a text may have in their place.
_ACCENTED = {
    "œ": "(?:o[eéèêë]|œ)",
    "a": "[aàâäá]",
    "c": "[cç]",
    "e": "[eéèêë]",
    "i": "[iîïí]",
    "o": "[oôöó]",
    "u": "[uùûüú]",
    "n": "[nñ]",
}
_SENTENCE_ENDS = re.compile(r"[.!?…»”]\s+")
_ENDS = (".", "!", "?", "…", "»", "”")


@dataclass(frozen=True)
class Passage:
    """A passage with the words that were asked for in `<mark>`, and the language ("fr" or "en") it is in."""

    html: SafeString
    language: str


class _Spot(NamedTuple):
    """Where a word stands in a text; `word` is in small letters."""

    start: int
    end: int
    word: str


class _Row(NamedTuple):
    """Summary and text of an entry, and where words begin as the stems do: in title, summary and text."""

    id: int
    key: str
    summary: str
    text: str
    spots: list[list[_Spot]]


class _Read(NamedTuple):
    """What was read in one language, and the stems that are asked for in it."""

    language: str
    stems: list[str]
    rows: list[_Row]


def passages(kind: str, keys: Iterable[Key], text: str, language: str = "") -> dict[Key, Passage]:
    """Return key → passage of those records of `kind` whose summary or text holds words of `text`.

    A passage in `language` (the active one) goes before one in the other, which is looked at only for what has no such
    words at all, in its title neither: three queries at most. Whom the records are visible to was asked before: `keys`
    are those that are shown.
    """
    wanted = {str(key): key for key in keys}
    parameters = {"kind": kind, "keys": list(wanted)}
    found = _found("kind = %(kind)s AND key = ANY(%(keys)s)", parameters, len(wanted), text, language)
    return {wanted[row.key]: passage for row, passage in found}


def passages_of(ids: Iterable[int], text: str, language: str = "") -> dict[int, Passage]:
    """Return the same by the ids of entries, of whatever kind they are."""
    wanted = list(ids)
    found = _found("id = ANY(%(ids)s)", {"ids": wanted}, len(wanted), text, language)
    return {row.id: passage for row, passage in found}


def _found(
    condition: str, parameters: Mapping[str, Any], count: int, text: str, language: str
) -> list[tuple[_Row, Passage]]:
    """Return the entries of `condition`, `count` of them at most, that have a passage, with it."""
    own = language or active_language()
    read: list[_Read] = []
    seen: list[int] = []
    for name in (own, other_language(own)):
        if text and len(seen) < count:
            read.append(_read(condition, {**parameters, "seen": seen}, text, name))
            seen += [row.id for row in read[-1].rows if any(row.spots)]
    known = _bearing_stems(read)
    return [
        (row, Passage(marked(passage), part.language))
        for part in read
        for row in part.rows
        if (passage := _passage(row, known[part.language]))
    ]


# --- reading --------------------------------------------------------------------------------------


def _read(condition: str, parameters: dict[str, Any], text: str, language: str) -> _Read:
    """Return the entries of `condition` but those that were seen, in one language: one query."""
    parameters["words"] = " ".join(forms(text, language))
    statement = f"""
        SELECT id, key, title_{language}, left(summary_{language}, {LONGEST_SUMMARY}),
            left(text_{language}, {LONGEST_READ}),
            (SELECT tsvector_to_array(to_tsvector('{CONFIGURATIONS[language]}', %(words)s)))
        FROM {SearchEntry._meta.db_table} WHERE {condition} AND NOT id = ANY(%(seen)s)
    """  # noqa: S608 - names of the code's own
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found = cursor.fetchall()
    stems = found[0][-1] if found else []
    pattern = _beginnings(stems)
    rows = [
        _Row(pk, key, summary, text, [_spots(pattern, place) for place in (title, summary, text)])
        for pk, key, title, summary, text, _stems in found
        if pattern
    ]
    return _Read(language, stems, rows)


def _beginnings(stems: Iterable[str]) -> re.Pattern[str] | None:
    """Return the pattern of words in small letters that begin as `stems` do, with and without accents.

    The first letter comes before the look at what stands before it, so that the search leaps from one such letter to
    the next.
    """
    parts = []
    for stem in stems:
        if not stem.isalnum():
            continue
        if len(stem) > 3:
            stem = re.sub("[iy]$", "", stem)  # "polici" stands for "policies" and "policy"
        first, *letters = [_ACCENTED.get(letter, letter) for letter in stem.replace("oe", "œ")]
        first = rf"{first}(?<!\w.)" if stem[:2] != "oe" else r"(?:o[eéèêë](?<!\w..)|œ(?<!\w.))"
        parts.append(f"{first}{''.join(letters)}\\w*")
    return re.compile("|".join(parts)) if parts else None


def _spots(pattern: re.Pattern[str], text: str) -> list[_Spot]:
    lowered = text.lower()
    if len(lowered) != len(text):  # İ alone grows by it
        lowered = text.replace("İ", "I").lower()
    return [_Spot(match.start(), match.end(), match[0]) for match in pattern.finditer(lowered)]


def _bearing_stems(read: Iterable[_Read]) -> dict[str, set[str]]:
    """Return those of the words in each language that bear one of the stems asked for: one query, or none."""
    asked, parameters = [], []
    for part in read:
        if words := list({spot.word: True for row in part.rows for spots in row.spots for spot in spots}):
            stems = f"tsvector_to_array(to_tsvector('{CONFIGURATIONS[part.language]}', word))"
            asked.append(f"SELECT '{part.language}', word FROM unnest(%s::text[]) word WHERE {stems} && %s::text[]")  # noqa: S608
            parameters += [words[:MOST_CANDIDATES], part.stems]
    known: dict[str, set[str]] = {part.language: set() for part in read}
    if asked:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(asked), parameters)
            for language, word in cursor.fetchall():
                known[language].add(word)
    return known


# --- choosing and marking -------------------------------------------------------------------------


def _passage(row: _Row, known: set[str]) -> str:
    """Return the summary with marks, or what lies around the rarest of the words in the text, or nothing."""
    _in_title, in_summary, in_text = row.spots
    if spots := [spot for spot in in_summary if spot.word in known]:
        return WHOLE + _with_marks(row.summary, spots, 0, len(row.summary))
    spots = [spot for spot in in_text if spot.word in known]
    if not spots:
        return ""
    times = Counter(spot.word for spot in spots)
    best = min(spots, key=lambda spot: (times[spot.word], spot.start))
    start, end = _around(row.text, best)
    return _with_marks(row.text, [spot for spot in spots if start <= spot.start and spot.end <= end], start, end)


def _around(text: str, spot: _Spot) -> tuple[int, int]:
    """Return where a passage around `spot` begins and ends: with a sentence where one begins near, else with a word."""
    start = max(0, spot.start - BEFORE)
    before = text[start : spot.start]
    if ends := list(_SENTENCE_ENDS.finditer(before)):
        start += ends[-1].end()
    elif start and " " in before:
        start += before.index(" ") + 1
    end = min(len(text), start + AROUND)
    if end < len(text):
        end = max(text.rfind(" ", spot.end, end), spot.end)
    return start, end


def _with_marks(text: str, spots: Iterable[_Spot], start: int, end: int) -> str:
    parts = []
    for spot in spots:
        parts += [text[start : spot.start], START, text[spot.start : spot.end], STOP]
        start = spot.end
    return "".join([*parts, text[start:end]])


def marked(passage: str) -> SafeString:
    """Return a passage as HTML: escaped, with its marks as elements, and dots where a text goes on."""
    is_whole = passage.startswith(WHOLE)
    passage = " ".join(passage.removeprefix(WHOLE).split())
    if not is_whole and not passage.lstrip(f"{START}«“").lstrip()[:1].isupper():
        passage = f"… {passage}"
    if not is_whole and not passage.rstrip(STOP).endswith(_ENDS):
        passage = f"{passage} …"
    html = str(conditional_escape(passage)).replace(START, "<mark>").replace(STOP, "</mark>")
    return mark_safe(html)  # noqa: S308 - escaped above; the marks are the only elements
