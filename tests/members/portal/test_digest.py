"""The digest: at its hour in Alberta, once, in the person's language, with what that person may see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from wagtail import hooks

from cms import access
from cms.slots import DigestSection, NewsItem
from members.models import NotificationSettings
from members.services import digest
from members.services.consent import save_settings
from members.services.digest import last_due, send_digests
from tests.factories.conversations import AnnouncementFactory, SettingsFactory

pytestmark = pytest.mark.django_db
EDMONTON = ZoneInfo("America/Edmonton")


def alberta(year, month, day, hour, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=EDMONTON)


LAST_DUE = (
    ("weekly", alberta(2026, 11, 2, 8), alberta(2026, 11, 2, 8)),  # a Monday, the day after the clocks went back
    ("weekly", alberta(2026, 11, 2, 7, 59), alberta(2026, 10, 26, 8)),
    ("weekly", alberta(2026, 11, 1, 23), alberta(2026, 10, 26, 8)),
    ("weekly", alberta(2026, 3, 9, 8), alberta(2026, 3, 9, 8)),  # the day after they went forward
    ("weekly", datetime(2026, 3, 9, 13, 59, tzinfo=UTC), alberta(2026, 3, 2, 8)),
    ("weekly", datetime(2026, 3, 9, 14, 0, tzinfo=UTC), alberta(2026, 3, 9, 8)),
    ("monthly", alberta(2026, 8, 2, 12), alberta(2026, 7, 1, 8)),  # 1 August is a Saturday
    ("monthly", alberta(2026, 8, 3, 8), alberta(2026, 8, 3, 8)),
    ("monthly", alberta(2026, 11, 1, 12), alberta(2026, 10, 1, 8)),  # 1 November is a Sunday
    ("monthly", alberta(2026, 11, 2, 8), alberta(2026, 11, 2, 8)),
    ("monthly", alberta(2026, 1, 1, 7), alberta(2025, 12, 1, 8)),
)


def test_when_it_was_last_due():
    for frequency, now, due in LAST_DUE:
        assert last_due(frequency, now) == due, (frequency, now)


def test_the_hour_is_the_clocks_in_winter_and_in_summer():
    assert last_due("weekly", alberta(2026, 7, 8, 12)).astimezone(UTC).hour == 14
    assert last_due("weekly", alberta(2026, 12, 9, 12)).astimezone(UTC).hour == 15


MONDAY = alberta(2026, 11, 2, 8, 1)


def news_at(moment, **fields):
    return AnnouncementFactory(starts_at=moment, **fields)


def reader(person, *codes, digest="weekly", sent=timedelta(days=7), **fields):
    return SettingsFactory(person=person(*codes, **fields), digest=digest, digest_sent_at=MONDAY - sent)


def test_it_tells_in_the_persons_language_and_leads_out(person):
    settings = reader(person, language="fr", first_name="Zoé")
    news_at(MONDAY - timedelta(days=1), title_fr="L’été & l’hiver")
    send_digests(MONDAY)
    (sent,) = mail.outbox
    assert sent.extra_headers["Content-Language"] == "fr"
    assert "L’été & l’hiver" in sent.body
    assert "/fr/espace/" in sent.body
    assert f"/fr/espace/desabonnement/{settings.unsubscribe_key}/?mail=digest" in sent.body
    assert str(settings.unsubscribe_key) in sent.extra_headers["List-Unsubscribe"]
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_it_is_sent_once_however_often_the_job_runs(person):
    reader(person)
    news_at(MONDAY - timedelta(days=1))
    for minutes in range(3):
        send_digests(MONDAY + timedelta(minutes=minutes))
    assert len(mail.outbox) == 1
    send_digests(MONDAY + timedelta(days=7))
    assert len(mail.outbox) == 1, "nothing new in the second week"


def test_after_a_gap_one_digest_tells_all_of_it_and_the_next_repeats_nothing(person):
    reader(person, sent=timedelta(days=28))
    news_at(MONDAY - timedelta(days=20), title_en="Three weeks old")
    news_at(MONDAY - timedelta(days=1), title_en="Yesterday’s")
    send_digests(MONDAY + timedelta(days=2))
    news_at(MONDAY + timedelta(days=3), title_en="Thursday’s")
    send_digests(MONDAY + timedelta(days=7))
    first, second = (sent.body for sent in mail.outbox)
    assert "Three weeks old" in first
    assert "Yesterday’s" in first
    assert "Thursday’s" in second
    assert "Yesterday’s" not in second


def test_nothing_new_is_no_mail_and_is_not_asked_again_each_minute(person, django_assert_max_num_queries):
    settings = reader(person)
    send_digests(MONDAY)
    assert mail.outbox == []
    settings.refresh_from_db()
    assert settings.digest_sent_at == MONDAY
    with django_assert_max_num_queries(1):
        assert send_digests(MONDAY + timedelta(minutes=1)) is None


def test_it_tells_only_what_the_person_may_see(person):
    reader(person, access.FUNDERS, email="funder@example.org")
    reader(person, access.MEMBERS, email="member@example.org")
    news_at(MONDAY - timedelta(days=1), title_en="For members", codes=[access.MEMBERS])
    send_digests(MONDAY)
    assert [sent.to for sent in mail.outbox] == [["member@example.org"]]


def test_the_deactivated_those_of_another_rhythm_and_those_who_want_none_get_none(person):
    reader(person, is_active=False)
    reader(person, digest="never")
    reader(person, digest="monthly", sent=timedelta(hours=0))
    news_at(MONDAY - timedelta(days=1))
    send_digests(MONDAY)
    assert mail.outbox == []


def test_what_a_person_left_out_is_left_out(person):
    reader(person, email="all@example.org")
    NotificationSettings.objects.filter(pk=reader(person, email="few@example.org").pk).update(wants_events=False)

    def fair(_person, _since):
        return DigestSection("Events", [NewsItem("Event", "A fair", "/en/fair/", MONDAY)], kind="events")

    with hooks.register_temporarily("portal_digest_section", fair):
        send_digests(MONDAY)
    assert [sent.to for sent in mail.outbox] == [["all@example.org"]]
    assert "/en/fair/" in mail.outbox[0].body


def test_the_first_digest_tells_what_is_new_from_then_on(member):
    with time_machine.travel(MONDAY + timedelta(days=2)):
        save_settings(person=member, chosen={"digest": "weekly"}, words={}, language="en")
    news_at(MONDAY - timedelta(days=1))
    send_digests(MONDAY + timedelta(days=2, minutes=5))
    assert mail.outbox == [], "not before the next Monday"
    news_at(MONDAY + timedelta(days=3), title_en="Thursday’s")
    send_digests(MONDAY + timedelta(days=7))
    (sent,) = mail.outbox
    assert sent.body.count("- ") == 1


def test_one_that_fails_keeps_nobody_else_from_theirs(person, monkeypatch, caplog):
    broken = reader(person)
    reader(person, email="next@example.org")
    news_at(MONDAY - timedelta(days=1))

    def fill(somebody, _since):
        if somebody == broken.person:
            raise RuntimeError("broken")

    monkeypatch.setattr(digest, "EACH_RUN", 1)
    with hooks.register_temporarily("portal_digest_section", fill):
        assert "1 failed" in send_digests(MONDAY)
    assert [sent.to for sent in mail.outbox] == [["next@example.org"]]
    broken.refresh_from_db()
    assert broken.digest_sent_at < MONDAY, "tried again in the next run"


def test_a_run_looks_after_so_many_and_the_next_after_the_others(person, monkeypatch):
    monkeypatch.setattr(digest, "EACH_RUN", 2)
    for _number in range(3):
        reader(person)
    news_at(MONDAY - timedelta(days=1))
    send_digests(MONDAY)
    assert len(mail.outbox) == 2
    send_digests(MONDAY + timedelta(minutes=1))
    assert len(mail.outbox) == 3
