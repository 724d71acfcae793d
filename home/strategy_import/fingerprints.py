"""Fingerprints of a page's text, to see whether a person has edited what the import wrote.

Block ids and the editor's own keys are left out: opening a page and saving it unchanged is not an edit.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from home.models import StrategyIndexPage, StrategyPage

_KEYS = re.compile(r' data-block-key="[^"]*"')
INDEX_FIELDS = ("title", "version_year", "body", "copyright_notice")
PART_FIELDS = ("title", "number", "introduction", "sections")


def _plain(value: Any) -> Any:
    """A value without what changes by itself."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in sorted(value.items()) if name != "id"}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, str):
        return _KEYS.sub("", value).replace("\r\n", "\n").strip()
    return value


def hashed(value: Any) -> str:
    return hashlib.sha256(json.dumps(_plain(value), ensure_ascii=False).encode()).hexdigest()


def content(page: StrategyIndexPage | StrategyPage) -> dict[str, Any]:
    """The fields that the import writes, as plain data."""
    fields = INDEX_FIELDS if isinstance(page, StrategyIndexPage) else PART_FIELDS
    found: dict[str, Any] = {}
    for name in fields:
        value = getattr(page, name)
        found[name] = list(value.get_prep_value()) if hasattr(value, "get_prep_value") else value
    return found


def fingerprint(page: StrategyIndexPage | StrategyPage) -> str:
    return hashed(content(page))


def section_fingerprints(page: StrategyPage) -> dict[str, str]:
    """Block id to fingerprint, for each section of the page."""
    return {block["id"]: hashed(block["value"]) for block in page.sections.get_prep_value()}
