"""Shows where somebody's words stand in what they found: a passage of its summary or text, the words marked.

`ts_headline` reads every word of what it is given, which is dear for a file of many pages. So the words are looked
for by the beginnings of their stems first, and only what lies around one of them is given to it. Marks are put as
characters of private use, the passage is escaped, and only then do they become elements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from cms.bilingual import LANGUAGES, active_language, other_language
from cms.fulltext import CONFIGURATIONS, forms, written
from cms.models import SearchEntry

Key = TypeVar("Key", int, str)

LONGEST_READ = 20_000  # characters of a text in which a passage is looked for
LONGEST_SUMMARY = 500  # characters of a summary, which is shown whole
BEFORE, AROUND = 100, 400  # characters of a passage before the word, and in all
START, STOP, WHOLE = "\ue000", "\ue001", "\ue002"  # of private use: cms.search_index keeps them out of what it writes
_MARKS = f"StartSel={START}, StopSel={STOP}"
_OF_TEXT, _OF_SUMMARY = f"{_MARKS}, MaxWords=32, MinWords=16, MaxFragments=1", f"{_MARKS}, HighlightAll=true"
#: Letters that fold → what a text may have in their place. First the two that are one, so that theirs fold after them.
_ACCENTED = {
    "oe": "œ",
    "a": "[aàâäá]",
    "c": "[cç]",
    "e": "[eéèêë]",
    "i": "[iîïí]",
    "o": "[oôöó]",
    "u": "[uùûüú]",
    "n": "[nñ]",
    "œ": "(?:o[eé]|œ)",
}
_ENDS = (".", "!", "?", "…", "»", "”")


@dataclass(frozen=True)
class Passage:
    """A passage with the words that were asked for in `<mark>`, and the language ("fr" or "en") it is in."""

    html: SafeString
    language: str


def passages(kind: str, keys: Iterable[Key], text: str, language: str = "") -> dict[Key, Passage]:
    """Return key → passage of those records of `kind` whose summary or text holds words of `text`: one query.

    A passage in `language` (the active one) goes before one in the other. Whom the records are visible to was asked
    before: `keys` are those that are shown.
    """
    wanted = {str(key): key for key in keys}
    found = _read("e.kind = %(kind)s AND e.key = ANY(%(keys)s)", {"kind": kind, "keys": list(wanted)}, text, language)
    return {wanted[key]: passage for _id, key, passage in found} if wanted else {}


def passages_of(ids: Iterable[int], text: str, language: str = "") -> dict[int, Passage]:
    """Return the same by the ids of entries, of whatever kind they are: one query."""
    found = _read("e.id = ANY(%(ids)s)", {"ids": list(ids)}, text, language)
    return {entry_id: passage for entry_id, _key, passage in found}


def _read(condition: str, parameters: dict[str, Any], text: str, language: str) -> Iterator[tuple[int, str, Passage]]:
    if not text:
        return
    own = language or active_language()
    parameters |= {"of_text": _OF_TEXT, "of_summary": _OF_SUMMARY}
    with connection.cursor() as cursor:
        cursor.execute(_statement(condition, text, own, parameters), parameters)
        rows = cursor.fetchall()
    for entry_id, key, in_own, in_other in rows:
        for passage, where in ((in_own, own), (in_other, other_language(own))):
            if passage and START in passage:
                yield entry_id, key, Passage(marked(passage), where)
                break


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


def _statement(condition: str, text: str, own: str, parameters: dict[str, Any]) -> str:
    """Return the query; what it is made of are names of the code's own, the words are among `parameters`.

    OFFSET 0 keeps PostgreSQL from working out a subquery once for each place where it is named.
    """
    asked = []
    for language in LANGUAGES:
        parameters[f"words_{language}"] = " ".join(forms(text, language))
        asked += [
            f"{written(text, language, parameters)} AS {language}",
            f"({_any_of_them(language)}) AS any_{language}",
            f"({_beginnings(language)}) AS beginnings_{language}",
        ]
    return f"""
        WITH asked AS MATERIALIZED (SELECT {", ".join(asked)})
        SELECT e.id, e.key, own.passage,
            CASE WHEN strpos(own.passage, '{START}') > 0 THEN '' ELSE {_passage(other_language(own))} END
        FROM {SearchEntry._meta.db_table} e
        CROSS JOIN asked
        CROSS JOIN LATERAL (SELECT {_passage(own)} AS passage OFFSET 0) own
        WHERE {condition}
    """  # noqa: S608


def _stems(language: str) -> str:
    """Return the SQL of the stems of the words that are asked for, as rows."""
    return f"unnest(tsvector_to_array(to_tsvector('{CONFIGURATIONS[language]}', %(words_{language})s))) stem"


def _any_of_them(language: str) -> str:
    """Return the SQL of the query whose words are marked: a passage may hold some of them only."""
    return f"SELECT string_agg(quote_literal(stem), ' | ')::tsquery FROM {_stems(language)}"  # noqa: S608


def _beginnings(language: str) -> str:
    """Return the SQL of a pattern of words that begin as the stems do, with and without accents."""
    one = "regexp_replace(stem, '(?<=...)[iy]$', '')"  # "polici" stands for "policies" and "policy"
    for letter, either in _ACCENTED.items():
        one = f"replace({one}, '{letter}', '{either}')"
    pattern = f"'(?i)\\m(?:' || string_agg({one}, '|') || ')\\w*'"
    return f"SELECT {pattern} FROM {_stems(language)} WHERE stem ~ '^\\w+$'"  # noqa: S608


def _passage(language: str) -> str:
    """Return the SQL of the passage in `language`, or of a text without marks where there is none.

    Of the words that begin alike, those that have one of the stems count; the rarest of them shows most.
    """
    configuration = CONFIGURATIONS[language]
    head = f"ts_headline('{configuration}', %s, any_{language}, %%(%s)s)"
    summary = f"'{WHOLE}' || {head % (f'left(e.summary_{language}, {LONGEST_SUMMARY})', 'of_summary')}"
    around = (
        f"substr(body.text, greatest(1, regexp_instr(body.text, '\\m' || best.word || '\\M') - {BEFORE}), {AROUND})"
    )
    return f"""
        CASE WHEN e.words_{language} @@ asked.{language} THEN (
            SELECT CASE WHEN strpos(summary.passage, '{START}') > 0 THEN summary.passage ELSE (
                SELECT {head % (around, "of_text")}
                FROM (SELECT left(e.text_{language}, {LONGEST_READ}) AS text OFFSET 0) body
                CROSS JOIN LATERAL (
                    SELECT words.word
                    FROM (
                        SELECT found[1] AS word, count(*) AS times
                        FROM regexp_matches(body.text, beginnings_{language}, 'g') found GROUP BY 1 OFFSET 0
                    ) words
                    WHERE to_tsvector('{configuration}', words.word) @@ any_{language}
                    ORDER BY words.times, words.word LIMIT 1
                ) best
            ) END
            FROM (SELECT {summary} AS passage OFFSET 0) summary
        ) ELSE '' END
    """  # noqa: S608
