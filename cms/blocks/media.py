"""Blocks of pictures, films and files."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

VIDEO_EXTENSIONS = {"mp4", "webm"}


class CreditedImageBlock(blocks.StructBlock):
    """An image: an alternative text, or "decorative", is required; caption and credit may follow."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)
    credit = blocks.CharBlock(
        label=_("Credit"), required=False, max_length=200, help_text=_("Without one, the image's own credit is shown.")
    )

    class Meta:
        icon = "image"
        label = _("Image")
        template = "blocks/image.html"


class DocumentBlock(blocks.StructBlock):
    """A file to download, with its kind, size and language."""

    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=150, help_text=_("Without one, the document's title is shown.")
    )
    text = blocks.TextBlock(label=_("What it is for"), required=False, max_length=300)

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "blocks/document.html"


class VideoBlock(blocks.StructBlock):
    """A film: a file of the portal's own, or a link to one elsewhere with a poster; always with a transcript."""

    title = blocks.CharBlock(label=_("Title"), max_length=150)
    file = DocumentChooserBlock(label=_("Film (.mp4 or .webm)"), required=False)
    captions = DocumentChooserBlock(label=_("Captions (.vtt)"), required=False)
    url = blocks.URLBlock(label=_("Or address of the film"), required=False)
    poster = ImageBlock(label=_("Poster"), required=False)
    transcript = blocks.RichTextBlock(label=_("Transcript"), help_text=_("All that is said and shown, in words."))

    class Meta:
        icon = "media"
        label = _("Video")
        template = "blocks/video.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        errors: dict[str, ValidationError] = {}
        drafted = self.is_deferred_validation  # a draft may be half done
        if bool(cleaned["file"]) == bool(cleaned["url"]) and not (drafted and not cleaned["file"]):
            errors["file"] = ValidationError(_("Choose a film, or give its address: one of the two."))
        if cleaned["file"] and cleaned["file"].file_extension.lower() not in VIDEO_EXTENSIONS:
            errors["file"] = ValidationError(_("The film must be an .mp4 or a .webm file."))
        if cleaned["captions"] and cleaned["captions"].file_extension.lower() != "vtt":
            errors["captions"] = ValidationError(_("Captions must be a .vtt file."))
        if cleaned["url"]:
            if urlsplit(cleaned["url"]).scheme != "https":
                errors["url"] = ValidationError(_("The address must begin with https://."))
            if not cleaned["poster"] and not drafted:
                errors["poster"] = ValidationError(_("A film elsewhere needs a poster, which leads to it."))
        if errors:
            raise StructBlockValidationError(errors)
        return cleaned
