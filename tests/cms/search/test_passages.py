"""Passages: where the words stand in what was found, marked, and harmless whatever the text holds."""

from collections.abc import Callable

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from cms.search import passages
from cms.search_index import Entry
from tests.cms.search.conftest import KIND

FILLER = "Il y a beaucoup à lire avant d’y arriver, et rien de cela ne répond. " * 100


def entry(key: str = "1", *, fr: str = "", en: str = "", summary_fr: str = "", title: str = "T") -> Entry:
    return Entry(key, {"fr": title, "en": title}, {"fr": summary_fr, "en": ""}, {}, {"fr": fr, "en": en})


def test_words_are_marked_by_their_stems_and_without_regard_to_accents(leaflets: Callable[..., None]) -> None:
    leaflets(entry(fr="Nos services d’établissement aident chacun."))
    assert "établissement</mark>" in passages(KIND, ["1"], "etablissements", "fr")["1"].html
    leaflets(entry("2", en="One policy for all towns."), entry("3", fr="Une œuvre de charité."))
    assert "<mark>policy</mark>" in passages(KIND, ["2"], "policies", "en")["2"].html
    assert "<mark>œuvre</mark>" in passages(KIND, ["3"], "oeuvres", "fr")["3"].html


def test_a_passage_deep_in_a_long_text_is_found_and_short(leaflets: Callable[..., None]) -> None:
    leaflets(entry(fr=f"{FILLER} Le logement manque dans les petits centres. {FILLER}"))
    passage = passages(KIND, ["1"], "logements", "fr")["1"].html
    assert "<mark>logement</mark>" in passage
    assert passage.startswith("…") or passage[0].isupper()
    assert len(passage) < 500


def test_words_that_only_begin_alike_are_passed_over(leaflets: Callable[..., None]) -> None:
    leaflets(entry(fr=f"Une municipalité. {FILLER} Le règlement municipal."))
    assert "<mark>municipal</mark>" in passages(KIND, ["1"], "municipaux", "fr")["1"].html


def test_a_summary_goes_before_the_text_and_is_shown_whole(leaflets: Callable[..., None]) -> None:
    leaflets(entry(fr="Du logement au texte.", summary_fr="de « logement » au résumé."))
    assert passages(KIND, ["1"], "logement", "fr")["1"].html == "de « <mark>logement</mark> » au résumé."


def test_the_readers_language_goes_first_and_the_other_is_named(leaflets: Callable[..., None]) -> None:
    leaflets(entry(fr="Un guide pour tous.", en="A guide for all."), entry("2", en="A guide for all."))
    found = passages(KIND, ["1", "2"], "guide", "fr")
    assert {key: passage.language for key, passage in found.items()} == {"1": "fr", "2": "en"}


def test_the_other_language_is_not_looked_at_where_the_title_bears_the_words(leaflets: Callable[..., None]) -> None:
    leaflets(entry(title="Guide", fr="Rien de tel ici.", en="A guide for all."))
    assert passages(KIND, ["1"], "guide", "fr") == {}


def test_letters_that_grow_and_letters_that_are_two_in_one_are_marked_where_they_stand(
    leaflets: Callable[..., None],
) -> None:
    leaflets(entry(fr="İİ ŒUVRE, chef-d’œuvre, poète et manœuvre : du logement."))
    for words, marked in (("oeuvre", "ŒUVRE"), ("oeuvre", "œuvre"), ("poete", "poète"), ("logement", "logement")):
        html = passages(KIND, ["1"], words, "fr")["1"].html
        assert f"<mark>{marked}</mark>" in html
        assert "man<mark>" not in html


def test_words_of_the_title_alone_give_no_passage(leaflets: Callable[..., None]) -> None:
    leaflets(entry(title="Logement", fr="Rien de tel ici."))
    assert passages(KIND, ["1"], "logement", "fr") == {}


def test_keys_come_back_as_they_were_given_and_only_those(leaflets: Callable[..., None]) -> None:
    leaflets(entry("1", fr="Du logement."), entry("2", fr="Du logement."))
    assert list(passages(KIND, [2], "logement", "fr")) == [2]
    assert passages(KIND, [], "logement", "fr") == {}
    assert passages(KIND, ["1"], "", "fr") == {}


HOSTILE = '<script>alert(1)</script> "guillemets" & \ue000logement\ue001 </mark><b>logement</b> <img src=x onerror=y>'


def test_what_a_text_holds_never_becomes_an_element(leaflets: Callable[..., None]) -> None:
    leaflets(entry(fr=HOSTILE, summary_fr="<mark>logement</mark> <i>"))
    for words in ("logement", "guillemets"):
        html = passages(KIND, ["1"], words, "fr")["1"].html
        bare = html.replace("<mark>", "").replace("</mark>", "")
        assert "<" not in bare
        assert ">" not in bare
        assert html.count("<mark>") == html.count("</mark>") > 0


ODD = [
    "!!!",
    "'",
    '"logement',
    "a & | ! b",
    "logement -guide",
    "été",
    "🙂",
    "\\",
    "%s %(kind)s",
    "(((",
    "de la",
    "e-mail@x.ca",
]


@pytest.mark.parametrize("words", ODD)
def test_whatever_somebody_types_gets_an_answer(leaflets: Callable[..., None], words: str) -> None:
    leaflets(entry(fr="Du logement, un guide.", en="Housing."))
    assert set(passages(KIND, ["1"], words, "fr")) <= {"1"}


def test_many_cost_as_many_queries_as_one(
    leaflets: Callable[..., None], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    leaflets(*(entry(str(number), fr="Du logement.") for number in range(20)))
    for count in (2, 20):
        with django_assert_num_queries(2):  # the texts, and which of their words bear the stems
            assert len(passages(KIND, map(str, range(count)), "logement", "fr")) == count
