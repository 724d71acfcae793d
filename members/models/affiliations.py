"""Who belongs to which organization, and how people come to."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.models.organizations import Organization


class OrganizationRole(models.TextChoices):
    """What a person may do for their organization."""

    MEMBER = "member", _("Colleague")
    ADMINISTRATOR = "administrator", _("Administrator of the organization")


class AffiliationQuerySet(models.QuerySet):
    def current(self) -> AffiliationQuerySet:
        """Keep those that have not ended, of people whose account is active."""
        return self.filter(ended_at=None, person__is_active=True)

    def administrators(self) -> AffiliationQuerySet:
        return self.current().filter(role=OrganizationRole.ADMINISTRATOR)

    def of_organization(self, organization: Organization) -> AffiliationQuerySet:
        """Keep those who are of `organization` now, by name."""
        current = self.current().filter(organization=organization).select_related("person")
        return current.order_by("person__last_name", "person__first_name", "pk")


class Affiliation(models.Model):
    """That a person belongs (or, once `ended_at` is set, belonged) to an organization; one at a time for each."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="affiliations"
    )
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.PROTECT, related_name="affiliations"
    )
    role = models.CharField(_("role"), max_length=15, choices=OrganizationRole.choices, default=OrganizationRole.MEMBER)
    started_at = models.DateTimeField(_("since"), default=timezone.now)
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_at=None), name="one_organization_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["organization", "ended_at"])]

    def __str__(self) -> str:
        return f"{self.person}, {self.organization}"


def token_digest(token: str) -> str:
    """Return what is stored of a link's secret `token`: the link itself is in the mail only."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    return secrets.token_urlsafe(32)


class InvitationState(models.TextChoices):
    """Where an invitation stands; it follows from its dates."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    REVOKED = "revoked", pgettext_lazy("invitation", "Taken back")
    EXPIRED = "expired", _("Expired")


class InvitationQuerySet(models.QuerySet):
    def open(self, now: datetime.datetime | None = None) -> InvitationQuerySet:
        """Keep those that can still be accepted."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=now or timezone.now())

    def in_state(self, state: str, now: datetime.datetime | None = None) -> InvitationQuerySet:
        """Keep those that stand in `state` of InvitationState; none for another word."""
        if state == InvitationState.OPEN:
            return self.open(now)
        if state == InvitationState.ACCEPTED:
            return self.exclude(accepted_at=None)
        if state == InvitationState.REVOKED:
            return self.filter(accepted_at=None).exclude(revoked_at=None)
        if state == InvitationState.EXPIRED:
            return self.filter(accepted_at=None, revoked_at=None, expires_at__lte=now or timezone.now())
        return self.none()

    def for_token(self, token: str) -> Any:
        """Return the invitation that `token` of a link opens, whatever its state, or None."""
        return self.filter(token_digest=token_digest(token)).select_related("organization").first()


class Invitation(models.Model):
    """An invitation by mail to open an account: it expires, can be used once and taken back."""

    LIFETIME = datetime.timedelta(days=14)

    email = models.EmailField(_("e-mail address"))
    first_name = models.CharField(_("first name"), max_length=150, blank=True)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    language = models.CharField(_("language of mail"), max_length=2, choices=settings.LANGUAGES, default="en")
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="invitations",
    )
    role = models.CharField(_("role"), max_length=15, choices=OrganizationRole.choices, default=OrganizationRole.MEMBER)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("invited by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    created_at = models.DateTimeField(_("invited"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"), editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(Lower("email"), name="invitation_by_address")]

    def __str__(self) -> str:
        return self.email

    @property
    def state(self) -> InvitationState:
        """Where it stands now."""
        if self.accepted_at is not None:
            return InvitationState.ACCEPTED
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        return InvitationState.OPEN if self.expires_at > timezone.now() else InvitationState.EXPIRED

    def get_state_display(self) -> str:
        return str(self.state.label)

    def is_open(self, now: datetime.datetime | None = None) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > (now or timezone.now())


class JoinRequestQuerySet(models.QuerySet):
    def pending(self) -> JoinRequestQuerySet:
        """Keep those that wait for a decision."""
        return self.filter(state=JoinRequest.State.PENDING)

    def for_administrators_of(self, organization: Organization) -> JoinRequestQuerySet:
        """Keep those that the administrators of `organization` decide on: the address is the organization's."""
        return self.pending().filter(organization=organization, matches_domain=True)

    def for_staff(self) -> JoinRequestQuerySet:
        """Keep those that nobody but staff decides on: another address, or no administrator to ask."""
        administrators = Affiliation.objects.administrators().filter(organization=models.OuterRef("organization"))
        return self.pending().filter(models.Q(matches_domain=False) | ~models.Exists(administrators))

    def for_token(self, token: str) -> Any:
        """Return the request that `token` of a link confirms, whatever its state, or None."""
        return self.filter(token_digest=token_digest(token)).select_related("organization").first()


class JoinRequest(models.Model):
    """That somebody asks to join an organization. Nobody decides on it before the address is confirmed.

    `person` is set for somebody who has an account already; otherwise an approval sends an invitation.
    """

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("Address not confirmed yet")
        PENDING = "pending", _("Waiting")
        APPROVED = "approved", pgettext_lazy("request", "Approved")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Not answered in time")

    CONFIRMABLE = datetime.timedelta(days=7)
    """How long the link in the mail confirms the address."""
    WAITS = datetime.timedelta(days=60)
    """How long a request waits for a decision before it lapses."""

    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, related_name="join_requests"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="join_requests"
    )
    email = models.EmailField(_("e-mail address"))
    first_name = models.CharField(_("first name"), max_length=150)
    last_name = models.CharField(_("last name"), max_length=150)
    language = models.CharField(_("language of mail"), max_length=2, choices=settings.LANGUAGES, default="en")
    message = models.TextField(_("message"), max_length=1000, blank=True)
    matches_domain = models.BooleanField(_("address of the organization"), default=False)
    token_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    state = models.CharField(_("state"), max_length=15, choices=State.choices, default=State.UNCONFIRMED)
    created_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    reason = models.TextField(_("reason"), max_length=1000, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "organization",
                condition=models.Q(state="pending"),
                name="one_pending_request_for_each_organization",
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}, {self.organization}"

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()
