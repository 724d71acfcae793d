"""What is read from Word documents and stray HTML, before any structure is made of it."""

import base64
import io

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from home.strategy_import.html_lines import read_html
from home.strategy_import.lines import Aside, Line, PageBreak, Table, text_of
from home.strategy_import.problems import DocumentError
from home.strategy_import.reading import decode, read_text

from .making import block_texts, bold, from_word, new_word, outline, reasons, texts

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
HEADING_NUMBERS = """
<w:abstractNum {ns} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/>
<w:numFmt w:val="decimal"/><w:pStyle w:val="Heading1"/><w:lvlText w:val="%1"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/>
<w:numFmt w:val="decimal"/><w:pStyle w:val="Heading2"/><w:lvlText w:val="%1.%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
</w:abstractNum>"""


def numbered_headings(word):
    """Word numbers the headings by itself, as it does in most documents."""
    numbering = word.part.numbering_part.element
    first = numbering.find("{*}num")
    first.addprevious(parse_xml(HEADING_NUMBERS.format(ns=nsdecls("w"))))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for level in (1, 2):
        properties = word.styles[f"Heading {level}"].element.get_or_add_pPr()
        xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level - 1}"/><w:numId w:val="90"/></w:numPr>'
        properties.append(parse_xml(xml))


def test_automatic_numbers_of_headings_are_kept():
    word = new_word()
    numbered_headings(word)
    word.add_heading("Stratégie 2020", 0)
    for title, sections in (("Contexte", ["Portrait", "Histoire"]), ("Priorités", ["Logement"])):
        word.add_heading(title, 1)
        for section in sections:
            word.add_heading(section, 2)
            word.add_paragraph(f"Le texte de {section}.")
    document = from_word(word)
    assert outline(document) == [
        "* 1 Contexte",
        "** 1.1 Portrait",
        "** 1.2 Histoire",
        "* 2 Priorités",
        "** 2.1 Logement",
    ]


def test_lines_in_the_styles_of_words_contents_table_are_dropped():
    word = new_word()
    style = word.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    word.add_heading("Stratégie 2020", 0)
    word.add_paragraph("Table des matières")
    word.add_paragraph("Contexte\t3", style=style)
    word.add_paragraph("Priorités", style=style)
    word.add_heading("Contexte", 1)
    word.add_paragraph("Un.")
    word.add_heading("Priorités", 1)
    word.add_paragraph("Deux.")
    document = from_word(word)
    assert outline(document) == ["* Contexte", "* Priorités"]
    assert reasons(document)["contents"] == ["Table des matières", "Contexte\t3", "Priorités"]


def test_interrupted_word_list_goes_on_with_its_numbers():
    word = new_word()
    bold(word, "1 Étapes")
    word.add_paragraph("Loger les familles de la vallée.", style="List Number")
    word.add_paragraph("Cela prend un an et demande du soin.")
    word.add_paragraph("Former le personnel des villages.", style="List Number")
    assert block_texts(from_word(word).parts[0].body) == [
        "Loger les familles de la vallée.",
        "Cela prend un an et demande du soin.",
        "2. Former le personnel des villages.",
    ]


def test_frame_for_the_layout_is_plain_text():
    word = new_word()
    bold(word, "1 Contexte")
    word.add_table(1, 1).cell(0, 0).text = "Un encadré de la mise en page."
    assert block_texts(from_word(word).parts[0].body) == ["Un encadré de la mise en page."]


def test_merged_cells_keep_the_columns_in_line():
    word = new_word()
    bold(word, "1 Contexte")
    table = word.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "haut"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "large"
    table.cell(2, 2).text = "coin"
    (block,) = from_word(word).parts[0].body
    assert isinstance(block, Table)
    assert [[text_of(cell) for cell in row] for row in block.rows] == [
        ["haut", "large", ""],
        ["", "", ""],
        ["", "", "coin"],
    ]


def test_picture_is_reported_with_its_description():
    word = new_word()
    bold(word, "1 Contexte")
    word.add_picture(io.BytesIO(PIXEL))
    word.inline_shapes[0]._inline.docPr.set("descr", "Carte des villages")
    word.add_paragraph("Une carte.")
    document = from_word(word)
    assert reasons(document)["picture"] == ["Carte des villages"]
    assert "Une carte." in texts(document)


def test_lines_broken_by_hand_stay_broken():
    word = new_word()
    bold(word, "1 Contexte")
    paragraph = word.add_paragraph("12, rue de l'Église.")
    paragraph.add_run().add_break()
    paragraph.add_run("Aubépine.")
    assert block_texts(from_word(word).parts[0].body) == ["12, rue de l'Église.\nAubépine."]


def test_table_within_a_cell_is_part_of_the_cell():
    (table,) = read_html("<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td><td>d</td></tr></table>")
    assert [[text_of(cell) for cell in row] for row in table.rows] == [["a\nb\nc", "d"]]


def test_list_in_a_cell_keeps_its_signs():
    (table,) = read_html("<table><tr><td><ul><li>a</li><li>b</li></ul></td><td>c</td></tr></table>")
    assert text_of(table.rows[0][0]) == "• a\n• b"


def test_links_keep_only_addresses_that_lead_out():
    (line,) = read_html("<p><a href='https://example.org/'>un</a> <a href='#x'>deux</a> <a href='data:x'>trois</a></p>")
    assert [(run.text, run.href) for run in line.runs if run.text.strip()] == [
        ("un", "https://example.org/"),
        (" deux trois", ""),
    ]


def test_declarations_and_odd_tags_stay_text():
    found = read_html("<p>a <?php b ?> <!d> <c:d>e</c:d> <![CDATA[f]]></p>")
    shown = "".join(element.text for element in found if isinstance(element, Line))
    assert all(letter in shown for letter in "abdef")


def test_rule_under_a_paragraph_does_not_make_it_a_heading():
    first, rule, after = read_text("La première phrase du paragraphe.\n---\nsuite")
    assert isinstance(first, Line)
    assert first.mark == 0
    assert isinstance(rule, PageBreak)
    assert after.text == "suite"


def test_link_definitions_are_reported():
    found = read_text('Voir [la carte][c].\n\n[c]: https://example.org/ "La carte des villages"\n[c]: /autre\n')
    assert [element.text for element in found if isinstance(element, Aside)] == [
        "[C]: https://example.org/ La carte des villages",
        "[C]: /autre",
    ]


def test_plain_text_is_not_taken_for_markdown():
    found = read_text("    Un texte en retrait\n\n[note]: ceci\n\n`code` et [lien](x)\n", markdown=False)
    assert [element.text.strip() for element in found] == [
        "Un texte en retrait",
        "[note]: ceci",
        "`code` et [lien](x)",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_usual_encodings_are_recognized(encoding):
    text, _remarks = decode("L’été à Aubépine".encode(encoding), "essai.txt")
    assert text == "L’été à Aubépine"


@pytest.mark.parametrize("data", [b"\x81\x8d", b"PK\x03\x04\xff\xfe\x00", "été".encode("utf-16")[:-1], b"\xff" * 50])
def test_other_bytes_are_refused(data):
    with pytest.raises(DocumentError):
        decode(data, "essai.txt")
