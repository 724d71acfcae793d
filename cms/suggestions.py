"""What may be meant while somebody is still typing: titles and names that begin so, from an index in memory.

Each process keeps the index under the content stamp, so that a question costs no query of its own. A title is found by
the beginning of any of its words, accents folded; what the reader may not see is passed over before it is counted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.utils.functional import Promise

from cms import access, caching, search_index
from cms.bilingual import LANGUAGES, other_language
from cms.models import SearchEntry
from cms.models.search import PAGE_KIND
from cms.spelling import folded
from cms.tree import Restriction, Tree, request_stamp, tree_for

MOST = 8
SHORTEST = 2  # letters that are typed before anything is offered
LOOKED_AT = 500  # titles that hold all words and are put in order
_WORD = re.compile(r"\w+")
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that can be gone to, under its name in one language."""

    title: str
    language: str
    kind: str | Promise
    """What it is, in a word."""
    urls: Mapping[str, str]
    """Language → path."""
    thing: tuple[str, str]
    """What it is the name of: the names in both languages are of one thing."""
    groups: frozenset[int] = frozenset()
    restrictions: tuple[Restriction, ...] = ()

    def is_visible(self, user: Any) -> bool:
        return access.allows(self.groups, user) and all(item.allows(user) for item in self.restrictions)

    def url(self, language: str) -> str:
        """Return where it leads a reader of `language`."""
        return self.urls.get(language) or next(iter(self.urls.values()))


Source = Callable[[], Iterable[Suggestion]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Have what `source` yields suggested too, beside titles: names of topics, say. A name stands for one source."""
    _sources[name] = source


@dataclass
class TitleIndex:
    """The names of one language, in the order in which they are offered, by the beginnings of their words."""

    held: list[Suggestion]
    _kept: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.first: list[str] = []  # words of the titles
        places: dict[str, list[int]] = {}
        for place, item in enumerate(self.held):
            words = _WORD.findall(folded(item.title))
            self.first.append(words[0] if words else "")
            for word in set(words):
                places.setdefault(word, []).append(place)
        self.words = sorted(places)
        self.places = [places[word] for word in self.words]

    def find(self, words: list[str]) -> Iterator[Suggestion]:
        """Yield what has a word that begins with each of `words`; first what begins with the first of them."""
        lists = sorted((self._beginning(word) for word in set(words)), key=len)
        found = lists[0]
        if len(lists) > 1:
            found = sorted(set(found).intersection(*lists[1:]))[:LOOKED_AT]
            found.sort(key=lambda place: not self.first[place].startswith(words[0]))
        return (self.held[place] for place in found)

    def _beginning(self, beginning: str) -> list[int]:
        """Return the places of what has a word that begins so, kept once looked up.

        What is kept has an end by itself: a word is kept once for each of its letters at most.
        """
        known = self._kept.get(beginning)
        if known is None:
            start, end = bisect_left(self.words, beginning), bisect_left(self.words, beginning + _LAST)
            held: set[int] = set().union(*self.places[start:end])
            known = sorted(place for place in held if self.first[place].startswith(beginning))
            known += sorted(held.difference(known))
            if known:
                self._kept[beginning] = known
        return known


Index = dict[str, TitleIndex]


def suggested(request: HttpRequest, text: str, language: str) -> list[Suggestion]:
    """Return at most MOST things that `text` may be the beginning of, for the reader of `language` who asks."""
    words = _WORD.findall(folded(text))
    if sum(map(len, words)) < SHORTEST:
        return []
    index = index_for(request)
    user, things = request.user, set()
    found: list[Suggestion] = []
    for name in (language, other_language(language)):
        for item in index[name].find(words):
            if item.thing not in things and item.is_visible(user):
                things.add(item.thing)
                found.append(item)
                if len(found) == MOST:
                    return found
    return found


def index_for(request: HttpRequest) -> Index:
    return caching.kept("suggestions", request_stamp(request), lambda: read_index(tree_for(request)))


def read_index(tree: Tree) -> Index:
    """Read what can be suggested: a query, one for each kind's addresses, and those of the sources."""
    held: dict[str, list[Suggestion]] = {language: [] for language in LANGUAGES}
    for source in _sources.values():
        for item in source():
            held[item.language].append(item)
    for item in _entries(tree):
        held[item.language].append(item)
    return {language: TitleIndex(items) for language, items in held.items()}


def _entries(tree: Tree) -> Iterator[Suggestion]:
    """Yield every entry of the search under its title in each language, newest first."""
    entries = SearchEntry.objects.order_by(F("at").desc(nulls_last=True), "pk")
    rows = list(entries.values_list("kind", "key", "title_fr", "title_en", "access"))
    addresses = {kind.name: kind.urls(None) for kind in search_index.kinds()}
    labels = {kind.name: kind.label for kind in search_index.kinds()}
    groups: dict[tuple[int, ...], frozenset[int]] = {}
    for kind, key, french, english, ids in rows:
        if not (urls := addresses.get(kind, {}).get(key)):
            continue
        held = groups.setdefault(tuple(ids), frozenset(ids))
        kept_by = _restrictions(tree, key) if kind == PAGE_KIND else ()
        for language, title in zip(LANGUAGES, (french, english), strict=True):
            if title:
                yield Suggestion(title, language, labels[kind], urls, (kind, key), held, kept_by)


def _restrictions(tree: Tree, key: str) -> tuple[Restriction, ...]:
    nodes = tree.translations.get(key, {}).values()
    return tuple(item for item in tree.restrictions if any(node.path.startswith(item.path) for node in nodes))
