"""Registration: who comes, who waits, what they were asked and what was written to them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from cms.bilingual import LANGUAGES, Bilingual, Localized
from events.models.events import Event
from members.models import Organization


class EventQuestion(Orderable, Bilingual):
    """A question of the editor's own in the form in which people register."""

    class Kind(models.TextChoices):
        LINE = "line", _("A line of text")
        TEXT = "text", _("A longer text")
        CHOICE = "choice", _("One of several answers")
        SEVERAL = "several", _("Any of several answers")
        YES_NO = "yes-no", _("Yes or no")

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="questions")
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    """By which answers know it, however its words change."""
    kind = models.CharField(_("kind of answer"), max_length=8, choices=Kind.choices, default=Kind.LINE)
    label_fr = models.CharField(_("question in French"), max_length=200)
    label_en = models.CharField(_("question in English"), max_length=200)
    label = Localized("label")
    options_fr = models.TextField(_("answers in French, one a line"), max_length=1500, blank=True)
    options_en = models.TextField(_("answers in English, one a line"), max_length=1500, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)

    class Meta(Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return str(self.label)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The answers to choose from in the active language; each is known by its place, the same in both."""
        lines = {language: getattr(self, f"options_{language}").split("\n") for language in LANGUAGES}
        shown = lines[str(self.label.language)]
        return [(str(place), line.strip()) for place, line in enumerate(shown) if line.strip()]

    def clean(self) -> None:
        """Refuse a choice of fewer than two answers, or of more in one language than in the other."""
        super().clean()
        if self.kind not in (self.Kind.CHOICE, self.Kind.SEVERAL):
            return
        counts = {
            language: len([line for line in getattr(self, f"options_{language}").split("\n") if line.strip()])
            for language in LANGUAGES
        }
        if min(counts.values()) < 2:
            raise ValidationError({"options_fr": _("Write at least two answers in each language, one a line.")})
        if counts["fr"] != counts["en"]:
            raise ValidationError({"options_en": _("Write as many answers in English as in French, in one order.")})


class EventSeats(models.Model):
    """The seats of an event as they are now: one row, which whoever seats somebody holds while they do."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="seats")
    taken = models.PositiveIntegerField(default=0)
    """Seated, and held for those to whom a seat is offered."""
    waiting = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.taken} / {self.waiting}"


class RegistrationState(models.TextChoices):
    """Where a registration stands."""

    UNCONFIRMED = "unconfirmed", _("Address not confirmed yet")
    SEATED = "seated", pgettext_lazy("registration", "Registered")
    WAITING = "waiting", _("On the waiting list")
    OFFERED = "offered", _("A seat is offered")
    CANCELLED = "cancelled", pgettext_lazy("registration", "Cancelled")


#: States that hold a seat.
HOLDING = (RegistrationState.SEATED, RegistrationState.OFFERED)


class RegistrationQuerySet(models.QuerySet):
    """Reads of registrations by intent."""

    def current(self) -> RegistrationQuerySet:
        """Leave out the cancelled ones."""
        return self.exclude(state=RegistrationState.CANCELLED)

    def seated(self) -> RegistrationQuerySet:
        return self.filter(state=RegistrationState.SEATED)

    def holding(self) -> RegistrationQuerySet:
        """Keep those that hold a seat: the seated, and those to whom one is offered."""
        return self.filter(state__in=HOLDING)

    def queue(self) -> RegistrationQuerySet:
        """Keep those that wait, in their order."""
        return self.filter(state=RegistrationState.WAITING).order_by("queued_at", "pk")

    def by_name(self) -> RegistrationQuerySet:
        return self.order_by(Lower("last_name"), Lower("first_name"), "pk")


class Registration(models.Model):
    """That somebody comes to an event, or would; one for each address. Needs are private and go after the event."""

    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.PROTECT, related_name="registrations")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="registrations",
    )
    email = models.EmailField(_("e-mail address"))
    first_name = models.CharField(_("first name"), max_length=150)
    last_name = models.CharField(_("last name"), max_length=150)
    language = models.CharField(_("language of mail"), max_length=2, choices=settings.LANGUAGES, default="en")
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="registrations",
    )
    organization_name = models.CharField(_("name of the organization"), max_length=200, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    state = models.CharField(
        _("state"), max_length=12, choices=RegistrationState.choices, default=RegistrationState.UNCONFIRMED
    )
    created_at = models.DateTimeField(_("registered"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True, editable=False)
    queued_at = models.DateTimeField(_("waiting since"), null=True, blank=True, editable=False)
    offered_until = models.DateTimeField(_("seat held until"), null=True, blank=True, editable=False)
    seated_at = models.DateTimeField(_("seated"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True, editable=False)
    dietary_needs = models.TextField(_("dietary needs"), max_length=500, blank=True)
    accessibility_needs = models.TextField(_("accessibility needs"), max_length=500, blank=True)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    """Uid of a question → what was answered: a text, a place in its list of answers, a list of these, or a bool."""
    consent_words = models.TextField(_("what was agreed to"), blank=True, editable=False)
    consent_at = models.DateTimeField(_("agreed"), null=True, blank=True, editable=False)
    wants_mail = models.BooleanField(_("thank-you mail"), default=True)
    """Whether what is not needed to take part (the mail after the event) may be sent (CASL)."""
    checked_in_at = models.DateTimeField(_("arrived"), null=True, blank=True, editable=False)
    checked_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    purged_at = models.DateTimeField(_("private data deleted"), null=True, blank=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "event",
                Lower("email"),
                condition=~models.Q(state="cancelled"),
                name="one_registration_for_each_address",
            )
        ]
        indexes = [
            models.Index(fields=["event", "state", "queued_at"], name="registration_queue"),
            models.Index(fields=["offered_until"], name="registration_offer", condition=models.Q(state="offered")),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_current(self) -> bool:
        return self.state != RegistrationState.CANCELLED


class EventInvitation(models.Model):
    """That somebody may register for an event that is by invitation."""

    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.CASCADE, related_name="invitations")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"))
    first_name = models.CharField(_("first name"), max_length=150, blank=True)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    language = models.CharField(_("language of mail"), max_length=2, choices=settings.LANGUAGES, default="en")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(_("invited"), default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("invitation to an event")
        verbose_name_plural = _("invitations to events")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint("event", Lower("email"), name="one_event_invitation_for_each_address")]

    def __str__(self) -> str:
        return self.email


class RegistrationMail(models.Model):
    """That a mail went out to whoever registered: once for each kind and occasion, however often a job runs."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=20)
    occasion = models.CharField(max_length=60, blank=True)
    """What sets apart mails of one kind, such as the start that a reminder was for."""
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["registration", "kind", "occasion"], name="one_mail_for_each_occasion")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.occasion}".strip()


class EventMessage(models.Model):
    """A mail of staff to those who registered, or to some of them."""

    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.CASCADE, related_name="messages")
    subject_fr = models.CharField(_("subject in French"), max_length=150)
    subject_en = models.CharField(_("subject in English"), max_length=150)
    text_fr = models.TextField(_("text in French"), max_length=5000)
    text_en = models.TextField(_("text in English"), max_length=5000)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    sent_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    recipients = models.PositiveIntegerField(_("recipients"), default=0, editable=False)

    class Meta:
        verbose_name = _("message to the registered")
        verbose_name_plural = _("messages to the registered")
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.subject_en
