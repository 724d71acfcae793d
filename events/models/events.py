"""Events: whatever meets, one row for both languages, so that seats are counted once (DOMAIN.md, "Events")."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from cms.bilingual import LANGUAGES, Bilingual, Localized
from cms.blocks import BodyBlock
from cms.drafts import INCOMPLETE
from cms.models import Audience, Record, RecordQuerySet, Topic
from cms.slugs import free_slug
from events.models.choices import (
    MINI_SITE_KINDS,
    OFF_STATUSES,
    DeliveryLanguage,
    EventFormat,
    EventKind,
    EventStatus,
    RegistrationMode,
    StaffLevel,
)
from events.models.series import EventSeries
from events.signals import event_saved
from members.models import Community, Organization
from resources.models import Resource

#: Words that stand in the place of an event's slug in the addresses of the events' page.
RESERVED_SLUGS = frozenset({"past", "month", "places", "calendar", "feed", "rss", "selections", "registrations"})
LONGEST = datetime.timedelta(days=31)


class EventQuerySet(RecordQuerySet):
    """Reads of events by intent. Moments are aware."""

    def upcoming(self, now: datetime.datetime | None = None) -> EventQuerySet:
        """Keep those that have not ended, the next one first."""
        return self.filter(ends_at__gte=now or timezone.now()).order_by("starts_at", "pk")

    def past(self, now: datetime.datetime | None = None) -> EventQuerySet:
        """Keep those that have ended, the latest first."""
        return self.filter(ends_at__lt=now or timezone.now()).order_by("-starts_at", "-pk")

    def taking_place(self) -> EventQuerySet:
        """Leave out what is postponed, suspended or cancelled."""
        return self.exclude(status__in=OFF_STATUSES)


class Event(Record):
    """An event: when and where it is, whom it is for, and how people register. Times are shown in Mountain Time."""

    key = models.SlugField(
        _("key"), max_length=120, unique=True, blank=True, help_text=_("The name by which imports know it.")
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    """By which calendars know it for good (RFC 5545, UID)."""
    kind = models.CharField(_("kind"), max_length=24, choices=EventKind.choices, default=EventKind.VIRTUAL_SESSION)
    format = models.CharField(_("format"), max_length=12, choices=EventFormat.choices, default=EventFormat.VIRTUAL)
    status = models.CharField(_("status"), max_length=14, choices=EventStatus.choices, default=EventStatus.PLANNED)
    notice_fr = models.TextField(
        _("notice in French"),
        max_length=500,
        blank=True,
        help_text=_("What readers and the registered should know of the status: why, and what happens now."),
    )
    notice_en = models.TextField(_("notice in English"), max_length=500, blank=True)
    notice = Localized("notice")
    starts_at = models.DateTimeField(_("begins"), null=True, help_text=_("Mountain Time."))
    ends_at = models.DateTimeField(_("ends"), null=True, help_text=_("Mountain Time."))
    series = models.ForeignKey(
        EventSeries,
        verbose_name=_("series"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
    )
    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="events")
    audiences = ParentalManyToManyField(Audience, verbose_name=_("audiences"), blank=True, related_name="events")
    staff_level = models.CharField(
        _("staff level"), max_length=16, choices=StaffLevel.choices, default=StaffLevel.EVERYONE
    )
    language = models.CharField(
        _("language of delivery"), max_length=4, choices=DeliveryLanguage.choices, default=DeliveryLanguage.BOTH
    )
    interpretation_fr = models.CharField(
        _("interpretation, in French"),
        max_length=200,
        blank=True,
        help_text=_("Such as: simultaneous interpretation in both languages; sign language on request."),
    )
    interpretation_en = models.CharField(_("interpretation, in English"), max_length=200, blank=True)
    interpretation = Localized("interpretation")

    # --- where ------------------------------------------------------------------------------------

    community = models.ForeignKey(
        Community,
        verbose_name=_("community"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
        help_text=_("The town in which people meet; none for what is only virtual."),
    )
    venue_fr = models.CharField(_("venue, in French"), max_length=200, blank=True)
    venue_en = models.CharField(_("venue, in English"), max_length=200, blank=True)
    venue = Localized("venue")
    street = models.CharField(_("street address"), max_length=200, blank=True)
    accessibility_fr = models.TextField(_("accessibility of the venue, in French"), max_length=1000, blank=True)
    accessibility_en = models.TextField(_("accessibility of the venue, in English"), max_length=1000, blank=True)
    accessibility = Localized("accessibility")
    joining_url = models.URLField(
        _("joining link"), max_length=500, blank=True, help_text=_("Shown to the registered only, and to staff.")
    )
    joining_fr = models.TextField(_("how to join, in French"), max_length=1000, blank=True)
    joining_en = models.TextField(_("how to join, in English"), max_length=1000, blank=True)
    joining = Localized("joining")

    # --- texts ------------------------------------------------------------------------------------

    body_fr = StreamField(BodyBlock(), verbose_name=_("text in French"), blank=True)
    body_en = StreamField(BodyBlock(), verbose_name=_("text in English"), blank=True)
    body = Localized("body")
    practical_fr = StreamField(BodyBlock(), verbose_name=_("practical matters, in French"), blank=True)
    practical_en = StreamField(BodyBlock(), verbose_name=_("practical matters, in English"), blank=True)
    practical = Localized("practical")
    co_hosts = ParentalManyToManyField(
        Organization, verbose_name=_("co-hosts"), blank=True, related_name="co_hosted_events"
    )
    related_resources = ParentalManyToManyField(
        Resource, verbose_name=_("related resources"), blank=True, related_name="events"
    )

    # --- registering ------------------------------------------------------------------------------

    registration_mode = models.CharField(
        _("registration"), max_length=12, choices=RegistrationMode.choices, default=RegistrationMode.NONE
    )
    registration_url = models.URLField(_("address of registration on another site"), max_length=500, blank=True)
    registration_opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(
        _("registration closes"), null=True, blank=True, help_text=_("Nothing here: when the event begins.")
    )
    capacity = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Nothing here: no limit.")
    )
    seats_per_organization = models.PositiveSmallIntegerField(
        _("seats for each organization"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    has_waiting_list = models.BooleanField(_("waiting list"), default=True)
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to accept a seat"),
        default=48,
        validators=[MinValueValidator(1)],
        help_text=_("So long a seat is held for whoever moves up from the waiting list."),
    )
    asks_dietary_needs = models.BooleanField(_("ask for dietary needs"), default=False)
    asks_accessibility_needs = models.BooleanField(_("ask for accessibility needs"), default=True)
    gives_certificates = models.BooleanField(_("certificates of participation"), default=False)
    certificate_hours = models.DecimalField(
        _("hours on the certificate"), max_digits=5, decimal_places=1, null=True, blank=True
    )

    index_page = "eventindexpage"
    objects = EventQuerySet.as_manager()  # type: ignore[misc]
    search_fields = [
        *Record.search_fields,
        index.FilterField("kind"),
        index.FilterField("status"),
        index.FilterField("starts_at"),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=[f"slug_{language}"],
                    condition=~models.Q(**{f"slug_{language}": ""}),
                    name=f"one_event_for_each_{language}_slug",
                )
                for language in LANGUAGES
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="event_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["starts_at", "id"], name="event_start")]

    @property
    def is_mini_site(self) -> bool:
        """Whether it has pages of its own for programme, speakers and practical matters."""
        return self.kind in MINI_SITE_KINDS

    @property
    def is_off(self) -> bool:
        """Whether it does not take place as announced."""
        return self.status in OFF_STATUSES

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None and self.ends_at < timezone.now()

    def clean(self) -> None:
        """Refuse an event without its times, one that ends before it begins, and addresses that the portal needs."""
        super().clean()
        errors: dict[str, Any] = {
            f"slug_{language}": _("The portal itself answers at this address. Choose another slug.")
            for language in LANGUAGES
            if getattr(self, f"slug_{language}") in RESERVED_SLUGS
        }
        errors |= self._time_errors()
        if self.registration_mode == RegistrationMode.OUTSIDE and not self.registration_url:
            errors["registration_url"] = ValidationError(
                _("Give the address at which people register."), code=INCOMPLETE
            )
        if errors:
            raise ValidationError(errors)

    def _time_errors(self) -> dict[str, Any]:
        errors: dict[str, Any] = {}
        for name in ("starts_at", "ends_at"):
            if getattr(self, name) is None:
                errors[name] = ValidationError(_("Say when the event begins and ends."), code=INCOMPLETE)
        if self.starts_at and self.ends_at:
            if self.ends_at <= self.starts_at:
                errors["ends_at"] = _("The event ends before it begins.")
            elif self.ends_at - self.starts_at > LONGEST:
                errors["ends_at"] = _("An event lasts a month at most: look at the dates again.")
        opens, closes = self.registration_opens_at, self.registration_closes_at
        if opens and closes and closes <= opens:
            errors["registration_closes_at"] = _("Registration closes before it opens.")
        if closes and self.ends_at and closes > self.ends_at:
            errors["registration_closes_at"] = _("Registration closes after the event has ended.")
        return errors

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row with its terms and access, then say so (`event_saved`)."""
        self.key = self.key or self._free_key()
        super().save(*args, **kwargs)
        if not kwargs.get("raw"):
            event_saved.send(sender=type(self), instance=self, update_fields=kwargs.get("update_fields"))

    def _free_key(self) -> str:
        base = slugify(self.title_en or self.title_fr)[:100] or "event"
        return free_slug(type(self).objects.exclude(pk=self.pk), "key", base)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "pages/event.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Return what its page shows of the draft to the editor who looks at it."""
        from events.reading.views import event_context

        return event_context(request, self)


class EventSponsor(Orderable, Bilingual):
    """Who supports an event, as its page thanks them."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="sponsors")
    name_fr = models.CharField(_("name in French"), max_length=150)
    name_en = models.CharField(_("name in English"), max_length=150, blank=True)
    name = Localized("name")
    level_fr = models.CharField(_("level, in French"), max_length=80, blank=True)
    level_en = models.CharField(_("level, in English"), max_length=80, blank=True)
    level = Localized("level")
    url = models.URLField(_("website"), max_length=500, blank=True)
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta(Orderable.Meta):
        verbose_name = _("sponsor")
        verbose_name_plural = _("sponsors")

    def __str__(self) -> str:
        return str(self.name)
