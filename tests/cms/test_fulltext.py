"""Search in both languages: stems, accents, stop words, and whatever somebody types."""

from typing import Any

import pytest
from django.contrib.postgres.search import SearchVector
from django.db import connection
from django.db.models import Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms import fulltext
from cms.models import Topic

pytestmark = pytest.mark.django_db


def finds(language: str, typed: str, text: str) -> bool:
    """Whether `typed` finds `text` in one language."""
    configuration = fulltext.CONFIGURATIONS[language]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_tsvector(%s::regconfig, %s) @@ websearch_to_tsquery(%s::regconfig, %s)",
            [configuration, text, configuration, typed],
        )
        return cursor.fetchone()[0]


FOUND = [
    ("fr", "etablissement", "Nos services d’établissements"),
    ("fr", "ecole", "l'école de la rivière"),
    ("fr", "l’ecole", "Deux écoles"),
    ("fr", "hopital", "les hôpitaux du Nord"),
    ("fr", "cheval", "des chevaux"),
    ("fr", "oeuvre", "Œuvres de charité"),
    ("en", "policies", "A housing policy"),
    ("en", "settle", "settling in"),
    ("en", "MUSEE", "musée"),
]


def test_stems_and_accents_are_folded() -> None:
    assert [item for item in FOUND if not finds(*item)] == []


def test_both_forms_of_a_french_word_in_i_are_asked_for() -> None:
    rows = Topic.objects.annotate(
        vector_fr=SearchVector("name_fr", config="portal_fr"), vector_en=SearchVector("name_en", config="portal_en")
    )
    Topic.objects.create(name_fr="Offres d’emploi", name_en="Jobs")
    Topic.objects.create(name_fr="Les emplois d’été", name_en="Summer work")
    for typed in ("emploi", "Emplois"):
        assert rows.filter(fulltext.matches(typed, {"fr": "vector_fr", "en": "vector_en"})).count() == 2


def test_stop_words_find_nothing_by_themselves_and_hinder_nothing() -> None:
    assert not finds("fr", "de la", "de la rivière")
    assert finds("fr", "centre de la riviere", "Centre Rivière")


def test_a_word_is_not_found_in_what_does_not_hold_it() -> None:
    assert not finds("fr", "logement", "Emploi à Brooks")


def test_what_somebody_types_becomes_one_line_of_some_length() -> None:
    assert fulltext.clean("  a\x00b\n\tc  ") == "a b c"
    assert len(fulltext.clean("x" * 5000)) == fulltext.LONGEST_QUERY


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_whatever_somebody_types_is_a_question(db: Any, typed: str) -> None:
    vectors = {"fr": "vector_fr", "en": "vector_en"}
    rows = Topic.objects.annotate(
        vector_fr=SearchVector(Value("école"), config="portal_fr"),
        vector_en=SearchVector(Value("school"), config="portal_en"),
    )
    text = fulltext.clean(typed)
    list(rows.filter(fulltext.matches(text, vectors)).annotate(rank=fulltext.rank(text, vectors, "fr")))
