"""What the admin tells of the toolkit: reviews, broken links, files that nobody can search, searches in vain."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms import roles
from cms.models import ZeroResultSearch
from members.roles import OFFICERS
from resources.models import DocumentText, LinkCheck
from tests.factories.resources import ResourceFactory, ResourceFileFactory
from tests.resources.admin.test_form import url

pytestmark = pytest.mark.django_db

REPORTS = ("resources_to_review", "broken_links", "unread_files")
FORMULA = "=1+1"


@pytest.fixture
def staff(visitor: Any, moderator: Any) -> Any:
    return visitor(user=moderator)


def in_days(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def broken(resource: Any, address: str = "https://example.org/gone", **fields: Any) -> LinkCheck:
    check = LinkCheck.objects.create(url=address, **{"state": LinkCheck.State.BROKEN, **fields})
    check.resources.add(resource)
    return check


def unread(state: str, **fields: Any) -> Any:
    file = ResourceFileFactory(**fields)
    DocumentText.objects.update_or_create(document=file.document, defaults={"state": state})
    return file


def exported(client: Any, address: str) -> str:
    response = client.get(address)
    return b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()


# --- reviews --------------------------------------------------------------------------------------


def test_the_report_of_reviews_lists_what_is_overdue_and_coming(staff: Any) -> None:
    for title, days in (("Overdue one", -5), ("Coming one", 20), ("Far one", 200), ("Next year", 500)):
        ResourceFactory(title_en=title, review_on=in_days(days))
    ResourceFactory(title_en="A draft", review_on=in_days(-5), live=False)
    expected = {"": 3, "?due_within=0": 1, "?due_within=30": 2, "?due_within=x": 3}
    for query, count in expected.items():
        html = staff.read(reverse("resources_to_review") + query)
        assert sum(title in html for title in ("Overdue one", "Coming one", "Far one")) == count, query
        assert "Next year" not in html
        assert "A draft" not in html


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_exported_without_formulas(visitor: Any, person: Any, name: str, language: str) -> None:
    client = visitor(user=person(role=roles.MODERATORS, language=language))
    resource = ResourceFactory(title_en=FORMULA, title_fr=FORMULA, review_on=in_days(-1))
    broken(resource)
    unread("protected", resource=resource)
    text = exported(client, f"{reverse(name)}?export=csv")
    assert f"'{FORMULA}" in text
    assert client.get(f"{reverse(name)}?export=xlsx").status_code == 200


# --- links and files ------------------------------------------------------------------------------


def test_the_report_of_links_says_what_is_wrong_and_where(staff: Any) -> None:
    resource = ResourceFactory(title_en="Holds it")
    broken(resource, "https://example.org/a", status=404)
    broken(resource, "https://example.org/b", problem="dns")
    broken(resource, "https://10.0.0.1/c", state=LinkCheck.State.REFUSED)
    broken(resource, "https://example.org/d", state=LinkCheck.State.WORKS)
    html = staff.read(reverse("broken_links"))
    for words in ("404", "There is no such address", "Not a public address", url("edit", resource.pk), "Holds it"):
        assert words in html
    assert "https://example.org/d" not in html
    assert "https://10.0.0.1/c" not in staff.read(f"{reverse('broken_links')}?state=broken")


def test_the_report_of_files_says_why_each_was_not_read(staff: Any) -> None:
    unread("protected", resource__title_en="Locked one")
    unread("read", resource__title_en="Read one")
    html = staff.read(reverse("unread_files"))
    assert "Protected by a password" in html
    assert "Locked one" in html
    assert "Read one" not in html
    assert "Locked one" not in staff.read(f"{reverse('unread_files')}?state=too-large")


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_costs_the_same_for_more_rows(staff: Any, name: str) -> None:
    def fill(count: int) -> None:
        for number in range(count):
            resource = ResourceFactory(review_on=in_days(-1))
            broken(resource, f"https://example.org/{resource.pk}-{number}")
            unread("empty", resource=resource)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            staff.read(reverse(name))
        return len(queries)

    fill(2)
    staff.read(reverse(name))
    few = cost()
    fill(8)
    assert cost() == few


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (roles.MODERATORS, set(REPORTS)),
        (roles.EDITORS, set(REPORTS)),
        (roles.TRANSLATORS, {"resources_to_review", "unread_files"}),
        (OFFICERS, set()),
    ],
)
def test_each_role_reads_the_reports_it_may(visitor: Any, person: Any, role: str, allowed: set[str]) -> None:
    client = visitor(user=person(role=role))
    assert {name for name in REPORTS if client.get(reverse(name)).status_code == 200} == allowed
    home = client.read("/cms/")
    assert {name for name in REPORTS if f'"{reverse(name)}"' in home} >= allowed


# --- the admin's home -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("1 resource is due for review", "1 link is broken")), ("fr", ("1 ", "1 "))],
)
def test_the_home_says_what_waits(visitor: Any, person: Any, language: str, words: tuple[str, ...]) -> None:
    broken(ResourceFactory(review_on=in_days(0)))
    html = visitor(user=person(role=roles.EDITORS, language=language)).read("/cms/")
    assert 'id="toolkit-heading"' in html
    assert all(word in html for word in words)


def test_the_home_of_those_who_see_no_resources_is_silent(visitor: Any, person: Any) -> None:
    assert 'id="toolkit-heading"' not in visitor(user=person(role=OFFICERS)).read("/cms/")


# --- searches without a result --------------------------------------------------------------------


def search(words: str, **fields: Any) -> ZeroResultSearch:
    return ZeroResultSearch.objects.create(words=words, **{"language": "fr", "place": "site", **fields})


def test_searches_are_listed_filtered_and_exported(staff: Any) -> None:
    search("garderie d’été", times=3)
    search(FORMULA, language="en", place="toolkit")
    address = url("list", model=ZeroResultSearch)
    assert "garderie" in staff.read(address)
    for query in ("language=en", "place=toolkit", "last_on__gte=2999-01-01", "q=formula"):
        assert "garderie" not in staff.read(f"{address}?{query}")
    for query in ("times=2", "q=ete"):
        html = staff.read(f"{address}?{query}")
        assert "garderie" in html
        assert FORMULA not in html
    assert f"'{FORMULA}" in exported(staff, f"{address}?export=csv")


def test_moderators_delete_searches_and_nobody_makes_or_changes_one(visitor: Any, staff: Any, editor: Any) -> None:
    row = search("garderie")
    bulk = f"/cms/bulk/cms/zeroresultsearch/delete/?id={row.pk}"
    client = visitor(user=editor)
    client.post(bulk)
    assert ZeroResultSearch.objects.exists()
    for action, args in (("add", ()), ("edit", (row.pk,))):
        assert staff.get(url(action, *args, model=ZeroResultSearch)).status_code in (302, 403)
    staff.post(bulk)
    assert not ZeroResultSearch.objects.exists()
