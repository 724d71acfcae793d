"""Invitations and requests to join in the demo: open ones, one that is too old, one for each kind of decision."""

from __future__ import annotations

import datetime

from django.utils import timezone

from home.demo.ledger import Ledger
from members.models import Invitation, JoinRequest, Organization, User
from members.models.affiliations import OrganizationRole, new_token, token_digest

ORGANIZATION = "brooks-welcome-house"
INVITER = "orgadmin@example.org"

#: (address, first name, last name, language, role, days since it was sent). Nobody has the links: send them again.
INVITATIONS = (
    ("noor.haddad@example.org", "Noor", "Haddad", "en", OrganizationRole.MEMBER, 2),
    ("camille.gagnon@example.org", "Camille", "Gagnon", "fr", OrganizationRole.ADMINISTRATOR, 5),
    ("sam.whitford@example.org", "Sam", "Whitford", "en", OrganizationRole.MEMBER, 30),
)
#: (address, first name, last name, language, message, whether the address is the organization's own).
REQUESTS = (
    (
        f"amal.tesfaye@{ORGANIZATION}.example.org",
        "Amal",
        "Tesfaye",
        "en",
        "I began as a settlement worker in Brooks this month.",
        True,
    ),
    (
        "luc.desjardins@example.net",
        "Luc",
        "Desjardins",
        "fr",
        "Je fais du bénévolat au jumelage linguistique, avec mon adresse personnelle.",
        False,
    ),
)


def load_joining(ledger: Ledger) -> int:
    """Make what was never made. Returns how many rows were made."""
    organization = Organization.objects.filter(key=ORGANIZATION).first()
    inviter = User.objects.filter(email=INVITER).first()
    if organization is None or inviter is None:
        return 0
    return _invitations(organization, inviter, ledger) + _requests(organization, ledger)


def _invitations(organization: Organization, inviter: User, ledger: Ledger) -> int:
    made = 0
    for email, first_name, last_name, language, role, age in INVITATIONS:
        if f"invitation/{email}" in ledger:
            continue
        sent = timezone.now() - datetime.timedelta(days=age)
        invitation = Invitation.objects.create(
            email=email,
            first_name=first_name,
            last_name=last_name,
            language=language,
            role=role,
            organization=organization,
            invited_by=inviter,
            token_digest=token_digest(new_token()),
            created_at=sent,
            expires_at=sent + Invitation.LIFETIME,
        )
        ledger.note(f"invitation/{email}", invitation)
        made += 1
    return made


def _requests(organization: Organization, ledger: Ledger) -> int:
    made = 0
    for email, first_name, last_name, language, message, matches in REQUESTS:
        if f"join-request/{email}" in ledger:
            continue
        asked = timezone.now() - datetime.timedelta(days=3)
        request = JoinRequest.objects.create(
            email=email,
            first_name=first_name,
            last_name=last_name,
            language=language,
            message=message,
            organization=organization,
            matches_domain=matches,
            state=JoinRequest.State.PENDING,
            created_at=asked,
            confirmed_at=asked,
        )
        ledger.note(f"join-request/{email}", request)
        made += 1
    return made
