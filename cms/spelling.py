""" "Did you mean": what somebody may have wanted to write, by the words that public things hold (SearchWord).

Words of what is restricted are never offered, and neither is a question that would find nothing for the one who asks.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from cms import fulltext
from cms.bilingual import LANGUAGES, active_language
from cms.models import SearchEntry, SearchWord
from cms.tree import current_tree

SHORTEST, LONGEST = 3, 40  # letters of a word that is kept or corrected
LONGEST_TEXT = 20_000  # characters of a thing's text whose words are kept
MOST_WORDS = 8  # of a question that are looked at
OWN_LANGUAGE = 0.05  # how much likeness a word of the reader's language is ahead by

_WORD = re.compile(r"[^\W\d_]+")
#: Latin letter → what is left of it without its accent; accents that stand alone go.
_FOLDED: dict[int, str] = {
    **{code: unicodedata.normalize("NFD", chr(code))[0] for code in range(0xC0, 0x250)},
    **dict.fromkeys(range(0x300, 0x370), ""),
    ord("œ"): "oe",
    ord("æ"): "ae",
    ord("ß"): "ss",
    ord("ø"): "o",
}
_TABLE = SearchWord._meta.db_table


# --- keeping the words ------------------------------------------------------------------------------


@transaction.atomic
def refresh_words() -> int:
    """Write the words of all that everyone may see anew, each as most spell it. Returns how many there are."""
    SearchWord.objects.all().delete()
    columns = ("title_fr", "summary_fr", "text_fr", "title_en", "summary_en", "text_en")
    public = SearchEntry.objects.visible_to(AnonymousUser(), current_tree()).order_by().values(*columns)
    entries, parameters = public.query.sql_with_params()
    texts = " UNION ALL ".join(
        f"SELECT '{language}' AS language, lower(concat_ws(' ', title_{language}, summary_{language},"  # noqa: S608
        f" left(text_{language}, {LONGEST_TEXT}))) AS text FROM entries"
        for language in LANGUAGES
    )
    statement = f"""
        INSERT INTO {_TABLE} (language, folded, word, uses)
        WITH entries ({", ".join(columns)}) AS ({entries}),
        words AS (
            SELECT language, regexp_split_to_table(text, '[^[:alpha:]]+') AS word FROM ({texts}) texts
        )
        SELECT language, unaccent(word), mode() WITHIN GROUP (ORDER BY word), count(*)
        FROM words WHERE length(word) BETWEEN {SHORTEST} AND {LONGEST}
        GROUP BY 1, 2
    """  # noqa: S608 - names of the code's own
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount


# --- offering them ----------------------------------------------------------------------------------

_NEAREST = f"""
    SELECT asked.word, nearest.word
    FROM unnest(%(words)s::text[]) asked (word)
    CROSS JOIN LATERAL (
        SELECT known.word FROM {_TABLE} known WHERE known.folded %% asked.word
        ORDER BY similarity(known.folded, asked.word) + CASE WHEN known.language = %(own)s THEN %(ahead)s ELSE 0 END
            DESC, known.uses DESC, known.word
        LIMIT 1
    ) nearest
    WHERE NOT EXISTS (SELECT 1 FROM {_TABLE} same WHERE same.language = ANY(%(languages)s) AND same.folded = asked.word)
"""  # noqa: S608 - a name of the code's own


def did_you_mean(text: str, language: str = "", user: Any = None, *, kind: str = "") -> str:
    """Return `text` with its unknown words spelled as the nearest known ones, "" where that finds nothing either.

    Words of `language` (the active one) go before those of the other. What is found is what `user` (nobody, where none
    is named) may see of `kind` (of everything): two queries at most.
    """
    corrected = _corrected(text, language or active_language())
    if corrected == text:
        return ""
    entries = SearchEntry.objects.visible_to(user or AnonymousUser(), current_tree())
    if kind:
        entries = entries.filter(kind=kind)
    found = entries.filter(pk__in=fulltext.found_ids(corrected)).exists()
    return corrected if found else ""


def _corrected(text: str, language: str) -> str:
    words = {folded(word) for word in _WORD.findall(text)[:MOST_WORDS] if SHORTEST <= len(word) <= LONGEST}
    if not words:
        return text
    parameters: dict[str, Any] = {
        "words": sorted(words),
        "own": language,
        "ahead": OWN_LANGUAGE,
        "languages": list(LANGUAGES),
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST, parameters)
        nearest = dict(cursor.fetchall())
    return _WORD.sub(lambda match: nearest.get(folded(match[0]), match[0]), text)


def folded(text: str) -> str:
    """Return `text` in small letters, without accents, as PostgreSQL's unaccent writes it."""
    return text.lower().translate(_FOLDED)
