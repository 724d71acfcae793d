"""Which events a public feed holds: the filters of the listing, by the same names and values in both languages."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.http import QueryDict

from cms.listing import words_of
from cms.models import Audience, Region, Topic
from events.models import DeliveryLanguage, EventFormat, EventKind, StaffLevel

#: Names of the listing's filters that make sense of a feed.
FILTERS = ("kind", "audience", "level", "format", "region", "topic", "language")
MOST_VALUES = 50
Choice = tuple[tuple[str, tuple[str, ...]], ...]
Facets = Mapping[str, Collection[str]]


def choice_of(query: QueryDict) -> Choice:
    """Return what an address chooses, written one way only; what is no filter is as if it were not there."""
    found = ((name, tuple(sorted(set(query.getlist(name)[:MOST_VALUES]) - {""}))) for name in FILTERS)
    return tuple((name, values) for name, values in found if values)


def known_choice(choice: Choice, known: Mapping[str, Mapping[str, str]]) -> Choice:
    """Leave out the values that no word bears, as the listing does; a word's former values stand for it."""
    kept = (
        (name, tuple(sorted({known[name][value] for value in values if value in known[name]})))
        for name, values in choice
    )
    return tuple((name, values) for name, values in kept if values)


def known_values() -> dict[str, dict[str, str]]:
    """Return for each filter the values that addresses may say → the value that events bear: six queries."""
    known = {
        name: {value: value for value in choices.values}
        for name, choices in (
            ("kind", EventKind),
            ("level", StaffLevel),
            ("format", EventFormat),
            ("language", DeliveryLanguage),
        )
    }
    for name, model in (("audience", Audience), ("region", Region), ("topic", Topic)):
        words = words_of(model.objects.all())
        known[name] = {value: word.value for word in words for value in (*word.former, word.value)}
    return known


def is_chosen(facets: Facets, choice: Choice) -> bool:
    """Whether an event that bears `facets` is among the chosen: values of one name are OR, names are AND."""
    return all(any(value in facets[name] for value in values) for name, values in choice)


def levels_of(level: str) -> tuple[str, ...]:
    """Return for which levels an event is: what is for all staff is for each."""
    return tuple(StaffLevel.values) if level == StaffLevel.EVERYONE else (level,)


def languages_of(language: str) -> tuple[str, ...]:
    """Return in which languages an event is held; one in both is in each."""
    return tuple(DeliveryLanguage.values) if language == DeliveryLanguage.BOTH else (language,)
