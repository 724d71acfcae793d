"""What holds a term: counted in one query, and kept from being deleted while anything does."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Revision

from cms.models import Audience, Region, ResourceType, Topic
from cms.vocabulary.usage import TermInUseError, relations_to, uses_in_words, uses_of, with_uses
from home.models import AudiencePage
from resources.models import Resource
from tests.factories.organizations import AudienceFactory, CommunityFactory, OrganizationFactory, ServiceFactory
from tests.factories.records import TopicFactory
from tests.factories.resources import PresetListingFactory, ResourceFactory, ResourceTypeFactory

pytestmark = pytest.mark.django_db


def url(model: Any, action: str, *args: Any) -> str:
    return reverse(model.snippet_viewset.get_url_name(action), args=args)


def test_every_kind_of_holder_counts_also_without_a_name_for_the_way_back(english_home: Any) -> None:
    audience = AudienceFactory()
    ResourceFactory(audiences=[audience])
    organization = OrganizationFactory()
    organization.audiences.add(audience)
    organization.save()
    PresetListingFactory(audiences=[audience])
    english_home.add_child(instance=AudiencePage(title="For you", audience=audience))
    (counted,) = with_uses(Audience.objects.all())
    assert counted.uses == 4
    for words in ("Resources: 1", "Organizations: 1", "Preset listings: 1", "Audience pages: 1"):
        assert words in uses_in_words(counted)
    assert uses_of(audience).count() == 4


def test_the_communities_of_a_region_count() -> None:
    region = CommunityFactory().region
    assert with_uses(Region.objects.all()).get(pk=region.pk).uses == 1


def test_what_holds_a_term_in_its_draft_only_is_told_apart() -> None:
    topic, other = TopicFactory(), TopicFactory()
    resource = ResourceFactory(topics=[other])
    resource.topics.set([topic])
    resource.save_revision()
    assert uses_of(topic).words == ["Resources: 1 (in the draft only)"]
    assert uses_of(other).words == ["Resources: 1"]


# --- deleting -------------------------------------------------------------------------------------


def test_a_term_that_nothing_holds_is_deleted() -> None:
    TopicFactory().delete()
    assert not Topic.objects.exists()


@pytest.mark.parametrize("way", ["one", "many"])
def test_no_code_deletes_a_term_in_use(way: str) -> None:
    topic = TopicFactory()
    ResourceFactory(topics=[topic])
    with pytest.raises(TermInUseError), transaction.atomic():
        topic.delete() if way == "one" else Topic.objects.all().delete()
    assert Resource.objects.get().topics.get() == topic


def test_a_term_that_only_a_draft_holds_stays_too() -> None:
    topic = TopicFactory()
    resource = ResourceFactory()
    resource.topics.set([topic])
    resource.save_revision()
    with pytest.raises(TermInUseError):
        topic.delete()


def test_an_old_version_neither_keeps_a_term_nor_breaks_without_it() -> None:
    old, new = ResourceTypeFactory(key="old"), ResourceTypeFactory(key="new")
    resource = ResourceFactory(resource_type=old)
    first = resource.save_revision()
    first.publish()
    resource.refresh_from_db()
    resource.resource_type = new
    resource.save_revision().publish()
    old.delete()
    assert Revision.objects.get(pk=first.pk).as_object().resource_type is None
    assert not ResourceType.objects.filter(key="old").exists()


# --- the admin ------------------------------------------------------------------------------------


def test_the_delete_view_says_what_holds_the_term_and_refuses(visitor: Any, moderator: Any) -> None:
    topic = TopicFactory()
    ResourceFactory(topics=[topic])
    client = visitor(user=moderator)
    address = url(Topic, "delete", topic.pk)
    html = client.read(address)
    assert "Resources: 1" in html
    assert url(Topic, "usage", topic.pk) in html
    assert "Yes, delete" not in html
    answer = client.post(address)
    assert "Resources: 1" in answer.content.decode()
    assert Topic.objects.exists()
    Resource.objects.get().delete()
    assert "Yes, delete" in client.read(address)
    assert client.post(address).status_code == 302
    assert not Topic.objects.exists()


def test_several_are_deleted_where_nothing_holds_any_of_them(visitor: Any, moderator: Any) -> None:
    free, held = TopicFactory(), TopicFactory()
    resource = ResourceFactory(topics=[held])
    address = reverse("wagtail_bulk_action", args=["cms", "topic", "delete"])
    address = f"{address}?id={free.pk}&id={held.pk}&next={url(Topic, 'list')}"
    client = visitor(user=moderator)
    assert "Resources: 1" in client.read(address)
    assert client.post(address).status_code == 200
    assert Topic.objects.count() == 2
    resource.delete()
    assert client.post(address).status_code == 302
    assert not Topic.objects.exists()


def test_the_usage_of_a_term_names_what_the_reader_may_edit(visitor: Any, editor: Any) -> None:
    service = ServiceFactory()
    organization = OrganizationFactory(title_en="Prairie Welcome")
    organization.services.add(service)
    organization.save()
    html = visitor(user=editor).read(url(type(service), "usage", service.pk))
    assert "Organization" in html
    assert "Prairie Welcome" not in html  # editors do not see organizations in the admin


def test_the_list_costs_the_same_with_two_and_with_ten(visitor: Any, editor: Any) -> None:
    client = visitor(user=editor)
    costs = []
    for size in (2, 8):
        for _ in range(size):
            ResourceFactory(topics=[TopicFactory()])
        with CaptureQueriesContext(connection) as queries:
            html = client.read(f"{url(Topic, 'list')}?ordering=-uses")
        costs.append(len(queries))
    assert html.count("Resources: 1") == 10
    assert costs[0] == costs[1]


def test_every_vocabulary_knows_its_relations() -> None:
    assert {relation.owner for relation in relations_to(ResourceType)} >= {Resource}
