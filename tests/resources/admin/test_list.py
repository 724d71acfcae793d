"""The list of resources: what editors see of each, and what they find them by."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from resources.models import DownloadCount, LinkCheck, Resource
from tests.factories.organizations import AudienceFactory
from tests.factories.records import TopicFactory
from tests.factories.resources import ResourceFactory, ResourceFileFactory, ResourceTypeFactory
from tests.resources.admin.test_form import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(visitor: Any, moderator: Any) -> Any:
    return visitor(user=moderator)


def titles(html: str) -> set[str]:
    return {name for name in ("Guide", "Film", "Form") if f"The {name}" in html}


@pytest.fixture
def three(db: None) -> dict[str, Resource]:
    """A guide that has everything, a film in French only, a form that only exists as a draft."""
    today = timezone.localdate()
    guide = ResourceFactory(
        title_fr="Le guide de l’été",
        title_en="The Guide",
        key="the-key",
        resource_type=ResourceTypeFactory(key="guide"),
        topics=[TopicFactory(key="housing")],
        audiences=[AudienceFactory(key="volunteers")],
        setting="urban",
        year=2024,
        review_on=today,
        codes=["members"],
        is_machine_translated=True,
    )
    LinkCheck.objects.create(url="https://example.org/gone", state=LinkCheck.State.BROKEN).resources.add(guide)
    Resource.objects.filter(pk=guide.pk).update(behind_language="en")
    film = ResourceFactory(
        title_fr="The Film",
        title_en="",
        summary_en="",
        resource_type=ResourceTypeFactory(key="film"),
        review_on=today + datetime.timedelta(days=20),
    )
    film.save_revision()
    form = ResourceFactory(title_en="The Form", live=False, resource_type=ResourceTypeFactory(key="form"))
    return {"guide": guide, "film": film, "form": form}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=the-key", {"Guide"}),
        ("q=ete", {"Guide"}),
        ("q=FILM", {"Film"}),
        ("topics={topic}", {"Guide"}),
        ("audiences={audience}", {"Guide"}),
        ("resource_type={type}", {"Guide"}),
        ("setting=urban", {"Guide"}),
        ("languages=en", {"Film"}),
        ("languages=fr", set()),
        ("languages=behind", {"Guide"}),
        ("year=2024", {"Guide"}),
        ("state=live", {"Guide", "Film"}),
        ("state=changed", {"Film"}),
        ("state=draft", {"Form"}),
        ("state=moderation", set()),
        ("access=restricted", {"Guide"}),
        ("access=public", {"Film", "Form"}),
        ("review=due", {"Guide"}),
        ("review=soon", {"Guide", "Film"}),
        ("review=none", {"Form"}),
        ("is_machine_translated=true", {"Guide"}),
        ("broken=true", {"Guide"}),
        ("broken=false", {"Film", "Form"}),
        ("year=twenty&state=nonsense&topics=x", {"Guide", "Film", "Form"}),
        ("year=99999999999999999999", {"Guide", "Film", "Form"}),
    ],
)
def test_editors_find_resources_by_what_they_are(
    staff: Any, three: dict[str, Resource], query: str, found: set[str]
) -> None:
    guide = three["guide"]
    words = {
        "topic": guide.topics.get().pk,
        "audience": guide.audiences.get().pk,
        "type": guide.resource_type_id,
    }
    assert titles(staff.read(f"{url('list')}?{query.format(**words)}")) == found


@pytest.mark.parametrize(("language", "words"), [("en", "The Film (in French only)"), ("fr", "The Film")])
def test_a_title_in_the_other_language_says_so(
    visitor: Any, person: Any, three: dict[str, Resource], language: str, words: str
) -> None:
    html = visitor(user=person(role="Moderators", language=language)).read(url("list"))
    assert words in html
    assert ("The Film (" in html) == (language == "en")


def test_the_list_shows_downloads_of_twelve_months(staff: Any) -> None:
    file = ResourceFileFactory()
    today = timezone.localdate()
    for days, count in ((0, 21), (300, 13), (400, 1000)):
        DownloadCount.objects.create(
            resource=file.resource, file_uid=file.uid, day=today - datetime.timedelta(days=days), count=count
        )
    html = staff.read(f"{url('list')}?ordering=-used")
    assert "34" in html
    assert "1034" not in html


def test_the_list_says_when_what_has_no_revision_was_last_published(staff: Any) -> None:
    file = ResourceFileFactory(resource__last_published_at=timezone.now() - datetime.timedelta(days=3))
    DownloadCount.objects.create(resource=file.resource, file_uid=file.uid, day=timezone.localdate(), count=1234)
    html = staff.read(url("list"))
    assert "3\xa0days ago" in html
    assert "1,234" in html
    assert "Add a resource" in html


@pytest.mark.parametrize("column", ["resource_type__order", "setting", "live", "review_on", "used", "updated_at"])
def test_the_list_sorts_by_each_column(staff: Any, three: dict[str, Resource], column: str) -> None:
    for sign in ("", "-"):
        assert titles(staff.read(f"{url('list')}?ordering={sign}{column}")) == {"Guide", "Film", "Form"}


def test_the_list_costs_the_same_for_more_resources(staff: Any) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            staff.read(url("list"))
        return len(queries)

    ResourceFactory.create_batch(2)
    staff.read(url("list"))
    few = cost()
    ResourceFactory.create_batch(18)
    assert cost() == few
