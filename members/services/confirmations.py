"""The yearly question to an organization's administrators: is your profile still right?

A link in the mail is signed for one question and one person; it opens a page with a button, so that nothing that only
follows links, such as a scanner of mail, confirms anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms import mail
from cms.portal import Portal
from members.models import Affiliation, Organization, ProfileConfirmation, User
from members.models.affiliations import OrganizationRole
from members.models.organizations import Visibility
from members.services import audit
from members.services.profile_fields import label, read, words

SALT = "members.profile-confirmation"
YEAR = timedelta(days=365)
REMINDER_AFTER = timedelta(days=21)

#: What the mail sums up: public facts only, and none that are long.
SUMMARY = {
    "title_fr": "", "title_en": "", "community": "", "street": "address", "postal_code": "address", "email": "email",
    "phone": "phone", "website_fr": "website", "website_en": "website", "hours_fr": "hours", "hours_en": "hours",
    "services": "", "languages_of_service": "",
}  # fmt: skip


class LinkError(Exception):
    """The link is not one of ours, or it does not hold any more."""


def stale_before(now: datetime | None = None) -> datetime:
    """Return the moment before which a confirmation is too old."""
    return (now or timezone.now()) - YEAR


def due(now: datetime | None = None) -> Iterable[Organization]:
    """Return the organizations whose administrators are to be asked: none within the last year, and no question."""
    since = stale_before(now)
    asked = ProfileConfirmation.objects.filter(organization=OuterRef("pk"), asked_at__gt=since)
    administrators = Affiliation.objects.administrators().filter(organization=OuterRef("pk"))
    return (
        Organization.objects.filter(live=True)
        .annotate(last_sure=Coalesce("confirmed_at", "first_published_at", "created_at"))
        .filter(Exists(administrators), ~Exists(asked), last_sure__lte=since)
        .order_by("pk")
    )


def ask_and_remind() -> str | None:
    """Ask where a year has passed, and remind once (a timed job). Returns a sentence for the log, if there was any."""
    now = timezone.now()
    asked = sum(_ask(organization, now) for organization in due(now))
    open_questions = ProfileConfirmation.objects.filter(
        confirmed_at=None, reminded_at=None, expires_at__gt=now, asked_at__lte=now - REMINDER_AFTER
    )
    reminded = sum(_remind(question.pk, now) for question in open_questions.order_by("pk"))
    return f"{asked} organizations asked, {reminded} reminded" if asked or reminded else None


@transaction.atomic
def _ask(organization: Organization, now: datetime) -> bool:
    """Ask one organization's administrators, unless another run has done so."""
    row = Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    if ProfileConfirmation.objects.filter(organization=row, asked_at__gt=stale_before(now)).exists():
        return False
    question = ProfileConfirmation.objects.create(
        organization=row, asked_at=now, expires_at=now + ProfileConfirmation.LIFETIME
    )
    _write(question, is_reminder=False)
    audit.record("profile.asked", organization=row, target=row)
    return True


@transaction.atomic
def _remind(pk: int, now: datetime) -> bool:
    question = (
        ProfileConfirmation.objects.select_for_update(of=("self",))
        .select_related("organization")
        .filter(pk=pk, reminded_at=None, confirmed_at=None)
        .first()
    )
    if question is None:
        return False
    question.reminded_at = now
    question.save(update_fields=["reminded_at"])
    if _was_confirmed_since(question) or not question.organization.live:
        return False
    _write(question, is_reminder=True)
    return True


def _was_confirmed_since(question: ProfileConfirmation) -> bool:
    confirmed = question.organization.confirmed_at
    return confirmed is not None and confirmed >= question.asked_at


def _write(question: ProfileConfirmation, *, is_reminder: bool) -> None:
    organization = question.organization
    administrators = Affiliation.objects.administrators().filter(organization=organization).select_related("person")
    for affiliation in administrators:
        person = affiliation.person
        with translation.override(person.language):
            context = {
                "organization": organization.title,
                "is_reminder": is_reminder,
                "facts": [
                    _("%(label)s: %(value)s") % {"label": name, "value": ", ".join(said)}
                    for name, said in summary(organization)
                ],
                "confirm_url": Portal.absolute(reverse("confirm_profile", args=[token_for(question, person)])),
                "edit_url": Portal.absolute(reverse("organization_profile")),
                "until": question.expires_at,
            }
        mail.send("profile_confirmation", to=[person.email], language=person.language, context=context)


def summary(organization: Organization) -> list[tuple[str, list[str]]]:
    """Return the public facts of a profile as (name, what it says), in the active language."""
    values = read(organization)
    facts = []
    for name, chosen in SUMMARY.items():
        if chosen and organization.visibility_of(chosen) != Visibility.PUBLIC:
            continue
        if said := words(name, values[name]):
            named = label(name)
            facts.append((named[:1].upper() + named[1:], said))
    return facts


# --- the link -------------------------------------------------------------------------------------


def token_for(question: ProfileConfirmation, person: User) -> str:
    return signing.Signer(salt=SALT).sign(f"{question.pk}-{person.pk}")


def question_for(token: str) -> tuple[ProfileConfirmation, User]:
    """Return the question and the person of a link. Raises LinkError where it does not hold (any more)."""
    try:
        question_pk, _dash, person_pk = signing.Signer(salt=SALT).unsign(token).partition("-")
    except signing.BadSignature:
        raise LinkError from None
    question = ProfileConfirmation.objects.select_related("organization").filter(pk=question_pk).first()
    if question is None or question.expires_at <= timezone.now() or not question.organization.live:
        raise LinkError
    administrator = (
        Affiliation.objects.current()
        .filter(organization=question.organization, person=person_pk, role=OrganizationRole.ADMINISTRATOR)
        .select_related("person")
        .first()
    )
    if administrator is None:
        raise LinkError
    return question, administrator.person


@transaction.atomic
def confirm(question: ProfileConfirmation, *, person: User) -> None:
    """Note that the profile is still right, as `person` says. Saying it twice changes nothing."""
    found = ProfileConfirmation.objects.select_for_update().get(pk=question.pk)
    if found.confirmed_at is not None:
        return
    found.confirmed_at, found.confirmed_by = timezone.now(), person
    found.save(update_fields=["confirmed_at", "confirmed_by"])
    _confirm_row(found.organization, person, found.confirmed_at)


@transaction.atomic
def confirm_unasked(organization: Organization, *, person: User) -> None:
    """Do the same from the private area, whether or not anybody asked."""
    now = timezone.now()
    ProfileConfirmation.objects.filter(organization=organization, confirmed_at=None, expires_at__gt=now).update(
        confirmed_at=now, confirmed_by=person
    )
    _confirm_row(organization, person, now)


def _confirm_row(organization: Organization, person: User, now: datetime) -> None:
    Organization.objects.filter(pk=organization.pk).update(confirmed_at=now)
    audit.record("profile.confirmed", actor=person, target=organization)
