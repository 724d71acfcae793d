"""The words that the directory filters by, and its communities: read once for each content stamp."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms import caching
from cms.bilingual import active_language, localized
from cms.listing import ColumnFilter, Filter, Word, flag, relation, words_of
from cms.models import CommunityTier, OrganizationKind, Region, Service
from cms.tree import request_stamp
from members.directory.geography import Spot, spots
from members.models import Community, Organization, ServiceLanguage

LETTERS = [*(Word(letter, letter, letter, letter) for letter in ascii_uppercase), Word("0", "0", "0–9", "0–9")]


@dataclass(frozen=True)
class Names:
    """The names of what entries of the directory show, in one language, by the key of each; services in order."""

    language: str
    services: list[tuple[int, str]]
    kinds: dict[int, str]
    towns: dict[int, str]


@dataclass(eq=False)
class Words:
    """The vocabulary of the directory. Communities come in no order: their names differ by language."""

    services: list[Word]
    kinds: list[Word]
    regions: list[Word]
    tiers: list[Word]
    languages: list[Word]
    communities: list[Community]

    def names(self, language: str) -> Names:
        """Return the names in `language`, made once."""
        if language not in self._names:
            self._names[language] = Names(
                language,
                [(word.key, str(word.name_in(language))) for word in self.services],
                {word.key: str(word.name_in(language)) for word in self.kinds},
                {town.pk: str(localized(town, "name", language)) for town in self.communities},
            )
        return self._names[language]

    @cached_property
    def _names(self) -> dict[str, Names]:
        return {}

    @cached_property
    def spots(self) -> list[Spot]:
        """The dots of the map, whose places change with the communities only."""
        return spots(self.communities)


def read_words() -> Words:
    """Read the vocabulary: six queries, once for each process and content stamp."""
    return Words(
        services=words_of(Service.objects.all()),
        kinds=words_of(OrganizationKind.objects.all()),
        regions=words_of(Region.objects.all()),
        tiers=words_of(CommunityTier.objects.all()),
        languages=words_of(ServiceLanguage.objects.all()),
        communities=list(Community.objects.order_by("pk")),
    )


def words_for(request: HttpRequest) -> Words:
    return caching.kept("directory-words", request_stamp(request), read_words)


def filters_for(request: HttpRequest) -> list[Filter]:
    """Return the filters of the directory; the letter is that of the name in the reader's language."""
    language = active_language()
    stamp = request_stamp(request)
    return caching.kept(f"directory-filters-{language}", stamp, lambda: make_filters(words_for(request), language))


def make_filters(words: Words, language: str) -> list[Filter]:
    return [
        relation("service", _("Services"), words.services, Organization, "services"),
        ColumnFilter("kind", _("Kind of organization"), words.kinds, column="kind_id"),
        ColumnFilter("region", _("Region"), words.regions, column="community__region_id"),
        ColumnFilter("tier", _("Size of the community"), words.tiers, column="community__tier_id"),
        flag("small", _("Small centres"), _("In a small centre"), "community__is_small_centre"),
        relation("language", _("Language of service"), words.languages, Organization, "languages_of_service"),
        flag("member", _("Membership"), _("AAISA member"), "is_aaisa_member"),
        ColumnFilter("community", _("Community"), words_of(words.communities), shown=False, column="community_id"),
        ColumnFilter("letter", _("Letter"), LETTERS, shown=False, single=True, column=f"text__letter_{language}"),
    ]
