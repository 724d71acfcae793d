"""Several resources at once: each is judged by itself, a draft beside it stays one, what is left out is said."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import WorkflowState

from resources.models import Resource
from resources.viewsets import bulk
from tests.factories.organizations import AudienceFactory
from tests.factories.records import TopicFactory
from tests.factories.resources import ResourceFactory, ResourceFileFactory, ResourceTypeFactory
from tests.resources.admin.test_form import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(visitor: Any, moderator: Any) -> Any:
    return visitor(user=moderator)


def address(action: str, *resources: Resource, query: str = "") -> str:
    ids = "&".join(f"id={resource.pk}" for resource in resources)
    return f"/cms/bulk/resources/resource/{action}/?{query or ids}&next={url('list')}"


def act(client: Any, action: str, *resources: Resource, query: str = "", **data: Any) -> str:
    """Carry `action` out and return the page that follows."""
    response = client.post(address(action, *resources, query=query), data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def anew(resource: Resource) -> Resource:
    return Resource.objects.get(pk=resource.pk)


def draft(resource: Resource, **texts: Any) -> None:
    for name, value in texts.items():
        setattr(resource, name, value)
    resource.save_revision(clean=False)


def test_topics_and_audiences_are_added_and_taken_off(staff: Any) -> None:
    old, new, audience = TopicFactory(), TopicFactory(), AudienceFactory()
    both = [ResourceFactory(topics=[old]), ResourceFactory()]
    data = {"add_topics": [new.pk], "remove_topics": [old.pk], "add_audiences": [audience.pk]}
    assert "2 resources were changed." in act(staff, "terms", *both, **data)
    for resource in both:
        assert list(anew(resource).topics.all()) == [new]
        assert list(anew(resource).audiences.all()) == [audience]
        assert anew(resource).live


def test_a_draft_beside_the_published_resource_gets_the_term_and_stays_a_draft(staff: Any) -> None:
    topic, resource = TopicFactory(), ResourceFactory(title_fr="Publié")
    draft(anew(resource), title_fr="Brouillon")
    act(staff, "terms", resource, add_topics=[topic.pk])
    row = anew(resource)
    assert (row.title_fr, list(row.topics.all())) == ("Publié", [topic])
    assert row.has_unpublished_changes
    beside = row.get_latest_revision_as_object()
    assert (beside.title_fr, list(beside.topics.all())) == ("Brouillon", [topic])


def test_an_incomplete_draft_is_tagged_too(staff: Any) -> None:
    topic = TopicFactory()
    resource = ResourceFactory(live=False, first_published_at=None, summary_fr="", summary_en="", resource_type=None)
    act(staff, "terms", resource, add_topics=[topic.pk])
    assert list(anew(resource).topics.all()) == [topic]
    assert not anew(resource).live


def test_what_is_as_wished_already_is_not_written_again(staff: Any) -> None:
    topic = TopicFactory()
    resource = ResourceFactory(topics=[topic])
    assert "Nothing was to be changed." in act(staff, "terms", resource, add_topics=[topic.pk])
    assert not anew(resource).revisions.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [({}, "Tick at least one topic or audience."), ({"add_topics": ["x"]}, "is not a valid value")],
)
def test_a_tag_that_says_nothing_is_refused(staff: Any, data: dict[str, Any], sentence: str) -> None:
    html = staff.post(address("terms", ResourceFactory()), data).content.decode()
    assert sentence in html


def test_a_term_is_not_added_and_taken_off_at_once(staff: Any) -> None:
    topic = TopicFactory()
    data = {"add_topics": [topic.pk], "remove_topics": [topic.pk]}
    html = staff.post(address("terms", ResourceFactory()), data).content.decode()
    assert "A term is either added or taken off." in html


def test_a_review_date_and_a_type_are_set(staff: Any) -> None:
    resources, kind = ResourceFactory.create_batch(2), ResourceTypeFactory(key="film")
    act(staff, "review", *resources, review_on="2027-03-01")
    act(staff, "type", *resources, resource_type=kind.pk)
    for resource in resources:
        assert anew(resource).review_on == datetime.date(2027, 3, 1)
        assert anew(resource).resource_type == kind
    act(staff, "review", *resources, review_on="")
    assert {anew(resource).review_on for resource in resources} == {None}


def test_drafts_are_published_and_what_is_not_complete_is_left_out_with_its_reason(staff: Any) -> None:
    whole = ResourceFactory(title_en="Whole", live=False, first_published_at=None)
    half = ResourceFactory(title_en="Half", live=False, first_published_at=None, summary_en="")
    html = act(staff, "publish", whole, half)
    assert "1 resource was published." in html
    assert "“Half” was left out. Write this too" in html
    assert anew(whole).live
    assert not anew(half).live


def test_a_draft_with_an_empty_row_of_files_is_not_published(staff: Any) -> None:
    resource = ResourceFactory(live=False, first_published_at=None)
    ResourceFileFactory(resource=resource, document=None)
    assert "Choose a file, or give the address of a link" in act(staff, "publish", resource)
    assert not anew(resource).live


def test_the_newest_draft_is_what_is_published(staff: Any) -> None:
    resource = ResourceFactory(title_fr="Publié")
    draft(anew(resource), title_fr="Brouillon")
    act(staff, "publish", resource)
    assert anew(resource).title_fr == "Brouillon"
    assert "Nothing was to be changed." in act(staff, "publish", resource)


def test_resources_are_unpublished_and_keep_their_drafts(staff: Any) -> None:
    resource = ResourceFactory()
    draft(anew(resource), title_fr="Brouillon")
    assert "1 resource was unpublished." in act(staff, "unpublish", resource)
    assert not anew(resource).live
    assert anew(resource).get_latest_revision_as_object().title_fr == "Brouillon"


def test_what_somebody_else_has_locked_is_left_out(staff: Any, administrator: Any) -> None:
    topic, resource = TopicFactory(), ResourceFactory()
    Resource.objects.filter(pk=resource.pk).update(locked=True, locked_by=administrator)
    assert "Somebody has locked it." in staff.read(address("terms", resource))
    act(staff, "terms", resource, add_topics=[topic.pk])
    assert not anew(resource).topics.exists()


def test_what_is_in_moderation_is_left_to_the_moderators(visitor: Any, editor: Any, staff: Any) -> None:
    topic, resource = TopicFactory(), ResourceFactory()
    draft(anew(resource), title_fr="Brouillon")
    row = anew(resource)
    row.get_workflow().start(row, editor)
    client = visitor(user=editor)
    assert "It is in moderation." in client.read(address("terms", resource))
    act(client, "terms", resource, add_topics=[topic.pk])
    assert not anew(resource).topics.exists()
    assert "It is in moderation: decide on it there." in act(staff, "publish", resource)
    act(staff, "terms", resource, add_topics=[topic.pk])
    state = WorkflowState.objects.get()
    assert state.status == WorkflowState.STATUS_IN_PROGRESS
    assert state.current_task_state.revision.as_object().title_fr == "Brouillon"
    assert list(state.current_task_state.revision.as_object().topics.all()) == [topic]
    assert anew(resource).title_fr != "Brouillon"


def test_what_waits_for_its_day_is_left_out(staff: Any) -> None:
    topic, resource = TopicFactory(), ResourceFactory(live=False, first_published_at=None)
    resource.go_live_at = timezone.now() + datetime.timedelta(days=2)
    resource.save_revision(clean=False).publish()
    act(staff, "terms", resource, add_topics=[topic.pk])
    assert not anew(resource).topics.exists()


@pytest.mark.parametrize("action", ["publish", "unpublish"])
def test_an_editor_publishes_and_unpublishes_nothing(visitor: Any, editor: Any, action: str) -> None:
    live, hidden = ResourceFactory(), ResourceFactory(live=False)
    client = visitor(user=editor)
    assert "You may not do this with it." in client.read(address(action, live, hidden))
    client.post(address(action, live, hidden))
    assert anew(live).live
    assert not anew(hidden).live


def test_all_in_the_list_are_those_that_it_shows(staff: Any) -> None:
    chosen, other = ResourceFactory(title_en="Housing", setting="urban"), ResourceFactory(title_en="Health")
    topic = TopicFactory()
    act(staff, "terms", query="id=all&setting=urban", add_topics=[topic.pk])
    act(staff, "terms", query="id=all&q=HOUSÏNG", add_topics=[topic.pk])
    assert list(anew(chosen).topics.all()) == [topic]
    assert not anew(other).topics.exists()
    act(staff, "delete", query="id=all&q=housing")
    assert list(Resource.objects.all()) == [other]


def test_too_many_at_once_are_refused_in_words(staff: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST", 1)
    assert "choose fewer at once" in staff.read(address("publish", *ResourceFactory.create_batch(2, live=False)))
    staff.post(address("publish", query="id=all"))
    assert not Resource.objects.filter(live=True).exists()


@pytest.mark.parametrize("query", ["", "id=", "id=x", "id=-1", "id=99999999999999999999", "id=all&year=x&q=zzz"])
def test_nonsense_chooses_nothing(staff: Any, query: str) -> None:
    assert "choose fewer at once" in staff.read(address("publish", query=query or "x=1"))


def test_a_hostile_title_is_text_in_the_question_and_the_answer(staff: Any, administrator: Any) -> None:
    evil = "<script>alert(1)</script>"
    resource = ResourceFactory(title_fr=evil, title_en=evil, locked=True, locked_by=administrator)
    assert evil not in staff.read(address("terms", resource))
    half = ResourceFactory(title_fr=evil, title_en=evil, summary_en="", live=False, first_published_at=None)
    assert evil not in act(staff, "publish", half)
