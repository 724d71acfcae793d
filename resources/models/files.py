"""Files and links of a resource: what stands where, what is written in them, how often they are fetched."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable

from cms.bilingual import Bilingual, Localized
from cms.drafts import INCOMPLETE
from cms.models import PortalDocument
from resources.models.resources import Resource, Setting


class ResourceFile(Orderable, Bilingual):
    """A file or a link of a resource. `uid` is its address, which stays when another file takes its place."""

    resource = ParentalKey(Resource, on_delete=models.CASCADE, related_name="files")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
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
    setting = models.CharField(_("setting"), max_length=12, choices=Setting.choices, default=Setting.BOTH)

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


class FileVersion(models.Model):
    """Which document stood at a file's address, from when until when; kept when a new file takes the place of an old.

    Written by `resources.services.versions` as a resource is published. Only staff reach the old ones.
    """

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="file_versions")
    file_uid = models.UUIDField(db_index=True)
    document = models.ForeignKey(get_document_model_string(), on_delete=models.CASCADE, related_name="+")
    from_at = models.DateTimeField(default=timezone.now)
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-from_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file_uid"],
                condition=models.Q(until_at__isnull=True),
                name="one_current_version_of_each_file",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} ({self.from_at:%Y-%m-%d})"


class DocumentText(models.Model):
    """What is written in a document of a resource, read in the background (`resources.extraction`)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Not read yet")
        READ = "read", _("Read")
        EMPTY = "empty", _("No text in it")
        PROTECTED = "protected", _("Protected by a password")
        UNREADABLE = "unreadable", _("Damaged or not what its name says")
        TOO_LARGE = "too-large", _("Too large to be read")
        TOO_SLOW = "too-slow", _("Took too long to be read")
        UNSUPPORTED = "unsupported", _("Not a kind of file that is read")

    document = models.OneToOneField(
        get_document_model_string(), on_delete=models.CASCADE, primary_key=True, related_name="extracted"
    )
    file_name = models.CharField(max_length=255, blank=True)
    """The stored file that was read, with its hash (`read_as`): another one under the same name is read anew."""
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.WAITING)
    text = models.TextField(blank=True)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("text of a document")
        verbose_name_plural = _("texts of documents")

    def __str__(self) -> str:
        return self.file_name

    @staticmethod
    def read_as(document: PortalDocument) -> str:
        """Return what `file_name` says once the present file of `document` was read."""
        return f"{document.file.name or ''}#{document.file_hash}"


class DownloadCount(models.Model):
    """How often a file or link of a resource was fetched on a day in Alberta. Nothing about who did."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="download_counts")
    file_uid = models.UUIDField()
    day = models.DateField(default=timezone.localdate)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource", "file_uid", "day"], name="one_count_for_each_file_and_day")
        ]
        indexes = [models.Index(fields=["day"], name="download_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"
