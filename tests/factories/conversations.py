"""Announcements, conversations with staff, and what people want by mail."""

from __future__ import annotations

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from members.models import Announcement, NotificationSettings, StaffConversation, StaffMessage
from tests.factories.people import UserFactory


class AnnouncementFactory(DjangoModelFactory):
    """An announcement that is shown now to everyone who is signed in; `codes=["members"]` names groups."""

    class Meta:
        model = Announcement
        skip_postgeneration_save = True

    title_fr = factory.Sequence(lambda number: f"Annonce {number}")
    title_en = factory.Sequence(lambda number: f"Announcement {number}")
    text_fr = "Ce qu’il y a à dire."
    text_en = "What there is to say."
    starts_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def codes(self, create, extracted, **kwargs):
        from cms import access

        self.access.set([access.access_group(code) for code in extracted or ()])


class ConversationFactory(DjangoModelFactory):
    """A conversation of `person` with one message of theirs."""

    class Meta:
        model = StaffConversation
        skip_postgeneration_save = True

    person = factory.SubFactory(UserFactory)
    subject = factory.Sequence(lambda number: f"Question {number}")

    @factory.post_generation
    def first_message(self, create, extracted, **kwargs):
        StaffMessage.objects.create(conversation=self, author=self.person, text=extracted or "A first message.")


class SettingsFactory(DjangoModelFactory):
    class Meta:
        model = NotificationSettings

    person = factory.SubFactory(UserFactory)
