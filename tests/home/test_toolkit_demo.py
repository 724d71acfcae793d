"""The demo's toolkit: whole in topics, types and languages, its files real, loaded once, seen by whom it is for."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader
from wagtail.models import Revision

from cms import access
from cms.bilingual import LANGUAGES
from cms.collection_access import closed_to
from cms.models import Audience, PortalDocument, ResourceType, SearchEntry, Topic, ZeroResultSearch
from home.demo import load
from home.demo.indexing import indexed_once
from home.demo.ledger import Ledger
from home.demo.organizations.network import NETWORK
from home.demo.pages import Files
from home.demo.texts import ContentError
from home.demo.toolkit import load_presets, load_toolkit
from home.demo.toolkit.files import content_of
from home.demo.toolkit.reading import lines_of, read, read_all
from members.models import Organization
from resources.finding.index import read_index
from resources.models import (
    DocumentText,
    DownloadCount,
    FileVersion,
    LinkCheck,
    PresetListing,
    Resource,
    ResourceFile,
    Setting,
)
from tests.factories.files import DocumentFactory
from tests.home.test_demo import BOTH, ENGLISH, FRENCH

FILM = {"A film": "film", "Its captions": "captions"}
KINDS = {"pdf", "docx", "pptx", "xlsx"}


def load_it() -> int:
    """Load the toolkit, on terms that are the demo's own and partners and a film that are not."""
    ledger, films = Ledger(), PortalDocument.objects.filter(title__in=FILM)
    with indexed_once():
        load.load_vocabulary(ledger)
        load_presets(ledger)
        files = Files({}, {FILM[film.title]: film.pk for film in films})
        return load_toolkit(ledger, files=files, author=None, publisher=None)


def make_what_it_needs() -> None:
    DocumentFactory(title="A film", file__filename="film.webm")
    DocumentFactory(title="Its captions", file__filename="captions.vtt")
    Organization.objects.bulk_create(Organization(key=spec.key, title_en=spec.names[1]) for spec in NETWORK)


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The toolkit, loaded once for all tests of this module and rolled back after them, its files removed."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_what_it_needs()
        load_it()
        yield
        for row in PortalDocument.objects.all():
            row.file.delete(save=False)
        transaction.set_rollback(True)


@pytest.fixture
def toolkit(loaded: None, db: None) -> None:
    """The loaded toolkit, with what a test changes in it rolled back."""


# --- loading --------------------------------------------------------------------------------------


def test_a_second_load_changes_nothing(toolkit: None) -> None:
    models = (Resource, ResourceFile, PortalDocument, DocumentText, FileVersion, DownloadCount, LinkCheck, Revision)
    models = (*models, PresetListing, ZeroResultSearch)
    before = {model: model.objects.count() for model in models}
    assert load_it() == 0
    assert {model: model.objects.count() for model in models} == before


def test_what_a_person_changed_or_deleted_stays_so(toolkit: None) -> None:
    resource = Resource.objects.get(key="winter-driving")
    resource.title_en = "Driving in winter"
    resource.save()
    Resource.objects.get(key="good-neighbour").delete()
    PresetListing.objects.get(title_en="For LIPs").delete()
    load_it()
    assert Resource.objects.get(key="winter-driving").title_en == "Driving in winter"
    assert not Resource.objects.filter(key="good-neighbour").exists()
    assert not PresetListing.objects.filter(title_en="For LIPs").exists()


def test_clearing_leaves_what_people_made(toolkit: None) -> None:
    own = Resource.objects.create(title_en="Our own", summary_en="Made here.", live=True)
    own.files.add(ResourceFile(document=PortalDocument.objects.get(title="Viewing sheet")))
    own.save()
    load.clear(Ledger())
    assert list(Resource.objects.all()) == [own]
    left = PortalDocument.objects.exclude(title__in=FILM)
    assert [document.title for document in left] == ["Viewing sheet"]
    assert not PresetListing.objects.exists()


def test_every_resource_is_as_an_editor_could_have_saved_it(toolkit: None) -> None:
    for resource in Resource.objects.all():
        resource.full_clean()
        for file in resource.files.all():
            file.full_clean()
    for preset in PresetListing.objects.all():
        preset.full_clean()


def test_the_search_knows_what_is_published(toolkit: None) -> None:
    known = set(SearchEntry.objects.filter(kind="resource").values_list("key", flat=True))
    assert known == {str(pk) for pk in Resource.objects.filter(live=True).values_list("pk", flat=True)}
    inside_a_file = SearchEntry.objects.get(kind="resource", title_en="Winter driving: a two-hour workshop")
    assert "A candle in a tin" in inside_a_file.text_en


# --- what there is --------------------------------------------------------------------------------


def test_most_are_in_both_languages_and_some_in_one(toolkit: None) -> None:
    held = Counter(resource.languages for resource in Resource.objects.all())
    assert held == {("fr", "en"): 52, ("fr",): 8, ("en",): 8}


@pytest.mark.parametrize("model", [Topic, ResourceType, Audience])
def test_every_term_is_borne_by_two_at_least(toolkit: None, model: type) -> None:
    assert all(term.resources.count() >= 2 for term in model.objects.all())


def test_every_setting_language_and_kind_of_file_is_there(toolkit: None) -> None:
    assert set(Resource.objects.values_list("setting", flat=True)) == set(Setting.values)
    assert set(ResourceFile.objects.values_list("setting", flat=True)) == set(Setting.values)
    assert set(ResourceFile.objects.values_list("language", flat=True)) == {"fr", "en", "both", "other"}
    names = PortalDocument.objects.filter(extracted__isnull=False).values_list("file", flat=True)
    assert {name.rpartition(".")[2] for name in names} == KINDS
    assert ResourceFile.objects.exclude(url="").count() >= 8


def test_one_is_a_draft_one_has_a_draft_and_one_is_behind(toolkit: None) -> None:
    draft = Resource.objects.get(live=False)
    assert (draft.key, draft.has_unpublished_changes, draft.first_published_at) == (
        "child-minding-at-events",
        True,
        None,
    )
    beside = Resource.objects.get(live=True, has_unpublished_changes=True)
    assert beside.key == "lip-settlement-plan"
    newest = beside.get_latest_revision_as_object()
    assert (len(newest.body_en), len(beside.body_en)) == (len(beside.body_en) + 2, len(beside.body_en))
    behind = Resource.objects.behind().get()
    assert (behind.key, behind.behind_language) == ("hate-incident-report", "en")


def test_reviews_are_overdue_soon_and_far(toolkit: None) -> None:
    assert Resource.objects.due_for_review().count() >= 5
    assert Resource.objects.filter(live=True).count() - Resource.objects.due_for_review().count() >= 30


def test_a_file_that_replaced_another_keeps_its_address(toolkit: None) -> None:
    former = FileVersion.objects.get(until_at__isnull=False)
    current = FileVersion.objects.get(file_uid=former.file_uid, until_at__isnull=True)
    assert former.until_at == current.from_at
    assert ResourceFile.objects.get(uid=former.file_uid).document == current.document


def test_what_leads_to_another_is_there(toolkit: None) -> None:
    resource = Resource.objects.get(key="first-week-checklist")
    assert {related.key for related in resource.related_resources.all()} == {
        "housing-search-small-town",
        "school-registration",
        "health-first-appointment",
    }
    assert {partner.key for partner in resource.partners.all()} == {"brooks-welcome-house", "yellowhead-settlement"}


def test_use_has_left_its_traces(toolkit: None) -> None:
    assert 200 < DownloadCount.objects.count() < 1200
    assert {check.state for check in LinkCheck.objects.all()} == {LinkCheck.State.WORKS, LinkCheck.State.BROKEN}
    assert LinkCheck.objects.get(state=LinkCheck.State.BROKEN).resources.get().key == "youth-sport-fees"
    assert {row.language for row in ZeroResultSearch.objects.all()} == {"fr", "en"}


def test_every_preset_listing_has_something_for_everyone(toolkit: None) -> None:
    presets = list(PresetListing.objects.prefetch_related("topics", "audiences"))
    assert len(presets) == 5
    for preset in presets:
        found = Resource.objects.visible_to(AnonymousUser())
        for name in ("topics", "audiences"):
            if terms := list(getattr(preset, name).all()):
                found = found.filter(**{f"{name}__in": terms})
        assert found.distinct().count() >= 3
        assert preset.introduction_fr
        assert preset.introduction_en


# --- who sees it ----------------------------------------------------------------------------------


def test_the_public_and_every_group_see_what_is_for_them(toolkit: None, person: Any) -> None:
    index = read_index()

    def seen(user: Any) -> set[int]:
        bits = index.visible_to(user)
        return {row_id for place, row_id in enumerate(index.ids) if bits >> place & 1}

    restricted = Resource.objects.filter(live=True, access__isnull=False)
    public = set(Resource.objects.filter(live=True, access__isnull=True).values_list("pk", flat=True))
    assert restricted.count() == 8
    assert seen(AnonymousUser()) == public
    for code, count in ((access.MEMBERS, 6), (access.FUNDERS, 1), (access.LIPS_AND_RIFS, 1)):
        more = seen(person(code)) - public
        assert more == set(restricted.filter(access__access_group__code=code).values_list("pk", flat=True))
        assert len(more) == count


def test_a_restricted_file_lies_where_its_group_alone_may_look(toolkit: None, person: Any) -> None:
    member = person(access.MEMBERS)
    for file in ResourceFile.objects.filter(document__isnull=False).select_related("document__collection"):
        codes = {group.access_group.code for group in file.resource.access.all()}
        collection = file.document.collection_id
        assert (collection not in closed_to(AnonymousUser())) == (not codes)
        assert (collection not in closed_to(member)) == (not codes or access.MEMBERS in codes)


# --- files ----------------------------------------------------------------------------------------


def words_in(name: str, data: bytes) -> tuple[str, int | None]:
    """Read a file with the library for its kind: its words, and its pages or slides."""
    kind, file = name.rpartition(".")[2], io.BytesIO(data)
    if kind == "pdf":
        reader = PdfReader(file, strict=True)
        return " ".join(page.extract_text() for page in reader.pages), len(reader.pages)
    if kind == "docx":
        return " ".join(paragraph.text for paragraph in Document(file).paragraphs), None
    if kind == "pptx":
        slides = Presentation(file).slides
        shapes = [shape for slide in slides for shape in slide.shapes if shape.has_text_frame]
        return " ".join(shape.text_frame.text for shape in shapes), len(slides)
    rows = load_workbook(file).active.iter_rows(values_only=True)
    return " ".join(str(cell) for row in rows for cell in row if cell), None


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00a0•☐]+", "", text)


def test_every_file_opens_and_says_what_the_search_was_told(toolkit: None) -> None:
    for text in DocumentText.objects.select_related("document"):
        with text.document.file.open("rb") as file:
            words, pages = words_in(text.document.file.name, file.read())
        assert text.file_name == DocumentText.read_as(text.document)
        assert squeezed(words) == squeezed(text.text), text.file_name
        assert text.pages == pages


def test_a_file_without_words_of_its_own_is_the_page_to_print() -> None:
    resource = next(text for text in read_all() if text.key == "good-neighbour")
    lines = lines_of(resource.words["en"])
    assert lines[0] == ("title", "Good neighbours: ten things that cost nothing")
    assert lines[2] == ("point", "Say hello, even if nothing comes back.")
    assert content_of(resource, resource.files[0]).text.splitlines()[0] == resource.words["fr"].fields["title"]


# --- how it is written ----------------------------------------------------------------------------


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Yield (where it stands, text) for all that a reader of `language` is given, files included."""
    for text in read_all():
        if written := text.words.get(language):
            yield from ((f"{text.key}: {name}", value) for name, value in written.fields.items())
            for item in [*written.items, *written.later]:
                lines = re.split(r"[ \n]*\|[ \n]*", item.text) if item.kind == "table" else item.text.split("\n")
                yield from ((text.key, part) for part in (*lines, item.label, item.argument))
        for file in text.files:
            yield f"{text.key}: {file.name}", file.titles.get(language, "")
            if file.tongue == language and file.language != "both":
                yield from ((f"{text.key}: {file.name}", words) for _kind, words in file.lines)
    for preset in PresetListing.objects.all():
        yield from ((name, getattr(preset, f"{name}_{language}")) for name in ("title", "introduction"))


@pytest.mark.parametrize(("language", "rules"), [("fr", BOTH | FRENCH), ("en", BOTH | ENGLISH)])
def test_spaces_and_marks_are_those_of_the_language(toolkit: None, language: str, rules: dict[str, str]) -> None:
    found = [
        f"{where}: {what}: {text}"
        for where, text in texts(language)
        for pattern, what in rules.items()
        if not text.startswith(("file: ", "captions: ")) and re.search(pattern, re.sub(r"https?://\S+", "", text))
    ]
    assert not found, "\n".join(found)


def test_no_text_of_one_language_stands_in_the_other(toolkit: None) -> None:
    for resource in Resource.objects.all():
        for language in set(LANGUAGES) - set(resource.languages):
            held = [field.name for field in Resource._meta.fields if field.name.endswith(f"_{language}")]
            assert not [name for name in held if name != f"slug_{language}" and getattr(resource, name)]


# --- the form of the content ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("type: guide\ncolour: red\n=== fr\ntitle: A\n---\n", "nothing is called “colour”"),
        ("type: guide\n=== de\ntitle: A\n---\n", "no language of the portal is called “de”"),
        ("type: guide\n=== fr\ntitle: A\nsubtitle: B\n---\n", "nothing is called “subtitle”"),
        ("type: guide\n=== fr\ntitle: A\n", "not closed by ---"),
    ],
)
def test_a_content_file_says_what_is_wrong_with_it(source: str, message: str) -> None:
    with pytest.raises(ContentError, match=message):
        read(source, "a")


def test_a_kind_of_file_that_cannot_be_made_is_refused() -> None:
    resource = read("type: guide\n=== en\ntitle: A\nsummary: B\n---\n::: file a.exe | A\n# A\n:::", "a")
    with pytest.raises(ContentError, match="no file of the kind “exe”"):
        content_of(resource, resource.files[0])
