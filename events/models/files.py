"""What an event leaves in one's hands: documents before and after it, and recordings."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable

from cms.bilingual import Bilingual, Localized
from cms.drafts import INCOMPLETE
from cms.models import PortalDocument
from events.models.events import Event
from resources.models import Resource


class EventDocument(Orderable, Bilingual):
    """A file or a link for an event: to prepare oneself, or to keep."""

    class Moment(models.TextChoices):
        BEFORE = "before", _("Before the event")
        AFTER = "after", _("After the event")

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="documents")
    moment = models.CharField(_("when"), max_length=6, choices=Moment.choices, default=Moment.BEFORE)
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    url = models.URLField(_("or address of a link"), max_length=500, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=150, blank=True)
    title_en = models.CharField(_("title in English"), max_length=150, blank=True)
    title = Localized("title")
    language = models.CharField(_("language"), max_length=5, choices=PortalDocument.LANGUAGES, default="fr")

    class Meta(Orderable.Meta):
        verbose_name = _("file or link")
        verbose_name_plural = _("files and links")

    def __str__(self) -> str:
        return str(self.title or self.document or self.url)

    def clean(self) -> None:
        """Refuse what is neither a file nor a link, or both."""
        super().clean()
        if bool(self.document_id) == bool(self.url):
            message = _("Choose a file, or give the address of a link: one of the two.")
            raise ValidationError({"document": ValidationError(message, code="" if self.url else INCOMPLETE)})


class Recording(Orderable, Bilingual):
    """A recording of an event, or of a session of it, with its transcript."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="recordings")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title_fr = models.CharField(_("title in French"), max_length=150, blank=True)
    title_en = models.CharField(_("title in English"), max_length=150, blank=True)
    title = Localized("title")
    language = models.CharField(_("language"), max_length=5, choices=PortalDocument.LANGUAGES, default="en")
    video = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("film or sound"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    url = models.URLField(_("or address of the recording"), max_length=500, blank=True)
    transcript = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("transcript"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta(Orderable.Meta):
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")

    def __str__(self) -> str:
        return str(self.title or self.video or self.url)

    def clean(self) -> None:
        """Refuse what is neither a file nor an address, or both."""
        super().clean()
        if bool(self.video_id) == bool(self.url):
            message = _("Choose a file, or give the address of the recording: one of the two.")
            raise ValidationError({"video": ValidationError(message, code="" if self.url else INCOMPLETE)})


class RecordingResource(models.Model):
    """That a recording became a resource of the toolkit: once, however often somebody asks."""

    recording_uid = models.UUIDField(unique=True)
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="recordings")

    def __str__(self) -> str:
        return str(self.resource)
