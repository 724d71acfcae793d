"""The process that reads a file: hostile files end with a state, within their limits."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from resources.extraction import process
from resources.extraction.limits import (
    MEGABYTE,
    PROTECTED,
    READ,
    TOO_LARGE,
    TOO_SLOW,
    UNREADABLE,
    UNSUPPORTED,
    Limits,
    Reading,
)
from tests.resources.extraction import samples

ENCRYPTED_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")


def test_a_file_is_read_in_a_process_of_its_own() -> None:
    assert process.read(samples.word("Établissement"), "docx") == Reading(READ, "Établissement", 1)


def test_the_process_is_given_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "a secret")
    assert "PATH" in process._environment()
    assert "SECRET_KEY" not in process._environment()


@pytest.mark.parametrize(
    ("make", "kind", "states"),
    [
        (lambda: samples.protected_pdf(user="secret"), "pdf", {PROTECTED}),
        (lambda: ENCRYPTED_OFFICE, "xlsx", {PROTECTED}),
        (lambda: samples.bomb(samples.word("x"), 30 * MEGABYTE), "docx", {TOO_LARGE}),
        (samples.laughing_word, "docx", {UNREADABLE}),
        (samples.laughing_workbook, "xlsx", {UNREADABLE}),
        (samples.deep_word, "docx", {UNREADABLE}),
        (samples.circular_pdf, "pdf", {UNREADABLE}),
        (samples.circular_form_pdf, "pdf", {UNREADABLE, "empty"}),
        (samples.deep_pdf, "pdf", {UNREADABLE, "empty"}),
        (lambda: samples.swelling_pdf(100 * MEGABYTE), "pdf", {UNREADABLE, TOO_LARGE, "empty"}),
        (lambda: samples.word("x"), "xlsx", {UNREADABLE}),
        (lambda: b"", "pdf", {UNREADABLE}),
        (lambda: b"MZ\x90\0", "txt", {UNREADABLE}),
    ],
)
def test_a_hostile_file_gets_its_state(make: Callable[[], bytes], kind: str, states: set[str]) -> None:
    reading = process.read(make(), kind)
    assert reading.state in states
    assert reading.text == ""


def test_a_workbook_without_end_is_read_to_the_limit() -> None:
    reading = process.read(samples.endless_workbook(), "xlsx", Limits(cells=50_000))
    assert reading == Reading(READ, "Feuille\nfirst", None)


def test_a_file_that_takes_long_keeps_what_was_read_until_then() -> None:
    reading = process.read(samples.slow_pdf(pages=900), "pdf", Limits(seconds=1.5, characters=10**9))
    assert (reading.state, reading.text[:4], reading.pages) == (TOO_SLOW, "mot0", 900)


@pytest.mark.parametrize("limits", [{"cpu_seconds": 1}, {"killed_after": 0.4}])
def test_a_process_that_does_not_end_is_killed(limits: dict[str, float]) -> None:
    assert process.read(samples.slow_pdf(pages=900), "pdf", Limits(characters=10**9, **limits)) == Reading(TOO_SLOW)


def test_a_file_that_needs_more_memory_than_there_may_be_is_too_large() -> None:
    reading = process.read(samples.large_word(), "docx", Limits(memory=80 * MEGABYTE))
    assert reading.state == TOO_LARGE


def test_files_that_are_too_large_or_of_another_kind_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process.sys, "executable", "/nowhere")
    assert process.read(bytes(11), "pdf", Limits(size=10)) == Reading(TOO_LARGE)
    assert process.read(b"x", "mp4") == Reading(UNSUPPORTED)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"{",
        b"[]",
        b'{"state": "read"',
        json.dumps({"state": "other", "text": "x"}).encode(),
        json.dumps({"state": "read", "text": ["x"]}).encode(),
        json.dumps({"state": "read", "text": "x", "pages": "many"}).encode(),
        json.dumps({"state": "read", "more": 1}).encode(),
    ],
)
def test_an_answer_that_is_none_is_not_believed(answer: bytes) -> None:
    assert process._understood(answer, Limits()) == Reading(UNREADABLE)


def test_an_answer_is_cut_to_the_limit() -> None:
    answer = json.dumps({"state": "read", "text": "long", "pages": None}).encode()
    assert process._understood(answer, Limits(characters=2)).text == "lo"
