"""Two who merge at the same moment: real transactions, real threads."""

from __future__ import annotations

import pytest

from cms.models import FormerKey, Topic
from cms.vocabulary.merging import merge_terms
from resources.models import Resource
from tests.at_once import at_once
from tests.factories.records import TopicFactory
from tests.factories.resources import ResourceFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_merge_a_term_at_the_same_moment_one_wins() -> None:
    one, other, gone = TopicFactory(), TopicFactory(), TopicFactory(key="gone")
    ResourceFactory(topics=[gone])
    outcomes = at_once(
        lambda: merge_terms(one, [gone], user=None),
        lambda: merge_terms(other, [gone], user=None),
    )
    assert outcomes == ["CannotMergeTermsError", "done"]
    (kept,) = Resource.objects.get().topics.all()
    assert FormerKey.objects.get().object_id == kept.pk
    assert Topic.objects.count() == 2


def test_of_two_who_merge_terms_into_each_other_one_wins() -> None:
    one, other = TopicFactory(), TopicFactory()
    outcomes = at_once(lambda: merge_terms(one, [other], user=None), lambda: merge_terms(other, [one], user=None))
    assert outcomes == ["CannotMergeTermsError", "done"]
    assert Topic.objects.count() == 1
