"""What may be meant while somebody is still typing: titles and names that begin so, from an index in memory.

Each process keeps the index, so that a question costs no query of its own: what the sources offer under the content
stamp; the titles of what the search knows, of which there are thousands, under the version of the area NAMES, which
rises as a title, an address or whom a thing is for changes. A title is found by the beginning of any of its words,
accents folded; what the reader may not see is passed over before it is counted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.utils.functional import Promise

from cms import access, caching, search_index
from cms.bilingual import LANGUAGES, other_language
from cms.caching import NAMES
from cms.models import SearchEntry
from cms.models.search import PAGE_KIND
from cms.spelling import folded
from cms.tree import Tree, request_stamp, tree_for

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
    index_page: str = ""
    """The type of the page that it is listed by (cms.models.Record)."""

    def is_visible(self, user: Any, tree: Tree) -> bool:
        kind, key = self.thing
        if kind == PAGE_KIND:
            return tree.are_visible(tree.translations.get(key, {}).values(), user)
        return access.allows(self.groups, user) and (not self.index_page or tree.lets_in(self.index_page, user))

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
    tree, indexes = tree_for(request), indexes_for(request)
    user, things = request.user, set()
    found: list[Suggestion] = []
    for name in (language, other_language(language)):
        for item in chain.from_iterable(index[name].find(words) for index in indexes):
            if item.thing not in things and item.is_visible(user, tree):
                things.add(item.thing)
                found.append(item)
                if len(found) == MOST:
                    return found
    return found


def indexes_for(request: HttpRequest) -> tuple[Index, Index]:
    """Return what the sources offer, a few names, and the titles of everything that can be found."""
    stamp = request_stamp(request)
    few = caching.kept("suggested-names", stamp, lambda: index_of(_names()))
    return few, caching.kept_for(NAMES, "suggested-titles", stamp, lambda: index_of(_entries()))


def index_of(items: Iterable[Suggestion]) -> Index:
    held: dict[str, list[Suggestion]] = {language: [] for language in LANGUAGES}
    for item in items:
        held[item.language].append(item)
    return {language: TitleIndex(names) for language, names in held.items()}


def _names() -> Iterator[Suggestion]:
    return chain.from_iterable(read() for read in _sources.values())


def _entries() -> Iterator[Suggestion]:
    """Yield every entry of the search under its title in each language, newest first: a query, one for each kind."""
    entries = SearchEntry.objects.order_by(F("at").desc(nulls_last=True), "pk")
    rows = list(entries.values_list("kind", "key", "title_fr", "title_en", "access"))
    kinds = {kind.name: kind for kind in search_index.kinds()}
    addresses = {name: kind.urls(None) for name, kind in kinds.items()}
    groups: dict[tuple[int, ...], frozenset[int]] = {}
    for name, key, french, english, ids in rows:
        if not (urls := addresses.get(name, {}).get(key)):
            continue
        kind, held = kinds[name], groups.setdefault(tuple(ids), frozenset(ids))
        for language, title in zip(LANGUAGES, (french, english), strict=True):
            if title:
                yield Suggestion(title, language, kind.label, urls, (name, key), held, kind.index_page)
