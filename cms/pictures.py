"""Images for pages: AVIF and WebP in several widths, with alternative texts and focal points."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cms.models import PortalImage
from cms.portal import Portal

WIDTHS = (320, 640, 960, 1280, 1600)  # pixels
FORMATS = (("avif", "image/avif"), ("webp", "image/webp"))
RATIOS = {"wide": (16, 9), "card": (3, 2), "square": (1, 1)}
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

    All renditions are read in one query, or in none where they are in the cache.
    """
    renditions = image.get_renditions(*filters(image, ratio))
    widths = _widths(image)

    def source_set(form: str) -> str:
        return ", ".join(f"{renditions[_filter(width, form, ratio)].url} {width}w" for width in widths)

    fallback = renditions[_filter(widths[-1], "webp", ratio)]
    sources = format_html_join(
        "",
        '<source type="{}" srcset="{}" sizes="{}">',
        ((kind, source_set(form), sizes) for form, kind in FORMATS),
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


def social_address(image: PortalImage, portal: Portal) -> str:
    """Return the absolute address of `image` cut for social networks; nothing for a private one."""
    if image.file.name.startswith("private/"):
        return ""
    return portal.absolute(image.get_rendition(SOCIAL_FILTER).url)
