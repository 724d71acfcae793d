"""Resources from a file: what it would do first, then all of it or nothing; and back into a file."""

from __future__ import annotations

import csv
import io
from functools import partial
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms import access
from cms.imports import reading, writing
from cms.imports.reading import CREATED, UNCHANGED, UPDATED, Plan
from cms.models import FormerKey
from resources.imports.importer import RESOURCES
from resources.models import Resource
from tests.factories.organizations import AudienceFactory, OrganizationFactory
from tests.factories.records import TopicFactory
from tests.factories.resources import ResourceFactory, ResourceFileFactory, ResourceTypeFactory

pytestmark = pytest.mark.django_db
HEADINGS = "key,title_fr,title_en,summary_fr,summary_en,type,topics"
ROW = "welcome,Accueil à l’été,Summer welcome,Ce qu’il faut.,What it takes.,guide,housing"
carry_out = partial(writing.carry_out, RESOURCES)


@pytest.fixture(autouse=True)
def known_terms(db: None) -> None:
    ResourceTypeFactory()
    TopicFactory(key="housing", name_fr="Logement", name_en="Housing")
    TopicFactory(key="health", name_fr="Santé", name_en="Health")


def plan_of(*rows: str, headings: str = HEADINGS) -> Plan:
    return reading.read_plan(RESOURCES, io.BytesIO("\n".join([headings, *rows]).encode()))


def plan_from(records: list[Resource]) -> Plan:
    return reading.read_plan(RESOURCES, io.BytesIO(exported(records)))


def exported(records: list[Resource]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, RESOURCES.headings)
    writer.writeheader()
    keys = [record.pk for record in records]
    writer.writerows(RESOURCES.row_of(row) for row in RESOURCES.with_relations(Resource.objects.filter(pk__in=keys)))
    return out.getvalue().encode()


def full_resource() -> Resource:
    resource = ResourceFactory(
        key="full",
        year=2024,
        source_year=2023,
        licence="cc-by",
        review_on="2027-01-31",
        codes=[access.MEMBERS, access.FUNDERS],
        topics=[TopicFactory(key="rent")],
        audiences=[AudienceFactory()],
        partners=[OrganizationFactory(key="prairie")],
        author_en='=HYPERLINK("x")',
        summary_fr="Deux lignes;\navec des « guillemets »",
        body_en=[("rich_text", "<p>One &amp; two</p><p>Three<br/>four</p>")],
    )
    ResourceFileFactory(resource=resource)
    for language in ("fr", "en"):
        ResourceFileFactory(resource=resource, url="https://example.org/both", language=language)
    return Resource.objects.get(pk=resource.pk)


# --- creating and changing ------------------------------------------------------------------------


def test_a_row_becomes_a_published_resource() -> None:
    carry_out(plan_of(ROW))
    resource = Resource.objects.get(key="welcome")
    assert (resource.title_fr, resource.resource_type.key, resource.live) == ("Accueil à l’été", "guide", True)
    assert [topic.key for topic in resource.topics.all()] == ["housing"]
    assert [line.action for line in plan_of(ROW).lines] == [UNCHANGED]


def test_terms_are_known_by_names_by_former_keys_and_between_either_sign() -> None:
    FormerKey.lead(TopicFactory.build(key="homes"), TopicFactory(key="rent"))
    carry_out(plan_of("welcome,,Hello,,Hi,Guide,Santé; homes|HOUSING"))
    assert {topic.key for topic in Resource.objects.get().topics.all()} == {"health", "rent", "housing"}


def test_a_row_with_a_known_key_changes_what_differs_and_no_more() -> None:
    carry_out(plan_of(ROW))
    plan = plan_of("welcome,2025,health", headings="key,year,topics")
    assert (plan.lines[0].action, plan.lines[0].changed) == (UPDATED, ["year", "topics"])
    carry_out(plan)
    resource = Resource.objects.get()
    assert (resource.year, resource.title_en, [term.key for term in resource.topics.all()]) == (
        2025,
        "Summer welcome",
        ["health"],
    )


def test_a_draft_survives_an_import_and_gets_what_it_says() -> None:
    resource = full_resource()
    resource.title_en = "Only in the draft"
    resource.save_revision()
    rows = "full,2020,https://example.org/both|https://example.org/new,fr|en"
    carry_out(plan_of(rows, headings="key,year,link_url,link_language"))
    row = Resource.objects.get()
    draft = row.get_latest_revision_as_object()
    assert (draft.title_en, draft.year, row.year) == ("Only in the draft", 2020, 2020)
    assert row.title_en != "Only in the draft"
    urls = [(file.pk, file.uid, file.url, file.language) for file in row.files.all()]
    assert [(file.pk, file.uid, file.url, file.language) for file in draft.files.all()] == urls
    assert [(url, language) for _pk, _uid, url, language in urls if url] == [
        ("https://example.org/both", "fr"),
        ("https://example.org/new", "en"),
    ]


def test_published_no_makes_a_draft_and_takes_a_resource_back() -> None:
    headings = f"{HEADINGS},published"
    carry_out(plan_of(f"{ROW},no", headings=headings))
    assert not Resource.objects.get().live
    carry_out(plan_of(f"{ROW},oui", headings=headings))
    assert Resource.objects.get().live
    carry_out(plan_of(f"{ROW},non", headings=headings))
    assert not Resource.objects.get().live


# --- links ------------------------------------------------------------------------------------------


def test_a_link_that_stays_keeps_its_address_of_download_and_files_are_left_alone() -> None:
    resource = full_resource()
    before = {(file.url, file.language): file.uid for file in resource.files.all()}
    plan = plan_of("full,https://example.org/both; https://example.org/a;b,en,urban", headings=(
        "key,link_url,link_language,link_setting"
    ))  # fmt: skip
    carry_out(plan)
    after = {(file.url, file.language): (file.uid, file.setting) for file in Resource.objects.get().files.all()}
    assert set(after) == {("", "fr"), ("https://example.org/both", "en"), ("https://example.org/a;b", "en")}
    assert after["https://example.org/both", "en"] == (before["https://example.org/both", "en"], "urban")
    assert after["", "fr"][0] == before["", "fr"]


@pytest.mark.parametrize(
    ("cells", "word"),
    [
        ("nonsense,fr", "link_url"),
        ("https://example.org/,", "link_language"),
        ("https://example.org/,klingon", "klingon"),
        ("https://example.org/|https://example.org/b|https://example.org/c,fr|en", "link_language"),
    ],
)
def test_what_is_wrong_with_links_is_said(cells: str, word: str) -> None:
    ResourceFactory(key="full")
    plan = plan_of(f"full,{cells}", headings="key,link_url,link_language")
    assert not plan.is_sound
    assert word in plan.lines[0].errors[0]


# --- texts ------------------------------------------------------------------------------------------


def test_paragraphs_become_the_text_and_a_richer_one_is_left_alone_in_words() -> None:
    ResourceFactory(key="plain")
    ResourceFactory(key="rich", body_en=[("heading", {"text": "Hello", "level": "2"})])
    rows = ['plain,"One <b> & two\n\nThree\nfour"', "rich,Poor"]
    plan = plan_of(*rows, headings="key,body_en")
    assert [line.action for line in plan.lines] == [UPDATED, UNCHANGED]
    assert "left as it is" in plan.lines[1].notes[0]
    carry_out(plan)
    body = Resource.objects.get(key="plain").body_en
    assert body[0].value.source == "<p>One &lt;b&gt; &amp; two</p><p>Three<br/>four</p>"
    assert Resource.objects.get(key="rich").body_en[0].block_type == "heading"
    assert [line.action for line in plan_of(*rows, headings="key,body_en").lines] == [UNCHANGED, UNCHANGED]


# --- errors -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("other,Titre,,Résumé,,unheard-of,", "unheard-of"),
        ("other,Titre,,Résumé,,guide,nothing", "topics"),
        ("other,Titre,,,,guide,", "summary_fr"),
        ("other,Titre,,Résumé,A summary,guide,", "title_en"),
        ("other,,,,,guide,", "at least one language"),
        ("other,Titre,,Résumé,,,", "type"),
        (",,,Résumé,,guide,", "neither a key nor a title"),
        ("pré été,Titre,,Résumé,,guide,", "pré été"),
        ("other," + "T" * 201 + ",,Résumé,,guide,", "title_fr"),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column(row: str, word: str) -> None:
    plan = plan_of(ROW, row)
    assert [line.number for line in plan.lines if line.errors] == [3]
    assert word in plan.lines[1].errors[0]


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("year", "soon"), ("year", "1700"), ("year", "2999"), ("year", "²"), ("source_year", "9999999999"),
        ("review_on", "31/12/2026"), ("licence", "free"), ("setting", "moon"), ("access", "everybody"),
        ("partners", "unknown"), ("published", "perhaps"),
    ],
)  # fmt: skip
def test_a_cell_that_makes_no_sense_is_named(heading: str, cell: str) -> None:
    ResourceFactory(key="one")
    (line,) = plan_of(f"one,{cell}", headings=f"key,{heading}").lines
    assert line.errors
    assert heading in line.errors[0]


def test_one_wrong_row_keeps_all_from_being_imported() -> None:
    plan = plan_of(ROW, "other,Titre,,,,guide,")
    with pytest.raises(ValueError, match="errors"):
        carry_out(plan)
    assert not Resource.objects.exists()


def test_what_shows_only_as_it_is_written_takes_everything_back() -> None:
    ResourceFactory(key="draft", live=False, resource_type=None)
    plan = plan_of(
        "fresh,yes,Titre,Résumé,guide", "draft,yes,Titre,Résumé,", headings="key,published,title_fr,summary_fr,type"
    )
    plan.lines[1].values["published"] = True
    with pytest.raises(writing.RowError):
        carry_out(plan)
    assert Resource.objects.get().key == "draft"
    assert plan.lines[1].errors


# --- out again --------------------------------------------------------------------------------------


def test_an_exported_resource_is_imported_again_without_a_change_and_elsewhere_as_it_was() -> None:
    resource = full_resource()
    assert [(line.action, line.errors) for line in plan_from([resource]).lines] == [(UNCHANGED, [])]
    content = exported([resource])
    row = RESOURCES.row_of(resource)
    resource.delete()
    plan = reading.read_plan(RESOURCES, io.BytesIO(content))
    assert [(line.action, line.errors) for line in plan.lines] == [(CREATED, [])]
    carry_out(plan)
    assert RESOURCES.row_of(Resource.objects.get()) == row


def test_reading_costs_the_same_with_two_and_with_twenty_rows() -> None:
    partner = OrganizationFactory(key="prairie")
    costs = []
    for size in (2, 20):
        made = [
            ResourceFactory(topics=[TopicFactory()], partners=[partner], codes=[access.MEMBERS]) for _ in range(size)
        ]
        for resource in made:
            ResourceFileFactory(resource=resource, url="https://example.org/")
        content = exported(made)
        with CaptureQueriesContext(connection) as queries:
            plan = reading.read_plan(RESOURCES, io.BytesIO(content))
        assert plan.count(UNCHANGED) == size
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_file_to_start_from_can_be_imported() -> None:
    ResourceTypeFactory(key="checklist")
    TopicFactory(key="welcoming-communities")
    AudienceFactory(key="front-line-staff")
    out = io.StringIO()
    writer = csv.DictWriter(out, RESOURCES.headings)
    writer.writeheader()
    writer.writerow(RESOURCES.example)
    plan = reading.read_plan(RESOURCES, io.BytesIO(out.getvalue().encode()))
    assert [(line.action, line.errors) for line in plan.lines] == [(CREATED, [])]
    carry_out(plan)
    assert Resource.objects.get().files.count() == 2


# --- the command ------------------------------------------------------------------------------------


def test_the_command_tells_and_writes_only_when_it_is_to_apply(tmp_path: Path) -> None:
    file = tmp_path / "resources.csv"
    file.write_text(f"{HEADINGS}\n{ROW}\n", encoding="utf-8")
    out = io.StringIO()
    call_command("import_resources", str(file), stdout=out)
    assert "1 created" in out.getvalue()
    assert not Resource.objects.exists()
    call_command("import_resources", str(file), apply=True, stdout=out)
    assert Resource.objects.get().key == "welcome"
    file.write_text(f"{HEADINGS}\nother,Titre,,Résumé,,unheard-of,\n", encoding="utf-8")
    with pytest.raises(CommandError, match="2: other: type"):
        call_command("import_resources", str(file), apply=True)
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_resources", str(tmp_path / "nowhere.csv"))
