"""Asks the search of the whole site (cms.models.SearchEntry) what answers to somebody's words.

A question is put to both languages' words at once (cms.fulltext). What exists in the reader's language comes first,
then what was found in title, summary and terms, in this order of weight, then what was found in the text and in files.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from cms.bilingual import LANGUAGES, active_language, other_language
from cms.fulltext import APOSTROPHE, SIMPLE, written
from cms.models import SearchEntry
from cms.search_passages import Passage, passages, passages_of

__all__ = ["Passage", "passages", "passages_of", "ranked_ids"]


def ranked_ids(kind: str, text: str, language: str = "") -> list[int]:
    """Return the ids of the records of `kind` that answer to `text`, best first for a reader of `language`: one query.

    Whom they are visible to is not asked here: `cms.listing_index` does, before anything is counted.
    """
    own = language or active_language()
    parameters: dict[str, Any] = {"kind": kind, "text": text.replace(APOSTROPHE, " ")}
    queries = {name: written(text, name, parameters) for name in LANGUAGES}
    other = other_language(own)
    plain = f"websearch_to_tsquery('{SIMPLE}', %(text)s)"
    titles = "".join(  # a question of stop words only: see cms.fulltext.title_matches
        f" OR numnode({queries[name]}) = 0"
        f" AND to_tsvector('{SIMPLE}', replace(e.title_{name}, '{APOSTROPHE}', ' ')) @@ {plain}"
        for name in LANGUAGES
    )
    statement = f"""
        WITH asked AS (SELECT {queries["fr"]} AS fr, {queries["en"]} AS en)
        SELECT array_agg(found.key::bigint ORDER BY found.own DESC, found.rank DESC, found.at DESC NULLS LAST, found.id)
        FROM (
            SELECT e.id, e.key, e.at, e.title_{own} <> '' AS own,
                ts_rank(e.head_{own}, asked.{own}) * 4 + ts_rank(e.head_{other}, asked.{other}) AS rank
            FROM {SearchEntry._meta.db_table} e, asked
            WHERE e.kind = %(kind)s
                AND (e.id IN (SELECT portal_found({queries["fr"]}, {queries["en"]})){titles})
        ) found
    """  # noqa: S608 - names of the code's own; the words are parameters
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        (ids,) = cursor.fetchone()
    return ids or []
