"""What people and AAISA's staff write to each other.

The text stays in the portal: mail says only that something waits, and leads there. It lies in mailboxes that others
may read, and people write about people here.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from cms import mail
from cms.models import PortalSettings
from cms.portal import Portal
from members.models import StaffConversation, StaffMessage, User
from members.services import audit
from members.standing import organization_of

MESSAGES_AN_HOUR = 10
SENT_TWICE = datetime.timedelta(minutes=5)
"""Within so long, the same words are one message that was sent twice."""


class TooManyMessagesError(Exception):
    """More messages within an hour than a person writes."""


@transaction.atomic
def start_conversation(*, person: User, subject: str, text: str) -> StaffConversation:
    """Open a conversation with staff and tell them by mail. The same one sent twice is opened once.

    Raises TooManyMessagesError past MESSAGES_AN_HOUR.
    """
    _wait_for_turn(person)
    known = StaffConversation.objects.filter(
        person=person, subject=subject, started_at__gt=timezone.now() - SENT_TWICE, messages__text=text
    ).first()
    if known is not None:
        return known
    _refuse_a_flood(person)
    conversation = StaffConversation.objects.create(
        person=person, organization=organization_of(person), subject=subject
    )
    StaffMessage.objects.create(conversation=conversation, author=person, text=text)
    _tell_staff(conversation)
    return conversation


@transaction.atomic
def write_to_staff(*, conversation: StaffConversation, text: str) -> StaffMessage:
    """Add a message of the conversation's person; a closed conversation is open again. Raises TooManyMessagesError."""
    person = conversation.person
    _wait_for_turn(person)
    last = conversation.messages.last()
    if last and not last.is_from_staff and last.text == text and last.sent_at > timezone.now() - SENT_TWICE:
        return last
    _refuse_a_flood(person)
    message = StaffMessage.objects.create(conversation=conversation, author=person, text=text)
    _set_state(conversation, StaffConversation.State.WAITING, message.sent_at)
    _tell_staff(conversation)
    return message


@transaction.atomic
def answer_as_staff(*, conversation: StaffConversation, staff: Any, text: str) -> StaffMessage:
    """Add an answer of staff, and tell the person by mail in their language, if their account is active."""
    StaffConversation.objects.select_for_update().get(pk=conversation.pk)
    last = conversation.messages.last()
    if last and last.is_from_staff and last.text == text and last.sent_at > timezone.now() - SENT_TWICE:
        return last
    message = StaffMessage.objects.create(conversation=conversation, author=staff, is_from_staff=True, text=text)
    _set_state(conversation, StaffConversation.State.ANSWERED, message.sent_at)
    mark_read(conversation, by_staff=True)
    audit.record("conversation.answered", actor=staff, target=conversation, organization=conversation.organization)
    person = conversation.person
    if person.is_active:
        with translation.override(person.language):
            address = Portal.absolute(reverse("conversation", args=[conversation.pk]))
        mail.send(
            "staff_answered",
            to=[person.email],
            language=person.language,
            context={"person": person, "address": address, "started_at": conversation.started_at},
        )
    return message


def mark_read(conversation: StaffConversation, *, by_staff: bool) -> None:
    """Note that one side has read what the other wrote."""
    unread = conversation.messages.filter(is_from_staff=not by_staff, read_at=None)
    unread.update(read_at=timezone.now())


def close(conversation: StaffConversation) -> None:
    """Close a conversation; whoever writes in it again opens it again."""
    _set_state(conversation, StaffConversation.State.CLOSED)


@transaction.atomic
def reopen(conversation: StaffConversation) -> None:
    """Open a closed conversation: it waits for whoever did not write last."""
    last = conversation.messages.last()
    answered = last is not None and last.is_from_staff
    _set_state(conversation, StaffConversation.State.ANSWERED if answered else StaffConversation.State.WAITING)


def _set_state(conversation: StaffConversation, state: str, at: datetime.datetime | None = None) -> None:
    conversation.state = state
    conversation.changed_at = at or conversation.changed_at
    conversation.save(update_fields=["state", "changed_at"])


def _wait_for_turn(person: User) -> None:
    """Let one message of a person be kept at a time, so that counting them holds."""
    User.objects.select_for_update().get(pk=person.pk)


def _refuse_a_flood(person: User) -> None:
    since = timezone.now() - datetime.timedelta(hours=1)
    if StaffMessage.objects.filter(author=person, is_from_staff=False, sent_at__gt=since).count() >= MESSAGES_AN_HOUR:
        raise TooManyMessagesError


def _tell_staff(conversation: StaffConversation) -> None:
    address = Portal.absolute(reverse("wagtailsnippets_members_staffconversation:edit", args=[conversation.pk]))
    context = {"person": conversation.person, "organization": conversation.organization, "address": address}
    for language, addresses in staff_addresses(conversation.person.language).items():
        mail.send("message_for_staff", to=addresses, language=language, context=context)


def staff_addresses(language: str) -> dict[str, list[str]]:
    """Return who reads what people write, by language of mail.

    The portal's contact address where there is one (in `language`, the writer's), else those who may answer.
    """
    if given := (PortalSettings.objects.first() or PortalSettings()).recipients:
        return {language: given}
    answering = User.objects.filter(
        is_active=True,
        groups__permissions__codename="change_staffconversation",
        groups__permissions__content_type__app_label="members",
    ).distinct()
    found: dict[str, list[str]] = {}
    for person in answering:
        found.setdefault(person.language, []).append(person.email)
    return found
