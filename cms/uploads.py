"""What a file must be before the portal keeps it: its content as its name says, its size within bounds."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image

from cms.archives import archive_fault

SIGNATURES: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    "webm": (b"\x1aE\xdf\xa3",),
    "vtt": (b"WEBVTT", b"\xef\xbb\xbfWEBVTT"),
    "ics": (b"BEGIN:VCALENDAR", b"\xef\xbb\xbfBEGIN:VCALENDAR"),
}
ZIP_KINDS = {"docx", "epub", "odt", "pptx", "xlsx", "zip"}
TEXT_KINDS = {"csv", "txt"}
_FAULTS = {
    "damaged": _("This file is damaged. Save it anew and try again."),
    "bomb": _("This file would unpack to something far too large."),
    "content": _("The content of this file is not what its name says (.%(extension)s). Save it anew and try again."),
    "macros": _("Documents with macros are not accepted."),
}


def extension(name: str) -> str:
    """Return a file name's ending in small letters, without the dot."""
    return os.path.splitext(name)[1].lower().lstrip(".")


def check_document(file: Any) -> None:
    """Raise ValidationError, in words for an editor, where `file` is not what its name says or is a bomb."""
    kind = extension(file.name)
    file.seek(0)
    head = file.read(2048)
    file.seek(0)
    if kind in SIGNATURES:
        matches = head.startswith(SIGNATURES[kind])
    elif kind == "mp4":
        matches = head[4:8] == b"ftyp"
    elif kind in ZIP_KINDS:
        matches = head.startswith(b"PK")
    elif kind in TEXT_KINDS:
        matches = b"\0" not in head and not head.lstrip().lower().startswith((b"<!doctype html", b"<html", b"<script"))
    else:
        raise ValidationError(_("Files of this kind are not accepted."), code="kind")
    if not matches:
        raise ValidationError(_FAULTS["content"], code="content", params={"extension": kind})
    if kind in ZIP_KINDS and (fault := archive_fault(file, kind)):
        raise ValidationError(_FAULTS[fault], code=fault, params={"extension": kind})


def check_image(file: Any) -> None:
    """Raise ValidationError where `file` cannot be read to its end as an image, or has too many pixels."""
    if extension(file.name) not in settings.WAGTAILIMAGES_EXTENSIONS:
        raise ValidationError(_("Images must be AVIF, GIF, JPEG, PNG or WebP files; this one is not."), code="kind")
    file.seek(0)
    try:
        with Image.open(file) as image:
            width, height = image.size
            frames = getattr(image, "n_frames", 1)
            if width * height * frames > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                raise ValidationError(
                    _("This image has too many pixels. Make it smaller, 4,000 pixels wide at most, and try again."),
                    code="pixels",
                )
            image.load()
    except Image.DecompressionBombError:
        raise ValidationError(
            _("This image has too many pixels. Make it smaller, 4,000 pixels wide at most, and try again."),
            code="pixels",
        ) from None
    except ValidationError:
        raise
    except Exception:  # noqa: BLE001  decoders raise all sorts of things at what is not what it says
        raise ValidationError(
            _("This image is damaged or is not an image. Save it anew and try again."), code="damaged"
        ) from None
    finally:
        file.seek(0)
