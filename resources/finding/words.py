"""The words that the toolkit filters by, and the names that its entries show: read once for each content stamp."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms import caching
from cms.bilingual import active_language
from cms.listing import Filter, FlagFilter, Word, words_of
from cms.models import Audience, ResourceType, Topic
from cms.tree import request_stamp
from resources.finding.index import ToolkitIndex, toolkit_index

SETTINGS = [
    Word("small-centre", "small-centre", "Petit centre", "Small centre"),
    Word("urban", "urban", "Milieu urbain", "Urban"),
]
#: Languages of the files; "both" is what can be had in French and in English.
FILE_LANGUAGES = [
    Word("fr", "fr", "Français", "French"),
    Word("en", "en", "Anglais", "English"),
    Word("both", "both", "Français et anglais", "French and English"),
    Word("other", "other", "Autre langue", "Another language"),
]


@dataclass(eq=False)
class Words:
    """The vocabulary of the toolkit. Names of terms by key, for each language."""

    topics: list[Word]
    types: list[Word]
    audiences: list[Word]
    years: list[Word]
    _names: dict[str, tuple[dict[int, str], dict[int, str]]] = field(default_factory=dict)

    def names(self, language: str) -> tuple[dict[int, str], dict[int, str]]:
        """Return the names of types and of topics in `language`, by id, made once."""
        if language not in self._names:
            types, topics = (
                {word.key: str(word.name_in(language)) for word in words} for words in (self.types, self.topics)
            )
            self._names[language] = (types, topics)
        return self._names[language]


def read_words(index: ToolkitIndex) -> Words:
    """Read the vocabulary: three queries, once for each process and content stamp."""
    return Words(
        topics=words_of(Topic.objects.all()),
        types=words_of(ResourceType.objects.all()),
        audiences=words_of(Audience.objects.all()),
        years=[
            Word(year, str(year), str(year), str(year)) for year in sorted(index.masks.get("year", ()), reverse=True)
        ],
    )


def words_for(request: HttpRequest) -> Words:
    return caching.kept("toolkit-words", request_stamp(request), lambda: read_words(toolkit_index(request)))


def filters_for(request: HttpRequest) -> list[Filter]:
    """Return the filters of the toolkit; "new" means something to those who are signed in only."""
    language, stamp = active_language(), request_stamp(request)
    filters = caching.kept(f"toolkit-filters-{language}", stamp, lambda: make_filters(words_for(request)))
    return filters if request.user.is_authenticated else filters[:-1]


def make_filters(words: Words) -> list[Filter]:
    return [
        Filter("topic", _("Topics"), words.topics),
        Filter("type", _("Types"), words.types),
        Filter("audience", _("For whom"), words.audiences),
        Filter("setting", _("Setting"), SETTINGS),
        Filter("language", _("Language of the files"), FILE_LANGUAGES),
        Filter("year", _("Year"), words.years),
        FlagFilter("new", _("New"), [Word(True, "1", "", "")], text=_("New since my last visit")),
    ]
