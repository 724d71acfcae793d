"""What follows when staff close an account or open it again (members/services/accounts.py does the closing)."""

from __future__ import annotations

from typing import Any

from cms import mail
from members.models import JoinRequest, User
from members.services import invitations
from members.services.groups import sync_groups


def account_closed(person: User, *, actor: Any) -> None:
    """Take back what is open to and from the person, and tell them; their organization brings them nothing now.

    The affiliation stays as it is: it counts again once the account is opened.
    """
    invitations.close_for(person, actor=actor)
    JoinRequest.objects.pending().filter(person=person).update(state=JoinRequest.State.WITHDRAWN)
    sync_groups(person)
    if person.deletion_requested_at is None:
        mail.send("account_deactivated", to=[person.email], language=person.language, context={"person": person})


def account_opened(person: User) -> None:
    """Give the person back what their organization brings."""
    sync_groups(person)
