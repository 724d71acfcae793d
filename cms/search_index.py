"""Feeds the search of the whole site (cms.models.SearchEntry): every app says what of its own can be found.

    search_index.register(Kind("resource", _("Toolkit"), read=read_resources, urls=resource_paths))
    search_index.write("resource", ["12"])      # these anew; what `read` no longer gives is taken out
    search_index.write("resource")              # all of them

`read` takes the keys to read (None: all) and yields an `Entry` for each thing that somebody may find now. What only
some may see carries its groups; what nobody may see is not yielded. `urls` takes keys (None: all) and returns, for
each, the path in each language: a fixed number of queries, whatever the keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils.functional import Promise

from cms import caching
from cms.bilingual import LANGUAGES
from cms.fulltext import CONFIGURATIONS
from cms.models import SearchEntry
from cms.tree import Tree

LONGEST_TEXT = 400_000  # bytes of an entry's text in one language; a vector has bounds of its own (`_put`)
TOO_LONG = "54000"  # PostgreSQL's word for a vector of more than a megabyte
LONGEST_SHOWN = 100_000  # characters that are kept to show a passage of
AT_ONCE = 200  # rows a statement
NAMED = ("title_fr", "title_en", "access")  # what is suggested of an entry, and to whom
AREA = "search"  # what is kept of the entries in memory (cms.search_entries) is read anew as its stamp rises
_NO_TEXT = re.compile("[\0\ue000-\uf8ff]")


@dataclass(frozen=True)
class Entry:
    """A thing that can be found; texts by language, "" where there is none."""

    key: str
    titles: dict[str, str]
    summaries: dict[str, str] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)
    """Names of its terms: in both languages, whichever the thing is written in."""
    texts: dict[str, str] = field(default_factory=dict)
    """Its own text, and that of its files."""
    access: Collection[int] = ()
    """Ids of the groups that may see it; none: everyone."""
    at: datetime | None = None


@dataclass(frozen=True)
class Kind:
    """What one app adds to the search: a name for the filter, and how its things are read."""

    name: str
    label: str | Promise
    read: Callable[[Collection[str] | None], Iterable[Entry]]
    urls: Callable[[Collection[str] | None], Mapping[str, Mapping[str, str]]]
    order: int = 100
    index_page: str = ""
    """Of records: the type of the page that lists them (cms.models.Record)."""


_kinds: dict[str, Kind] = {}
_held_back: ContextVar[bool] = ContextVar("held_back", default=False)


def register(kind: Kind) -> None:
    """Have the search know `kind`. A name stands for one kind: registering it again replaces it."""
    _kinds[kind.name] = kind


def kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: (kind.order, kind.name))


def closed_kinds(user: Any, tree: Tree) -> list[str]:
    """Return the kinds whose index page `user` may not read: nothing of them is theirs to find."""
    return [kind.name for kind in kinds() if kind.index_page and not tree.lets_in(kind.index_page, user)]


def addresses(things: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Mapping[str, str]]:
    """Return language → path of each of `things` (kind and key). What nobody can be led to any more is left out."""
    keys: dict[str, list[str]] = {}
    for name, key in things:
        keys.setdefault(name, []).append(key)
    return {
        (name, key): urls
        for name, wanted in keys.items()
        if name in _kinds
        for key, urls in _kinds[name].urls(wanted).items()
        if urls
    }


@contextmanager
def held_back() -> Iterator[None]:
    """Write nothing while the block runs: for a load that saves a thing many times and writes all when it is done."""
    token = _held_back.set(True)
    try:
        yield
    finally:
        _held_back.reset(token)


@transaction.atomic
def write(name: str, keys: Iterable[Any] | None = None) -> int:
    """Write the entries of a kind anew: those of `keys`, or all. Returns how many there are of them now."""
    if _held_back.get():
        return 0
    wanted = None if keys is None else sorted({str(key) for key in keys})
    if wanted == []:
        return 0
    stale = SearchEntry.objects.filter(kind=name)
    if wanted is not None:
        stale = stale.filter(key__in=wanted)
    left = {key: tuple(named) for key, *named in stale.values_list("key", *NAMED)}
    rows = (_row(name, entry) for entry in _kinds[name].read(wanted))
    count, renamed = 0, 0
    with connection.cursor() as cursor:
        while chunk := list(islice(rows, AT_ONCE)):
            _put(cursor, chunk)
            renamed += sum(left.pop(row["key"], None) != tuple(row[column] for column in NAMED) for row in chunk)
            count += len(chunk)
    if left or renamed:
        caching.raise_stamp(area=caching.NAMES)
    if left:
        SearchEntry.objects.filter(kind=name, key__in=left).delete()
    if left or count:
        caching.raise_stamp(area=AREA)
    return count


def _put(cursor: Any, rows: list[dict[str, Any]]) -> None:
    """Write rows. Where words of many different kinds make a vector too long, the text that is searched is halved."""
    try:
        with transaction.atomic():
            cursor.executemany(_STATEMENT, rows)
    except DatabaseError as error:
        whole = [f"whole_{language}" for language in LANGUAGES]
        is_too_long = getattr(error.__cause__, "sqlstate", "") == TOO_LONG
        if not is_too_long or not any(row[name] for row in rows for name in whole):
            raise
        for row in rows:
            halves = {name: row[name][: len(row[name]) // 2] for name in whole} if len(rows) == 1 else {}
            _put(cursor, [row | halves])


def write_all() -> dict[str, int]:
    """Write every entry of every kind anew. Returns how many there are of each kind."""
    SearchEntry.objects.exclude(kind__in=_kinds).delete()
    caching.raise_stamp(area=AREA)
    return {kind.name: write(kind.name) for kind in kinds()}


def _row(kind: str, entry: Entry) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": kind, "key": entry.key, "access": sorted(entry.access), "at": entry.at}
    for language in LANGUAGES:
        text = _plain(entry.texts.get(language, ""))
        row |= {
            f"title_{language}": _plain(entry.titles.get(language, "")),
            f"summary_{language}": _plain(entry.summaries.get(language, "")),
            f"terms_{language}": _plain(entry.terms.get(language, "")),
            f"text_{language}": text[:LONGEST_SHOWN],
            f"whole_{language}": text.encode()[:LONGEST_TEXT].decode(errors="ignore"),
        }
    return row


def _plain(text: str) -> str:
    """Return `text` without what no text holds: NUL, and characters of private use, which mark passages."""
    return _NO_TEXT.sub(" ", str(text))


def _vector(language: str) -> Iterator[str]:
    configuration = CONFIGURATIONS[language]
    for weight, name in (("A", "title"), ("B", "summary"), ("C", "terms")):
        yield f"setweight(to_tsvector('{configuration}', %({name}_{language})s), '{weight}')"


def _statement() -> str:
    """Return the statement that writes an entry; what it is made of are names of the code's own."""
    values = {name: f"%({name})s" for name in ("kind", "key", "access", "at")}
    for language in LANGUAGES:
        head = " || ".join(_vector(language))
        rest = f"setweight(to_tsvector('{CONFIGURATIONS[language]}', %(whole_{language})s), 'D')"
        values |= {f"{name}_{language}": f"%({name}_{language})s" for name in ("title", "summary", "text")}
        values |= {f"head_{language}": head, f"words_{language}": f"{head} || {rest}"}
    changed = ", ".join(f"{name} = EXCLUDED.{name}" for name in values if name not in ("kind", "key"))
    return (
        f"INSERT INTO {SearchEntry._meta.db_table} ({', '.join(values)}) VALUES ({', '.join(values.values())})"  # noqa: S608
        f" ON CONFLICT (kind, key) DO UPDATE SET {changed}"
    )


_STATEMENT = _statement()
