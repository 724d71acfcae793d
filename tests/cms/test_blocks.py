"""StreamField blocks, cleaned and rendered without a visit."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils import translation
from wagtail.rich_text import RichText, expand_db_html

from cms import blocks
from cms.blocks.body import SectionValue
from cms.portal import Portal
from home.models import HomePage
from tests.factories.files import DocumentFactory, ImageFactory
from tests.factories.pages import StandardPageFactory, restrict, translate

pytestmark = pytest.mark.django_db


def render(block: Any, value: Any) -> str:
    request = RequestFactory().get("/en/")
    request.user = AnonymousUser()
    request.portal = Portal(request)
    return block.render(block.normalize(value), context={"request": request, "portal": request.portal})


def refused(block: Any, value: Any) -> set[str]:
    """Return the fields at which `value` is refused; none where it is accepted."""
    try:
        block.clean(block.normalize(value))
    except ValidationError as error:
        return set(getattr(error, "block_errors", None) or {"": error})
    return set()


# --- words ----------------------------------------------------------------------------------------


def test_prose_is_shown_as_written() -> None:
    assert "<b>bold</b>" in render(blocks.ProseBlock(), "<p>Some <b>bold</b> words</p>")


@pytest.mark.parametrize(
    ("block", "value", "shown"),
    [
        (blocks.HeadingBlock(), {"text": "A <heading>", "level": "3"}, ["<h3", "A &lt;heading&gt;", "</h3>"]),
        (blocks.CalloutBlock(), {"tone": "warning", "title": "Careful", "text": "<p>Ice</p>"}, ["Careful", "Ice"]),
        (
            blocks.QuoteBlock(),
            {"text": "We came.", "name": "Amina", "role": "Brooks"},
            ["<blockquote", "We came.", "Amina"],
        ),
        (
            blocks.AccordionBlock(),
            {"items": [{"title": "Who?", "text": "<p>You</p>"}]},
            ["<details", "<summary", "Who?", "You"],
        ),
        (
            blocks.ContactBlock(),
            {"name": "Desk", "email": "a@example.org", "phone": "403 555-0100"},
            ["mailto:a@example.org", "tel:"],
        ),
        (
            blocks.CardsBlock(),
            {"heading": "", "cards": [{"title": "Card", "text": "Words", "image": None, "link": {}}]},
            ["Card"],
        ),
    ],
    ids=["heading", "callout", "quote", "accordion", "contact", "cards"],
)
def test_a_block_shows_its_words(block: Any, value: dict[str, Any], shown: list[str]) -> None:
    page = render(block, value)
    for words in shown:
        assert words in page


def test_a_heading_can_be_linked_to() -> None:
    assert 'id="' in render(blocks.HeadingBlock(), {"text": "Where to begin", "level": "2"})


# --- links ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "fields"),
    [
        ({}, {"page"}),
        ({"url": "https://example.ca/"}, {"label"}),
        ({"url": "https://example.ca/", "label": "Away"}, set()),
        ({"url": "javascript:alert(1)", "label": "Away"}, {"url"}),
    ],
)
def test_a_link_leads_somewhere_and_has_words(value: dict[str, str], fields: set[str]) -> None:
    assert refused(blocks.LinkBlock(), {"page": None, "url": "", "label": "", **value}) == fields


def test_a_draft_may_be_half_done() -> None:
    link, video = blocks.CallToActionBlock(), blocks.VideoBlock()
    link.clean_deferred(link.to_python({"text": "", "link": {}}))
    video.clean_deferred(video.normalize({**VIDEO, "transcript": ""}))


def test_a_link_may_be_left_out_where_none_is_needed() -> None:
    assert refused(blocks.LinkBlock(required=False), {"page": None, "url": "", "label": ""}) == set()


def test_a_call_to_action_leads_to_the_page_in_the_readers_language(english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home, title="Toolkit", slug="about-toolkit")
    translate(page, title="Boîte à outils", slug="a-propos-de-la-boite")
    value = {"text": "Go on", "link": {"page": page.pk, "url": "", "label": ""}}
    block = blocks.CallToActionBlock()
    value = block.to_python(value)
    assert "/en/about-toolkit/" in render(block, value)
    with translation.override("fr"):
        assert "/fr/a-propos-de-la-boite/" in render(block, value)


def test_related_pages_leave_out_what_the_reader_may_not_see(english_home: HomePage) -> None:
    shown = StandardPageFactory(parent=english_home, title="Open")
    hidden = StandardPageFactory(parent=english_home, title="Hidden")
    draft = StandardPageFactory(parent=english_home, title="Draft", live=False)
    restrict(hidden, "members")
    block = blocks.RelatedPagesBlock()
    page = render(block, block.to_python({"heading": "More", "pages": [shown.pk, hidden.pk, draft.pk]}))
    assert "Open" in page
    assert "Hidden" not in page
    assert "Draft" not in page


# --- links inside rich text -----------------------------------------------------------------------


def test_words_lead_to_the_page_in_the_readers_language(english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home, title="About", slug="about")
    translate(page, title="À propos", slug="a-propos")
    words = f'<p><a linktype="page" id="{page.pk}">us</a></p>'
    assert expand_db_html(words) == '<p><a href="/en/about/">us</a></p>'
    with translation.override("fr"):
        assert expand_db_html(words) == '<p><a href="/fr/a-propos/">us</a></p>'


def test_words_that_lead_to_a_page_in_the_other_language_only_say_so(english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home, slug="about")
    with translation.override("fr"):
        assert 'href="/en/about/" hreflang="en"' in expand_db_html(f'<a linktype="page" id="{page.pk}">us</a>')


@pytest.mark.parametrize("id_", ["999999", "abc", "", "9" * 40, "1.5"])
def test_words_that_lead_nowhere_stay_words(id_: str) -> None:
    assert expand_db_html(f'<a linktype="page" id="{id_}">us</a>') == "<a>us</a>"


def test_a_draft_is_not_linked(english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home, live=False)
    assert expand_db_html(f'<a linktype="page" id="{page.pk}">us</a>') == "<a>us</a>"


def test_many_links_cost_one_query(english_home: HomePage, django_assert_max_num_queries: Any) -> None:
    pages = [StandardPageFactory(parent=english_home) for _ in range(5)]
    words = [str(RichText(f'<a linktype="page" id="{page.pk}">page</a>')) for page in pages]  # the tree is read
    with django_assert_max_num_queries(5):
        again = [str(RichText(f'<a linktype="page" id="{page.pk}">page</a>')) for page in pages]
    assert again == words


# --- pictures, films, files -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("alt", "decorative", "accepted"), [("A prairie", False, True), ("", True, True), ("", False, False)]
)
def test_an_image_says_what_it_shows_or_that_it_shows_nothing(alt: str, decorative: bool, accepted: bool) -> None:
    block = blocks.CreditedImageBlock()
    image = {"image": ImageFactory().pk, "alt_text": alt, "decorative": decorative}
    value = block.to_python({"image": image, "caption": "", "credit": ""})
    assert bool(refused(block, value)) is not accepted


@pytest.mark.parametrize(
    ("alt", "decorative", "shown"), [("A prairie", False, 'alt="A prairie"'), ("", True, 'alt=""')]
)
def test_an_image_is_shown_with_its_text_and_its_credit(alt: str, decorative: bool, shown: str) -> None:
    block = blocks.CreditedImageBlock()
    image = {"image": ImageFactory(title="dsc_0001", credit="J. Roy").pk, "alt_text": alt, "decorative": decorative}
    page = render(block, block.to_python({"image": image, "caption": "Fall", "credit": ""}))
    assert shown in page
    assert "J. Roy" in page
    assert "dsc_0001" not in page
    for part in ('type="image/webp"', "width=", "height=", "srcset="):  # the others follow in the background
        assert part in page


VIDEO = {"title": "Film", "file": None, "captions": None, "url": "", "poster": None, "transcript": "<p>Words</p>"}


def film(name: str) -> Any:
    return DocumentFactory(file__filename=name)


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({}, {"file"}),
        ({"file": "film.mp4"}, set()),
        ({"file": "film.WEBM"}, set()),
        ({"file": "film.pdf"}, {"file"}),
        ({"file": "film.mp4", "captions": "words.vtt"}, set()),
        ({"file": "film.mp4", "captions": "words.txt"}, {"captions"}),
        ({"file": "film.mp4", "url": "https://example.ca/"}, {"file", "poster"}),
        ({"url": "https://example.ca/"}, {"poster"}),
        ({"url": "http://example.ca/"}, {"url", "poster"}),
        ({"file": "film.mp4", "transcript": ""}, {"transcript"}),
    ],
)
def test_a_film_is_a_file_or_a_link_with_a_poster_and_has_a_transcript(
    changed: dict[str, str], fields: set[str]
) -> None:
    files = {name: film(value) for name, value in changed.items() if name in ("file", "captions")}
    assert refused(blocks.VideoBlock(), {**VIDEO, **changed, **files}) == fields


def test_a_film_is_shown_with_its_words() -> None:
    page = render(blocks.VideoBlock(), {**VIDEO, "file": film("film.mp4"), "captions": film("words.vtt")})
    for part in ("<video", "controls", "<track", "Words"):
        assert part in page
    assert "<iframe" not in page


def test_a_document_says_its_kind_and_size() -> None:
    document = DocumentFactory(title="Guide", file_size=340 * 1024)
    page = render(blocks.DocumentBlock(), {"document": document, "title": "", "text": ""})
    assert "Guide" in page
    assert "pdf" in page.lower()
    assert "340\u00a0KB" in page


# --- tables and sections --------------------------------------------------------------------------


def table() -> tuple[Any, Any]:
    block = blocks.TableBlock()
    return block, block.to_python(
        {
            "columns": [{"type": "text", "heading": "Town"}, {"type": "text", "heading": "People"}],
            "rows": [{"values": ["Brooks", "14,451"]}, {"values": ["Olds", ""]}],
            "caption": "Small centres",
        }
    )


def test_a_table_names_its_columns_and_rows() -> None:
    block, value = table()
    page = render(block, value)
    for part in ("<table", "<caption", "Small centres", 'scope="col"', 'scope="row"', "Brooks"):
        assert part in page


def test_the_words_of_a_table_are_translated_in_their_places() -> None:
    block, value = table()
    segments = block.get_translatable_segments(value)
    assert [segment.render_text() for segment in segments] == [
        "Small centres",
        "Town",
        "People",
        "Brooks",
        "14,451",
        "Olds",
    ]
    french = {"Town": "Ville", "14,451": "14 451"}
    for segment in segments:
        segment.string.data = french.get(segment.render_text(), segment.render_text())
    restored = block.restore_translated_segments(value, segments)
    assert [column["heading"] for column in restored.columns] == ["Ville", "People"]
    assert restored.row_data[0]["values"] == ["Brooks", "14 451"]
    assert restored.row_data[1]["values"] == ["Olds", ""]


@pytest.mark.parametrize(
    ("value", "anchor", "label"),
    [
        ({"anchor": "housing", "number": "1.2", "title": "Housing"}, "housing", "1.2 Housing"),
        ({"number": "1.2", "title": "Housing"}, "section-1-2", "1.2 Housing"),
        ({"number": "1.2.", "title": "Housing"}, "section-1-2", "1.2. Housing"),
        ({"title": "L’été à l’école"}, "lete-a-lecole", "L’été à l’école"),
        ({"title": "—"}, "section", "—"),
        ({}, "section", ""),
    ],
)
def test_a_section_has_an_address_and_a_name(value: dict[str, str], anchor: str, label: str) -> None:
    section = SectionValue(blocks.SectionBlock(), value.items())
    assert (section.anchor_id, section.label) == (anchor, label)


@pytest.mark.parametrize(
    ("anchor", "accepted"), [("housing-2", True), ("", True), ("Été", False), ("2-b", False), ("a b", False)]
)
def test_an_anchor_is_made_of_small_letters(anchor: str, accepted: bool) -> None:
    value = {"number": "", "level": "2", "title": "Housing", "anchor": anchor, "body": []}
    assert (refused(blocks.SectionBlock(), value) == set()) is accepted
