"""What is done to an account by others, or because of what happened to it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from cms import mail
from cms.portal import Portal
from members.models import AccountHelp, User
from members.people_rules import may_manage
from members.services import audit, leaving


class RefusedError(Exception):
    """This person may not do this to that account."""


def end_sessions(person: User, *, except_key: str | None = None) -> int:
    """Sign `person` out everywhere, but for the session of `except_key`. Returns how many sessions were ended."""
    ended = 0
    for session in UserSession.objects.filter(user=person).exclude(session_key=except_key or ""):
        session.end()
        ended += 1
    return ended


@transaction.atomic
def follow_activity(person: User, *, actor: Any) -> None:
    """Bring about what belongs to `person.is_active` as it now stands: sessions ended, the day noted, the audit log.

    Does nothing where it is done already.
    """
    if person.is_active == (person.deactivated_at is None):
        return
    person.deactivated_at = None if person.is_active else timezone.now()
    person.save(update_fields=["deactivated_at"])
    if not person.is_active:
        end_sessions(person)
        leaving.account_closed(person, actor=actor)
    else:
        leaving.account_opened(person)
    audit.record("account.reactivated" if person.is_active else "account.deactivated", actor=actor, target=person)


@transaction.atomic
def deactivate(person: User, *, actor: Any) -> None:
    """Close an account: the person is signed out at once and cannot sign in; what they wrote stays."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    follow_activity(person, actor=actor)


@transaction.atomic
def reactivate(person: User, *, actor: Any) -> None:
    """Open a closed account again."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    follow_activity(person, actor=actor)


def rights_of(person: User) -> list[str]:
    """Return the names of a person's groups, and whether they may do everything."""
    names = sorted(person.groups.values_list("name", flat=True))
    return [*names, "superuser"] if person.is_superuser else names


def note_changes(person: User, *, actor: Any, email: str, rights: list[str], changed: Collection[str]) -> None:
    """Note what staff changed of an account that could open it to somebody else. `email` and `rights` are as before."""
    if person.email.lower() != email.lower():
        audit.record("account.email_changed", actor=actor, target=person, before=email, after=person.email)
    if "password1" in changed:
        end_sessions(person)
        audit.record("account.password_changed", actor=actor, target=person)
    note_rights(person, actor=actor, before=rights)


def note_rights(person: User, *, actor: Any, before: list[str]) -> None:
    """Note a person's rights where they are no longer as `before`."""
    after = rights_of(person)
    if after != before:
        audit.record("account.rights_changed", actor=actor, target=person, before=before, after=after)


def may_help(actor: Any, person: User) -> bool:
    """Whether `actor` may take off `person`'s second factor: an administrator, never from above, never for oneself."""
    return actor.pk != person.pk and may_manage(actor, person)


@transaction.atomic
def remove_second_factor(person: User, *, helped_by: Any, identity_check: str) -> AccountHelp:
    """Help a person who lost the second factor: take it off, end their sessions, note it, tell them by mail.

    `identity_check` says how it was made sure who is asking; `helped_by` is None where it is done on the server.
    Raises RefusedError where `may_help` says no.
    """
    if helped_by is not None and not may_help(helped_by, person):
        raise RefusedError
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)
    done = AccountHelp.objects.create(person=person, helped_by=helped_by, identity_check=identity_check)
    audit.record("account.second_factor_helped", actor=helped_by, target=person, identity_check=identity_check)
    mail.send(
        "second_factor_removed",
        to=[person.email],
        language=person.language,
        context={"person": person, "done_at": done.done_at, "home": Portal.absolute(f"/{person.language}/")},
    )
    return done
