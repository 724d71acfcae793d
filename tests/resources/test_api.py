"""Resources and terms in the public API: what everyone may see, found as in the toolkit."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms import access
from cms.models import PortalDocument
from resources.models import DocumentText
from tests.conftest import Visitor
from tests.factories.files import DocumentFactory, private_collection
from tests.factories.organizations import AudienceFactory, OrganizationFactory, RegionFactory, ServiceFactory
from tests.factories.records import TopicFactory
from tests.factories.resources import ResourceFactory, ResourceFileFactory, ResourceTypeFactory

pytestmark = pytest.mark.django_db
API = "/api/v2/resources/"


def titles(visit: Visitor, query: str = "") -> list[str]:
    return [item["title_en"] for item in visit.get(f"{API}?{query}").json()["items"]]


# --- what it tells ----------------------------------------------------------------------------------


def test_a_resource_is_told_in_both_languages(visit: Visitor) -> None:
    resource = ResourceFactory(
        title_fr="Logement",
        title_en="Housing",
        topics=[TopicFactory(key="housing", name_fr="Logement", name_en="Housing")],
        audiences=[AudienceFactory()],
        partners=[OrganizationFactory(key="public"), OrganizationFactory(key="draft", live=False)],
        year=2024,
        licence="cc-by",
        body_en=[("rich_text", "<p>Hello</p>")],
    )
    found = visit.get(f"{API}{resource.pk}/").json()
    assert (found["title_fr"], found["title_en"], found["year"], found["licence"]) == (
        "Logement", "Housing", 2024, "cc-by"
    )  # fmt: skip
    assert found["topics"] == [{"key": "housing", "name_fr": "Logement", "name_en": "Housing"}]
    assert found["resource_type"]["key"] == "guide"
    assert [partner["key"] for partner in found["partners"]] == ["public"]
    assert found["body_en"][0]["value"] == "<p>Hello</p>"
    (item,) = visit.get(API).json()["items"]
    assert item["summary_fr"] == "Ce que dit la ressource."
    assert "body_en" not in item


def test_files_and_links_have_their_address_and_what_is_known_of_them(visit: Visitor) -> None:
    resource = ResourceFactory()
    file = ResourceFileFactory(resource=resource, title_fr="Le guide")
    DocumentText.objects.update_or_create(document=file.document, defaults={"pages": 12})
    link = ResourceFileFactory(resource=resource, url="https://example.org/", language="en")
    told = visit.get(f"{API}{resource.pk}/").json()["files"]
    assert told[0] == {
        "url": f"http://localhost:8000/files/{file.uid}/",
        "title_fr": "Le guide",
        "title_en": "",
        "kind": "pdf",
        "language": "fr",
        "setting": "both",
        "size": PortalDocument.objects.get().file_size,
        "pages": 12,
    }
    assert (told[1]["url"], told[1]["kind"], told[1]["size"]) == (
        f"http://localhost:8000/files/{link.uid}/", "link", None
    )  # fmt: skip


# --- filters ----------------------------------------------------------------------------------------


def test_the_toolkits_own_filters_hold(visit: Visitor) -> None:
    housing = TopicFactory(key="housing", name_en="Housing")
    ResourceFactory(title_en="One", topics=[housing], setting="urban", year=2020, audiences=[AudienceFactory()])
    ResourceFactory(title_en="Two", topics=[housing], setting="both", resource_type=ResourceTypeFactory(key="tool"))
    ResourceFactory(title_en="Three", title_fr="Trois", setting="small-centre", year=2021)
    assert titles(visit) == ["Three", "Two", "One"]
    for query, expected in {
        "topic=housing": ["Two", "One"],
        "topic=housing&setting=small-centre": ["Two"],
        "type=tool": ["Two"],
        "audience=the-public": ["One"],
        "year=2020&year=2021": ["Three", "One"],
        "language=fr": ["Three", "Two", "One"],
        "q=housing": ["Two", "One"],
        "q=trois": ["Three"],
        "topic=nonsense": ["Three", "Two", "One"],
        "limit=1&offset=1": ["Two"],
        "sort=newest": ["Three", "Two", "One"],
    }.items():
        assert sorted(titles(visit, query)) == sorted(expected), query
    assert titles(visit, "sort=newest&limit=2") == ["Three", "Two"]


@pytest.mark.parametrize(
    "query", ["order=title_en", "search=x", "live=false", "access=1", "fields=access", "limit=-1", "offset=x", "new=1"]
)
def test_what_makes_no_sense_is_refused_in_words(visit: Visitor, query: str) -> None:
    answer = visit.get(f"{API}?{query}")
    assert answer.status_code == 400
    assert answer.json()["message"]


@pytest.mark.parametrize("query", ["q=%F0%9F%98%80", "year=x", "sort=nonsense", "topic=%27", "fields=_,id"])
def test_nonsense_breaks_nothing(visit: Visitor, query: str) -> None:
    ResourceFactory()
    assert visit.get(f"{API}?{query}").status_code == 200


# --- what it never tells ----------------------------------------------------------------------------


def test_nothing_restricted_or_unpublished_appears_or_is_counted(visitor: Any, member: Any) -> None:
    secret = TopicFactory(key="secret")
    hidden = ResourceFactory(title_en="Zebra", codes=[access.MEMBERS], topics=[secret])
    draft = ResourceFactory(title_en="Zebu", live=False, topics=[secret])
    ResourceFactory(title_en="Open")
    visit = visitor(user=member)  # nobody is signed in here
    for query in ("", "topic=secret", "q=zebra", "type=guide"):
        answer = visit.get(f"{API}?{query}").json()
        assert answer["meta"]["total_count"] == len(answer["items"]) == (query in ("", "type=guide")), query
    for resource in (hidden, draft):
        assert visit.get(f"{API}{resource.pk}/").status_code == 404


def test_a_file_of_a_private_collection_is_not_told_of(visit: Visitor) -> None:
    resource = ResourceFactory()
    ResourceFileFactory(resource=resource, document=DocumentFactory(collection=private_collection()))
    open_file = ResourceFileFactory(resource=resource)
    assert [file["url"].split("/")[-2] for file in visit.get(f"{API}{resource.pk}/").json()["files"]] == [
        str(open_file.uid)
    ]


def test_it_costs_the_same_with_two_and_with_ten(visit: Visitor) -> None:
    partner = OrganizationFactory()
    costs = []
    for size in (2, 8):
        for _ in range(size):
            ResourceFactory(
                topics=[TopicFactory()],
                audiences=[AudienceFactory()],
                partners=[partner],
                body_fr=[("rich_text", "<p>Bonjour</p>")],
            )
        names = "title_fr,topics,audiences,partners,body_fr,resource_type"
        visit.get(f"{API}?limit=1&type=guide")  # what workers keep is read
        with CaptureQueriesContext(connection) as queries:
            answer = visit.get(f"{API}?fields={names}&limit=20&type=guide")
        assert answer.status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


# --- terms ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("endpoint", "make"),
    [
        ("topics", TopicFactory),
        ("audiences", AudienceFactory),
        ("resource-types", ResourceTypeFactory),
        ("services", ServiceFactory),
        ("regions", RegionFactory),
    ],
)
def test_the_words_of_each_vocabulary_are_told_in_their_order(visit: Visitor, endpoint: str, make: Any) -> None:
    make(key="second", name_fr="Deux", name_en="Two", order=2)
    first = make(key="first", name_fr="Un", name_en="One", order=1)
    answer = visit.get(f"/api/v2/{endpoint}/").json()
    assert answer["meta"]["total_count"] == 2
    assert [item["key"] for item in answer["items"]] == ["first", "second"]
    told = visit.get(f"/api/v2/{endpoint}/{first.pk}/").json()
    assert (told["name_fr"], told["name_en"], told["order"]) == ("Un", "One", 1)
    assert visit.get(f"/api/v2/{endpoint}/?order=key").status_code == 400
