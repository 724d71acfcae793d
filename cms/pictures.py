"""Images for pages: AVIF and WebP in several widths, with alternative texts and focal points."""

from __future__ import annotations

import logging
from typing import Any

from django.core.cache import cache, caches
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.images.models import Filter, SourceImageIOError

from cms.models import PortalImage
from cms.portal import Portal
from cms.storage import PRIVATE_PREFIX

logger = logging.getLogger(__name__)

WIDTHS = (400, 800, 1200, 1600)  # pixels
FORMATS = (("avif", "image/avif"), ("webp", "image/webp"))
RATIOS = {"wide": (16, 9), "card": (3, 2), "square": (1, 1)}
ASKED_AGAIN_AFTER = 600  # seconds
COMPLETE_KEPT = 600  # seconds
INCOMPLETE_KEPT = 5  # seconds for which pages show what there is, before it is looked up again
SOCIAL_FILTER = "fill-1200x630|format-jpeg"


def _widths(image: PortalImage) -> list[int]:
    fitting = [width for width in WIDTHS if width <= image.width]
    return fitting or [min(WIDTHS[0], image.width)]


def _filter(width: int, form: str, ratio: str) -> str:
    if ratio:
        across, down = RATIOS[ratio]
        return f"fill-{width}x{round(width * down / across)}|format-{form}"
    return f"width-{width}|format-{form}"


def filters(image: PortalImage, ratio: str = "") -> list[str]:
    """Return the filters whose renditions a picture of `image` needs."""
    return [_filter(width, form, ratio) for form, _kind in FORMATS for width in _widths(image)]


def every_filter(ratio: str = "") -> list[str]:
    """Return the filters of pictures of any size, for reading what is made of many images in one query."""
    return [_filter(width, form, ratio) for form, _kind in FORMATS for width in WIDTHS]


def alternative_text(image: Any, alt: str | None) -> str:
    """Return the text for those who do not see the image: the given one, else the block's; empty for decoration."""
    if alt is not None:
        return alt
    if getattr(image, "decorative", False):
        return ""
    return getattr(image, "contextual_alt_text", None) or ""


def picture(
    image: Any, *, sizes: str = "100vw", alt: str | None = None, ratio: str = "", eager: bool = False, **attributes: str
) -> SafeString:
    """Write a <picture>; `ratio` ("wide", "card", "square") cuts around the focal point.

    All renditions are read in one query, or in none where they are in the cache. Those that are not made yet are
    left to a background task, all but the smallest: no reader waits for a picture to be encoded ten times.
    An image whose file is lost leaves its alternative text, and the page stays readable.
    """
    try:
        sources, fallback = _files(image, ratio)
    except SourceImageIOError:
        logger.warning("The file of image %s is missing", image.pk)
        return format_html("<span>{}</span>", alternative_text(image, alt))
    written = format_html_join(
        "",
        '<source type="{}" srcset="{}" sizes="{}">',
        ((kind, sources[form], sizes) for form, kind in FORMATS if sources[form]),
    )
    extra = format_html_join("", ' {}="{}"', ((name.rstrip("_"), value) for name, value in attributes.items() if value))
    return format_html(
        '<picture>{}<img src="{}" alt="{}" width="{}" height="{}" loading="{}" decoding="async"{}></picture>',
        written,
        fallback[0],
        alternative_text(image, alt),
        *fallback[1:],
        "eager" if eager else "lazy",
        extra,
    )


def _files(image: PortalImage, ratio: str) -> tuple[dict[str, str], tuple[str, int, int]]:
    """Return the `srcset` of each format, and address, width and height of the file for browsers that know none.

    Kept in memory beside Wagtail's own renditions, briefly while some are missing; the image's name, contents and
    focal point are part of the key.
    """
    point = (image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height)
    key = f"picture:{image.pk}:{ratio}:{hash((image.file.name, image.file_hash, image.width, point))}"
    if kept := caches["renditions"].get(key):
        return kept
    wanted = {spec: Filter(spec=spec) for spec in filters(image, ratio)}
    found = {made.spec: rendition for made, rendition in image.find_existing_renditions(*wanted.values()).items()}
    is_complete = len(found) == len(wanted)
    if not is_complete:
        smallest = _filter(_widths(image)[0], "webp", ratio)
        found.setdefault(smallest, image.get_rendition(smallest))
        _make_later(image, ratio)
    by_form = {
        form: [(width, found[spec]) for width in _widths(image) if (spec := _filter(width, form, ratio)) in found]
        for form, _kind in FORMATS
    }
    largest = by_form["webp"][-1][1] if by_form["webp"] else next(iter(found.values()))
    sources = {
        form: ", ".join(f"{rendition.url} {width}w" for width, rendition in made) for form, made in by_form.items()
    }
    files = sources, (largest.url, largest.width, largest.height)
    caches["renditions"].set(key, files, COMPLETE_KEPT if is_complete else INCOMPLETE_KEPT)
    return files


def _make_later(image: PortalImage, ratio: str) -> None:
    """Ask a worker for the missing renditions, once for all readers that come in the meantime."""
    from cms.tasks import make_renditions

    if cache.add(f"renditions-asked:{image.pk}:{image.file_hash}:{ratio}", 1, ASKED_AGAIN_AFTER):
        make_renditions.enqueue(image.pk, ratio)


def social_address(image_id: int, portal: Portal) -> str:
    """Return the absolute address of an image cut for social networks; nothing for a private or a deleted one."""
    key = f"social:{image_id}:{portal.stamp}"
    address = caches["renditions"].get(key)
    if address is None:
        image = PortalImage.objects.filter(pk=image_id).first()
        is_public = image is not None and not image.file.name.startswith(PRIVATE_PREFIX)
        address = ""
        if image and is_public:
            try:
                address = portal.absolute(image.get_rendition(SOCIAL_FILTER).url)
            except SourceImageIOError:
                logger.warning("The file of image %s is missing", image_id)
        caches["renditions"].set(key, address)
    return address
