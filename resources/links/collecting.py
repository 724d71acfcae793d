"""Writes down which links to elsewhere the published resources hold: a row for each, with its resources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urlsplit

from django.conf import settings
from django.db import transaction
from wagtail import blocks

from cms.bilingual import LANGUAGES
from resources.models import LinkCheck, Resource, ResourceFile

_LONGEST: int = LinkCheck._meta.get_field("url").max_length or 0
AT_ONCE = 500  # rows a statement


@transaction.atomic
def collect_links() -> int:
    """Bring the rows in step with what published resources hold; a link that none holds is forgotten.

    Returns how many links there are.
    """
    found = _held_links()
    known = dict(LinkCheck.objects.values_list("url", "pk"))
    LinkCheck.objects.filter(pk__in=[pk for url, pk in known.items() if url not in found]).delete()
    new = [LinkCheck(url=url) for url in sorted(found.keys() - known.keys())]
    LinkCheck.objects.bulk_create(new, batch_size=AT_ONCE, ignore_conflicts=True)
    known = dict(LinkCheck.objects.values_list("url", "pk"))
    _tie({(known[url], resource) for url, holders in found.items() if url in known for resource in holders})
    return len(found)


def _tie(wanted: set[tuple[int, int]]) -> None:
    """Have links and resources tied as `wanted` says: (link, resource), each by its id."""
    through: Any = LinkCheck.resources.through
    tied = {(link, resource): pk for pk, link, resource in through.objects.values_list("pk", "linkcheck", "resource")}
    through.objects.filter(pk__in=[pk for pair, pk in tied.items() if pair not in wanted]).delete()
    new = [through(linkcheck_id=link, resource_id=resource) for link, resource in sorted(wanted - tied.keys())]
    through.objects.bulk_create(new, batch_size=AT_ONCE, ignore_conflicts=True)


def _held_links() -> dict[str, set[int]]:
    """Return link → ids of the published resources that hold it: two queries."""
    found: dict[str, set[int]] = defaultdict(set)
    files = ResourceFile.objects.filter(resource__live=True).exclude(url="")
    for resource, url in files.values_list("resource", "url"):
        for link in external([url]):
            found[link].add(resource)
    bodies = [f"body_{language}" for language in LANGUAGES]
    for row in Resource.objects.filter(live=True).only(*bodies).iterator(chunk_size=AT_ONCE):
        for name in bodies:
            body = getattr(row, name)
            for link in external(links_in(body.stream_block, body.raw_data)):
                found[link].add(row.pk)
    return found


def external(addresses: Iterable[str]) -> Iterator[str]:
    """Yield those of `addresses` that lead to the web elsewhere, without the part after "#", which no server sees."""
    own = urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc.lower()
    for address in addresses:
        url = urldefrag(address.strip()).url
        if url.startswith("//"):
            url = f"https:{url}"
        try:
            parts = urlsplit(url)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.netloc.lower() != own and len(url) <= _LONGEST:
            yield url


def links_in(block: blocks.Block, raw: Any) -> Iterator[str]:
    """Yield the addresses in the stored value of a block. The value itself is not made: it would read pages and images.

    A value that does not fit its block, as one from before a change of the blocks, holds none.
    """
    if isinstance(block, blocks.URLBlock):
        yield from [raw] if isinstance(raw, str) else []
    elif isinstance(block, blocks.RichTextBlock):
        yield from _addresses(raw) if isinstance(raw, str) else []
    else:
        for child, value in _children(block, raw):
            yield from links_in(child, value)


def _children(block: blocks.Block, raw: Any) -> Iterator[tuple[blocks.Block, Any]]:
    """Yield the blocks that a block holds, each with its stored value."""
    if isinstance(block, blocks.BaseStructBlock):
        held = raw if isinstance(raw, dict) else {}
        yield from ((child, held[name]) for name, child in block.child_blocks.items() if name in held)
    elif isinstance(block, blocks.BaseStreamBlock):
        for item in _items(raw):
            if child := block.child_blocks.get(item.get("type", "")):
                yield child, item.get("value")
    elif isinstance(block, blocks.ListBlock):
        yield from ((block.child_block, item.get("value", item)) for item in _items(raw))


def _items(raw: Any) -> Iterator[dict[str, Any]]:
    """Yield the items of a list as the database has them; old ones may be values without a type."""
    if isinstance(raw, Sequence):
        yield from (item for item in raw if isinstance(item, dict))


class _Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def _addresses(html: str) -> list[str]:
    """Return where the links of a rich text lead; those to pages and documents of the portal have no address there."""
    parser = _Anchors()
    parser.feed(html)
    parser.close()
    return parser.found
