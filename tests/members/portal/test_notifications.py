"""Optional mail: chosen, recorded in the words that were shown, and stopped without signing in."""

from __future__ import annotations

import uuid

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from cms import access
from cms.models import PortalSettings
from members.models import Consent, NotificationSettings, User
from members.services.announcements import mail_announcements
from members.services.consent import unsubscribe_address
from tests.conftest import Visitor
from tests.factories.conversations import AnnouncementFactory, SettingsFactory

pytestmark = pytest.mark.django_db
EN, FR = "/en/portal/notifications/", "/fr/espace/avis/"
ALL = {"digest": "weekly", "wants_resources": "on", "wants_events": "on", "wants_discussions": "on"}
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def address(settings, language="en", suffix=""):
    return f"/{language}/{'espace/desabonnement' if language == 'fr' else 'portal/unsubscribe'}/{settings}/{suffix}"


def test_nobody_gets_optional_mail_before_asking_for_it(member, visitor):
    page = visitor(user=member).read(EN)
    assert 'value="never"' in page
    assert not NotificationSettings.objects.exists()
    assert "you get no optional mail" in page


def test_each_choice_that_changes_is_recorded_with_the_words_and_the_language(member, visitor):
    browser = visitor(user=member)
    browser.post(FR, {**ALL, "wants_announcements": "on"})
    given = {consent.kind: consent for consent in Consent.objects.filter(person=member)}
    assert set(given) == {"digest", "announcements"}
    digest = given["digest"]
    assert (digest.is_given, digest.how, digest.language) == (True, "settings", "fr")
    assert "lundi" in digest.words
    browser.post(EN, {**ALL, "digest": "never", "wants_announcements": "on"})
    assert Consent.objects.filter(person=member).count() == 3
    assert not Consent.objects.filter(kind="digest").first().is_given
    page = browser.read(EN)
    assert "lundi" in page
    assert "No digest" in page


def test_keeping_the_same_choices_records_nothing(member, visitor):
    browser = visitor(user=member)
    for _time in range(2):
        browser.post(EN, ALL)
    assert Consent.objects.count() == 1


def test_a_frequency_that_there_is_not_is_refused(member, visitor):
    assert visitor(user=member).post(EN, {"digest": "hourly"}).status_code == 422
    assert not NotificationSettings.objects.exists()


def test_what_one_agreed_to_is_shown_to_nobody_else(member, person, visitor):
    visitor(user=member).post(EN, ALL)
    assert "Monday morning</td>" not in visitor(user=person()).read(EN)


# --- unsubscribing --------------------------------------------------------------------------------


def test_the_link_in_a_mail_shows_a_choice_and_a_post_stops_the_mail(visit):
    settings = SettingsFactory(digest="weekly", wants_announcements=True)
    page = visit.read(address(settings.unsubscribe_key, "fr", "?mail=digest"))
    assert settings.person.email not in page
    assert '<html lang="fr">' in page
    settings.refresh_from_db()
    assert settings.digest == "weekly"
    visit.post(address(settings.unsubscribe_key, "fr", "?mail=digest"), {"stop": "digest"})
    settings.refresh_from_db()
    assert (settings.digest, settings.wants_announcements) == ("never", True)
    visit.post(address(settings.unsubscribe_key), {"stop": "all"})
    settings.refresh_from_db()
    assert not settings.wants_announcements
    ways = Consent.objects.values_list("kind", "is_given", "how", "language").order_by("pk")
    assert list(ways) == [
        ("digest", False, "unsubscribe-link", "fr"),
        ("announcements", False, "unsubscribe-link", "en"),
    ]


def test_one_click_needs_no_cookie_and_may_come_twice():
    settings = SettingsFactory(digest="weekly", wants_announcements=True)
    strict = Visitor(enforce_csrf_checks=True)
    for _time in range(2):
        response = strict.post(address(settings.unsubscribe_key, suffix="?mail=announcements"), ONE_CLICK)
        assert response.status_code == 200
    settings.refresh_from_db()
    assert (settings.digest, settings.wants_announcements) == ("weekly", False)
    assert Consent.objects.get().how == "one-click"


def test_the_settings_themselves_cannot_be_posted_from_elsewhere(member):
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    strict.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert strict.post(EN, ALL).status_code == 403
    assert not NotificationSettings.objects.exists()


def test_an_unknown_key_hears_the_same_words(visit):
    known = SettingsFactory(digest="weekly")
    answers = [visit.post(address(key), {"stop": "all"}) for key in (known.unsubscribe_key, uuid.uuid4())]
    first, second = [answer.content.decode().replace(str(known.unsubscribe_key), "") for answer in answers]
    assert answers[0].status_code == answers[1].status_code == 200
    assert len(first) - len(second) in range(-80, 80)
    assert "no-store" in answers[1]["Cache-Control"]
    assert visit.get(address("not-a-key")).status_code == 404


# --- announcements by mail ------------------------------------------------------------------------


def test_an_announcement_goes_once_to_those_it_is_for_who_asked(person):
    PortalSettings.objects.update_or_create(defaults={"address_en": "100 Example Street", "email": "a@example.org"})
    member = person(access.MEMBERS, language="fr", email="member@example.org")
    for reader in (
        member,
        person(access.FUNDERS),
        person(access.MEMBERS, is_active=False),
    ):
        SettingsFactory(person=reader, wants_announcements=True)
    SettingsFactory(person=person(access.MEMBERS))
    announcement = AnnouncementFactory(codes=[access.MEMBERS], by_mail=True)
    AnnouncementFactory(title_en="Not by mail")
    AnnouncementFactory(by_mail=True, starts_at=timezone.now() + timezone.timedelta(days=1))
    mail_announcements()
    assert mail_announcements() is None
    (sent,) = mail.outbox
    assert sent.to == ["member@example.org"]
    assert sent.subject == announcement.title_fr
    assert "100 Example Street" in sent.body
    key = NotificationSettings.objects.get(person=member)
    link = unsubscribe_address(key, "announcements", "fr")
    assert link in sent.body
    assert sent.extra_headers["List-Unsubscribe"] == f"<{link}>"
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "member" not in link
    assert User.objects.count() == 4
