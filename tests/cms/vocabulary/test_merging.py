"""Merging terms: whatever held one holds the other, once; drafts, addresses and files go on."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.apps import apps
from django.test import RequestFactory
from django.urls import reverse
from wagtail.log_actions import registry
from wagtail.models import ReferenceIndex
from wagtail_localize.models import TranslationSource

from cms import caching
from cms.listing import Filter, Listing, words_of
from cms.models import FormerKey, SearchEntry, Topic
from cms.vocabulary.merging import ACTION, CannotMergeTermsError, merge_terms, terms_merged
from home.models import AudiencePage
from members.models import Community
from resources.models import PresetListing, Resource
from tests.factories.organizations import AudienceFactory, CommunityFactory, OrganizationFactory, RegionFactory
from tests.factories.people import UserFactory
from tests.factories.records import TopicFactory
from tests.factories.resources import PresetListingFactory, ResourceFactory, ResourceTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def topics() -> tuple[Topic, Topic]:
    return TopicFactory(name_en="Housing", key="housing"), TopicFactory(name_en="Homes", key="homes")


def test_many_to_many_fields_hold_the_one_that_stays_once(topics: tuple[Topic, Topic]) -> None:
    keep, gone = topics
    both, one = ResourceFactory(topics=[keep, gone]), ResourceFactory(topics=[gone])
    preset = PresetListingFactory(topics=[gone])
    merge_terms(keep, [gone], user=None)
    for holder in (both, one, preset):
        assert list(type(holder).objects.get(pk=holder.pk).topics.all()) == [keep]
    assert not Topic.objects.filter(key="homes").exists()
    assert PresetListing.objects.count() == 1


def test_foreign_keys_of_every_app_hold_the_one_that_stays(english_home: Any) -> None:
    types = ResourceTypeFactory(key="guide"), ResourceTypeFactory(key="manual")
    ResourceFactory(resource_type=types[1])
    merge_terms(types[0], [types[1]], user=None)
    assert Resource.objects.get().resource_type == types[0]
    regions = RegionFactory(key="central"), RegionFactory(key="middle")
    CommunityFactory(region=regions[1])
    merge_terms(regions[0], [regions[1]], user=None)
    assert Community.objects.get().region == regions[0]
    audiences = AudienceFactory(key="public"), AudienceFactory(key="everyone")
    page = english_home.add_child(instance=AudiencePage(title="For you", audience=audiences[1]))
    source, _made = TranslationSource.get_or_create_from_instance(page)
    merge_terms(audiences[0], [audiences[1]], user=None)
    assert AudiencePage.objects.get(pk=page.pk).audience == audiences[0]
    source.refresh_from_db()
    assert json.loads(source.content_json)["audience"] == audiences[0].pk
    assert not ReferenceIndex.get_references_to(audiences[1]).exists()


def test_relations_without_a_way_back_move_too() -> None:
    keep, gone = AudienceFactory(key="public"), AudienceFactory(key="everyone")
    organization = OrganizationFactory()
    organization.audiences.add(gone)
    organization.save()
    merge_terms(keep, [gone], user=None)
    assert list(type(organization).objects.get().audiences.all()) == [keep]


def test_a_draft_is_published_afterwards_with_the_one_that_stays(topics: tuple[Topic, Topic]) -> None:
    keep, gone = topics
    types = ResourceTypeFactory(key="guide"), ResourceTypeFactory(key="manual")
    resource = ResourceFactory(resource_type=types[0])
    resource.topics.set([gone, keep])
    resource.resource_type = types[1]
    draft = resource.save_revision()
    merge_terms(keep, [gone], user=None)
    merge_terms(types[0], [types[1]], user=None)
    draft.refresh_from_db()
    draft.publish()
    resource = Resource.objects.get()
    assert (list(resource.topics.all()), resource.resource_type) == ([keep], types[0])


def test_several_go_at_once_and_their_keys_lead_on(topics: tuple[Topic, Topic]) -> None:
    keep, gone = topics
    older = TopicFactory(key="shelter")
    merge_terms(gone, [older], user=None)
    third = TopicFactory(key="rent")
    merge_terms(keep, [gone, third], user=None)
    assert sorted(FormerKey.objects.values_list("key", flat=True)) == ["homes", "rent", "shelter"]
    item = Filter("topic", "Topics", words_of(Topic.objects.all()))
    listing = Listing(RequestFactory().get("/?topic=homes&topic=shelter&topic=housing"), [item])
    assert [word.value for word in listing.chosen["topic"]] == ["housing"]
    TopicFactory(key="homes")
    assert not FormerKey.objects.filter(key="homes").exists()


def test_who_keeps_keys_elsewhere_is_told_and_workers_read_anew(topics: tuple[Topic, Topic]) -> None:
    keep, gone = topics
    told: list[Any] = []

    def hear(**said: Any) -> None:
        told.append((said["kept"], [term.key for term in said["gone"]]))

    before = caching.current_stamp()
    terms_merged.connect(hear)
    try:
        merge_terms(keep, [gone], user=None)
    finally:
        terms_merged.disconnect(hear)
    assert told == [(keep, ["homes"])]
    assert caching.current_stamp() > before


def test_the_search_finds_what_bore_the_other_by_the_name_that_stays(topics: tuple[Topic, Topic]) -> None:
    keep, gone = topics
    resource = ResourceFactory(topics=[gone])
    merge_terms(keep, [gone], user=None)
    entry = SearchEntry.objects.filter(kind="resource", key=str(resource.pk)).extra(
        where=["words_en @@ plainto_tsquery('portal_en', 'housing')"]
    )
    assert entry.exists()


def test_the_history_says_who_merged_what(topics: tuple[Topic, Topic]) -> None:
    keep, gone = topics
    user = UserFactory()
    merge_terms(keep, [gone], user=user)
    entry = registry.get_logs_for_instance(keep).get(action=ACTION)
    assert entry.user == user
    assert entry.formatter.format_message(entry) == "Merged into it: Homes (homes)"


@pytest.mark.parametrize("case", ["itself", "nothing", "no longer there"])
def test_what_cannot_be_merged_is_refused_and_nothing_changes(topics: tuple[Topic, Topic], case: str) -> None:
    keep, gone = topics
    others = {"itself": [keep], "nothing": [], "no longer there": [gone]}[case]
    if case == "no longer there":
        Topic.objects.filter(pk=gone.pk).delete()
    with pytest.raises(CannotMergeTermsError):
        merge_terms(keep, others, user=None)
    assert Topic.objects.filter(key="housing").exists()


# --- the admin ------------------------------------------------------------------------------------


def test_whoever_may_delete_terms_merges_them_in_the_list(
    visitor: Any, editor: Any, moderator: Any, topics: tuple[Topic, Topic]
) -> None:
    keep, gone = topics
    ResourceFactory(topics=[gone])
    address = reverse("wagtail_bulk_action", args=["cms", "topic", "merge"])
    address = f"{address}?id={keep.pk}&id={gone.pk}"
    assert "You may not merge" in visitor(user=editor).read(address)
    visitor(user=editor).post(address, {"stays": keep.pk})
    assert Topic.objects.count() == 2
    client = visitor(user=moderator)
    html = client.read(address)
    assert "Homes – Resources: 1" in html
    assert client.post(address, {"stays": TopicFactory().pk}).status_code == 200
    assert client.post(address, {"stays": keep.pk}).status_code == 302
    assert list(Resource.objects.get().topics.all()) == [keep]
    assert "Choose at least two" in client.read(address.rpartition("&")[0])


@pytest.mark.parametrize("label", ["cms/region", "cms/resourcetype", "members/servicelanguage"])
def test_every_vocabulary_has_the_action(visitor: Any, administrator: Any, label: str) -> None:
    app, model = label.split("/")
    term = apps.get_model(app, model).objects.create(name_fr="Un", name_en="One")
    address = reverse("wagtail_bulk_action", args=[app, model, "merge"])
    assert "Choose at least two" in visitor(user=administrator).read(f"{address}?id={term.pk}")
