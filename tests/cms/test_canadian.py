"""Dates, times and numbers as they are written in Canada."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from cms import canadian

SPACE = "\u00a0"


@pytest.mark.parametrize(
    ("language", "day", "written"),
    [
        ("fr", date(2026, 11, 22), "le 22 novembre 2026"),
        ("fr", date(2026, 10, 1), "le 1er octobre 2026"),
        ("fr", date(2026, 8, 11), "le 11 août 2026"),
        ("fr", date(2024, 2, 29), "le 29 février 2024"),
        ("en", date(2026, 11, 22), "November 22, 2026"),
        ("en", date(2026, 10, 1), "October 1, 2026"),
    ],
)
def test_a_date_in_words(language: str, day: date, written: str) -> None:
    with translation.override(language):
        assert canadian.long_date(day).replace(SPACE, " ") == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("fr", "le dimanche 1er novembre 2026"), ("en", "Sunday, November 1, 2026")],
)
def test_a_date_with_the_name_of_its_day(language: str, written: str) -> None:
    with translation.override(language):
        assert canadian.long_date(date(2026, 11, 1), weekday=True).replace(SPACE, " ") == written


def test_a_french_date_can_stand_without_its_article() -> None:
    with translation.override("fr"):
        assert canadian.long_date(date(2026, 10, 1), article=False).replace(SPACE, " ") == "1er octobre 2026"


def test_a_french_date_is_never_broken_between_day_month_and_year() -> None:
    with translation.override("fr"):
        assert canadian.long_date(date(2026, 11, 22)) == f"le 22{SPACE}novembre{SPACE}2026"


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_a_name_and_a_short_one_in_both_languages(month: int) -> None:
    day = date(2026, month, 2)
    for language in ("fr", "en"):
        with translation.override(language):
            full, short = canadian.month_and_year(day), canadian.short_month(day)
            assert full.endswith(" 2026")
            assert full.lower().startswith(short.rstrip(".").lower()[:3])


@pytest.mark.parametrize(
    ("moment", "french", "english"),
    [
        (time(14, 30), "14 h 30", "2:30 p.m."),
        (time(14, 0), "14 h", "2 p.m."),
        (time(9, 5), "9 h 05", "9:05 a.m."),
        (time(0, 0), "0 h", "12 a.m."),
        (time(0, 1), "0 h 01", "12:01 a.m."),
        (time(12, 0), "12 h", "12 p.m."),
        (time(12, 59), "12 h 59", "12:59 p.m."),
        (time(23, 59), "23 h 59", "11:59 p.m."),
    ],
)
def test_a_time_on_the_clock(moment: time, french: str, english: str) -> None:
    with translation.override("fr"):
        assert canadian.clock(moment) == french.replace(" ", SPACE)
    with translation.override("en"):
        assert canadian.clock(moment) == english.replace(" ", SPACE)


@pytest.mark.parametrize(
    ("moment", "day", "hour"),
    [
        (datetime(2026, 1, 1, 6, 30, tzinfo=UTC), "2025-12-31", "11:30 p.m."),
        (datetime(2026, 7, 1, 6, 30, tzinfo=UTC), "2026-07-01", "12:30 a.m."),
        # Clocks go forward on March 8, 2026 at 2 a.m.
        (datetime(2026, 3, 8, 8, 59, tzinfo=UTC), "2026-03-08", "1:59 a.m."),
        (datetime(2026, 3, 8, 9, 0, tzinfo=UTC), "2026-03-08", "3 a.m."),
        # And back on November 2, 2025 at 2 a.m.: one o'clock comes twice.
        (datetime(2025, 11, 2, 7, 30, tzinfo=UTC), "2025-11-02", "1:30 a.m."),
        (datetime(2025, 11, 2, 8, 30, tzinfo=UTC), "2025-11-02", "1:30 a.m."),
        (datetime(2025, 11, 2, 9, 0, tzinfo=UTC), "2025-11-02", "2 a.m."),
    ],
)
def test_moments_are_shown_in_mountain_time(moment: datetime, day: str, hour: str) -> None:
    assert canadian.short_date(moment) == day
    assert canadian.clock(moment) == hour.replace(" ", SPACE)


def test_a_date_and_its_time_make_one_phrase() -> None:
    moment = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)
    assert canadian.date_time(moment).replace(SPACE, " ") == "November 22, 2026, at 2:30 p.m."


@pytest.mark.parametrize(
    ("value", "decimals", "french", "english"),
    [
        (0, 0, "0", "0"),
        (999, 0, "999", "999"),
        (1234, 0, "1 234", "1,234"),
        (1234567, 0, "1 234 567", "1,234,567"),
        (1234.5, 1, "1 234,5", "1,234.5"),
        (2.5, 0, "3", "3"),
        (Decimal("0.125"), 2, "0,13", "0.13"),
        (-1234.56, 1, "-1 234,6", "-1,234.6"),
        (-0.2, 0, "0", "0"),
        (10**30, 0, "1" + " 000" * 10, "1" + ",000" * 10),
    ],
)
def test_a_number(value: float, decimals: int, french: str, english: str) -> None:
    with translation.override("fr"):
        assert canadian.number(value, decimals) == french.replace(" ", SPACE)
    with translation.override("en"):
        assert canadian.number(value, decimals) == english


@pytest.mark.parametrize(
    ("size", "french", "english"),
    [
        (0, "1 Ko", "1 KB"),
        (340 * 1024, "340 Ko", "340 KB"),
        (1024 * 1024 - 1, "1,0 Mo", "1.0 MB"),
        (int(1.2 * 1024 * 1024), "1,2 Mo", "1.2 MB"),
    ],
)
def test_the_size_of_a_file(size: int, french: str, english: str) -> None:
    with translation.override("fr"):
        assert canadian.file_size(size) == french.replace(" ", SPACE)
    with translation.override("en"):
        assert canadian.file_size(size) == english.replace(" ", SPACE)


@pytest.mark.parametrize(
    "name",
    ["long_date", "short_date", "month_and_year", "short_month", "clock", "date_time", "number", "file_size"],
)
@pytest.mark.parametrize("nothing", [None, ""])
def test_a_filter_writes_nothing_where_there_is_nothing(name: str, nothing: str | None) -> None:
    template = Template("{% load portal_tags %}[{{ value|" + name + " }}]")
    assert template.render(Context({"value": nothing})) == "[]"
