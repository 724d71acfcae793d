""" "Did you mean": words of public things only, as most spell them, and only where they find something."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms import access, spelling
from cms.models import SearchWord
from home.models import HomePage
from tests.factories.organizations import OrganizationFactory
from tests.factories.pages import StandardPageFactory, restrict
from tests.factories.resources import ResourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def words(db: None) -> None:
    for _ in range(2):
        ResourceFactory(title_fr="Trouver un logement", title_en="Finding housing")
    ResourceFactory(title_fr="Établissement et intégration", title_en="Settlement and integration")
    ResourceFactory(title_fr="ÉTABLISSEMENT des aînés", title_en="")
    ResourceFactory(title_fr="Etablissement sans accent", title_en="")
    spelling.refresh_words()


def test_words_are_kept_once_for_each_language_as_most_spell_them(words: None) -> None:
    found = SearchWord.objects.get(language="fr", folded="etablissement")
    assert (found.word, found.uses) == ("établissement", 3)
    assert not SearchWord.objects.filter(folded__in=["et", "un"]).exists()


TYPED = [
    ("fr", "logemant", "logement"),
    ("fr", "etablisement", "établissement"),
    ("en", "Houssing", "housing"),
    ("fr", "trouver logemnt", "trouver logement"),
    ("fr", '"logemant"', '"logement"'),
    ("fr", "setlement", "settlement"),
]


@pytest.mark.parametrize(("language", "typed", "meant"), TYPED)
def test_a_mistyped_word_is_corrected(words: None, language: str, typed: str, meant: str) -> None:
    assert spelling.did_you_mean(typed, language) == meant


@pytest.mark.parametrize("typed", ["logement", "LOGEMENT", "xqzwvk", "", "!!!", "12345", "ab", "🙂", "%", "'"])
def test_what_is_known_or_like_nothing_gets_no_offer(words: None, typed: str) -> None:
    assert spelling.did_you_mean(typed, "fr") == ""


def test_nothing_is_offered_that_finds_nothing(words: None) -> None:
    assert spelling.did_you_mean("logemant xqzwvk", "fr") == ""


def test_an_offer_holds_for_the_kind_that_is_searched(words: None) -> None:
    OrganizationFactory(title_en="Zyzzyva House")
    spelling.refresh_words()
    assert spelling.did_you_mean("zyzyva", "en") == "zyzzyva"
    assert spelling.did_you_mean("zyzyva", "en", kind="resource") == ""


def test_words_of_restricted_things_are_never_kept(english_home: HomePage, editor: Any) -> None:
    ResourceFactory(title_en="Quixotry", codes=[access.MEMBERS])
    organization = OrganizationFactory(title_en="Xylograph")
    organization.access.set([access.access_group(access.FUNDERS)])
    organization.save()
    branch = StandardPageFactory(parent=english_home, title="Branch")
    StandardPageFactory(parent=branch, title="Zyzzyva")
    restrict(branch)
    OrganizationFactory(description_en="Mnemonics", visibility={"description": "hidden"})
    spelling.refresh_words()
    assert not SearchWord.objects.filter(folded__in=["quixotry", "xylograph", "zyzzyva", "mnemonics"]).exists()
    assert spelling.did_you_mean("quixotri", "en", editor) == ""


def test_a_word_leads_nobody_to_what_they_may_not_see(member: Any) -> None:
    resource = ResourceFactory(title_en="Quixotry")
    spelling.refresh_words()
    resource.access.set([access.access_group(access.MEMBERS)])
    resource.save()
    assert spelling.did_you_mean("quixotri", "en") == ""
    assert spelling.did_you_mean("quixotri", "en", member) == "quixotry"


def test_an_offer_costs_two_queries_beside_the_stamp(words: None, django_assert_max_num_queries: Any) -> None:
    spelling.did_you_mean("logemant", "fr")
    with django_assert_max_num_queries(3):
        assert spelling.did_you_mean("logemant trouvr etablisement", "fr") == ""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60))
def test_whatever_is_typed_gets_an_answer(words: None, typed: str) -> None:
    assert isinstance(spelling.did_you_mean(typed, "fr"), str)
