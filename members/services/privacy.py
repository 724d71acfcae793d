"""Deleting an account: asked for by the person, undone within the days of grace, then carried out for good.

What is deleted, what is kept and for how long stands in docs/privacy.md, and on the page where one asks for it.
"""

from __future__ import annotations

import datetime
import logging
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from post_office.models import STATUS, Email
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from cms import limits, mail, slots
from cms.portal import Portal
from members.models import (
    AccountHelp,
    Affiliation,
    AuditEntry,
    Consent,
    Invitation,
    JoinRequest,
    NotificationSettings,
    Organization,
    StaffConversation,
    User,
)
from members.services import accounts, affiliations, audit, invitations
from members.services.conversations import staff_addresses

logger = logging.getLogger(__name__)

GRACE = datetime.timedelta(days=14)
"""Between asking for the deletion and the deletion itself."""
CONSENTS_KEPT = datetime.timedelta(days=3 * 365)
"""After the deletion of the account."""
REQUESTS_KEPT = datetime.timedelta(days=365)
"""Invitations and requests to join, after they are closed."""
AUDIT_KEPT = datetime.timedelta(days=7 * 365)
MAIL_KEPT = datetime.timedelta(days=30)
SALT = "members.cancel-deletion"
FORGOTTEN = "Personne supprimée | Deleted person"


class RefusedError(Exception):
    """This account cannot be deleted so: superusers are somebody's charge, not their own."""


@transaction.atomic
def request_deletion(person: User) -> None:
    """Close `person`'s account at once, and have it deleted after GRACE; a link by mail undoes it until then.

    An organization that is left without an administrator is told to staff. Raises RefusedError for a superuser.
    """
    if person.is_superuser:
        raise RefusedError
    without = _organization_left_alone(person)
    person.deletion_requested_at = timezone.now()
    person.save(update_fields=["deletion_requested_at"])
    audit.record("account.deletion_asked", actor=person, target=person)
    accounts.deactivate(person, actor=person)
    with translation.override(person.language):
        address = Portal.absolute(reverse("cancel_deletion_link", args=[cancel_token(person)]))
    context = {"person": person, "address": address, "erased_on": erased_on(person)}
    mail.send("deletion_asked", to=[person.email], language=person.language, context=context)
    if without is not None:
        for language, addresses in staff_addresses(person.language).items():
            context = {"person": person, "organization": without}
            mail.send("organization_without_administrator", to=addresses, language=language, context=context)


@transaction.atomic
def cancel_deletion(person: User, *, actor: Any) -> None:
    """Undo a request: the account is open again as it was. Nothing happens where there is none."""
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.deletion_requested_at is None or person.erased_at is not None:
        return
    person.deletion_requested_at = None
    person.save(update_fields=["deletion_requested_at"])
    audit.record("account.deletion_cancelled", actor=actor, target=person)
    accounts.reactivate(person, actor=actor)
    with translation.override(person.language):
        address = Portal.absolute(reverse("account_login"))
    context = {"person": person, "address": address}
    mail.send("deletion_cancelled", to=[person.email], language=person.language, context=context)


def erased_on(person: User) -> datetime.datetime:
    """Return when an account whose deletion was asked for is deleted."""
    return (person.deletion_requested_at or timezone.now()) + GRACE


def cancel_token(person: User) -> str:
    """Return the secret of the link that undoes this very request; it is dead once the request is."""
    asked = person.deletion_requested_at
    return signing.dumps([person.pk, asked.isoformat() if asked else ""], salt=SALT)


def person_to_keep(token: str) -> User | None:
    """Return whose deletion the link with `token` undoes, or None."""
    try:
        pk, asked = signing.loads(token, salt=SALT, max_age=GRACE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person = User.objects.filter(pk=pk, erased_at=None).exclude(deletion_requested_at=None).first()
    if person is None or person.deletion_requested_at is None:
        return None
    return person if person.deletion_requested_at.isoformat() == asked else None


@transaction.atomic
def erase(person: User, *, actor: Any = None) -> None:
    """Delete an account for good and tell its owner; the row stays, nameless, under what they wrote.

    Raises RefusedError for a superuser.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.erased_at is not None:
        return
    if person.is_superuser:
        raise RefusedError
    address, language, name = person.email, person.language, str(person)
    addresses = _addresses(person)
    slots.erase_person(person)
    accounts.end_sessions(person)
    invitations.close_for(person, actor=actor)
    for affiliation in Affiliation.objects.filter(person=person, ended_at=None).select_related("organization"):
        affiliations.end(affiliation, actor=person, by_staff=True)
    _forget_in_audit(person, addresses)
    _forget_records(person, addresses)
    _blank(person)
    audit.record(
        "account.erased",
        actor=actor,
        target=person,
        # By which a complaint from that address can be told to be about this account, and nothing else.
        address=limits.keyed_hash("erased", address.lower()),
    )
    mail.send("deletion_done", to=[address], language=language, context={"name": name})


def erase_due() -> str | None:
    """Delete the accounts whose days of grace are over."""
    over = User.objects.filter(deletion_requested_at__lte=timezone.now() - GRACE, erased_at=None, is_superuser=False)
    deleted = failed = 0
    for person in over:
        try:
            erase(person)
            deleted += 1
        except Exception:  # one account must not keep the others from being deleted
            logger.exception("The account %s could not be deleted", person.pk)
            failed += 1
    return f"{deleted} accounts deleted, {failed} failed" if deleted or failed else None


def forget_old() -> str | None:
    """Delete what was kept for long enough: closed invitations and requests, consents, the audit log, sent mail."""
    now = timezone.now()
    closed = Q(accepted_at__lt=now - REQUESTS_KEPT) | Q(revoked_at__lt=now - REQUESTS_KEPT)
    old = [
        Invitation.objects.filter(closed | Q(accepted_at=None, expires_at__lt=now - REQUESTS_KEPT)),
        JoinRequest.objects.filter(decided_at__lt=now - REQUESTS_KEPT),
        Consent.objects.filter(person__erased_at__lt=now - CONSENTS_KEPT),
        AuditEntry.objects.filter(at__lt=now - AUDIT_KEPT),
        Email.objects.filter(created__lt=now - MAIL_KEPT, status__in=(STATUS.sent, STATUS.failed)),
    ]
    deleted = sum(rows.delete()[0] for rows in old)
    return f"{deleted} old rows deleted" if deleted else None


def _organization_left_alone(person: User) -> Organization | None:
    if not affiliations.is_last_administrator(person):
        return None
    return Affiliation.objects.current().select_related("organization").get(person=person).organization


def _addresses(person: User) -> list[str]:
    """Return the addresses that are or were the person's, but for those that have become somebody else's."""
    known = {person.email, *EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)}
    for details in _about(person).filter(action="account.email_changed").values_list("details", flat=True):
        known |= {details.get("before"), details.get("after")}
    small = {address.lower() for address in known if address}
    others = User.objects.filter(email__in=small).exclude(pk=person.pk).values_list("email", flat=True)
    return sorted(small.difference(others))


def _about(person: User) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(target_type=User._meta.label_lower, target_id=str(person.pk))


def _forget_records(person: User, addresses: list[str]) -> None:
    for profile in UserProfile.objects.filter(user=person).exclude(avatar=""):
        transaction.on_commit(partial(profile.avatar.storage.delete, profile.avatar.name))
    for relation in (EmailAddress, Authenticator, SocialAccount, UserProfile):
        relation.objects.filter(user=person).delete()
    for model in (AccountHelp, NotificationSettings, StaffConversation):
        model.objects.filter(person=person).delete()
    Invitation.objects.filter(accepted_by=person).delete()
    JoinRequest.objects.filter(person=person).delete()
    for address in addresses:
        Invitation.objects.filter(email__iexact=address).delete()
        JoinRequest.objects.filter(email__iexact=address).delete()
        Email.objects.filter(to__iexact=address).delete()
    kind = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(person.pk)).update(label=FORGOTTEN)


def _forget_in_audit(person: User, addresses: list[str]) -> None:
    """Take the name, the addresses and what the person wrote out of the log.

    What was done stays, and that it was one and the same person.
    """
    AuditEntry.objects.filter(actor=person).update(actor_label=FORGOTTEN)
    about = _about(person)
    about.filter(Q(details__has_key="identity_check") | Q(action="account.email_changed")).update(details={})
    about.update(target_label=FORGOTTEN)
    for address in addresses:
        named = Q(target_label__iexact=address) | Q(target_label__iendswith=f"<{address}>")
        AuditEntry.objects.filter(named).update(target_label=FORGOTTEN)
    conversations = [str(pk) for pk in StaffConversation.objects.filter(person=person).values_list("pk", flat=True)]
    written = AuditEntry.objects.filter(target_type=StaffConversation._meta.label_lower, target_id__in=conversations)
    written.update(target_label=FORGOTTEN)  # by its subject
    if name := person.get_full_name():  # requests stand there by the name of whoever asked
        asked = AuditEntry.objects.filter(target_type=JoinRequest._meta.label_lower)
        asked.filter(target_label__startswith=f"{name}, ").update(target_label=FORGOTTEN)


def _blank(person: User) -> None:
    for name in ("first_name", "last_name", "position_fr", "position_en"):
        setattr(person, name, "")
    person.email = f"deleted-{person.pk}@deleted.invalid"
    person.is_active = person.is_staff = person.is_listed = False
    person.last_login = person.visited_at = person.previous_visit_at = person.deletion_requested_at = None
    person.deactivated_at = person.deactivated_at or timezone.now()
    person.erased_at = timezone.now()
    person.set_unusable_password()
    person.save()
    person.groups.clear()
    person.user_permissions.clear()
    UserProfile.objects.filter(user=person).delete()  # a signal may have made one anew
