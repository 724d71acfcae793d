"""Merges duplicates: one organization stays, and everything of the other becomes its own."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.dispatch import Signal

from cms.bilingual import LANGUAGES
from cms.models import FormerSlug
from cms.published import write_published
from members.models import (
    Affiliation,
    AuditEntry,
    Invitation,
    JoinRequest,
    MembershipPeriod,
    Organization,
    ProfileChange,
    ProfileConfirmation,
    StaffConversation,
)
from members.services import audit
from members.services.groups import sync_organization
from members.services.profile_fields import ROWS, TERMS, TEXTS
from members.services.profiles import OPEN

#: What belongs to an organization and is moved as it is; a table with rules of its own is moved by a function below.
MOVED: tuple[type[Model], ...] = (Affiliation, Invitation, ProfileConfirmation, StaffConversation, AuditEntry)

#: A duplicate is about to be deleted: what higher apps tie to it is tied to the one that stays. Sent in the same
#: transaction, with `duplicate`, `into` and `actor`.
organizations_merging = Signal()


class CannotMergeError(Exception):
    """An organization cannot be merged into itself."""


@transaction.atomic
def merge(duplicate: Organization, *, into: Organization, actor: Any) -> Organization:
    """Merge `duplicate` into the other one, which keeps what it says and gets what it does not say.

    People, invitations, requests, periods, changes and conversations move; the old addresses lead on; the duplicate is
    deleted. Returns the organization that stays. Raises CannotMergeError.
    """
    if duplicate.pk == into.pk:
        raise CannotMergeError
    rows = {row.pk: row for row in Organization.objects.select_for_update(of=("self",)).order_by("pk").filter(
        pk__in=[duplicate.pk, into.pk]
    )}  # fmt: skip
    gone, stays = rows[duplicate.pk], rows[into.pk]
    moved = {model._meta.model_name: _move(model, gone, stays) for model in MOVED}
    moved["joinrequest"] = _move_requests(gone, stays)
    moved["membershipperiod"] = _move_periods(gone, stays)
    moved["profilechange"] = _move_changes(gone, stays)
    write_published(stays, lambda organization: _fill_blanks(organization, gone), user=actor, only=[])
    organizations_merging.send(sender=Organization, duplicate=gone, into=stays, actor=actor)
    slugs = {language: getattr(gone, f"slug_{language}") for language in LANGUAGES}
    former = _former_slugs(gone)
    name, key = str(gone), gone.key
    Organization.objects.get(pk=gone.pk).delete()
    _lead_on(stays, former | {(language, slug) for language, slug in slugs.items() if slug})
    stays = Organization.objects.select_related("kind").get(pk=stays.pk)
    sync_organization(stays)
    audit.record("organization.merged", actor=actor, target=stays, merged=name, merged_key=key, moved=moved)
    return stays


def _move(model: Any, gone: Organization, stays: Organization) -> int:
    moved: int = model.objects.filter(organization=gone).update(organization=stays)
    return moved


def _move_requests(gone: Organization, stays: Organization) -> int:
    """Move requests to join; somebody who waits at both waits once."""
    pending = JoinRequest.State.PENDING
    waiting = {email.lower() for email in stays.join_requests.filter(state=pending).values_list("email", flat=True)}
    for request in gone.join_requests.filter(state=pending):
        if request.email.lower() in waiting:
            JoinRequest.objects.filter(pk=request.pk).update(state=JoinRequest.State.WITHDRAWN)
    return _move(JoinRequest, gone, stays)


def _move_periods(gone: Organization, stays: Organization) -> int:
    """Move the periods that do not overlap one of the organization that stays; those are its own already."""
    moved = 0
    for period in gone.membership_periods.all():
        overlap = stays.membership_periods.filter(starts_on__lte=period.ends_on, ends_on__gte=period.starts_on)
        if not overlap.exists():
            moved += MembershipPeriod.objects.filter(pk=period.pk).update(organization=stays)
    return moved


def _move_changes(gone: Organization, stays: Organization) -> int:
    """Move changes; an open one is taken back, since it was written for the profile that goes."""
    ProfileChange.objects.filter(organization=gone, state__in=OPEN).update(state=ProfileChange.State.WITHDRAWN)
    return _move(ProfileChange, gone, stays)


def _fill_blanks(stays: Organization, gone: Organization) -> None:
    for name in (*TEXTS, "kind", "community", "logo"):
        if not getattr(stays, name):
            setattr(stays, name, getattr(gone, name))
    for name in TERMS:
        getattr(stays, name).add(*getattr(gone, name).all())
    for name, (model, columns) in ROWS.items():
        if not getattr(stays, name).all():
            rows = getattr(gone, name).all()
            setattr(stays, name, [model(**{column: getattr(row, column) for column in columns}) for row in rows])
    stays.is_aaisa_member = stays.is_aaisa_member or gone.is_aaisa_member
    stays.is_ircc_funded = stays.is_ircc_funded or gone.is_ircc_funded
    stays.email_domains = [*stays.email_domains, *(one for one in gone.email_domains if one not in stays.email_domains)]


def _former_slugs(organization: Organization) -> set[tuple[str, str]]:
    content_type = ContentType.objects.get_for_model(Organization)
    rows = FormerSlug.objects.filter(content_type=content_type, object_id=organization.pk)
    return set(rows.values_list("language", "slug"))


def _lead_on(stays: Organization, slugs: set[tuple[str, str]]) -> None:
    content_type = ContentType.objects.get_for_model(Organization)
    for language, slug in slugs:
        if slug != getattr(stays, f"slug_{language}"):
            FormerSlug.objects.update_or_create(
                content_type=content_type, language=language, slug=slug, defaults={"object_id": stays.pk}
            )
