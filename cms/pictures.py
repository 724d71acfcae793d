"""Images for pages: AVIF and WebP in several widths, with alternative texts and focal points."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.images.models import Filter

from cms.models import PortalImage
from cms.portal import Portal

WIDTHS = (400, 800, 1200, 1600)  # pixels
FORMATS = (("avif", "image/avif"), ("webp", "image/webp"))
RATIOS = {"wide": (16, 9), "card": (3, 2), "square": (1, 1)}
ASKED_AGAIN_AFTER = 600  # seconds
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
    """
    wanted = {spec: Filter(spec=spec) for spec in filters(image, ratio)}
    found = {made.spec: rendition for made, rendition in image.find_existing_renditions(*wanted.values()).items()}
    if len(found) < len(wanted):
        smallest = _filter(_widths(image)[0], "webp", ratio)
        found.setdefault(smallest, image.get_rendition(smallest))
        _make_later(image, ratio)
    by_form = {
        form: [(width, found[spec]) for width in _widths(image) if (spec := _filter(width, form, ratio)) in found]
        for form, _kind in FORMATS
    }
    fallback = by_form["webp"][-1][1] if by_form["webp"] else next(iter(found.values()))
    sources = format_html_join(
        "",
        '<source type="{}" srcset="{}" sizes="{}">',
        (
            (kind, ", ".join(f"{rendition.url} {width}w" for width, rendition in by_form[form]), sizes)
            for form, kind in FORMATS
            if by_form[form]
        ),
    )
    extra = format_html_join("", ' {}="{}"', ((name.rstrip("_"), value) for name, value in attributes.items() if value))
    return format_html(
        '<picture>{}<img src="{}" alt="{}" width="{}" height="{}" loading="{}" decoding="async"{}></picture>',
        sources,
        fallback.url,
        alternative_text(image, alt),
        fallback.width,
        fallback.height,
        "eager" if eager else "lazy",
        extra,
    )


def _make_later(image: PortalImage, ratio: str) -> None:
    """Ask a worker for the missing renditions, once for all readers that come in the meantime."""
    from cms.tasks import make_renditions

    if cache.add(f"renditions-asked:{image.pk}:{image.file_hash}:{ratio}", 1, ASKED_AGAIN_AFTER):
        make_renditions.enqueue(image.pk, ratio)


def social_address(image: PortalImage, portal: Portal) -> str:
    """Return the absolute address of `image` cut for social networks; nothing for a private one."""
    if image.file.name.startswith("private/"):
        return ""
    return portal.absolute(image.get_rendition(SOCIAL_FILTER).url)
