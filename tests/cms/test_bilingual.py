"""Texts in two columns that are read in the active language."""

import copy
import pickle
from types import SimpleNamespace

import pytest
from django.utils import translation

from cms.bilingual import LocalizedText, Unaccented, active_language, localized, localized_fields, other_language
from cms.models import Region, Topic
from tests.factories.records import LeafletFactory, TopicFactory
from tests.records.models import Leaflet


def test_a_text_is_read_in_the_language_of_the_page() -> None:
    topic = Topic(name_fr="Logement", name_en="Housing")
    with translation.override("fr"):
        assert (topic.name, topic.name.language, topic.name.is_fallback) == ("Logement", "fr", False)
    with translation.override("en"):
        assert (topic.name, topic.name.language, topic.name.is_fallback) == ("Housing", "en", False)


def test_the_other_language_stands_in_for_a_missing_text_and_says_so() -> None:
    topic = Topic(name_fr="Logement")
    with translation.override("en"):
        assert (topic.name, topic.name.language, topic.name.is_fallback) == ("Logement", "fr", True)


def test_a_text_in_neither_language_is_empty_in_the_readers() -> None:
    with translation.override("fr"):
        assert (Topic().name, Topic().name.language) == ("", "fr")


@pytest.mark.parametrize(
    ("language", "active"), [("fr", "fr"), ("fr-ca", "fr"), ("en", "en"), ("en-ca", "en"), ("de", "en"), (None, "en")]
)
def test_every_language_counts_as_french_or_english(language: str | None, active: str) -> None:
    if language is None:
        with translation.override(None):
            assert active_language() == active
    else:
        with translation.override(language):
            assert active_language() == active


def test_a_third_language_has_no_other() -> None:
    assert (other_language("fr"), other_language("en")) == ("en", "fr")
    with pytest.raises(ValueError, match="de"):
        other_language("de")


def test_a_text_keeps_its_language_when_it_is_stored_or_copied() -> None:
    text = LocalizedText("Logement", "fr")
    for again in (pickle.loads(pickle.dumps(text)), copy.deepcopy(text)):  # noqa: S301
        assert (again, again.language, type(again)) == ("Logement", "fr", LocalizedText)


def test_a_value_that_is_not_text_comes_with_its_language() -> None:
    row = SimpleNamespace(body_fr=["un"], body_en=[])
    with translation.override("en"):
        body = localized(row, "body")
    assert (list(body), body.language, bool(body)) == (["un"], "fr", True)


def test_the_pairs_of_a_model_are_found() -> None:
    assert localized_fields(Topic) == ["name"]
    assert localized_fields(Leaflet) == ["body", "search_description", "slug", "summary", "title"]


def test_a_row_knows_the_languages_in_which_it_is_complete() -> None:
    assert Leaflet(title_fr="T", summary_fr="S", title_en="T").languages == ("fr",)
    assert Leaflet().languages == ()


@pytest.mark.django_db
def test_accented_letters_sort_with_the_plain_ones() -> None:
    for french, english in (("Zone", "Area"), ("École", "School"), ("Eau", "Water"), ("été", "Summer")):
        TopicFactory(name_fr=french, name_en=english)
    assert [t.name_fr for t in Topic.objects.in_order("fr")] == ["Eau", "École", "été", "Zone"]
    assert [t.name_en for t in Topic.objects.in_order("en")] == ["Area", "School", "Summer", "Water"]
    with translation.override("fr"):
        assert Topic.objects.in_order().first().name_fr == "Eau"


@pytest.mark.django_db
def test_a_record_sorts_by_the_text_that_is_shown() -> None:
    LeafletFactory(title_fr="Zèbre", title_en="", summary_en="")
    LeafletFactory(title_fr="Âne", title_en="Donkey")
    assert [str(leaflet) for leaflet in Leaflet.objects.in_order("en")] == ["Donkey", "Zèbre"]


@pytest.mark.django_db
def test_the_database_takes_accents_away() -> None:
    TopicFactory(name_fr="Éducation à l’œuvre")
    plain = Topic.objects.annotate(plain=Unaccented("name_fr")).get().plain
    assert plain == "Education a l'oeuvre" or plain == "Education a l’oeuvre"


# --- vocabulary terms -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_term_makes_its_key_from_its_english_name() -> None:
    assert TopicFactory(name_fr="Aînés", name_en="Seniors & elders").key == "seniors-elders"
    assert TopicFactory(name_fr="Aînés", name_en="").key == "aines"


@pytest.mark.django_db
def test_two_terms_of_one_name_have_two_keys() -> None:
    keys = [TopicFactory(name_en="Housing").key for _ in range(3)]
    assert keys == ["housing", "housing-2", "housing-3"]


@pytest.mark.django_db
def test_terms_of_two_vocabularies_may_share_a_key() -> None:
    assert TopicFactory(name_en="Central").key == "central"
    assert Region.objects.create(name_fr="Centre", name_en="Central").key == "central"


@pytest.mark.django_db
def test_a_name_without_a_letter_gets_a_key_all_the_same() -> None:
    assert TopicFactory(name_fr="§", name_en="—").key == "term"


@pytest.mark.django_db
def test_a_longest_name_still_fits_into_its_key() -> None:
    first, second = TopicFactory(name_en="a" * 80), TopicFactory(name_en="a" * 80)
    assert first.key != second.key
    assert len(second.key) <= 80


@pytest.mark.django_db
def test_a_key_stays_when_the_name_changes() -> None:
    topic = TopicFactory(name_en="Housing")
    topic.name_en = "Homes"
    topic.save()
    assert topic.key == "housing"
