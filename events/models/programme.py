"""The programme of an event: its sessions, in tracks and rooms, and who speaks."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from cms.bilingual import Bilingual, BilingualQuerySet, Localized
from events.models.choices import DeliveryLanguage
from events.models.events import Event
from members.models import Organization


class Speaker(index.Indexed, Bilingual):
    """Somebody who speaks at events, with a photo and a biography in both languages."""

    name = models.CharField(_("name"), max_length=150)
    position_fr = models.CharField(_("position in French"), max_length=150, blank=True)
    position_en = models.CharField(_("position in English"), max_length=150, blank=True)
    position = Localized("position")
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization of the portal"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="speakers",
    )
    affiliation_fr = models.CharField(_("or another organization, in French"), max_length=150, blank=True)
    affiliation_en = models.CharField(_("or another organization, in English"), max_length=150, blank=True)
    affiliation = Localized("affiliation")
    biography_fr = models.TextField(_("biography in French"), max_length=2000, blank=True)
    biography_en = models.TextField(_("biography in English"), max_length=2000, blank=True)
    biography = Localized("biography")
    photo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = BilingualQuerySet.as_manager()
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class ProgrammeSessionQuerySet(BilingualQuerySet):
    def in_programme(self) -> ProgrammeSessionQuerySet:
        """Order as the programme goes: by time, then by track."""
        return self.order_by("starts_at", "order", "ends_at", "pk")


class ProgrammeSession(index.Indexed, Bilingual):
    """A session of an event's programme. It is seen by whoever may see the event."""

    class Kind(models.TextChoices):
        SESSION = "session", _("Session")
        KEYNOTE = "keynote", _("Keynote")
        PANEL = "panel", _("Panel")
        WORKSHOP = "workshop", _("Workshop")
        ROUND_TABLE = "round-table", _("Round table")
        BREAK = "break", _("Break")

    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.CASCADE, related_name="sessions")
    kind = models.CharField(_("kind of session"), max_length=12, choices=Kind.choices, default=Kind.SESSION)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title = Localized("title")
    summary_fr = models.TextField(_("summary in French"), max_length=1500, blank=True)
    summary_en = models.TextField(_("summary in English"), max_length=1500, blank=True)
    summary = Localized("summary")
    starts_at = models.DateTimeField(_("begins"), help_text=_("Mountain Time."))
    ends_at = models.DateTimeField(_("ends"), help_text=_("Mountain Time."))
    order = models.PositiveSmallIntegerField(_("order among sessions at the same time"), default=0)
    track_fr = models.CharField(_("track, in French"), max_length=80, blank=True)
    track_en = models.CharField(_("track, in English"), max_length=80, blank=True)
    track = Localized("track")
    room_fr = models.CharField(_("room, in French"), max_length=80, blank=True)
    room_en = models.CharField(_("room, in English"), max_length=80, blank=True)
    room = Localized("room")
    language = models.CharField(
        _("language of the session"), max_length=4, choices=DeliveryLanguage.choices, default=DeliveryLanguage.BOTH
    )
    is_interpreted = models.BooleanField(_("interpreted in the other language"), default=False)
    speakers = models.ManyToManyField(Speaker, verbose_name=_("speakers"), blank=True, related_name="sessions")

    sort_text = "title"
    objects = ProgrammeSessionQuerySet.as_manager()
    search_fields = [
        index.SearchField("title_fr"),
        index.SearchField("title_en"),
        index.AutocompleteField("title_fr"),
        index.AutocompleteField("title_en"),
    ]

    class Meta:
        verbose_name = _("session of the programme")
        verbose_name_plural = _("programme")
        ordering = ["starts_at", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="session_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        """Refuse a session without a title, one that ends before it begins, and one outside its event's days."""
        super().clean()
        if not (self.title_fr or self.title_en):
            raise ValidationError({"title_fr": _("Write the title in at least one language.")})
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The session ends before it begins.")})
        if self.starts_at and self.ends_at and not self._lies_within_its_event():
            raise ValidationError({"starts_at": _("The session lies outside the times of its event.")})

    def _lies_within_its_event(self) -> bool:
        event = Event.objects.filter(pk=self.event_id).only("starts_at", "ends_at", "live").first()
        if event is None or event.starts_at is None or event.ends_at is None:
            return True
        return event.starts_at <= self.starts_at and self.ends_at <= event.ends_at
