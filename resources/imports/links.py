"""Links of a resource in three cells: addresses, and for all or for each the language and the setting."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cms.imports.columns import BETWEEN, Column, Known, one_of, parts
from cms.imports.reading import said
from cms.models import PortalDocument
from resources.models import ResourceFile, Setting

LANGUAGES = tuple(code for code, _name in PortalDocument.LANGUAGES)
#: An address may hold a semicolon: it separates two where another address follows.
_BETWEEN_ADDRESSES = re.compile(r"\s*(?:\||;(?=\s*https?://))\s*")


@dataclass
class Link:
    """A link as the file says it. `made` is the row that was made for it, so that the draft gets the same."""

    url: str
    language: str
    setting: str
    made: ResourceFile | None = field(default=None, compare=False)

    @property
    def said(self) -> tuple[str, str, str]:
        return self.url, self.language, self.setting


def links_of(record: Any) -> list[ResourceFile]:
    return [file for file in record.files.all() if file.url]


class LinkColumn(Column):
    """The addresses; after `join`, the links. Files of the resource are no links, and are left alone."""

    @property
    def name(self) -> str:
        return "files"

    @property
    def prefetched(self) -> tuple[str, ...]:
        return ("files",)

    def read(self, cell: str, known: Known) -> list[str]:
        found = [part for part in _BETWEEN_ADDRESSES.split(cell) if part]
        for url in found:
            ResourceFile._meta.get_field("url").clean(url, None)
        return found

    def write(self, record: Any) -> str:
        return BETWEEN.join(link.url for link in links_of(record))

    def differs(self, record: Any, value: Any) -> bool:
        held = sorted((link.url, link.language, link.setting) for link in links_of(record))
        return held != sorted(link.said for link in value)

    def fill(self, record: Any, value: Any) -> None:
        """Keep the links that the file names, with their titles and addresses of download; add and take away others."""
        held = list(record.files.all())
        left = [file for file in held if file.url]
        added = list(value)
        for alike in (3, 2, 1):  # address, language and setting; the first two; the address alone
            for link in list(added):
                file = next((file for file in left if _said(file)[:alike] == link.said[:alike]), None)
                if file is not None:
                    file.language, file.setting = link.language, link.setting
                    left.remove(file)
                    added.remove(link)
        files = [file for file in held if file not in left] + [_made(link) for link in added]
        for place, file in enumerate(files):
            file.sort_order = place
        record.files = files


def _said(file: ResourceFile) -> tuple[str, str, str]:
    return file.url, file.language, file.setting


def _made(link: Link) -> ResourceFile:
    """Return the row for a new link; for the draft, a copy of the one that the published resource has got."""
    if link.made is not None:
        return copy.copy(link.made)
    link.made = ResourceFile(url=link.url, language=link.language, setting=link.setting)
    return link.made


@dataclass(frozen=True)
class OfLinks(Column):
    """Something of each link: one value for all of them, or one for each in the order of the addresses."""

    choices: tuple[str, ...] = ()

    @property
    def prefetched(self) -> tuple[str, ...]:
        return ("files",)

    def read(self, cell: str, known: Known) -> list[str]:
        return [one_of(self.choices, part.lower()) for part in parts(cell)]

    def write(self, record: Any) -> str:
        return BETWEEN.join(getattr(link, self.name) for link in links_of(record))


COLUMNS: tuple[Column, ...] = (
    LinkColumn("link_url"),
    OfLinks("link_language", "language", choices=LANGUAGES),
    OfLinks("link_setting", "setting", choices=tuple(Setting.values)),
)


def join(values: dict[str, Any]) -> list[str]:
    """Make links of the three cells, under the heading "link_url". Returns what is wrong with them."""
    urls: Sequence[str] | None = values.pop("link_url", None)
    languages, settings = values.pop("link_language", []), values.pop("link_setting", []) or [Setting.BOTH.value]
    if urls is None:
        return [_("“link_language” and “link_setting” need the column “link_url”.")] if languages else []
    errors: list[str] = []
    if urls and not languages:
        errors += said("link_language", [_("Say in which language each link is.")])
    for heading, given in (("link_language", languages), ("link_setting", settings)):
        if urls and len(given) not in (0, 1, len(urls)):
            errors += said(heading, [_("Write one value for all links, or as many as there are links.")])
    if not errors:
        each = zip(urls, _each(languages, urls), _each(settings, urls), strict=True)
        values["link_url"] = [Link(*said_of) for said_of in each]
    return errors


def _each(given: Sequence[str], urls: Sequence[str]) -> Sequence[str]:
    return given if len(given) == len(urls) else list(given[:1]) * len(urls)
