"""Gate: a page costs the same number of queries whatever it holds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.models import Audience, FooterLink, MenuLink, Navigation
from home.models import HomePage
from tests.conftest import Visitor
from tests.factories.files import ImageFactory
from tests.factories.pages import (
    AudiencePageFactory,
    StandardPageFactory,
    StrategyIndexPageFactory,
    StrategyPageFactory,
    restrict,
    translate,
)

pytestmark = pytest.mark.django_db
FEW, MANY = 2, 40


def cost(visit: Visitor, path: str, status: int = 200) -> int:
    """Return the queries of a visit once the process has read what it keeps."""
    visit.get(path)
    with CaptureQueriesContext(connection) as queries:
        response = visit.get(path)
    assert response.status_code == status
    return len(queries)


def prose(*pages: int) -> tuple[str, str]:
    links = "".join(f'<a linktype="page" id="{page}">page</a> ' for page in pages)
    return ("rich_text", f"<p>{links}</p>")


def build_home(home: HomePage, size: int) -> str:
    Audience.objects.get_or_create(key="public", defaults={"name_fr": "Public", "name_en": "Public"})
    pages = [StandardPageFactory(parent=home) for _ in range(size)]
    audiences = [
        AudiencePageFactory(parent=home, audience=Audience.objects.get(key="public")) for _ in range(min(size, 4))
    ]
    for page in pages:
        MenuLink.objects.create(navigation=Navigation.load(), page=page)
        FooterLink.objects.create(navigation=Navigation.load(), page=page)
    home.paths = [("path", {"page": page, "text": "What they find"}) for page in audiences]
    home.hero_links = [("link", {"page": pages[0], "url": "", "label": ""})]
    home.strategy_text = "".join(f'<p><a linktype="page" id="{page.pk}">page</a></p>' for page in pages)
    home.save()
    return "/en/"


def build_standard(home: HomePage, size: int) -> str:
    section = StandardPageFactory(parent=home, slug="section")
    pages = [StandardPageFactory(parent=section) for _ in range(size)]
    section.body = [
        *(prose(page.pk) for page in pages),
        ("related_pages", {"heading": "More", "pages": pages[:6]}),
        ("call_to_action", {"text": "Go on", "link": {"page": pages[0], "url": "", "label": ""}}),
    ]
    section.save()
    return "/en/section/"


def build_audience(home: HomePage, size: int) -> str:
    section = StandardPageFactory(parent=home, slug="section")
    for _ in range(size):
        StandardPageFactory(parent=section)
    AudiencePageFactory(
        parent=home,
        slug="audience",
        audience=Audience.objects.create(name_fr="Public", name_en="Public"),
        listings=[
            ("pages", {"heading": f"{number}", "section": section, "sort": "newest", "limit": 12})
            for number in range(min(size, 5))
        ],
    )
    return "/en/audience/"


def build_strategy(home: HomePage, size: int) -> str:
    version = StrategyIndexPageFactory(parent=home, slug="strategy")
    activities = [StandardPageFactory(parent=home) for _ in range(size)]
    for number in range(size):
        StrategyPageFactory(
            parent=version,
            slug=f"part-{number}",
            sections=[
                ("section", {"number": f"{n}", "level": "2", "title": "S", "anchor": "", "body": [prose(page.pk)]})
                for n, page in enumerate(activities)
            ]
            if not number
            else [],
            delivered_by=[("page", page) for page in activities],
        )
    for year in range(min(size, 6)):
        StrategyIndexPageFactory(parent=version, slug=f"{2010 + year}", version_year=2010 + year)
    return "/en/strategy/"


def build_part(home: HomePage, size: int) -> str:
    return f"{build_strategy(home, size)}part-0/"


def build_sitemap(home: HomePage, size: int) -> str:
    for _ in range(size):
        page = StandardPageFactory(parent=home)
        translate(page, title=f"{page.title} FR")
    return "/sitemap.xml"


def build_feed(home: HomePage, size: int) -> str:
    build_standard(home, size)
    return "/en/feed/"


BUILDERS = [
    build_home,
    build_standard,
    build_audience,
    build_strategy,
    build_part,
    build_sitemap,
    build_feed,
]
#: The most that each may ask, whatever its size.
LIMITS = {build_home: 3, build_standard: 3, build_audience: 3, build_part: 5, build_sitemap: 4, build_feed: 1}


@pytest.mark.parametrize("build", BUILDERS, ids=[build.__name__.removeprefix("build_") for build in BUILDERS])
def test_a_page_costs_the_same_with_two_and_with_forty_items(
    build: Callable[[HomePage, int], str], visit: Visitor, english_home: HomePage
) -> None:
    from django.db import transaction

    costs = []
    for size in (FEW, MANY):
        with transaction.atomic():
            home = HomePage.objects.get(pk=english_home.pk)
            costs.append(cost(visit, build(home, size)))
            transaction.set_rollback(True)
    assert costs[0] == costs[1]
    assert costs[1] <= LIMITS.get(build, 12)


def test_an_unknown_address_costs_one_query(visit: Visitor, english_home: HomePage) -> None:
    build_home(english_home, FEW)
    assert cost(visit, "/en/nowhere/", 404) <= 3
    assert cost(visit, "/fr/inconnu/profond/", 404) <= 3
    assert cost(visit, "/nowhere/", 404) <= 3


def test_a_private_page_costs_no_more_for_each_restriction(
    visitor: Callable[..., Visitor], english_home: HomePage, member: object
) -> None:
    page = StandardPageFactory(parent=english_home, slug="private")
    restrict(page, "members")
    visit = visitor(user=member)
    before = cost(visit, "/en/private/")
    for _ in range(10):
        restrict(StandardPageFactory(parent=english_home), "members", "funders")
    assert cost(visit, "/en/private/") == before


def test_ten_pictures_cost_little_more_than_one(visit: Visitor, english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home, slug="pictures")
    costs = []
    for size in (1, 10):
        page.body = [
            ("image", {"image": image, "caption": "", "credit": ""})
            for image in (with_alternative(ImageFactory()) for _ in range(size))
        ]
        page.save()
        costs.append(cost(visit, "/en/pictures/"))
    assert costs[0] == costs[1]


def with_alternative(image: object) -> object:
    image.contextual_alt_text, image.decorative = "What it shows", False
    return image
