"""Which links to elsewhere the published resources hold."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail import blocks

from cms.blocks import BodyBlock
from resources.links.collecting import collect_links, external, links_in
from resources.models import LinkCheck, Resource
from tests.factories.resources import ResourceFactory, ResourceFileFactory

pytestmark = pytest.mark.django_db


def held() -> dict[str, set[int]]:
    return {check.url: set(check.resources.values_list("pk", flat=True)) for check in LinkCheck.objects.all()}


def prose(html: str) -> list[dict[str, Any]]:
    return [{"type": "rich_text", "value": html}]


def linking(url: str, **fields: Any) -> Resource:
    return ResourceFactory(body_en=prose(f'<p><a href="{url}">there</a></p>'), **fields)


# --- In blocks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "value"),
    [
        ("rich_text", '<p>x <a href="{}">y</a></p>'),
        ("callout", {"tone": "note", "title": "", "text": '<p><a href="{}">y</a></p>'}),
        ("accordion", {"items": [{"type": "item", "value": {"title": "x", "text": '<a href="{}">y</a>'}}]}),
        ("accordion", {"items": [{"title": "x", "text": '<a href="{}">y</a>'}]}),
        ("cards", {"heading": "", "cards": [{"type": "item", "value": {"title": "x", "link": {"url": "{}"}}}]}),
        ("call_to_action", {"text": "x", "link": {"page": None, "url": "{}", "label": "y"}}),
        ("video", {"title": "x", "url": "{}", "transcript": "<p>z</p>"}),
        ("video", {"title": "x", "url": "", "transcript": '<p><a class="x" href="{}">z</a></p>'}),
    ],
)
def test_links_are_found_in_every_block_that_may_hold_one(block: str, value: Any) -> None:
    def filled(part: Any) -> Any:
        if isinstance(part, str):
            return part.replace("{}", "https://example.org/a?b=1&amp;c=2" if "<a" in part else "https://example.org/u")
        if isinstance(part, list):
            return [filled(item) for item in part]
        return {name: filled(item) for name, item in part.items()} if isinstance(part, dict) else part

    (found,) = [url for url in links_in(BodyBlock(), [{"type": block, "value": filled(value)}]) if url]
    assert found in ("https://example.org/a?b=1&c=2", "https://example.org/u")


def test_addresses_that_are_only_written_are_no_links() -> None:
    body = [
        *prose('<p>https://example.org/ <a linktype="page" id="3">x</a> <img src="https://example.org/"></p>'),
        {"type": "quote", "value": {"text": "https://example.org/", "name": "", "role": ""}},
        {"type": "heading", "value": {"text": '<a href="https://example.org/">x</a>', "level": "2"}},
    ]
    assert list(links_in(BodyBlock(), body)) == []


@pytest.mark.parametrize(
    "raw",
    [
        *(None, "text", 3, [], [None, "x", 3], [{"type": "gone", "value": "x"}], [{"value": "x"}]),
        *([{"type": "rich_text", "value": None}], [{"type": "video", "value": "x"}], [{"type": "cards", "value": []}]),
        [{"type": "accordion", "value": {"items": "x"}}],
    ],
)
def test_values_that_do_not_fit_their_blocks_hold_none(raw: Any) -> None:
    assert list(links_in(BodyBlock(), raw)) == []
    assert list(links_in(blocks.URLBlock(), 3)) == []


def test_only_addresses_of_the_web_elsewhere_count() -> None:
    assert list(
        external(
            [
                *(" https://example.org/a#part ", "//example.org/b", "HTTP://example.org/c"),
                *("mailto:a@example.org", "tel:+1", "/en/toolkit/", "#part", "", "javascript:x", "http://[::1"),
                *("http://localhost:8000/en/toolkit/", f"https://example.org/{'a' * 500}"),
            ]
        )
    ) == ["https://example.org/a", "https://example.org/b", "HTTP://example.org/c"]


# --- In rows ----------------------------------------------------------------------------------------


def test_each_link_is_one_row_with_the_resources_that_hold_it() -> None:
    one = linking("https://example.org/a", body_fr=prose('<a href="https://example.org/fr">z</a>'))
    other = linking("https://example.org/a#part")
    link = ResourceFileFactory(url="https://example.org/file").resource
    assert collect_links() == 3
    assert held() == {
        "https://example.org/a": {one.pk, other.pk},
        "https://example.org/fr": {one.pk},
        "https://example.org/file": {link.pk},
    }


def test_what_is_not_published_holds_no_links() -> None:
    linking("https://example.org/a", live=False)
    ResourceFileFactory(url="https://example.org/file", resource=ResourceFactory(live=False))
    assert collect_links() == 0


def test_a_link_that_nobody_holds_any_more_is_forgotten_and_others_keep_what_is_known() -> None:
    stays, goes = linking("https://example.org/stays"), linking("https://example.org/goes")
    moves = linking("https://example.org/stays")
    collect_links()
    LinkCheck.objects.update(state=LinkCheck.State.WORKS)
    Resource.objects.filter(pk=goes.pk).update(live=False)
    moves.body_en = prose('<a href="https://example.org/new">x</a>')
    moves.save()
    collect_links()
    assert held() == {"https://example.org/stays": {stays.pk}, "https://example.org/new": {moves.pk}}
    assert LinkCheck.objects.get(url="https://example.org/stays").state == LinkCheck.State.WORKS


def test_collecting_again_changes_nothing() -> None:
    linking("https://example.org/a")
    collect_links()
    before = list(LinkCheck.objects.values())
    collect_links()
    assert list(LinkCheck.objects.values()) == before


def test_collecting_costs_the_same_however_many_resources_there_are() -> None:
    def cost() -> int:
        LinkCheck.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            collect_links()
        return len(queries)

    for number in range(2):
        linking(f"https://example.org/{number}")
    few = cost()
    for number in range(18):
        linking(f"https://example.org/more/{number}")
    assert cost() == few
