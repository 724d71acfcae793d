"""What was not found is noted: words and how often, nothing that says who it was."""

from __future__ import annotations

import datetime

import pytest
from django.test import RequestFactory
from django.utils import timezone

from cms import zero_results
from cms.models import ZeroResultSearch

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_words_are_noted_once_and_counted() -> None:
    for typed in ("Ski  de fond", "ski de FOND "):
        assert zero_results.note(typed, "fr", "site")
    assert list(ZeroResultSearch.objects.values_list("words", "language", "place", "times")) == [
        ("ski de fond", "fr", "site", 2)
    ]


def test_languages_and_places_are_told_apart() -> None:
    for language, place in (("fr", "site"), ("en", "site"), ("en", "toolkit")):
        zero_results.note("ski", language, place)
    assert ZeroResultSearch.objects.count() == 3


PERSONAL = [
    "a.roy@example.org",
    "asha @ home",
    "780-555-0199",
    "T5J 12345",
    "1 2 3 4 5",
    "https://example.org/x",
    "www.example.org",
    "example.ca",
    "a",
    "é!",
    "12",
    "🙂",
    "",
]


@pytest.mark.parametrize("typed", PERSONAL)
def test_what_may_say_who_it_was_or_says_nothing_is_not_kept(typed: str) -> None:
    assert not zero_results.note(typed, "fr", "site")
    assert not ZeroResultSearch.objects.exists()


@pytest.mark.parametrize("typed", ["plan 2024", "bill 96", "été", "C-11 et C-12"])
def test_a_year_or_a_number_of_a_law_says_nobody(typed: str) -> None:
    assert zero_results.note(typed, "fr", "site")


def test_long_questions_are_cut() -> None:
    zero_results.note("mot " * 100, "fr", "site")
    assert len(ZeroResultSearch.objects.get().words) <= 100


def test_there_is_an_end_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zero_results, "MOST", 1)
    zero_results.note("first", "en", "site")
    zero_results.note("second", "en", "site")
    zero_results.note("first", "en", "site")
    assert list(ZeroResultSearch.objects.values_list("words", "times")) == [("first", 2)]


def test_what_was_asked_once_and_long_ago_is_forgotten() -> None:
    today = timezone.localdate()
    old, fresh = today - datetime.timedelta(days=366), today - datetime.timedelta(days=364)
    for words, times, day in (("once", 1, old), ("often", 2, old), ("lately", 1, fresh)):
        ZeroResultSearch.objects.create(words=words, language="en", place="site", times=times, last_on=day)
    assert zero_results.forget_old()
    assert set(ZeroResultSearch.objects.values_list("words", flat=True)) == {"often", "lately"}
    assert zero_results.forget_old() is None


@pytest.mark.parametrize(
    ("method", "agent", "person"),
    [
        ("GET", FIREFOX, True),
        ("HEAD", FIREFOX, False),
        ("GET", "Googlebot/2.1 (+http://www.google.com/bot.html)", False),
        ("GET", "curl/8.0", False),
        ("GET", "", False),
    ],
)
def test_only_people_with_a_browser_count(method: str, agent: str, person: bool) -> None:
    request = RequestFactory().generic(method, "/", headers={"user-agent": agent})
    assert zero_results.is_asked_by_a_person(request) is person
