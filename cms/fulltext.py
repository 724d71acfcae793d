"""Full-text search in both languages at once.

« logement » and "housing" have other stems in either language, so that a text is kept as one vector for each language
and a question is put to both: whoever searches in French also finds what is written in English only. Accents fold.
The text search configurations `portal_fr`, `portal_en` and `portal_simple` are made by a migration.
"""

from __future__ import annotations

import re
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, FloatField, Q, Value
from django.db.models.expressions import Combinable, CombinedExpression, RawSQL

from cms.bilingual import LANGUAGES, active_language, other_language

CONFIGURATIONS = {language: f"portal_{language}" for language in LANGUAGES}
SIMPLE = "portal_simple"
APOSTROPHE = "’"  # a letter to PostgreSQL, which only the French stemmer takes off: « d’été »
_FRENCH_I = re.compile(r"\b(\w{2,}i)s?\b")  # « emploi », « emplois », « amis »
LONGEST_QUERY = 200  # characters
OWN_LANGUAGE_COUNTS = 4.0  # times as much as the other


def clean(text: str) -> str:
    """Return what somebody typed as it can be searched for: one line, no control characters, not without end."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:LONGEST_QUERY]


def forms(text: str, language: str) -> list[str]:
    """Return what to ask for in `language`: `text`, and in French its other forms.

    The French stemmer leaves the plural of « emploi » and its like as it is: both forms are asked for.
    """
    if language != "fr":
        return [text]
    return list(dict.fromkeys([text, _FRENCH_I.sub(r"\1", text), _FRENCH_I.sub(r"\1s", text)]))


def written(text: str, language: str, parameters: dict[str, Any]) -> str:
    """Return the SQL of `text` as a query in `language`, for statements of one's own; its words go to `parameters`."""
    parts = []
    for number, form in enumerate(forms(text, language)):
        name = f"{language}{number}"
        parameters[name] = form
        parts.append(f"websearch_to_tsquery('{CONFIGURATIONS[language]}', %({name})s)")
    return f"({' || '.join(parts)})"


def any_word(text: str, language: str, parameters: dict[str, Any]) -> str:
    """Return the SQL of a query for any of the words of `text`; it is NULL where there is one word or none."""
    parameters[f"words_{language}"] = text
    stems = f"unnest(tsvector_to_array(to_tsvector('{CONFIGURATIONS[language]}', %(words_{language})s))) stem"
    query = "string_agg(quote_literal(stem), ' | ')::tsquery"
    return f"(SELECT CASE WHEN count(*) > 1 THEN {query} END FROM {stems})"  # noqa: S608 - names of the code's own


def question(text: str, language: str) -> SearchQuery:
    """Return `text` as a query in `language`; quotes, "or" and a minus mean what they mean in a search engine."""
    asked = [
        SearchQuery(form, config=CONFIGURATIONS[language], search_type="websearch") for form in forms(text, language)
    ]
    return reduce(or_, asked)


def matches(text: str, fields: dict[str, str]) -> Q:
    """Return the condition that `text` is found in either language; `fields` names the vector of each language."""
    found = Q()
    for language, field in fields.items():
        found |= Q(**{field: question(text, language)})
    return found


def found_ids(text: str) -> RawSQL:
    """Return the ids of the entries of the search (cms.models.SearchEntry) that hold `text` in either language."""
    parts, parameters = [], []
    for language in LANGUAGES:
        asked = forms(text, language)
        parts.append(" || ".join([f"websearch_to_tsquery('{CONFIGURATIONS[language]}', %s)"] * len(asked)))
        parameters += asked
    return RawSQL(f"SELECT portal_found({', '.join(parts)})", parameters)  # noqa: S611 - names of our own


def rank(text: str, fields: dict[str, str], language: str | None = None) -> CombinedExpression:
    """Return how well a row answers `text`: what is found in `language` (the active one) counts most."""
    own = language or active_language()
    other = other_language(own)
    best = SearchRank(F(fields[own]), question(text, own))
    rest = SearchRank(F(fields[other]), question(text, other))
    weighted = CombinedExpression(
        best, Combinable.MUL, Value(OWN_LANGUAGE_COUNTS, output_field=FloatField()), output_field=FloatField()
    )
    return CombinedExpression(weighted, Combinable.ADD, rest, output_field=FloatField())
