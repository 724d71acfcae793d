"""What the private area shows in the demo: announcements, conversations with staff, and who wants which mail."""

from __future__ import annotations

import datetime

from django.utils import timezone

from cms import access
from home.demo.ledger import Ledger
from members.models import Announcement, Consent, NotificationSettings, StaffConversation, StaffMessage, User
from members.standing import organization_of

DAY = datetime.timedelta(days=1)

#: key → (titles, texts, codes of the groups it is for, days since it is shown).
ANNOUNCEMENTS = {
    "renewal": (
        {"fr": "Renouvellement des adhésions", "en": "Renewing memberships"},
        {
            "fr": "Les lettres d’invitation partiront en février. Relisez dès maintenant le profil de votre organisme"
            " dans le répertoire\u00a0: ce qui est juste n’aura plus qu’à être confirmé.",
            "en": "The letters of invitation go out in February. Read your organization’s profile in the directory now:"
            " what is right will only have to be confirmed.",
        },
        (access.MEMBERS,),
        3,
    ),
    "office": (
        {"fr": "Bureau fermé le 11 novembre", "en": "Office closed on November 11"},
        {
            "fr": "Le personnel répondra à vos messages le lendemain. Annonce inventée pour la démonstration.",
            "en": "Staff will answer your messages the day after. An announcement invented for the demo.",
        },
        (),
        10,
    ),
}

#: key → (account, subject, [(is from staff, text, days ago)]).
CONVERSATIONS = {
    "interpretation": (
        "member@example.org",
        "Interprétation par téléphone",
        [
            (
                False,
                (
                    "Bonjour, nous sommes deux dans l’équipe et n’avons personne qui parle tigrigna. Connaissez-vous un"
                    " service d’interprétation que les petits organismes peuvent utiliser à la demande?"
                ),
                6,
            ),
            (
                True,
                (
                    "Bonjour, oui\u00a0: deux organismes membres en partagent un et acceptent d’autres équipes. Voici"
                    " comment le joindre\u00a0: https://example.org/interpretation"
                ),
                5,
            ),
        ],
    ),
    "conference": (
        "orgadmin@example.org",
        "Travel costs for the Conference",
        [
            (
                False,
                (
                    "Hello, is there help with travel for front-line staff who come from more than 500 km away? We"
                    " would send two people if so."
                ),
                1,
            )
        ],
    ),
}

#: Account → (digest, announcements by mail).
WISHES = {
    "member@example.org": (NotificationSettings.Frequency.WEEKLY, True),
    "orgadmin@example.org": (NotificationSettings.Frequency.MONTHLY, False),
}


def load_private(ledger: Ledger) -> int:
    """Make what no load made before, for the accounts that there are. Returns how many things were made."""
    made = [_announcement(key, ledger) for key in ANNOUNCEMENTS]
    made += [_conversation(key, ledger) for key in CONVERSATIONS]
    made += [_wishes(email) for email in WISHES]
    return sum(made)


def _announcement(key: str, ledger: Ledger) -> bool:
    if f"announcement/{key}" in ledger:
        return False
    titles, texts, codes, days = ANNOUNCEMENTS[key]
    announcement = Announcement.objects.create(
        title_fr=titles["fr"],
        title_en=titles["en"],
        text_fr=texts["fr"],
        text_en=texts["en"],
        starts_at=timezone.now() - days * DAY,
    )
    announcement.access.set([access.access_group(code) for code in codes])
    ledger.note(f"announcement/{key}", announcement)
    return True


def _conversation(key: str, ledger: Ledger) -> bool:
    email, subject, written = CONVERSATIONS[key]
    person = User.objects.filter(email=email).first()
    if person is None or f"conversation/{key}" in ledger:
        return False
    now = timezone.now()
    state = StaffConversation.State.ANSWERED if written[-1][0] else StaffConversation.State.WAITING
    conversation = StaffConversation.objects.create(
        person=person,
        organization=organization_of(person),
        subject=subject,
        state=state,
        started_at=now - written[0][2] * DAY,
        changed_at=now - written[-1][2] * DAY,
    )
    answers = User.objects.filter(email="administrator@example.org").first()
    StaffMessage.objects.bulk_create(
        StaffMessage(
            conversation=conversation,
            author=answers if is_from_staff else person,
            is_from_staff=is_from_staff,
            text=text,
            sent_at=now - days * DAY,
        )
        for is_from_staff, text, days in written
    )
    ledger.note(f"conversation/{key}", conversation)
    return True


def _wishes(email: str) -> bool:
    person = User.objects.filter(email=email).first()
    if person is None or NotificationSettings.objects.filter(person=person).exists():
        return False
    digest, announcements = WISHES[email]
    NotificationSettings.objects.create(
        person=person, digest=digest, wants_announcements=announcements, digest_sent_at=timezone.now()
    )
    words = {"fr": "Bulletin des nouveautés", "en": "Digest of what is new"}[person.language]
    Consent.objects.create(
        person=person, kind="digest", is_given=True, how="settings", words=words, language=person.language
    )
    return True
