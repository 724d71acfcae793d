"""Every address of the portal, read from the resolver."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

LANGUAGE = "en"


@dataclass(frozen=True)
class Route:
    """A pattern of the resolver, with the namespaces and the prefixes that lead to it."""

    name: str
    """With its namespaces; where it has none, the address pattern in angle brackets."""
    patterns: tuple[Any, ...]

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The names of what its address asks for; a group without a name is called by its number."""
        found: list[str] = []
        for pattern in self.patterns:
            converters = getattr(pattern, "converters", None)
            if converters:
                found += converters
            elif hasattr(pattern, "_regex"):
                named = sorted(pattern.regex.groupindex, key=pattern.regex.groupindex.get)
                found += named or [str(number + 1) for number in range(pattern.regex.groups)]
        return tuple(found)

    @property
    def template(self) -> str:
        return "/" + "".join(str(pattern) for pattern in self.patterns)


def routes() -> list[Route]:
    """Return every route, in English; what leads to one view by the same name in French is one route."""
    with translation.override(LANGUAGE):
        return list(_walk(get_resolver(), (), ()))


def _walk(resolver: URLResolver, namespaces: tuple[str, ...], patterns: tuple[Any, ...]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        here = (*patterns, entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, (*namespaces, entry.namespace) if entry.namespace else namespaces, here)
        elif isinstance(entry, URLPattern):
            template = "/" + "".join(str(pattern) for pattern in here)
            yield Route(":".join((*namespaces, entry.name)) if entry.name else f"<{template}>", here)
