"""Organizations from a file: what it would do first, then all of it or nothing."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation

from cms.imports import reading, writing
from cms.imports.reading import CREATED, UNCHANGED, UPDATED, Plan
from cms.spreadsheets import MAX_BYTES, MAX_ROWS, plain, safe
from members.imports import ORGANIZATIONS
from members.models import AuditEntry, Organization
from members.roles import OFFICERS
from tests.factories.organizations import CommunityFactory, KindFactory, OrganizationFactory, ServiceFactory

pytestmark = pytest.mark.django_db
HEADINGS = "key,name_fr,name_en,kind,community,phone,services"
ROW = "prairie,Accueil à l’été,Prairie Welcome,service-provider,brooks,+1 403 555-0100,settlement"

read_plan = partial(reading.read_plan, ORGANIZATIONS)
carry_out = partial(writing.carry_out, ORGANIZATIONS)


@pytest.fixture(autouse=True)
def known_terms(db: None) -> None:
    KindFactory()
    ServiceFactory()
    CommunityFactory(key="brooks", name_fr="Brooks", name_en="Brooks")


def plan_of(*rows: str, headings: str = HEADINGS, encoding: str = "utf-8") -> Plan:
    return read_plan(io.BytesIO("\n".join([headings, *rows]).encode(encoding)))


def errors(*rows: str, headings: str = HEADINGS) -> list[tuple[int, str]]:
    return [(line.number, error) for line in plan_of(*rows, headings=headings).lines for error in line.errors]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_every_spelling_of_csv_is_read(encoding: str, separator: str) -> None:
    plan = plan_of(ROW.replace(",", separator), headings=HEADINGS.replace(",", separator), encoding=encoding)
    carry_out(plan)
    organization = Organization.objects.get(key="prairie")
    assert organization.title_fr == "Accueil à l’été"
    assert organization.phone == "+1 403 555-0100"
    assert organization.services.get().key == "settlement"
    assert organization.live


def test_a_second_import_of_the_same_file_changes_nothing() -> None:
    carry_out(plan_of(ROW))
    assert [line.action for line in plan_of(ROW).lines] == [UNCHANGED]


def test_a_row_with_a_known_key_changes_what_differs_and_no_more() -> None:
    carry_out(plan_of(ROW))
    plan = plan_of("prairie,403 555-0199", headings="key,phone")
    assert (plan.lines[0].action, plan.lines[0].changed) == (UPDATED, ["phone"])
    carry_out(plan)
    organization = Organization.objects.get()
    assert (organization.phone, organization.title_en) == ("403 555-0199", "Prairie Welcome")
    assert AuditEntry.objects.filter(action="organization.imported").count() == 2


def test_a_draft_survives_an_import() -> None:
    carry_out(plan_of(ROW))
    organization = Organization.objects.get()
    organization.description_en = "Only in the draft"
    organization.save_revision()
    carry_out(plan_of("prairie,403 555-0199", headings="key,phone"))
    draft = Organization.objects.get().get_latest_revision_as_object()
    assert (draft.phone, draft.description_en) == ("403 555-0199", "Only in the draft")


def test_a_row_without_a_key_is_known_by_its_english_name_ever_after() -> None:
    carry_out(plan_of(ROW.replace("prairie", "", 1)))
    assert Organization.objects.get().key == "prairie-welcome"
    assert plan_of(ROW.replace("prairie", "", 1)).lines[0].action == UNCHANGED


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("prairie,Nom,Name,unheard-of,brooks,,", "unheard-of"),
        ("prairie,Nom,Name,service-provider,nowhere,,", "nowhere"),
        ("prairie,,Name,service-provider,brooks,,", "name_fr"),
        ("prairie,Nom,Name,service-provider,,,", "community"),
        ("pré été,Nom,Name,service-provider,brooks,,", "pré été"),
        (",Nom,,service-provider,brooks,,", "English name"),
        ("prairie,Nom,Name,service-provider,brooks,,,,", "more cells"),
        ("prairie,Nom,Name,service-provider,brooks," + "1" * 41 + ",", "phone"),
    ],
)
def test_what_is_wrong_is_said_by_row(row: str, word: str) -> None:
    found = errors(ROW, row.replace("prairie", "other"))
    assert [number for number, _error in found] == [3]
    assert word in found[0][1]


def test_a_key_stands_once() -> None:
    assert errors(ROW, ROW)[0][0] == 3


def test_one_wrong_row_keeps_all_from_being_imported() -> None:
    plan = plan_of(ROW, "other,Nom,Name,unheard-of,brooks,,")
    assert not plan.is_sound
    with pytest.raises(ValueError, match="errors"):
        carry_out(plan)
    assert not Organization.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\0",
        b"key,name_en",
        b"colour,key\nred,prairie",
        b"key,key\na,b",
        b'key,name_en\n"a,b',
        b"key\n" + b"a\n" * (MAX_ROWS + 1),
        b"key\n" + b"a" * (MAX_BYTES + 1),
        b"key,phone\na," + b"1" * 10_001,
    ],
)
def test_a_file_that_is_none_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(ValidationError) as refused:
        read_plan(io.BytesIO(content))
    assert refused.value.messages[0].endswith(".")


@pytest.mark.parametrize("value", ["=1+1", "+1 403", "-5", "@here", "'quoted", "'=1", "plain", ""])
def test_no_cell_is_a_formula_and_each_comes_back_as_it_was(value: str) -> None:
    assert not safe(value).startswith(("=", "+", "-", "@"))
    assert plain(safe(value)) == value


# --- the command ----------------------------------------------------------------------------------


def test_the_command_tells_and_writes_only_without_dry_run(tmp_path: Path) -> None:
    file = tmp_path / "organizations.csv"
    file.write_text(f"{HEADINGS}\n{ROW}\n", encoding="utf-8")
    out = io.StringIO()
    call_command("import_organizations", str(file), dry_run=True, stdout=out)
    assert "1 created" in out.getvalue()
    assert not Organization.objects.exists()
    call_command("import_organizations", str(file), stdout=out)
    assert Organization.objects.get().key == "prairie"
    file.write_text(f"{HEADINGS}\nother,,Name,unheard-of,brooks,,\n", encoding="utf-8")
    with pytest.raises(CommandError, match="2: other: kind"):
        call_command("import_organizations", str(file))


# --- the admin ------------------------------------------------------------------------------------


def address(name: str) -> str:
    return reverse(Organization.snippet_viewset.get_url_name(name))  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_officer_sees_first_and_confirms_then(visitor: Any, person: Any, language: str) -> None:
    client = visitor(user=person(role=OFFICERS, language=language))
    file = SimpleUploadedFile("organizations.csv", f"{HEADINGS}\n{ROW}".encode())
    answer = client.post(address("import"), {"file": file})
    assert "Prairie Welcome" in answer.content.decode()
    assert not Organization.objects.exists()
    assert client.post(address("import"), {"shown": answer.context["shown"] + "x"}).status_code == 200
    assert not Organization.objects.exists()
    assert client.post(address("import"), {"shown": answer.context["shown"]}).status_code == 302
    assert Organization.objects.get().title_en == "Prairie Welcome"


def test_what_changed_since_it_was_shown_is_shown_again(visitor: Any, person: Any) -> None:
    client = visitor(user=person(role=OFFICERS))
    file = SimpleUploadedFile("organizations.csv", f"{HEADINGS}\n{ROW}".encode())
    shown = client.post(address("import"), {"file": file}).context["shown"]
    OrganizationFactory(key="prairie", title_en="Somebody’s")
    answer = client.post(address("import"), {"shown": shown})
    assert answer.status_code == 200
    assert Organization.objects.get().title_en == "Somebody’s"


def test_wrong_rows_are_shown_with_no_way_to_confirm(visitor: Any, person: Any) -> None:
    client = visitor(user=person(role=OFFICERS, language="fr"))
    file = SimpleUploadedFile("organizations.csv", f"{HEADINGS}\n{ROW.replace('brooks', 'nowhere')}".encode())
    html = client.post(address("import"), {"file": file}).content.decode()
    assert "nowhere" in html
    assert 'name="shown"' not in html


def test_the_export_is_read_by_the_import(visitor: Any, person: Any) -> None:
    carry_out(plan_of(ROW))
    OrganizationFactory(title_en="=SUM(A1)", phone="+1 403 555-0100", description_fr='« Un »;\ndeux, "trois"')
    client = visitor(user=person(role=OFFICERS))
    content = b"".join(client.get(f"{address('list')}?export=csv").streaming_content)
    assert b'"=SUM' not in content
    with translation.override("fr"):
        plan = read_plan(io.BytesIO(content))
    assert [line.action for line in plan.lines] == [UNCHANGED, UNCHANGED], plan.lines


def test_the_file_to_start_from_is_one_that_can_be_imported(visitor: Any, person: Any) -> None:
    from tests.factories.organizations import ServiceLanguageFactory

    client = visitor(user=person(role=OFFICERS))
    CommunityFactory(key="red-deer")
    ServiceFactory(key="language")
    for key in ("english", "french"):
        ServiceLanguageFactory(key=key)
    plan = read_plan(io.BytesIO(client.get(address("import_template")).content))
    assert [(line.action, line.errors) for line in plan.lines] == [(CREATED, [])]
