"""What the dashboard of one member shows, for the benchmark: `ACCOUNT` is signed in for it."""

from __future__ import annotations

from django.utils import timezone

from cms import access
from members.models import Affiliation, Announcement, StaffConversation, StaffMessage, User
from members.services.groups import sync_groups

ACCOUNT = "bench-person-2001@example.org"
"""An ordinary member, as most people are; an organization’s administrator costs three queries more."""


def fill() -> str:
    """Give the account of the benchmark its groups, announcements, and conversations with an unread answer."""
    person = User.objects.get(email=ACCOUNT)
    if StaffConversation.objects.filter(person=person).exists():
        return "Private area: as it was"
    affiliation = Affiliation.objects.current().get(person=person)
    affiliation.organization.is_aaisa_member = True
    affiliation.organization.save(update_fields=["is_aaisa_member"])
    sync_groups(person)
    for number in range(5):
        announcement = Announcement.objects.create(
            title_fr=f"Annonce {number}",
            title_en=f"Announcement {number}",
            text_fr="Quelques phrases de l’AAISA, avec une adresse : https://example.org/page. " * 3,
            text_en="A few sentences from AAISA, with an address: https://example.org/page. " * 3,
        )
        announcement.access.set([access.access_group(access.MEMBERS)] if number % 2 else [])
    for number in range(20):
        conversation = StaffConversation.objects.create(person=person, subject=f"Question {number}")
        StaffMessage.objects.create(conversation=conversation, author=person, text="Une question.")
        StaffMessage.objects.create(conversation=conversation, is_from_staff=True, text="Une réponse.")
    User.objects.filter(pk=person.pk).update(visited_at=timezone.now())
    return "Private area: 5 announcements, 20 conversations"
