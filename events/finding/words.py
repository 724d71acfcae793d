"""The words that the events are filtered by, and the names that their entries show: read once for each stamp."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from cms import caching
from cms.bilingual import LANGUAGES, active_language, localized
from cms.listing import Filter, FlagFilter, Word, words_of
from cms.models import Audience, Region, Topic
from cms.tree import request_stamp
from events.models import DeliveryLanguage, EventFormat, EventKind, StaffLevel
from members.models import Community


def choice_words(choices: type[TextChoices]) -> list[Word]:
    """Return the words of what an event has one of, in their order."""
    names = {}
    for language in LANGUAGES:
        with override(language):
            names[language] = {choice.value: str(choice.label) for choice in choices}
    return [Word(value, value, names["fr"][value], names["en"][value]) for value in choices.values]


class Town(NamedTuple):
    """A community as entries name it, with the id of its region."""

    name: str
    region: int


@dataclass(frozen=True)
class Names:
    """The names of what entries show, in one language, by the key of each."""

    kinds: Mapping[str, str]
    levels: Mapping[str, str]
    audiences: Mapping[int, str]
    regions: Mapping[int, str]
    towns: Mapping[int, Town]
    held_in: Mapping[str, str]
    virtual: str
    to_be_said: str
    also_virtual: str


@dataclass(eq=False)
class Words:
    """The vocabulary of the events."""

    topics: list[Word]
    audiences: list[Word]
    regions: list[Word]
    communities: list[Community]
    kinds: list[Word] = field(default_factory=lambda: choice_words(EventKind))
    levels: list[Word] = field(default_factory=lambda: choice_words(StaffLevel))
    formats: list[Word] = field(default_factory=lambda: choice_words(EventFormat))
    languages: list[Word] = field(default_factory=lambda: choice_words(DeliveryLanguage))
    _names: dict[str, Names] = field(default_factory=dict)

    def names(self, language: str) -> Names:
        """Return the names in `language`, made once."""
        if language not in self._names:

            def named(words: list[Word]) -> dict[Any, str]:
                return {word.key: str(word.name_in(language)) for word in words}

            self._names[language] = Names(
                kinds=named(self.kinds),
                levels=named(self.levels),
                audiences=named(self.audiences),
                regions=named(self.regions),
                towns={
                    town.pk: Town(str(localized(town, "name", language)), town.region_id) for town in self.communities
                },
                **_phrases(language),
            )
        return self._names[language]


def _phrases(language: str) -> dict[str, Any]:
    """Return what entries say beside names; to translate it for each of them would cost more than all the rest."""
    with override(language):
        return {
            "held_in": {
                DeliveryLanguage.FRENCH.value: gettext("In French"),
                DeliveryLanguage.ENGLISH.value: gettext("In English"),
                DeliveryLanguage.BOTH.value: gettext("In French and English"),
            },
            "virtual": gettext("Virtual"),
            "to_be_said": gettext("Place to be announced"),
            "also_virtual": gettext("%(place)s and virtual"),
        }


def read_words() -> Words:
    """Read the vocabulary: seven queries, once for each process and content stamp."""
    return Words(
        topics=words_of(Topic.objects.all()),
        audiences=words_of(Audience.objects.all()),
        regions=words_of(Region.objects.all()),
        communities=list(Community.objects.only("name_fr", "name_en", "region_id").order_by("pk")),
    )


def words_for(request: HttpRequest) -> Words:
    return caching.kept("event-words", request_stamp(request), read_words)


def filters_for(request: HttpRequest) -> list[Filter]:
    language, stamp = active_language(), request_stamp(request)
    return caching.kept(f"event-filters-{language}", stamp, lambda: make_filters(words_for(request)))


#: Name of the filter that the clock answers, not the index.
OPEN = "open"


def make_filters(words: Words) -> list[Filter]:
    return [
        FlagFilter(OPEN, _("Registration"), [Word(True, "1", "", "")], text=_("Open for registration")),
        Filter("kind", _("Kinds"), words.kinds),
        Filter("audience", _("For whom"), words.audiences),
        Filter("level", _("Staff level"), words.levels[1:]),  # what is for all staff is for each level
        Filter("format", _("Format"), words.formats),
        Filter("region", _("Regions"), words.regions),
        Filter("topic", _("Topics"), words.topics),
        Filter("language", _("Language of the event"), words.languages),
    ]
