"""Writing to staff: only the person and staff read it, and mail carries none of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cms.models import PortalSettings
from members.models import AuditEntry, StaffConversation, StaffMessage, User
from members.services import conversations
from tests.factories.conversations import ConversationFactory
from tests.factories.organizations import AffiliationFactory

pytestmark = pytest.mark.django_db
State = StaffConversation.State
NEW = "/en/portal/messages/new/"
SECRET = "Our treasurer has left; what about the grant?"


def admin_address(conversation):
    return reverse("wagtailsnippets_members_staffconversation:edit", args=[conversation.pk])


@pytest.fixture(autouse=True)
def contact_address(db):
    PortalSettings.objects.update_or_create(defaults={"contact_recipients": "staff@example.org"})


def test_a_message_reaches_staff_without_its_text_in_the_mail(visitor, member):
    response = visitor(user=member).post(NEW, {"subject": "The  grant", "text": SECRET}, follow=True)
    conversation = StaffConversation.objects.get()
    assert (conversation.person, conversation.subject, conversation.state) == (member, "The grant", State.WAITING)
    assert SECRET in response.content.decode().replace("&#x27;", "'")
    (sent,) = mail.outbox
    assert sent.to == ["staff@example.org"]
    assert admin_address(conversation) in sent.body
    assert "grant" not in sent.body + sent.subject


def test_without_a_contact_address_those_who_may_answer_are_told_in_their_language(visitor, member, person):
    PortalSettings.objects.update(contact_recipients="", email="")
    person(role="Membership officers", email="officer@example.org", language="fr")
    person(role="Membership officers", email="gone@example.org", is_active=False)
    person(role="Editors", email="editor@example.org")
    conversations.start_conversation(person=member, subject="A", text="B")
    (sent,) = mail.outbox
    assert sent.to == ["officer@example.org"]
    assert sent.extra_headers["Content-Language"] == "fr"


@pytest.mark.parametrize(("name", "expected"), [("fr", "/fr/espace/messages/"), ("en", "/en/portal/messages/")])
def test_an_answer_is_told_in_the_persons_language_without_its_text(person, administrator, name, expected):
    conversation = ConversationFactory(person=person(language=name))
    conversations.answer_as_staff(conversation=conversation, staff=administrator, text=SECRET)
    (sent,) = mail.outbox
    assert sent.to == [conversation.person.email]
    assert sent.extra_headers["Content-Language"] == name
    assert f"{expected}{conversation.pk}/" in sent.body
    assert "treasurer" not in sent.body + sent.subject
    assert AuditEntry.objects.filter(action="conversation.answered", actor=administrator).exists()


def test_a_deactivated_person_gets_no_mail(person, administrator):
    conversation = ConversationFactory(person=person(is_active=False))
    conversations.answer_as_staff(conversation=conversation, staff=administrator, text="An answer.")
    assert mail.outbox == []


def test_nobody_opens_anothers_conversation_by_its_number(visitor, person):
    """Neither a stranger nor a colleague, nor the organization's administrator, nor staff here."""
    mine = AffiliationFactory()
    colleague = AffiliationFactory(organization=mine.organization, administrator=True).person
    conversation = ConversationFactory(person=mine.person, first_message=SECRET)
    for reader in (colleague, person(), person(role="Administrators")):
        browser = visitor(user=reader)
        for language, area in (("fr", "espace"), ("en", "portal")):
            address = f"/{language}/{area}/messages/{conversation.pk}/"
            assert browser.get(address).status_code == 404
            assert browser.post(address, {"text": "Mine now"}).status_code == 404
        closing = reverse("close_conversation", args=[conversation.pk])
        assert browser.post(closing).status_code == 404
        assert conversation.subject not in browser.read("/en/portal/messages/")
    assert conversation.messages.count() == 1
    conversation.refresh_from_db()
    assert conversation.state == State.WAITING


def test_who_is_not_signed_in_is_led_to_sign_in(visit):
    conversation = ConversationFactory()
    for address in ("/en/portal/messages/", NEW, f"/en/portal/messages/{conversation.pk}/"):
        assert visit.get(address).status_code == 302
        assert visit.post(address, {"text": "x", "subject": "y"}).status_code in (302, 405)
    assert StaffMessage.objects.count() == 1


def test_a_number_that_no_database_holds_is_nothing(visitor, member):
    assert visitor(user=member).get(f"/en/portal/messages/{'9' * 30}/").status_code == 404


def test_what_staff_answered_is_unread_until_it_is_opened(visitor, member):
    conversation = ConversationFactory(person=member)
    conversations.answer_as_staff(conversation=conversation, staff=None, text="An answer.")
    browser = visitor(user=member)
    assert "1 unread" in browser.read("/en/portal/messages/")
    assert "An answer." in browser.read(f"/en/portal/messages/{conversation.pk}/")
    assert "1 unread" not in browser.read("/en/portal/messages/")


def test_writing_again_opens_a_closed_conversation(visitor, member):
    conversation = ConversationFactory(person=member)
    browser = visitor(user=member)
    browser.post(reverse("close_conversation", args=[conversation.pk]))
    conversation.refresh_from_db()
    assert conversation.state == State.CLOSED
    browser.post(f"/en/portal/messages/{conversation.pk}/", {"text": "One more thing."})
    conversation.refresh_from_db()
    assert conversation.state == State.WAITING


def test_what_is_wrong_is_said_and_nothing_is_kept(visitor, member):
    browser = visitor(user=member)
    long_text, long_subject = {"text": "x" * 5001}, {"subject": "x" * 151}
    for changed in ({"text": ""}, {"text": " "}, {"text": "a\0b"}, {"subject": ""}, long_text, long_subject):
        response = browser.post(NEW, {"subject": "A", "text": "B", **changed})
        assert response.status_code == 422, changed
        assert 'aria-invalid="true"' in response.content.decode()
    assert not StaffConversation.objects.exists()


def test_a_message_sent_twice_arrives_once(member):
    for _time in range(2):
        conversation = conversations.start_conversation(person=member, subject="A", text="B")
    for _time in range(2):
        conversations.write_to_staff(conversation=conversation, text="C")
    assert StaffConversation.objects.count() == 1
    assert [message.text for message in conversation.messages.all()] == ["B", "C"]


def test_nobody_floods_staff_and_an_hour_later_one_may_write_again(visitor, member):
    browser = visitor(user=member)
    for number in range(conversations.MESSAGES_AN_HOUR):
        assert browser.post(NEW, {"subject": "A", "text": f"Message {number}"}).status_code == 302
    refused = browser.post(NEW, {"subject": "A", "text": "One too many"})
    assert refused.status_code == 422
    assert "wait a little" in refused.content.decode()
    assert "One too many" in refused.content.decode()
    with time_machine.travel(timezone.now() + timedelta(hours=1, minutes=1)):
        conversations.start_conversation(person=User.objects.get(pk=member.pk), subject="A", text="Later")


# --- staff's side ---------------------------------------------------------------------------------


def test_staff_read_answer_close_and_open_again(visitor, person):
    officer = visitor(user=person(role="Membership officers"))
    conversation = ConversationFactory(first_message=SECRET)
    assert conversation.subject in officer.read(reverse("wagtailsnippets_members_staffconversation:list"))
    page = officer.read(admin_address(conversation))
    assert "treasurer" in page
    assert conversation.messages.get().read_at is not None
    assert officer.post(admin_address(conversation), {"act": "answer", "text": ""}).status_code == 200
    officer.post(admin_address(conversation), {"act": "answer", "text": "It can be moved."})
    conversation.refresh_from_db()
    assert conversation.state == State.ANSWERED
    assert conversation.messages.last().is_from_staff
    officer.post(admin_address(conversation), {"act": "close"})
    conversation.refresh_from_db()
    assert conversation.state == State.CLOSED
    officer.post(admin_address(conversation), {"act": "reopen"})
    conversation.refresh_from_db()
    assert conversation.state == State.ANSWERED


@pytest.mark.parametrize("role", ["", "Editors", "Translators", "Moderators"])
def test_others_read_no_conversation_in_the_admin(visitor, person, role):
    conversation = ConversationFactory(first_message=SECRET)
    browser = visitor(user=person(role=role))
    for address in (admin_address(conversation), reverse("wagtailsnippets_members_staffconversation:list")):
        for response in (browser.get(address), browser.post(address, {"act": "answer", "text": "Mine"})):
            assert response.status_code in (302, 403)
            assert "treasurer" not in response.content.decode()
    assert conversation.messages.count() == 1


def test_the_list_in_the_admin_is_filtered_by_state(visitor, administrator):
    waiting, closed = ConversationFactory(), ConversationFactory(state=State.CLOSED)
    page = visitor(user=administrator).read(
        reverse("wagtailsnippets_members_staffconversation:list") + "?state=waiting"
    )
    assert waiting.subject in page
    assert closed.subject not in page
