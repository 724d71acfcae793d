"""Changes that an organization's administrators propose to its profile, and what staff decide about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Case, QuerySet, When
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Collection, CollectionViewRestriction, ReferenceIndex

from cms import mail
from cms.models import PortalImage
from cms.portal import Portal
from cms.published import locked, write_published
from members.models import Organization, ProfileChange, User
from members.services import audit
from members.services.profile_fields import TERMS, Values, changed, label, read, words, write

State = ProfileChange.State
OPEN = (State.PENDING, State.RETURNED)
LOGOS, PROPOSED_LOGOS = "Logos", "Logos proposés | Proposed logos"


class NothingChangedError(Exception):
    """What was sent says the same as the profile."""


class NotOpenError(Exception):
    """Somebody decided on this change, or took it back, in the meantime."""


def waiting_changes() -> QuerySet[ProfileChange]:
    """Return the changes that wait for staff, oldest first."""
    return (
        ProfileChange.objects.filter(state=State.PENDING).select_related("organization").order_by("proposed_at", "pk")
    )


def waiting_first() -> QuerySet[ProfileChange]:
    """Return all changes, those that wait for staff before the others, newest first."""
    decided = Case(When(state=State.PENDING, then=0), default=1)
    return ProfileChange.objects.select_related("organization", "proposed_by").order_by(decided, "-proposed_at", "-pk")


def open_change(organization: Organization) -> ProfileChange | None:
    """Return the change of this profile that waits for staff or came back from them."""
    return ProfileChange.objects.filter(organization=organization, state__in=OPEN).first()


@transaction.atomic
def submit_profile_change(organization: Organization, *, person: User, values: Values, base: Values) -> ProfileChange:
    """Propose `values`, of which those that differ from `base` (what the form showed) are meant to change.

    An open change is replaced; a trusted organization's is published at once. Raises NothingChangedError, and
    ValidationError where a trusted organization's profile would not be valid.
    """
    row = locked(organization)
    names = changed(base, values)
    if not names:
        raise NothingChangedError
    change = open_change(row) or ProfileChange(organization=row)
    _drop_logo(change, keep=values.get("logo"))
    change.proposed = {name: values[name] for name in names}
    change.base = {name: base.get(name) for name in names}
    change.proposed_by, change.proposed_at = person, timezone.now()
    change.state, change.comment, change.decided_by, change.decided_at = State.PENDING, "", None, None
    if row.publishes_at_once:
        _publish(change, row, actor=person, revision_by=person)
        return change
    change.save()
    audit.record("profile.proposed", actor=person, target=change, organization=row, fields=names)
    return change


@transaction.atomic
def approve(change: ProfileChange, *, actor: User) -> ProfileChange:
    """Publish a pending change, to the row and to the draft beside it, and tell who proposed it.

    Raises NotOpenError, and ValidationError where the profile would not be valid.
    """
    change = _pending(change)
    _publish(change, locked(change.organization), actor=actor, revision_by=change.proposed_by or actor)
    _tell(change, "profile_change_published")
    return change


@transaction.atomic
def return_with_comment(change: ProfileChange, *, actor: User, comment: str) -> ProfileChange:
    """Give a pending change back to who proposed it, who may mend it. Raises NotOpenError."""
    change = _pending(change)
    change.state, change.comment = State.RETURNED, comment
    change.decided_by, change.decided_at = actor, timezone.now()
    change.save()
    audit.record("profile.returned", actor=actor, target=change, organization=change.organization)
    _tell(change, "profile_change_returned")
    return change


@transaction.atomic
def withdraw(change: ProfileChange, *, person: User) -> None:
    """Take an open change back. Raises NotOpenError."""
    found = ProfileChange.objects.select_for_update().filter(pk=change.pk, state__in=OPEN).first()
    if found is None:
        raise NotOpenError
    _drop_logo(found)
    found.state, found.decided_by, found.decided_at = State.WITHDRAWN, person, timezone.now()
    found.save()
    audit.record("profile.withdrawn", actor=person, target=found, organization=found.organization)


# --- the difference -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """One field of a change: as it is now, as it was when the change was proposed, as it should be."""

    name: str
    label: str
    now: list[str]
    before: list[str]
    proposed: list[str]
    is_conflict: bool
    """Whether the profile has changed since, to something else than what is proposed."""
    language: str = ""


def differences(change: ProfileChange) -> list[Difference]:
    """Return what `change` would change, field by field; a field that somebody changed since is a conflict."""
    current = read(change.organization)
    names = changed(change.base, change.proposed)
    return [
        Difference(
            name=name,
            label=label(name),
            now=words(name, current.get(name)),
            before=words(name, change.base.get(name)),
            proposed=words(name, change.proposed[name]),
            is_conflict=current.get(name) not in (change.base.get(name), change.proposed[name]),
            language=name[-2:] if name.endswith(("_fr", "_en")) else "",
        )
        for name in names
    ]


# --- within ---------------------------------------------------------------------------------------


def follow_merged_terms(model: Any, gone: set[str], kept: str) -> None:
    """Have open changes name the term `kept` where they name one of `gone`: these were merged into it."""
    names = [name for name, vocabulary in TERMS.items() if vocabulary is model]
    if not names:
        return
    for change in ProfileChange.objects.select_for_update().filter(state__in=OPEN):
        for values in (change.proposed, change.base):
            for name in set(names).intersection(values):
                values[name] = sorted({kept if key in gone else key for key in values[name]})
        change.save(update_fields=["proposed", "base"])


def _pending(change: ProfileChange) -> ProfileChange:
    found = (
        ProfileChange.objects.select_for_update(of=("self",))
        .select_related("organization", "proposed_by")
        .filter(pk=change.pk, state=State.PENDING)
        .first()
    )
    if found is None:
        raise NotOpenError
    return found


def _publish(change: ProfileChange, row: Organization, *, actor: User, revision_by: Any) -> None:
    before = row.logo
    names = list(change.proposed)
    write_published(row, lambda organization: write(organization, change.proposed), user=revision_by, only=names)
    now = timezone.now()
    Organization.objects.filter(pk=row.pk).update(confirmed_at=now)
    change.state, change.decided_by, change.decided_at = State.PUBLISHED, actor, now
    change.save()
    if "logo" in change.proposed:
        _show_logo(change.proposed["logo"])
        if before is not None and before.pk != change.proposed["logo"] and before.collection.name == LOGOS:
            _delete_unused(before)
    audit.record("profile.published", actor=actor, target=change, organization=row, fields=names)


def _tell(change: ProfileChange, template: str) -> None:
    person = change.proposed_by
    if person is None or not person.is_active:
        return
    with translation.override(person.language):
        context = {
            "change": change,
            "organization": change.organization.title,
            "fields": [label(name) for name in change.proposed],
            "url": Portal.absolute(reverse("organization_profile")),
        }
    mail.send(template, to=[person.email], language=person.language, context=context)


# --- logos ----------------------------------------------------------------------------------------


def keep_logo(file: Any, *, organization: Organization, person: User) -> PortalImage:
    """Keep the file of a proposed logo, where staff only see it until it is published. Returns the image."""
    return PortalImage.objects.create(
        title=f"Logo, {organization.title_en}"[:255],
        file=file,
        collection=_collection(PROPOSED_LOGOS, restricted=True),
        uploaded_by_user=person,
    )


def _show_logo(pk: int | None) -> None:
    image = PortalImage.objects.filter(pk=pk).first() if pk else None
    if image is not None and image.collection.name == PROPOSED_LOGOS:
        image.collection = _collection(LOGOS)
        image.save()


def _drop_logo(change: ProfileChange, keep: int | None = None) -> None:
    """Delete the logo that an open change proposed, unless the new one proposes it too."""
    pk = change.proposed.get("logo")
    image = PortalImage.objects.filter(pk=pk).first() if pk and pk != keep else None
    if image is not None and image.collection.name == PROPOSED_LOGOS:
        image.delete()


def _delete_unused(image: PortalImage) -> None:
    if not ReferenceIndex.get_references_to(image).exists():
        image.delete()


def _collection(name: str, restricted: bool = False) -> Collection:
    if found := Collection.objects.filter(name=name).first():
        return found
    made: Collection = Collection.get_first_root_node().add_child(name=name)
    if restricted:  # to no group at all: staff see it all the same
        CollectionViewRestriction.objects.create(collection=made, restriction_type=CollectionViewRestriction.GROUPS)
    return made
