"""What is read in each kind of file, in reading order and folded."""

from __future__ import annotations

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resources.extraction import child
from resources.extraction.limits import EMPTY, READ, STATES, UNREADABLE, UNSUPPORTED, Limits, Reading
from resources.extraction.notes import folded
from resources.extraction.readers import READERS
from tests.resources.extraction import samples


def read(data: bytes, kind: str, **limits: int) -> Reading:
    return child.read(data, kind, Limits(**limits))


# --- Each kind --------------------------------------------------------------------------------------


def test_paragraphs_and_tables_of_a_word_file_are_read_in_their_order() -> None:
    reading = read(samples.word("Café d’accueil", "deuxième", table=("gauche", "droite")), "docx")
    assert reading.state == READ
    assert reading.text.split("\n") == ["Café d’accueil", "deuxième", "gauche", "droite", "after the table"]


def test_breaks_and_tabs_part_words() -> None:
    document = docx.Document()
    run = document.add_paragraph("un").add_run()
    run.add_tab()
    run.add_text("deux")
    run.add_break()
    run.add_text("trois")
    assert read(samples._saved(document), "docx").text == "un deux trois"


@pytest.mark.parametrize(("said", "known"), [("<Pages>12</Pages>", 12), ("<Pages>0</Pages>", None), ("", None)])
def test_a_word_file_has_the_pages_that_word_wrote_down(said: str, known: int | None) -> None:
    reading = read(samples.replaced(samples.word("x"), "docProps/app.xml", f"<Properties>{said}</Properties>"), "docx")
    assert (reading.text, reading.pages) == ("x", known)


def test_slides_are_read_with_what_stands_in_groups_and_in_the_notes() -> None:
    reading = read(samples.slides("Logement", "Santé", notes="À dire"), "pptx")
    assert reading.text.split("\n") == [
        *("Logement", "in a group under Logement", "À dire"),
        *("Santé", "in a group under Santé", "À dire"),
    ]
    assert reading.pages == 2


def test_the_words_of_a_workbook_are_read_and_its_numbers_are_not() -> None:
    reading = read(samples.workbook(("Région", "Centre"), (None, 12.5), ("École", True), sheet="Données"), "xlsx")
    assert reading == Reading(READ, "Données\nRégion Centre\nÉcole", None)


def test_a_pdf_is_read_page_by_page() -> None:
    reading = read(samples.pdf("# Guide d’établissement\nÀ l’école"), "pdf")
    assert reading == Reading(READ, "Guide d’établissement\nÀ l’école", 1)
    assert read(samples.pdf_of_pages(3), "pdf") == Reading(READ, "page\npage\npage", 3)


def test_a_pdf_that_anyone_may_open_but_not_change_is_read() -> None:
    assert read(samples.protected_pdf(user=""), "pdf").text == "derrière une serrure"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("kind", ["txt", "csv"])
def test_plain_text_is_read_as_it_was_written(kind: str, encoding: str) -> None:
    assert read("établissement; œuvre".encode(encoding), kind) == Reading(READ, "établissement; œuvre", None)


def test_of_captions_only_what_is_said_is_read() -> None:
    captions = (
        "WEBVTT - a title\r\n\r\nNOTE a comment\r\n\r\nSTYLE\r\n::cue {}\r\n\r\n"
        "first\r\n00:01.000 --> 00:02.000 align:start\r\n<v Ana>Bonjour &amp; <i>bienvenue</i>\r\n\r\n"
        "00:03.000 --> 00:04.000\r\nMerci\r\n"
    )
    assert read(captions.encode(), "vtt").text == "Bonjour & bienvenue\nMerci"
    assert read(b"no captions", "vtt").state == UNREADABLE


def test_files_without_a_word_are_told_from_damaged_ones() -> None:
    assert read(samples.pdf(""), "pdf").state == EMPTY
    assert read(b" \n ", "txt").state == EMPTY
    assert read(b"", "txt").state == EMPTY


@pytest.mark.parametrize("kind", ["mp4", "zip", "epub", "", "PDF"])
def test_other_kinds_are_not_read(kind: str) -> None:
    assert read(b"anything", kind) == Reading(UNSUPPORTED)


# --- Folding ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  un \u00a0 deux\t\n\n \n trois", "un deux\ntrois"),
        ("e\u0301cole", "école"),
        ("\ufb01nance", "finance"),
        ("éta\u00adblis\u200bsement", "établissement"),
        ("a\0b\x07c", "abc"),
        ("\ud800x", "x"),
    ],
)
def test_text_is_folded(written: str, kept: str) -> None:
    assert folded(written) == kept


# --- Limits -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("docx", samples.word(*(f"mot{number}" for number in range(40)))),
        ("xlsx", samples.workbook(*((f"mot{number}",) for number in range(40)))),
        ("pdf", samples.pdf_of_pages(40)),
        ("txt", b"mot " * 40),
    ],
)
def test_no_more_characters_are_kept_than_the_limit(kind: str, data: bytes) -> None:
    reading = read(data, kind, characters=25)
    assert reading.state == READ
    assert 20 < len(reading.text) <= 25


def test_no_more_pages_are_read_than_the_limit_and_all_are_counted() -> None:
    assert read(samples.pdf_of_pages(9), "pdf", pages=2) == Reading(READ, "page\npage", 9)
    reading = read(samples.slides("un", "deux", "trois"), "pptx", pages=1)
    assert ("deux" in reading.text, reading.pages) == (False, 3)


def test_no_more_cells_are_looked_at_than_the_limit() -> None:
    rows = [(f"mot{number}", None, 1) for number in range(40)]
    assert read(samples.workbook(*rows), "xlsx", cells=10).text.split("\n") == ["Feuille", "mot0", "mot1", "mot2"]


def test_a_character_that_the_limit_cuts_in_two_is_no_fault() -> None:
    assert read("é".encode() * 100, "txt", characters=3).text == "ééé"
    assert read("aé".encode() * 100, "txt", characters=1).text == "a"


# --- Anything ---------------------------------------------------------------------------------------

HEADS = [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"WEBVTT\n\n", b"\xff\xfe", samples.word("x")[:900], samples.pdf("x")[:400]]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(kind=st.sampled_from([*sorted(READERS), "mp4", ""]), head=st.sampled_from(HEADS), rest=st.binary(max_size=400))
def test_no_file_makes_the_reading_fail(kind: str, head: bytes, rest: bytes) -> None:
    reading = read(head + rest, kind)
    assert reading.state in STATES
    assert reading.text == folded(reading.text)


SOUND = {
    "docx": samples.word("mot", table=("a", "b")),
    "pdf": samples.pdf("# titre\nmot"),
    "pptx": samples.slides("mot", notes="note"),
    "xlsx": samples.workbook(("mot",)),
}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(kind=st.sampled_from(sorted(SOUND)), place=st.floats(0, 1), patch=st.binary(min_size=1, max_size=20))
def test_no_damage_makes_the_reading_fail(kind: str, place: float, patch: bytes) -> None:
    data = SOUND[kind]
    at = int(place * len(data))
    assert read(data[:at] + patch + data[at + len(patch) :], kind).state in STATES
