"""`manage.py import_strategy` from the file to the draft pages."""

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Locale, Page

from home.models import HomePage, StandardPage, StrategyIndexPage, StrategyPage
from home.models.imports import ImportedText
from members.models import User

from .making import DOCUMENTS, bold, new_word, packed

pytestmark = pytest.mark.django_db

FRENCH = DOCUMENTS / "converti.md"
ENGLISH = DOCUMENTS / "converted.txt"


@pytest.fixture(autouse=True)
def english_terminal(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_CA.UTF-8")


def run(file, locale="fr", **options) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_strategy", str(file), locale=locale, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def refused(file, locale="fr", **options) -> str:
    """The sentence of a refusal, which changes nothing."""
    before = list(Page.objects.order_by("pk").values_list("pk", "path", "latest_revision"))
    with pytest.raises(CommandError) as refusal:
        run(file, locale, **options)
    assert list(Page.objects.order_by("pk").values_list("pk", "path", "latest_revision")) == before
    assert not ImportedText.objects.exists()
    sentence = str(refusal.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def home(code="fr") -> HomePage:
    return HomePage.objects.get(locale__language_code=code)


def version(year=2020) -> StrategyIndexPage:
    return StrategyIndexPage.objects.get(version_year=year)


def part(number: str, year=2020) -> StrategyPage:
    return StrategyPage.objects.child_of(version(year)).get(number=number)


def latest(page):
    return Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()


def counts() -> tuple[int, int, int]:
    revisions = sum(page.revisions.count() for page in Page.objects.all())
    return Page.objects.count(), revisions, ImportedText.objects.count()


def edit(page, **fields):
    """A person edits the draft."""
    draft = latest(page)
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=User.objects.create_user(f"{page.pk}@example.org", "mot de passe long"))


# -- what is made ----------------------------------------------------------------------------------------------------


def test_document_becomes_draft_pages():
    run(FRENCH)
    index = version()
    assert index.get_parent().specific == home()
    assert index.slug == "strategie"
    assert not index.live
    assert "Tous droits réservés" in index.copyright_notice
    parts = list(StrategyPage.objects.child_of(index).order_by("path"))
    assert [(page.number, page.title, page.live) for page in parts] == [
        ("1", "CONTEXTE", False),
        ("2", "Priorités", False),
    ]
    sections = [(block.value["number"], block.value["level"], block.value["title"]) for block in parts[1].sections]
    assert sections == [
        ("", "2", "Introduction"),
        ("2.1", "2", "Logement"),
        ("", "3", "Activités"),
        ("2.2", "2", "Emploi"),
    ]


def test_annex_becomes_an_earlier_version_under_the_current_one():
    run(FRENCH)
    annex = version(2018)
    assert annex.get_parent().specific == version(2020)
    assert annex.slug == "2018"
    assert not annex.live
    assert [page.title for page in StrategyPage.objects.child_of(annex).order_by("path")] == ["Contexte", "Priorités"]


def test_rich_text_is_what_the_editor_stores():
    run(FRENCH)
    introduction = part("1").introduction
    assert "<sup>er</sup>" in introduction
    assert "<span" not in introduction
    assert "data-block-key" in introduction
    lists = part("2").sections[0].value["body"][0].value.source
    assert lists.startswith("<ol>")
    assert "<ul>" in lists


def test_table_keeps_its_header_and_cells():
    run(FRENCH)
    table = part("2").sections[1].value["body"][0]
    assert table.block_type == "table"
    assert [column["heading"] for column in table.value.columns] == ["Village", "Logements"]
    assert [list(row["values"]) for row in table.value.row_data] == [["Aubépine", "12"], ["Bouleau", "9"]]


def test_drafts_pass_the_checks_of_publishing():
    run(FRENCH)
    for page in [*StrategyIndexPage.objects.all(), *StrategyPage.objects.all()]:
        page.full_clean()
        latest(page).save_revision().publish()
    assert StrategyPage.objects.live().count() == 4


def test_tree_and_what_was_left_out_are_printed():
    out, _err = run(FRENCH)
    assert f"STRATÉGIE DES VILLAGES DE LA VALLÉE 2020 (2020): created as a draft (page {version().pk})" in out
    assert "│     1.1.1 Qui sont" in out or "1.1.1 Qui sont les nouveaux arrivants de la région" in out
    assert "contents table: 2.1 Logement ………………… 5" in out
    assert "page number: 4" in out
    assert "header or footer of each page: Stratégie des villages de la Vallée" in out


def test_word_document_with_automatic_numbers(tmp_path):
    word = new_word()
    word.add_heading("Stratégie de la Vallée 2021", 0)
    bold(word, "1 CONTEXTE")
    word.add_paragraph("Le réseau")
    word.add_paragraph("Loger", style="List Number")
    word.add_paragraph("Former", style="List Number")
    bold(word, "1.1 Portrait")
    word.add_paragraph("Les familles arrivent de partout et")
    word.add_page_break()
    word.add_paragraph("s'établissent ici.")
    word.sections[0].footer.paragraphs[0].text = "© Réseau fictif 2021"
    word.sections[0].header.paragraphs[0].text = "Réseau fictif"
    file = tmp_path / "strategie.docx"
    file.write_bytes(packed(word))
    out, _err = run(file)
    page = part("1", 2021)
    assert "Les familles arrivent de partout et s&#x27;établissent ici." in str(
        page.sections[-1].value["body"][0].value.source
    ).replace("'", "&#x27;")
    assert "<ol>" in page.sections[0].value["body"][0].value.source
    assert "© Réseau fictif 2021" in version(2021).copyright_notice
    assert "header or footer of each page: Réseau fictif" in out


def test_english_document_joins_the_french_one_as_its_translation(tmp_path):
    run(FRENCH)
    english = tmp_path / "strategy.md"
    english.write_text("# Valley strategy 2020\n\n## 1 Context\n\nTwelve villages.\n", encoding="utf-8")
    run(english, "en")
    index = StrategyIndexPage.objects.get(version_year=2020, locale__language_code="en")
    assert index.slug == "strategy"
    assert (
        index.translation_key
        == StrategyIndexPage.objects.get(version_year=2020, locale__language_code="fr").translation_key
    )
    assert StrategyPage.objects.get(locale__language_code="en").translation_key == (
        StrategyPage.objects.get(locale__language_code="fr", number="1", title="CONTEXTE").translation_key
    )


def test_second_version_goes_under_the_first_at_its_year(tmp_path):
    run(FRENCH)
    run(ENGLISH, "fr", year=2023)
    assert version(2023).get_parent().specific == version(2020)
    assert version(2023).slug == "2023"


def test_dry_run_shows_the_tree_and_changes_nothing():
    before = counts()
    out, _err = run(FRENCH, dry_run=True)
    assert counts() == before
    assert out.startswith("Dry run: nothing was changed.")
    assert "2.1 Logement" in out


def test_text_in_another_language_is_remarked(tmp_path):
    file = tmp_path / "en.md"
    file.write_text("# Plan 2020\n\n" + "The office of the village is open to the families and to the staff.\n" * 5)
    _out, err = run(file)
    assert "“en”, not “fr”" in err


def test_messages_follow_the_language_of_the_terminal(monkeypatch, tmp_path):
    monkeypatch.setenv("LC_ALL", "fr_CA.UTF-8")
    with translation.override("fr"):
        expected = gettext("There is no file at “%(path)s”.") % {"path": tmp_path / "rien.md"}
    with translation.override("en"):
        assert refused(tmp_path / "rien.md") == expected


# -- again -----------------------------------------------------------------------------------------------------------


def test_running_it_again_makes_nothing_twice(plan):
    run(plan)
    before = counts()
    out, _err = run(plan)
    assert counts() == before
    assert "created" not in out
    assert "unchanged" in out


PLAN = """# Plan de la vallée 2020

## 1 Contexte

Douze villages.

## 2 Priorités

### 2.1 Logement

Il faut loger.

### Activités

Le réseau tient un registre.
"""


@pytest.fixture
def plan(tmp_path):
    file = tmp_path / "plan.md"
    file.write_text(PLAN, encoding="utf-8")
    return file


def revise(plan, old="tient un registre", new="tient une liste"):
    plan.write_text(plan.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return plan


def test_own_drafts_follow_the_document(plan):
    run(plan)
    pages, blocks = Page.objects.count(), [block.id for block in part("2").sections]
    out, _err = run(revise(plan))
    assert Page.objects.count() == pages
    assert out.count("draft updated") == 1
    assert "Le réseau tient une liste." in str(latest(part("2")).sections[1].value["body"][0].value.source)
    assert [block.id for block in latest(part("2")).sections] == blocks


def test_draft_that_a_person_edited_is_left_alone_unless_asked(plan):
    run(plan)
    page = part("2")
    draft = latest(page)
    draft.sections[1].value["title"] = "Ce que nous ferons"
    draft.save_revision()
    file = revise(plan)
    out, _err = run(file)
    assert "a person has edited it" in out
    assert "(edited sections: activites)" in out
    assert latest(page).sections[1].value["title"] == "Ce que nous ferons"
    run(file, replace=True)
    assert latest(page).sections[1].value["title"] == "Activités"


def test_saving_in_the_editor_without_a_change_is_not_an_edit(plan):
    run(plan)
    page = part("2")
    draft = latest(page)
    for block in draft.sections:
        for inner in block.value["body"]:
            if inner.block_type == "rich_text":
                inner.value.source = inner.value.source.replace('data-block-key="', 'data-block-key="x')
    draft.save_revision()
    out, _err = run(revise(plan))
    assert "a person has edited it" not in out


def test_published_text_is_left_alone_unless_asked(plan):
    run(plan)
    page = part("2")
    page.get_latest_revision().publish()
    file = revise(plan)
    out, _err = run(file)
    assert "left alone, it is published" in out
    assert "registre" in str(latest(page).sections[1].value["body"][0].value.source)
    out, _err = run(file, replace=True)
    assert "published, a new draft waits beside it" in out
    assert "registre" in str(StrategyPage.objects.get(pk=page.pk).sections[1].value["body"][0].value.source)
    assert "liste" in str(latest(page).sections[1].value["body"][0].value.source)


def test_page_that_a_person_made_is_left_alone(plan):
    index = StrategyIndexPage(title="La nôtre", slug="strategie", version_year=2020, locale=home().locale, live=False)
    home().add_child(instance=index)
    out, _err = run(plan)
    assert latest_title(index) == "La nôtre"
    assert "a person made it" in out
    assert StrategyPage.objects.child_of(index).count() == 2


def latest_title(page) -> str:
    return Page.objects.get(pk=page.pk).specific.title


def test_locked_draft_is_left_alone(plan):
    run(plan)
    StrategyPage.objects.filter(number="2").update(locked=True)
    out, _err = run(revise(plan))
    assert "locked or in review" in out


def test_part_that_the_document_no_longer_has_stays(plan):
    run(plan)
    plan.write_text(PLAN.split("## 2 Priorités")[0], encoding="utf-8")
    out, _err = run(plan)
    assert "Priorités: left alone, the document no longer has it" in out
    assert part("2").title == "Priorités"


def test_new_part_takes_its_place_between_the_others(tmp_path):
    file = tmp_path / "plan.md"
    file.write_text("# 1 Un\n\nA.\n\n# 3 Trois\n\nC.\n", encoding="utf-8")
    run(file, year=2022)
    file.write_text("# 1 Un\n\nA.\n\n# 2 Deux\n\nB.\n\n# 3 Trois\n\nC.\n", encoding="utf-8")
    run(file, year=2022)
    titles = StrategyPage.objects.child_of(version(2022)).order_by("path").values_list("title", flat=True)
    assert list(titles) == ["Un", "Deux", "Trois"]


def test_tree_of_pages_is_sound_afterwards(plan):
    run(plan)
    run(revise(plan))
    assert not any(Page.find_problems())


# -- what is refused -------------------------------------------------------------------------------------------------


def test_file_that_is_missing(tmp_path):
    assert "There is no file" in refused(tmp_path / "rien.docx")


def test_file_of_another_type(tmp_path):
    file = tmp_path / "strategie.pdf"
    file.write_bytes(b"%PDF-1.7")
    assert "save it as .docx, .md or .txt" in refused(file)


def test_folder(tmp_path):
    assert "is not a file" in refused(tmp_path)


@pytest.mark.parametrize("text", ["", "  \n\t\n", "\ufeff"])
def test_empty_file(tmp_path, text):
    file = tmp_path / "vide.md"
    file.write_text(text, encoding="utf-8")
    assert "vide.md" in refused(file, year=2020)


def test_word_document_without_text(tmp_path):
    file = tmp_path / "vide.docx"
    file.write_bytes(packed(new_word()))
    assert "holds no text" in refused(file, year=2020)


@pytest.mark.parametrize("cut", [0, 30, 2000])
def test_broken_word_document(tmp_path, cut):
    file = tmp_path / "casse.docx"
    data = packed(new_word())
    file.write_bytes(data[:cut] + b"x" * 40 if cut else b"not a zip at all")
    assert "is not a Word document, or it is damaged" in refused(file)


def test_zip_that_is_not_a_document(tmp_path):
    file = tmp_path / "autre.docx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("texte.txt", "rien")
    assert "is not a Word document" in refused(file)


def test_zip_bomb_is_not_opened(tmp_path):
    file = tmp_path / "bombe.docx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 40_000_000)
    assert "far more than a document holds" in refused(file)


def test_document_whose_xml_declares_entities(tmp_path):
    file = tmp_path / "entites.docx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "aaa">]><x>&a;</x>')
    assert "is not a Word document" in refused(file)


def test_windows_text_is_read_and_remarked(tmp_path):
    file = tmp_path / "ancien.txt"
    file.write_bytes("Stratégie d’été 2020\n\n1. Contexte\n\nL’accueil des familles à la vallée.\n".encode("cp1252"))
    _out, err = run(file)
    assert "Windows-1252" in err
    assert version().title == "Stratégie d’été 2020"


def test_bytes_that_are_no_text(tmp_path):
    file = tmp_path / "image.txt"
    file.write_bytes(bytes(range(256)) * 10)
    assert "save it again in UTF-8" in refused(file)


@pytest.mark.parametrize("code", ["de", "", "francais"])
def test_language_the_portal_does_not_have(code):
    assert "has no language" in refused(FRENCH, code)


def test_parent_that_does_not_exist():
    assert "There is no page 99999" in refused(FRENCH, parent=99999)


def test_parent_of_another_type():
    page = StandardPage(title="Page", slug="page", locale=home().locale)
    home().add_child(instance=page)
    assert "neither a home page nor a version" in refused(FRENCH, parent=page.pk)


def test_parent_in_the_other_language():
    assert "is in the language “en”, not “fr”" in refused(FRENCH, parent=home("en").pk)


def test_parent_that_is_a_version_takes_the_other_under_its_year():
    index = StrategyIndexPage(title="Actuelle", slug="strategie", version_year=2024, locale=home().locale)
    home().add_child(instance=index)
    run(FRENCH, parent=index.pk)
    assert version(2020).get_parent().specific == index
    assert version(2020).slug == "2020"


def test_language_without_a_home_page():
    HomePage.objects.filter(locale__language_code="fr").delete()
    assert "There is no home page" in refused(FRENCH)


def test_document_without_a_year(tmp_path):
    file = tmp_path / "plan.md"
    file.write_text("# 1 Contexte\n\nTexte.\n", encoding="utf-8")
    assert "give it with --year" in refused(file)
    run(file, year=2021)
    assert version(2021).title == "Stratégie 2021"


@pytest.mark.parametrize("year", [1850, 20200])
def test_impossible_year(year):
    assert "is not a year between" in refused(FRENCH, year=year)


def test_annex_without_a_year_asks_for_it(tmp_path):
    file = tmp_path / "plan.md"
    file.write_text(
        "# 1 But\n\nUn.\n\n# Annexe A – Ancien plan\n\n# 1 But\n\nDeux.\n\n# 2 Moyens\n\nTrois.\n", encoding="utf-8"
    )
    assert "give it with --annex-year" in refused(file, year=2020)
    run(file, year=2020, annex_year=[2016])
    assert version(2016).title == "Ancien plan"


def test_two_versions_of_one_year_are_refused():
    assert "Two versions in the document would be of 2018" in refused(FRENCH, year=2018)
    assert "fewer annexes" in refused(FRENCH, annex_year=[2018, 2016])


def test_locale_must_be_one_of_the_portal_even_if_it_exists():
    Locale.objects.create(language_code="es")
    assert "has no language" in refused(FRENCH, "es")


def test_failure_half_way_changes_nothing(monkeypatch):
    def fail(*args, **kwargs):
        raise ValueError("half way")

    before = counts()
    monkeypatch.setattr("home.strategy_import.writing._Version.remember_sections", fail)
    with pytest.raises(ValueError, match="half way"):
        run(FRENCH)
    assert counts() == before
