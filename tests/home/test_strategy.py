"""The strategy as the public reads it."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from home.models import HomePage, StrategyIndexPage, StrategyPage
from tests.conftest import Visitor
from tests.factories.pages import StandardPageFactory, StrategyIndexPageFactory, StrategyPageFactory, translate

pytestmark = pytest.mark.django_db
NOTICE = "© AAISA, all rights reserved"
SECTION = {
    "number": "1.2",
    "level": "2",
    "title": "Housing",
    "anchor": "",
    "body": [{"type": "rich_text", "value": "<p>Every newcomer needs a home.</p>"}],
}


@pytest.fixture
def strategy(english_home: HomePage) -> StrategyIndexPage:
    """The current version with three parts, its French translation, and the version of 2018 under it."""
    current = StrategyIndexPageFactory(parent=english_home, title="The strategy", slug="strategy", version_year=2020)
    french = translate(current, title="La stratégie", slug="strategie")
    for number, title in enumerate(("Welcome", "Jobs", "Learn"), start=1):
        part = StrategyPageFactory(
            parent=current,
            title=title,
            number=str(number),
            sections=[("section", SECTION), ("section", {**SECTION, "number": "1.3"})] if number == 1 else [],
        )
        if number < 3:
            translate(part, title=f"{title} FR")
    earlier = StrategyIndexPageFactory(parent=current, title="Strategy 2018", slug="2018", version_year=2018)
    translate(earlier, title="Stratégie 2018", slug="2018", parent=french)
    return current


def test_the_current_version_and_the_earlier_one_have_their_addresses(visit: Visitor, strategy: Page) -> None:
    for path, title in (
        ("/fr/strategie/", "La stratégie"),
        ("/fr/strategie/2018/", "Stratégie 2018"),
        ("/en/strategy/", "The strategy"),
        ("/en/strategy/2018/", "Strategy 2018"),
    ):
        assert re.search(rf"<h1[^>]*>\s*{title}", visit.read(path))


def test_a_version_lists_its_parts_in_order_and_the_other_versions(visit: Visitor, strategy: Page) -> None:
    context = visit.get("/en/strategy/").context
    assert [part.node.title for part in context["parts"]] == ["Welcome", "Jobs", "Learn"]
    assert [(version.title, year) for version, year in context["versions"]] == [
        ("The strategy", "2020"),
        ("Strategy 2018", "2018"),
    ]
    assert [year for _version, year in visit.get("/en/strategy/2018/").context["versions"]] == ["2020", "2018"]


def test_a_part_that_is_not_translated_is_listed_in_french_too(visit: Visitor, strategy: Page) -> None:
    assert [part.node.title for part in visit.get("/fr/strategie/").context["parts"]] == [
        "Welcome FR",
        "Jobs FR",
        "Learn",
    ]


@pytest.mark.parametrize(
    ("path", "previous", "following"),
    [
        ("/en/strategy/welcome/", None, "Jobs"),
        ("/en/strategy/jobs/", "Welcome", "Learn"),
        ("/en/strategy/learn/", "Jobs", None),
        ("/fr/strategie/jobs-fr/", "Welcome FR", "Learn"),
    ],
)
def test_a_part_leads_to_the_one_before_and_the_next(
    visit: Visitor, strategy: Page, path: str, previous: str | None, following: str | None
) -> None:
    context = visit.get(path).context
    assert getattr(context["previous_part"], "title", None) == previous
    assert getattr(context["next_part"], "title", None) == following


def test_a_section_can_be_linked_to(visit: Visitor, strategy: Page) -> None:
    page = visit.read("/en/strategy/welcome/")
    assert 'id="section-1-2"' in page
    assert 'href="#section-1-2"' in page
    assert "Every newcomer needs a home." in page


@pytest.mark.parametrize(
    "path", ["/en/strategy/", "/en/strategy/jobs/", "/fr/strategie/", "/fr/strategie/jobs-fr/", "/en/strategy/2018/"]
)
def test_the_copyright_notice_stays_with_every_page(visit: Visitor, strategy: Page, path: str) -> None:
    assert NOTICE in visit.read(path)


def test_a_change_of_the_notice_reaches_every_part(visit: Visitor, strategy: StrategyIndexPage) -> None:
    strategy.copyright_notice = "<p>© AAISA 2026</p>"
    strategy.save_revision().publish()
    assert "© AAISA 2026" in visit.read("/en/strategy/jobs/")


def answer(visit: Visitor, page: Page, query: str = "") -> Any:
    return visit.get(f"/api/v2/pages/{page.pk}/{query}").json()


@pytest.mark.parametrize("query", ["", "?fields=_,sections", "?fields=-copyright_notice"])
def test_the_copyright_notice_stays_with_every_answer_of_the_api(visit: Visitor, strategy: Page, query: str) -> None:
    part = StrategyPage.objects.get(title="Welcome")
    assert NOTICE in answer(visit, part, query)["copyright_notice"]


def test_the_copyright_notice_stays_with_a_list_of_the_api(visit: Visitor, strategy: Page) -> None:
    found = visit.get("/api/v2/pages/?type=home.StrategyPage&fields=sections&locale=en").json()["items"]
    assert len(found) == 3
    assert all(NOTICE in item["copyright_notice"] for item in found)


def test_the_notice_is_in_what_search_engines_read(visit: Visitor, strategy: Page) -> None:
    page = visit.read("/en/strategy/jobs/")
    assert f'"copyrightNotice": "{NOTICE}"'.replace("©", "\\u00a9") in page or f'"copyrightNotice": "{NOTICE}"' in page


def test_a_draft_is_not_listed_and_not_read(visit: Visitor, strategy: Page) -> None:
    for part in Page.objects.filter(title__startswith="Jobs"):
        part.unpublish()
    context = visit.get("/en/strategy/").context
    assert [part.node.title for part in context["parts"]] == ["Welcome", "Learn"]
    assert visit.get("/en/strategy/jobs/").status_code == 404
    assert visit.get("/en/strategy/welcome/").context["next_part"].title == "Learn"


def test_a_draft_of_a_published_part_is_not_read(visit: Visitor, strategy: Page) -> None:
    part = StrategyPage.objects.get(title="Jobs")
    part.title = "Not yet"
    part.save_revision()
    assert "Not yet" not in visit.read("/en/strategy/jobs/")


def test_what_delivers_a_part_is_linked_in_the_readers_language(
    visit: Visitor, strategy: Page, english_home: HomePage
) -> None:
    activity = StandardPageFactory(parent=english_home, title="Our work")
    translate(activity, title="Notre travail")
    hidden = StandardPageFactory(parent=english_home, title="Hidden", live=False)
    for part in StrategyPage.objects.filter(title__startswith="Jobs"):
        part.delivered_by = [("page", activity), ("page", hidden)]
        part.save()
    assert [node.title for node in visit.get("/en/strategy/jobs/").context["delivered_by"]] == ["Our work"]
    assert [node.title for node in visit.get("/fr/strategie/jobs-fr/").context["delivered_by"]] == ["Notre travail"]


@pytest.mark.parametrize("year", [1999, 20, 2101])
def test_a_year_that_cannot_be_is_refused(year: int) -> None:
    with pytest.raises(ValidationError) as refused:
        StrategyIndexPage(version_year=year).clean()
    assert set(refused.value.message_dict) == {"version_year"}


def test_a_version_without_a_year_is_read_all_the_same(visit: Visitor, strategy: StrategyIndexPage) -> None:
    StrategyIndexPage.objects.update(version_year=None)
    assert visit.get("/en/strategy/2018/").status_code == 200
    assert visit.get("/en/strategy/jobs/").status_code == 200


def test_the_parts_of_a_version_are_listed_with_their_numbers(visit: Visitor, strategy: Page) -> None:
    parts = visit.get("/en/strategy/").context["parts"]
    part = parts[0].node.page_model.objects.get(pk=parts[0].node.id)
    part.number = "7"
    part.save_revision().publish()
    assert next(listed.number for listed in visit.get("/en/strategy/").context["parts"]) == "7"
    assert re.search(r">7</span> Welcome", visit.read("/en/strategy/"))
