"""Asks the search of the whole site (cms.models.SearchEntry) what answers to somebody's words.

A question is put to both languages' words at once (cms.fulltext). What was found in the title comes first, then in the
summary, then what has some of the words in its title, then what bears them as terms, then what was found in the text
and in files. The index of a listing (cms.listing_index) puts what exists in the reader's language before the rest, and
the newest first within each place; so PostgreSQL has nothing to rank and nothing to sort.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import connection

from cms.bilingual import LANGUAGES, active_language, other_language
from cms.fulltext import APOSTROPHE, SIMPLE, any_word, written
from cms.search_passages import Passage, passages, passages_of

__all__ = ["Passage", "found_by_place", "passages", "passages_of"]

OWN, OTHER = True, False
TEXT = "text"  # the place that knows all words of an entry: what answers is found there
#: Where a word counts most, first to last: the places of `portal_places` in the reader's language and in the other.
_PLACES = (
    (OWN, "title"),
    (OWN, "summary"),
    (OWN, "some"),
    (OTHER, "title"),
    (OWN, "terms"),
    (OTHER, "summary"),
    (OTHER, "some"),
    (OTHER, "terms"),
)
_STATEMENT = (
    "SELECT language, place, ids FROM portal_places(%(kind)s, {queries}, {some}, {plain}) WHERE ids IS NOT NULL"
)


class Answer(NamedTuple):
    """The ids of what answers to a question, and those of the places where its words stand, which may hold others too.

    The first place is the one that counts most; ids are in no order.
    """

    ids: list[int]
    places: list[list[int]]


def found_by_place(text: str, *, kind: str = "", language: str = "") -> Answer:
    """Return what answers to `text`, and where, for a reader of `language` (the active one): one query.

    The ids are those of entries, of any kind; where `kind` names one, those of its records. Whom they are visible to is
    not asked here: `cms.listing_index` does, before anything is counted.
    """
    own = language or active_language()
    parameters: dict[str, Any] = {"kind": kind, "text": text.replace(APOSTROPHE, " ")}
    statement = _STATEMENT.format(
        queries=", ".join(written(text, name, parameters) for name in LANGUAGES),
        some=", ".join(any_word(text, name, parameters) for name in LANGUAGES),
        plain=f"websearch_to_tsquery('{SIMPLE}', %(text)s)",
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows = cursor.fetchall()
    found = {(name, place): ids for name, place, ids in rows if place != TEXT}
    languages = {OWN: own, OTHER: other_language(own)}
    return Answer(
        [row_id for _name, place, ids in rows if place == TEXT for row_id in ids],
        [ids for whose, place in _PLACES if (ids := found.get((languages[whose], place)))],
    )
