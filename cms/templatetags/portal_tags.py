"""Tags and filters of the public templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from html import escape
from typing import Any

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import json_script
from django.utils.safestring import SafeString
from wagtail.models import Page

from cms import canadian, fields, pictures, structured_data
from cms.bilingual import active_language
from cms.blocks.links import LinkValue
from cms.icons import ICONS
from cms.portal import MenuItem
from cms.tree import PageNode, tree_for

register = template.Library()

CURRENT_PAGE = ' aria-current="page"'
ABOVE_CURRENT_PAGE = ' aria-current="true"'


def filled(write: Callable[..., str]) -> Callable[..., str]:
    """Make a filter of `write` that writes nothing where there is nothing to write."""

    @wraps(write)
    def written(value: Any, *options: Any) -> str:
        return "" if value is None or value == "" else write(value, *options)

    return written


for write in (
    canadian.short_date,
    canadian.month_and_year,
    canadian.short_month,
    canadian.clock,
    canadian.date_time,
    canadian.number,
    canadian.file_size,
):
    register.filter(write.__name__, filled(write))


@register.filter
@filled
def long_date(value: Any, form: str = "") -> str:
    """Write a date in words; `form` "plain" leaves out « le », "weekday" names the day too."""
    return canadian.long_date(value, weekday=form == "weekday", article=form != "plain")


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw the icon `name`; nothing for a name that there is not."""
    return ICONS.get(name, SafeString(""))


@register.simple_tag(takes_context=True)
def nav_links(context: template.Context, items: Iterable[MenuItem]) -> SafeString:
    """Write the items of a menu as a list's entries, the page that is shown and those above it marked."""
    here, language = context["request"].path, active_language()
    return SafeString("\n".join(_nav_link(item, here, language) for item in items))


def _nav_link(item: MenuItem, here: str, language: str) -> str:
    own = "" if item.language == language else f' lang="{item.language}" hreflang="{item.language}"'
    current = CURRENT_PAGE if item.url == here else ABOVE_CURRENT_PAGE if item.is_current else ""
    return f'<li><a href="{escape(item.url)}"{own}{current}>{escape(item.label)}</a></li>'


@register.simple_tag
def filter_options(group: dict[str, Any]) -> SafeString:
    """Write the boxes of a filter (`cms.listing.Listing.panel`): a listing has some sixty."""
    name = escape(group["name"])
    return SafeString("\n".join(_box(name, **option) for option in group["options"]))


def _box(name: str, value: Any, label: Any, count: Any, is_chosen: bool, language: str = "") -> str:
    """Write the box of a value, `name` being escaped already. Not by format_html, which takes several times as long."""
    value, checked = escape(str(value)), " checked" if is_chosen else ""
    lang = f' lang="{escape(language)}"' if language else ""
    return (
        f'<label class="check"><input type="checkbox" id="{name}-{value}" name="{name}" value="{value}"{checked}>'
        f'<span{lang}>{escape(str(label))}</span><span class="check__count">{escape(str(count))}</span></label>'
    )


@register.simple_tag
def field(bound: BoundField, hide_help: bool = False) -> SafeString:
    """Write a field of a form with its label, its help and its errors."""
    return fields.as_html(bound, hide_help=bool(hide_help))


@register.simple_tag(takes_context=True)
def page_link(context: template.Context, value: Page | LinkValue | int | None) -> PageNode | None:
    """Return the page of a link in the reader's language, or None where the reader cannot see it."""
    page_id = value.page_id if isinstance(value, LinkValue) else getattr(value, "pk", value)
    return tree_for(context["request"]).in_language(page_id, context["request"])


@register.simple_tag(takes_context=True)
def children_of(context: template.Context, page: Page | PageNode | None) -> list[PageNode]:
    """Return the pages under `page` that the reader may see, those in the other language only included."""
    tree = tree_for(context["request"])
    node = page if isinstance(page, PageNode) else tree.node(getattr(page, "pk", None))
    return tree.children(node, context["request"].user) if node else []


@register.simple_tag(takes_context=True)
def section_pages(context: template.Context, block: Any) -> list[PageNode]:
    """Return the pages that a PageListingBlock lists."""
    request = context["request"]
    tree = tree_for(request)
    section = tree.in_language(block["section"].pk, request) if block["section"] else None
    if section is None:
        return []
    pages = tree.children(section, request.user)
    if block["sort"] == "newest":
        pages = sorted(pages, key=lambda node: (node.published_at is not None, node.published_at), reverse=True)
    return pages[: block["limit"] or 6]


@register.simple_tag
def picture(image: Any, sizes: str = "100vw", **options: Any) -> SafeString | str:
    """Write a <picture> of AVIF and WebP files in several widths (cms/pictures.py says which)."""
    return pictures.picture(image, sizes=sizes, **options) if image else ""


@register.simple_tag(takes_context=True)
def social_image(context: template.Context, page: Any = None) -> str:
    """Return the absolute address of the image for social networks: the page's, the portal's or the drawn one."""
    portal = context["portal"]
    image_id = getattr(page, "social_image_id", None) or portal.settings.social_image_id
    return (pictures.social_address(image_id, portal) if image_id else "") or portal.absolute(static("img/social.png"))


@register.simple_tag(takes_context=True)
def json_ld(context: template.Context) -> SafeString:
    """Write what search engines read of the page: the organization, the breadcrumb, the article."""
    data = structured_data.graph(context["portal"], context.get("page"))
    return SafeString(str(json_script(data)).replace("application/json", "application/ld+json", 1))
