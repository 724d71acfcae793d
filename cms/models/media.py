"""Images and documents: what is private lies outside MEDIA and is served after a permission check."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Image, WagtailImageField

from cms.storage import PRIVATE_PREFIX, image_storage, private_storage


def image_path(instance: PortalImage, filename: str) -> str:
    return instance.get_upload_to(filename)


class PortalImage(AbstractImage):
    """An image of the portal, with the credit that is shown under it."""

    file = WagtailImageField(
        _("file"), upload_to=image_path, storage=image_storage, width_field="width", height_field="height"
    )
    credit = models.CharField(_("credit"), max_length=200, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def get_upload_to(self, filename: str) -> str:
        name = super().get_upload_to(filename)
        return f"{PRIVATE_PREFIX}{name}" if self.is_restricted() else name

    def is_restricted(self) -> bool:
        """Whether its collection, or one above it, may be seen by some only. One query."""
        return bool(self.collection_id) and self.collection.get_view_restrictions().exists()

    @property
    def default_alt_text(self) -> str:
        # The title names the file for editors; only an alternative text written as one may reach a reader.
        return ""


class PortalRendition(AbstractRendition):
    """A resized image; it lies where its image lies."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_for_each_filter"
            )
        ]

    def get_upload_to(self, filename: str) -> str:
        name = super().get_upload_to(filename)
        return f"{PRIVATE_PREFIX}{name}" if self.image.file.name.startswith(PRIVATE_PREFIX) else name


class PortalDocument(AbstractDocument):
    """A file of the portal. All lie outside MEDIA: an address leads to one through the permission check only."""

    LANGUAGES = [
        ("fr", _("French")),
        ("en", _("English")),
        ("both", _("French and English")),
        ("other", _("Another language")),
    ]

    file = models.FileField(_("file"), upload_to="documents", storage=private_storage)
    language = models.CharField(_("language of the file"), max_length=5, choices=LANGUAGES, blank=True)

    admin_form_fields = ("title", "file", "language", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def clean(self) -> None:
        if self.file:  # the form has said what is wrong with one that it refused
            super().clean()


class DocumentVersion(models.Model):
    """A file that a document had before another took its place; only staff reach it (cms.document_versions)."""

    document = models.ForeignKey(PortalDocument, on_delete=models.CASCADE, related_name="versions")
    file = models.FileField(upload_to="document-versions", storage=private_storage, max_length=255)
    name = models.CharField(max_length=255)
    """The name under which it was fetched."""
    size = models.PositiveBigIntegerField()
    """Bytes."""
    replaced_at = models.DateTimeField(default=timezone.now)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-replaced_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        """Where staff who may change the document fetch it."""
        return reverse("document_version", args=[self.pk])
