"""Mails about registrations: which goes out when, once, in whose language, and what does not."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from post_office.models import STATUS, Attachment, Email

from cms import mail as outbox
from cms.ops import due
from events.models import Registration, RegistrationMail
from events.services import invitations, links, mails, purging, registering, reminders, waiting
from tests.events.registering.helpers import DAY, HOUR, ask, mails_to, open_event
from tests.factories.events import RegistrationFactory

pytestmark = pytest.mark.django_db
ALBERTA = ZoneInfo("America/Edmonton")
SUBJECTS = {
    "confirm": "Confirm your registration",
    "seated": "You are registered",
    "waiting": "You are on the waiting list",
    "offered": "A seat is free for you",
    "lapsed": "The seat went to the next person",
    "cancelled": "Your registration is cancelled",
}


def in_alberta(*moment: int) -> datetime.datetime:
    return datetime.datetime(*moment, tzinfo=ALBERTA)


def kinds_to(registration: Registration) -> list[str]:
    return list(registration.mails.order_by("pk").values_list("kind", flat=True))


def calendar_of(message) -> Calendar:
    (part,) = message.attachments
    return Calendar.from_ical(part[1] if isinstance(part, tuple) else part.get_payload(decode=True))


def entry_of(message):
    (entry,) = calendar_of(message).walk("VEVENT")
    return entry


# --- where one stands -----------------------------------------------------------------------------


def test_each_state_is_told_once_by_a_mail_of_its_own() -> None:
    event = open_event(capacity=1, title_en="Western summit")
    ask(event, "ada@example.org", is_confirmed=False)
    ada = Registration.objects.get()
    registering.confirm(ada)
    bea = ask(event, "bea@example.org").registration
    registering.cancel(ada)
    Registration.objects.filter(pk=bea.pk).update(offered_until=timezone.now() - HOUR)
    waiting.lapse_offers()
    assert [message.subject for message in mails_to("ada@example.org")] == [
        f"{SUBJECTS[kind]}: Western summit" for kind in ("confirm", "seated", "cancelled")
    ]
    assert [message.subject for message in mails_to("bea@example.org")] == [
        f"{SUBJECTS[kind]}: Western summit" for kind in ("waiting", "offered", "lapsed")
    ]
    for registration in (ada, bea):
        assert not mails.write_state_mail(registration.pk), "run again, it writes nothing"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("state", ["unconfirmed", "seated", "waiting", "offered", "cancelled"])
def test_a_mail_is_in_the_persons_language_with_links_in_it(language: str, state: str) -> None:
    event = open_event(title_fr="Sommet", title_en="Summit", venue_fr="Salle bleue", venue_en="Blue room")
    now = timezone.now()
    registration = RegistrationFactory(
        event=event, language=language, state=state, queued_at=now, offered_until=now + HOUR, cancelled_at=now
    )
    assert mails.write_state_mail(registration.pk)
    (message,) = mail.outbox
    assert message.extra_headers["Content-Language"] == language
    title, venue = ("Sommet", "Salle bleue") if language == "fr" else ("Summit", "Blue room")
    assert title in message.subject
    assert venue in message.body
    assert f"/{language}/" in message.body
    assert "&#" not in message.body
    assert "{{" not in message.body


def test_the_confirmation_has_the_event_for_the_calendar_and_the_link_to_join() -> None:
    event = open_event(
        joining_url="https://meet.example.org/secret",
        starts_at=in_alberta(2027, 3, 13, 9),
        ends_at=in_alberta(2027, 3, 14, 16),
    )
    ask(event)
    (message,) = mails_to("ada@example.org")
    assert "meet.example.org/secret" in message.body
    calendar, entry = calendar_of(message), entry_of(message)
    assert calendar["METHOD"] == "PUBLISH"
    assert str(event.uid) in entry["UID"]
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (event.starts_at, event.ends_at)
    assert entry["DTSTART"].params["TZID"] == "America/Edmonton"
    (zone,) = calendar.walk("VTIMEZONE")
    assert len(zone.subcomponents) >= 2, "winter and summer time"
    assert b"meet.example.org" not in calendar.to_ical()


def test_whoever_waits_gets_no_link_to_join() -> None:
    event = open_event(capacity=1, joining_url="https://meet.example.org/secret")
    ask(event, "ada@example.org")
    ask(event, "bea@example.org")
    assert "meet.example.org" not in mails_to("bea@example.org")[0].body


def test_what_is_attached_lies_with_the_private_files_and_goes_with_its_mail() -> None:
    ask(open_event())
    attachment = Attachment.objects.get()
    storage, name = attachment.file.storage, attachment.file.name
    assert type(storage).__name__ == "PrivateFileSystemStorage"
    assert outbox.forget_attachments() is None
    Email.objects.all().delete()
    assert outbox.forget_attachments() == "1 files of old mails deleted"
    assert not storage.exists(name)


def test_what_a_lost_task_did_not_write_the_job_does() -> None:
    registration = RegistrationFactory(event=open_event(), seated_at=timezone.now() - HOUR)
    assert mails.write_owed_mails() == "1 mails written late, 0 failed"
    assert mails.write_owed_mails() is None
    assert kinds_to(registration) == ["seated"]


def test_a_registration_of_last_month_is_not_told_of_now() -> None:
    RegistrationFactory(event=open_event(), seated_at=timezone.now() - 30 * DAY)
    assert mails.write_owed_mails() is None


def test_a_mail_that_could_not_be_sent_is_seen_by_staff_and_sent_again() -> None:
    event, other = open_event(), open_event()
    ask(event)
    ask(other)
    Email.objects.filter(headers__contains={mails.EVENT_HEADER: str(event.uid)}).update(status=STATUS.failed)
    assert mails.failed_mails(event).count() == 1
    assert not mails.failed_mails(other).exists()
    assert mails.send_failed_again(event) == 1
    assert not mails.failed_mails(event).exists()


def test_a_name_with_line_breaks_breaks_no_header() -> None:
    registration = RegistrationFactory(event=open_event(title_en="Summit\r\nBcc: all@example.org"))
    assert mails.write_state_mail(registration.pk)
    assert "\n" not in mail.outbox[0].subject


def test_an_offer_made_again_after_another_wait_is_told_again() -> None:
    event = open_event(capacity=1, starts_at=timezone.now() + 5 * HOUR)
    ada = ask(event, "ada@example.org").registration
    bea = ask(event, "bea@example.org").registration
    registering.cancel(ada)
    waiting.move_to_waiting_list(bea)  # nobody else waits: offered again, until the same moment
    assert kinds_to(bea).count("offered") == 2


# --- what changes ---------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["cancelled", "postponed", "suspended", "moved-online"])
def test_a_published_status_is_told_once_to_all_who_are_registered(status: str) -> None:
    event = open_event()
    seated, waits = ask(event).registration, RegistrationFactory(event=event, state="waiting")
    gone = RegistrationFactory(event=event, state="cancelled")
    event.status = status
    event.save()
    event.save()
    for registration in (seated, waits):
        assert kinds_to(registration).count("changed") == 1
    assert kinds_to(gone) == []
    message = mails_to(seated.email)[-1]
    assert calendar_of(message)["METHOD"] == ("CANCEL" if status == "cancelled" else "PUBLISH")
    assert entry_of(message)["STATUS"] == ("CONFIRMED" if status == "moved-online" else "CANCELLED")


def test_new_times_a_new_place_and_coming_back_are_told_and_a_new_word_is_not() -> None:
    event = open_event()
    ada = ask(event).registration
    event.starts_at, event.ends_at = event.starts_at + DAY, event.ends_at + DAY
    event.save()
    event.venue_en = "Elsewhere"
    event.save()
    event.status = "postponed"
    event.save()
    event.status = "open"
    event.save()
    assert kinds_to(ada).count("changed") == 4
    event.title_en = "Another title"
    event.status = "closed"
    event.save()
    assert kinds_to(ada).count("changed") == 4


def test_a_draft_beside_a_published_event_tells_nobody(editor) -> None:
    event = open_event()
    ada = ask(event).registration
    event.status = "cancelled"
    event.save_revision(user=editor)
    assert "changed" not in kinds_to(ada)
    event.latest_revision.publish()
    assert kinds_to(ada).count("changed") == 1


def test_two_changes_of_one_kind_are_two_mails() -> None:
    event = open_event()
    ada = ask(event).registration
    for status in ("cancelled", "open", "cancelled"):
        event.status = status
        event.save()
    assert kinds_to(ada).count("changed") == 3


# --- reminders ------------------------------------------------------------------------------------


def reminded(event, *, seated_at=None) -> Registration:
    return RegistrationFactory(event=event, seated_at=seated_at or event.starts_at - 60 * DAY)


@pytest.mark.parametrize(
    ("begins", "week", "day"),
    [
        # Summer time begins on 14 March 2027: the day before has one hour less, the clock says the same.
        ((2027, 3, 14, 14), (2027, 3, 7, 14), (2027, 3, 13, 14)),
        ((2027, 3, 18, 9), (2027, 3, 11, 9), (2027, 3, 17, 9)),
        # It ends on 7 November 2027.
        ((2027, 11, 7, 14), (2027, 10, 31, 14), (2027, 11, 6, 14)),
        ((2027, 11, 10, 9), (2027, 11, 3, 9), (2027, 11, 9, 9)),
    ],
)
def test_reminders_come_at_the_hour_of_the_event_over_a_change_of_the_clock(begins, week, day) -> None:
    event = open_event(starts_at=in_alberta(*begins), ends_at=in_alberta(*begins) + 2 * HOUR)
    ada, minute = reminded(event), HOUR / 60
    for number, moment in enumerate((in_alberta(*week), in_alberta(*day), event.starts_at - HOUR)):
        assert reminders.send_reminders(moment - minute) is None
        assert reminders.send_reminders(moment) == "1 reminders written, 0 failed"
        assert reminders.send_reminders(moment + minute) is None
        assert len(kinds_to(ada)) == number + 1
    assert reminders.send_reminders(event.starts_at + minute) is None


def test_after_a_gap_only_the_nearest_reminder_that_makes_sense_goes_out() -> None:
    event = open_event()
    reminded(event)
    assert reminders.send_reminders(event.starts_at - 20 * HOUR)  # the first run after a week of silence
    (message,) = mail.outbox
    assert message.subject.startswith("Tomorrow")
    assert reminders.send_reminders(event.starts_at - 19 * HOUR) is None


def test_a_reminder_that_comes_far_too_late_is_left_to_the_next_one() -> None:
    event = open_event()
    reminded(event)
    assert reminders.send_reminders(event.starts_at - 30 * HOUR) is None, "tomorrow’s is hours away"
    assert reminders.send_reminders(event.starts_at - 2 * HOUR) is None
    assert reminders.send_reminders(event.starts_at - HOUR / 2)
    assert mail.outbox[-1].subject.startswith("In an hour")


def test_whoever_registered_after_its_time_is_not_reminded_of_it() -> None:
    event = open_event()
    reminded(event, seated_at=event.starts_at - 3 * DAY)
    assert reminders.send_reminders(event.starts_at - 2 * DAY) is None
    assert reminders.send_reminders(event.starts_at - DAY)


@pytest.mark.parametrize("fields", [{"status": "cancelled"}, {"status": "postponed"}, {"live": False}])
def test_nobody_is_reminded_of_what_does_not_take_place(fields) -> None:
    event = open_event(**fields)
    reminded(event)
    assert reminders.send_reminders(event.starts_at - DAY) is None


@pytest.mark.parametrize("state", ["waiting", "offered", "cancelled", "unconfirmed"])
def test_nobody_without_a_seat_is_reminded(state: str) -> None:
    event = open_event()
    RegistrationFactory(event=event, state=state, seated_at=event.starts_at - 60 * DAY)
    assert reminders.send_reminders(event.starts_at - DAY) is None


def test_for_a_new_date_there_are_new_reminders() -> None:
    event = open_event()
    ada = reminded(event)
    reminders.send_reminders(event.starts_at - DAY)
    event.starts_at, event.ends_at = event.starts_at + 30 * DAY, event.ends_at + 30 * DAY
    event.save()
    assert reminders.send_reminders(event.starts_at - DAY)
    assert kinds_to(ada).count("reminder") == 2


def test_one_mail_that_fails_keeps_no_other_from_going_out(monkeypatch) -> None:
    event = open_event()
    first, second = reminded(event), reminded(event)
    written = mails.calendar_part

    def fail_once(*args, **kwargs):
        monkeypatch.setattr(mails, "calendar_part", written)
        raise OSError("no room left")

    monkeypatch.setattr(mails, "calendar_part", fail_once)
    assert reminders.send_reminders(event.starts_at - DAY) == "1 reminders written, 1 failed"
    assert kinds_to(first) == []
    assert reminders.send_reminders(event.starts_at - DAY) == "1 reminders written, 0 failed"
    assert (kinds_to(first), kinds_to(second)) == (["reminder"], ["reminder"])


# --- thanks ---------------------------------------------------------------------------------------


def test_only_whoever_agreed_is_thanked_and_can_stop_it_without_signing_in(visit) -> None:
    event = open_event()
    ada = RegistrationFactory(event=event, email="ada@example.org", wants_mail=True)
    RegistrationFactory(event=event, wants_mail=False)
    after = event.ends_at + 2 * HOUR
    assert reminders.send_thanks(event.ends_at) is None
    assert reminders.send_thanks(after) == "1 thanks written, 0 failed"
    assert reminders.send_thanks(after) is None
    (message,) = mail.outbox
    address = reverse("stop_event_mail", args=[links.token(links.STOP_MAIL, ada.uid)])
    assert address in message.extra_headers["List-Unsubscribe"]
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in message.body
    visit.read(address)
    ada.refresh_from_db()
    assert ada.wants_mail, "looking stops nothing"
    strict = type(visit)(enforce_csrf_checks=True)
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    ada.refresh_from_db()
    assert not ada.wants_mail
    forged = reverse("stop_event_mail", args=["nonsense"])
    assert visit.post(forged).status_code == 200


def test_after_a_gap_of_a_month_nobody_is_thanked_any_more() -> None:
    event = open_event()
    RegistrationFactory(event=event, wants_mail=True)
    assert reminders.send_thanks(event.ends_at + 30 * DAY) is None


# --- invitations, privacy, jobs -------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_invitation_is_a_mail_with_a_link_in_the_guests_language(administrator, language: str) -> None:
    event = open_event(registration_mode="invitation")
    for _time in range(2):
        invitations.invite(event, "Guest@example.org", language=language, invited_by=administrator)
    assert event.invitations.count() == 1
    assert len(mails_to("guest@example.org")) == 2
    assert f"/{language}/" in mails_to("guest@example.org")[0].body


def test_needs_and_answers_go_a_month_after_the_event_and_not_before() -> None:
    event = open_event()
    ada = RegistrationFactory(event=event, dietary_needs="No nuts", accessibility_needs="Ramp", answers={"a": "b"})
    assert purging.purge_private_data(event.ends_at + 29 * DAY) is None
    assert purging.purge_private_data(event.ends_at + 31 * DAY) == "needs and answers of 1 registrations deleted"
    assert purging.purge_private_data(event.ends_at + 32 * DAY) is None
    ada.refresh_from_db()
    assert (ada.dietary_needs, ada.accessibility_needs, ada.answers) == ("", "", {})
    assert ada.full_name


def test_a_person_takes_their_registrations_along(member) -> None:
    RegistrationFactory(person=member, dietary_needs="No nuts")
    RegistrationFactory(email=member.email.upper())
    RegistrationFactory()
    registrations, _invited = purging.sections(member)
    assert len(registrations.rows) == 2
    assert "No nuts" in [fact.value for fact in registrations.rows[0]]


def test_whoever_deletes_their_account_gives_up_what_is_to_come_and_stays_a_number_in_what_was(member) -> None:
    event = open_event(capacity=1)
    ask(event, member.email, person=member)
    ask(event, "next@example.org")
    past = RegistrationFactory(
        event=open_event(starts_at=timezone.now() - 30 * DAY), person=member, email=member.email, dietary_needs="x"
    )
    purging.forget(member)
    assert list(event.registrations.values_list("email", "state")) == [("next@example.org", "offered")]
    past.refresh_from_db()
    assert (past.person, past.full_name, past.dietary_needs, past.state) == (None, "", "", "seated")
    assert member.email not in past.email
    assert not RegistrationMail.objects.filter(registration__email=member.email).exists()


def test_the_jobs_are_known_and_a_run_with_nothing_due_says_nothing() -> None:
    ours = {
        *("events.lapse_offers", "events.promote_waiting", "events.forget_unconfirmed", "events.write_owed_mails"),
        *("events.send_reminders", "events.send_thanks", "events.purge_private_data"),
    }
    assert ours <= set(due.registered())
    assert [due.registered()[name]() for name in sorted(ours)] == [None] * len(ours)
