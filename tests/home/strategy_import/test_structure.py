"""What the structure makes of documents with the faults that converters leave."""

import pytest

from home.strategy_import.body import ItemList, Paragraph
from home.strategy_import.lines import Table, text_of
from home.strategy_import.structure import Document

from .making import DOCUMENTS, block_texts, from_markdown, from_plain, outline, reasons, texts


@pytest.fixture(scope="module")
def french() -> Document:
    return from_markdown((DOCUMENTS / "converti.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def english() -> Document:
    return from_plain((DOCUMENTS / "converted.txt").read_text(encoding="utf-8"))


def section(document: Document, number: str):
    return next(section for part in document.parts for section in part.sections if section.number == number)


def part(document: Document, number: str):
    return next(part for part in document.parts if part.number == number)


# -- a whole document ------------------------------------------------------------------------------------------------


def test_numbering_outranks_the_marks_of_the_french_document(french):
    assert outline(french) == [
        "* 1 CONTEXTE",
        "** 1.1 Le portrait de la vallée",
        "*** 1.1.1 Qui sont les nouveaux arrivants de la région",
        "* 2 Priorités",
        "** 2.1 Logement",
        "*** Activités",
        "** 2.2 Emploi",
    ]


def test_title_year_and_notice_of_the_french_document(french):
    assert french.title == "STRATÉGIE DES VILLAGES DE LA VALLÉE 2020"
    assert french.year == 2020
    assert [text_of(runs) for runs in french.notice] == [
        (
            "© 2020 Réseau fictif de la Vallée. Tous droits réservés. Ce document ne peut être reproduit sans"
            " l’autorisation écrite du Réseau."
        )
    ]


def test_annex_whose_numbering_begins_again_is_a_version_of_its_own(french):
    (annex,) = french.annexes
    assert (annex.title, annex.year) == ("STRATÉGIE DES VILLAGES 2018", 2018)
    assert outline(annex) == ["* 1 Contexte", "* 2 Priorités", "** 2.1 Transport"]
    assert reasons(french)["annex_title"] == ["ANNEXE A – STRATÉGIE DES VILLAGES 2018"]


def test_furniture_of_the_french_document_is_reported(french):
    found = reasons(french)
    assert found["page_number"] == ["3", "4", "5", "9"]
    assert found["running"] == ["Stratégie des villages de la Vallée"] * 4
    assert len(found["contents"]) == 8
    assert found["contents"][3:5] == [
        "1.1.1 Qui sont les nouveaux",
        "arrivants de la région .............................. 4",
    ]


def test_paragraph_cut_by_a_page_is_whole_again(french):
    assert block_texts(section(french, "1.1").body) == [
        (
            "Les villages travaillent ensemble depuis longtemps, et les services d'établissement y sont offerts dans"
            " les deux langues par des équipes qui connaissent bien les familles. Elles sont peu nombreuses."
        )
    ]


def test_english_text_file_without_marks(english):
    assert outline(english) == [
        "* EXECUTIVE SUMMARY",
        "* 1 WHERE WE STAND",
        "** 1.1 The villages and the people who settle in them",
        "* 2 WHAT WE WILL DO",
        "** 2.1 Saturdays",
        "* GLOSSARY",
    ]
    assert (english.title, english.year) == ("THE HOLLOW CREEK STRATEGY", 2021)
    assert reasons(english)["running"] == ["Hollow Creek | 1", "Hollow Creek | 2", "Hollow Creek | 3"]


def test_english_words_cut_at_a_line_end(english):
    shown = " ".join(texts(english))
    assert "thirty-one countries" in shown
    assert "greenhouses" in shown
    assert "children like the school" in shown
    assert "opened its doors to the public. Nobody" in shown


def test_lists_of_the_english_document(english):
    needs = section(english, "1.1").body[-1]
    assert isinstance(needs, ItemList)
    assert block_texts([needs])[-1] == "Childcare during classes"
    steps = part(english, "2").body
    assert [type(block) for block in steps] == [Paragraph, ItemList, Paragraph]
    assert steps[1].ordered
    assert block_texts(steps)[-1] == "A report follows in the autumn."


# -- contents tables -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "contents",
    [
        "Sommaire\n\n1 Contexte\t3\n\n2 Priorités\t5\n",
        "Table des matières\n\n[1 Contexte](#contexte)\n\n[2 Priorités](#priorites)\n",
        "**Table of contents**\n\n1 Contexte......... 3\n2 Priorités\n............... 5\n",
        "## Contents\n\n1 Contexte ....\n3\n\n2 Priorités ....\n5\n",
        "Table des matières\n\n| 1 Contexte | 3 |\n|---|---|\n| 2 Priorités | 5 |\n",
        "1 Contexte          . . . . . . 3\n\n2 Priorités          . . . . . . 5\n",
    ],
)
def test_contents_table_is_dropped_however_it_is_set(contents):
    document = from_markdown(f"{contents}\n# 1 Contexte\n\nLe texte.\n\n# 2 Priorités\n\nLa suite.\n")
    assert outline(document) == ["* 1 Contexte", "* 2 Priorités"]
    assert texts(document)[1:] == ["1 Contexte", "Le texte.", "2 Priorités", "La suite."]
    assert "contents" in reasons(document)


def test_summary_that_is_text_is_not_a_contents_table():
    document = from_markdown("# 1 Contexte\n\nUn.\n\n# Sommaire\n\nLa vallée accueille. Elle loge.\n")
    assert "La vallée accueille. Elle loge." in texts(document)


def test_columns_of_figures_are_not_a_contents_table():
    document = from_plain("1. Budget\n\nVoici les montants en milliers.\n\nLoyers     120\nSalaires     450\n")
    assert "contents" not in reasons(document)
    assert "Salaires 450" in " ".join(texts(document))


# -- page furniture --------------------------------------------------------------------------------------------------


def test_subheading_of_every_part_is_not_a_running_header():
    text = "".join(f"# {n} Partie\n\nTexte {n}.\n\n**Activités**\n\nFaire {n}.\n\n" for n in range(1, 5))
    document = from_markdown(text)
    assert outline(document).count("** Activités") == 4


def test_figure_alone_on_its_line_is_not_a_page_number():
    document = from_markdown("# 1 Contexte\n\nFamilles accueillies cette année.\n\n350\n\nC'est beaucoup.\n")
    assert "350" in texts(document)


def test_running_header_with_page_number_and_notice_in_the_footer():
    pages = [
        f"Le texte de la page {word} continue sans fin\n\nRéseau de la Vallée | {n}\n\n© 2020 Réseau de la Vallée\n\n"
        for n, word in enumerate(("une", "deux", "trois"), start=1)
    ]
    document = from_markdown("# 1 Contexte\n\n" + "et ".join(pages) + "et voilà la fin.\n")
    assert block_texts(part(document, "1").body) == [
        (
            "Le texte de la page une continue sans fin et Le texte de la page deux continue sans fin et Le texte"
            " de la page trois continue sans fin et voilà la fin."
        )
    ]
    assert [text_of(runs) for runs in document.notice] == ["© 2020 Réseau de la Vallée"]
    assert reasons(document)["notice_repeated"] == ["© 2020 Réseau de la Vallée"] * 2
    assert len(reasons(document)["running"]) == 3


# -- headings --------------------------------------------------------------------------------------------------------


def test_number_alone_on_its_line_joins_its_title():
    document = from_markdown("**1.**\n\n**Contexte**\n\nTexte.\n\n1.1\n\n**Le portrait**\n\nSuite.\n")
    assert outline(document) == ["* 1 Contexte", "** 1.1 Le portrait"]


def test_part_words_give_the_number():
    document = from_markdown("**PARTIE 1 – CONTEXTE**\n\nUn.\n\n**PARTIE 2**\n\n**PRIORITÉS**\n\nDeux.\n")
    assert outline(document) == ["* 1 CONTEXTE", "* 2 PRIORITÉS"]


def test_numbered_list_is_not_a_row_of_parts():
    document = from_markdown("# 1 Contexte\n\nIl faut:\n\n1. Loger\n2. Former\n3. Accueillir\n\n# 2 Suite\n\nFin.\n")
    assert outline(document) == ["* 1 Contexte", "* 2 Suite"]
    assert block_texts(part(document, "1").body) == ["Il faut:", "Loger", "Former", "Accueillir"]


def test_numbered_markdown_items_with_text_between_are_parts():
    document = from_markdown("1. Contexte\n\nLe texte du contexte.\n\n2. Priorités\n\nLe texte des priorités.\n")
    assert outline(document) == ["* 1 Contexte", "* 2 Priorités"]


def test_list_interrupted_by_text_keeps_its_numbers():
    document = from_markdown("# 1 Étapes\n\n1. Loger les familles.\n\nCela prend un an.\n\n2. Former le personnel.\n")
    shown = part(document, "1").body
    assert block_texts(shown) == ["Loger les familles.", "Cela prend un an.", "2. Former le personnel."]


def test_numbered_sentence_is_not_a_heading():
    document = from_markdown("# 1 Contexte\n\n1.1 Les villages sont loin les uns des autres et la route est longue.\n")
    assert outline(document) == ["* 1 Contexte"]
    assert block_texts(part(document, "1").body) == [
        "1.1 Les villages sont loin les uns des autres et la route est longue."
    ]


def test_part_whose_heading_is_missing_is_made_for_its_sections():
    document = from_markdown("# 1 Contexte\n\nUn.\n\n## 2.1 Logement\n\nDeux.\n")
    assert outline(document) == ["* 1 Contexte", "* 2 ", "** 2.1 Logement"]
    assert len(document.remarks) == 1


def test_document_without_numbers_follows_its_marks():
    document = from_markdown(
        "# Plan de la vallée 2022\n\n## Contexte\n\nUn.\n\n### Portrait\n\nDeux.\n\n## Suite\n\nTrois.\n"
    )
    assert outline(document) == ["* Contexte", "** Portrait", "* Suite"]
    assert document.title == "Plan de la vallée 2022"


def test_bold_sentence_within_text_is_not_a_heading():
    document = from_markdown("# 1 Contexte\n\n**Il faut loger tout le monde.**\n\nC'est dit.\n")
    assert outline(document) == ["* 1 Contexte"]


def test_annex_that_goes_on_with_the_numbering_is_a_part():
    document = from_markdown("# 1 Contexte\n\nUn.\n\n# Annexe A – Glossaire\n\nVillage: petit lieu.\n")
    assert document.annexes == ()
    assert outline(document) == ["* 1 Contexte", "* Annexe A – Glossaire"]


def test_annex_on_two_lines_finds_its_title_and_year_in_the_second():
    document = from_markdown("# 1 Un\n\nA.\n\n# Annexe B\n\n# Strategy of 2018\n\n# 1 Deux\n\nB.\n\n# 2 Trois\n\nC.\n")
    (annex,) = document.annexes
    assert (annex.title, annex.year) == ("Strategy of 2018", 2018)


# -- text, lists, tables ---------------------------------------------------------------------------------------------


def test_stray_html_is_neither_shown_nor_lost():
    document = from_markdown(
        "# 1 Contexte\n\nLe <span style='color:red'>1<sup>er</sup></span> mai&nbsp;2020<br>à 50&nbsp;%, <nom> et"
        " <b>gras</b><script>alert('x')</script> <a href='javascript:x()'>ici</a>.\n"
    )
    (paragraph,) = part(document, "1").body
    assert paragraph.text == "Le 1er mai 2020 à 50\u00a0%, <nom> et gras ici."
    assert [run.text for run in paragraph.runs if run.raised] == ["er"]
    assert [run.text for run in paragraph.runs if run.bold] == ["gras"]
    assert not any(run.href for run in paragraph.runs)
    assert reasons(document)["comment"] == ["<script>alert('x')</script>"]


def test_comment_that_is_never_closed_swallows_nothing():
    document = from_markdown("# 1 Contexte\n\n<!-- oublié\n\nLe reste du document.\n")
    assert "Le reste du document." in texts(document)


def test_nested_lists_by_their_signs():
    document = from_plain("1. Contexte\n\nVoici:\n• un\no sous-un\no sous-deux\n• deux\n")
    assert document.parts[0].body[1] == ItemList(
        False,
        document.parts[0].body[1].items,
    )
    first, second = document.parts[0].body[1].items
    assert [text_of(item.runs) for item in first.lists[0].items] == ["sous-un", "sous-deux"]
    assert second.lists == ()


def test_list_item_cut_by_a_page_is_whole():
    document = from_markdown("# 1 Contexte\n\n- accueillir les familles qui\n\n7\n\n\f\n\nviennent de loin\n- loger\n")
    assert block_texts(part(document, "1").body) == ["accueillir les familles qui viennent de loin", "loger"]


def test_paragraph_cut_where_nothing_marks_the_page_is_whole():
    document = from_markdown("# 1 Contexte\n\nLes équipes\n\ntravaillent ici.\n\nElles sont trois.\n")
    assert block_texts(part(document, "1").body) == ["Les équipes travaillent ici.", "Elles sont trois."]


def test_page_break_in_a_text_file_joins_what_it_cut():
    before = "Le réseau des villages tient chaque année une rencontre avec madame"
    document = from_plain(f"1. Contexte\n\n{before}\n\fAubépine et les familles.\n")
    assert block_texts(part(document, "1").body) == [f"{before} Aubépine et les familles."]


def test_lettered_items_keep_their_letters():
    document = from_markdown("# 1 Contexte\n\na) loger;\nb) former.\n")
    assert block_texts(part(document, "1").body) == ["a) loger;", "b) former."]


def test_table_keeps_rows_and_header():
    document = from_markdown("# 1 Contexte\n\n| Lieu | Nombre |\n|---|---|\n| Aubépine | 12 |\n")
    (table,) = part(document, "1").body
    assert isinstance(table, Table)
    assert table.header
    assert [[text_of(cell) for cell in row] for row in table.rows] == [["Lieu", "Nombre"], ["Aubépine", "12"]]


def test_compound_keeps_its_hyphen_when_the_document_writes_it_so():
    document = from_plain(
        "1. Contexte\n\nLe franco-albertain parle. Un nouveau franco-\nalbertain arrive en long-\nterm.\n"
    )
    assert "nouveau franco-albertain arrive en long-term." in texts(document)[-1]
