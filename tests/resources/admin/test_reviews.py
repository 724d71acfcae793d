"""The monthly mail of what is to be reviewed: once, to whom it is for, in their language."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone
from post_office.models import Email
from wagtail.users.models import UserProfile

from cms import roles
from members.roles import OFFICERS
from resources.models import ReviewMail
from resources.services import reviews
from tests.factories.resources import ResourceFactory

pytestmark = pytest.mark.django_db

ZONE = timezone.get_default_timezone()
MONDAY = datetime.datetime(2027, 3, 1, 8, 1, tzinfo=ZONE)
"""The first weekday of its month, just after the hour of sending."""


def due(title: str, days: int) -> Any:
    return ResourceFactory(title_en=title, title_fr=f"{title} (fr)", review_on=MONDAY.date() + datetime.timedelta(days))


def test_staff_who_may_change_resources_are_told_each_once_in_their_language(person: Any) -> None:
    due("Overdue", -3), due("Coming", 20), due("Far", 60)
    person(role=roles.EDITORS, language="fr", email="fr@example.org")
    twice = person(role=roles.MODERATORS, language="en", email="en@example.org")
    twice.groups.add(person(role=roles.EDITORS, is_active=False).groups.get())
    person(role=OFFICERS)
    person("members")
    assert reviews.mail_reviews(MONDAY) == "2 resources to review, 2 people told"
    french, english = Email.objects.order_by("pk")
    assert (french.to, english.to) == (["fr@example.org"], ["en@example.org"])
    assert "Overdue (fr)" in french.message
    assert "1er" not in english.message
    for mail in (french, english):
        assert "Far" not in mail.message
        assert "/cms/snippets/resources/resource/edit/" in mail.message
        assert "/cms/reports/resources-to-review/" in mail.message
    assert english.message.index("should have been reviewed") < english.message.index("Coming")


def test_a_month_has_one_mail_whatever_happens(editor: Any) -> None:
    due("Overdue", -3)
    reviews.mail_reviews(MONDAY)
    for later in (0, 1, 24 * 20):
        assert reviews.mail_reviews(MONDAY + datetime.timedelta(hours=later)) is None
    assert Email.objects.count() == 1
    assert reviews.mail_reviews(MONDAY + datetime.timedelta(days=31)) is not None
    assert Email.objects.count() == 2


def test_a_mail_that_fails_is_sent_by_the_next_run(editor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    due("Overdue", -3)
    with monkeypatch.context() as patch:
        patch.setattr(reviews.mail, "send", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            reviews.mail_reviews(MONDAY)
    assert not ReviewMail.objects.exists()
    reviews.mail_reviews(MONDAY)
    assert Email.objects.count() == 1


def test_it_waits_for_the_first_weekday_and_its_hour_in_alberta(editor: Any) -> None:
    due("Overdue", -30)
    reviews.mail_reviews(MONDAY - datetime.timedelta(minutes=2))
    assert ReviewMail.objects.get().month == datetime.date(2027, 2, 1)
    reviews.mail_reviews(MONDAY)
    assert ReviewMail.objects.filter(month=datetime.date(2027, 3, 1)).exists()


def test_nothing_due_is_no_mail(editor: Any) -> None:
    due("Far", 60)
    ResourceFactory(live=False, review_on=MONDAY.date())
    reviews.mail_reviews(MONDAY)
    assert not Email.objects.exists()


def test_who_wants_no_mail_about_work_gets_none(editor: Any) -> None:
    due("Overdue", -3)
    UserProfile.objects.filter(user=editor).update(submitted_notifications=False)
    reviews.mail_reviews(MONDAY)
    assert not Email.objects.exists()


def test_a_long_list_is_cut_and_leads_to_the_report(person: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviews, "NAMED", 1)
    person(role=roles.EDITORS, language="en")
    for number in range(3):
        due(f"Overdue {number}", -3)
    reviews.mail_reviews(MONDAY)
    assert "and 2 others" in Email.objects.get().message
