"""What the search of the whole site reads: one row for each thing that can be found, its words in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms import access

if TYPE_CHECKING:
    from cms.tree import Tree

PAGE_KIND = "page"  # the kind of pages, whose privacy is the tree's


def weighted(vector: str, weights: str) -> models.Func:
    """Return the words of `vector` that bear one of `weights`, such as "{a,b}"."""
    return models.Func(vector, models.Value(weights), function="ts_filter")


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    """Reads of what can be found by intent."""

    def visible_to(self, user: Any, tree: Tree) -> SearchEntryQuerySet:
        """Keep what `user` may see (DOMAIN.md, "Access"): pages by the tree, records by index page and groups."""
        from cms import search_index  # writes this model

        closed = search_index.closed_kinds(user, tree)
        open_ones = self.exclude(kind__in=closed) if closed else self.all()
        if access.is_staff(user):
            return open_ones
        shared = models.Q(access=[])
        if ids := access.group_ids(user):
            shared |= models.Q(access__overlap=sorted(ids))
        found = open_ones.filter(shared)
        hidden = tree.hidden_keys(user)
        return found.exclude(kind=PAGE_KIND, key__in=hidden) if hidden else found


class SearchEntry(models.Model):
    """A page in its languages, a resource, an organization… as the search knows it. Only `cms.search_index` writes it.

    `head_…` holds the words of title (A), summary (B) and terms (C), `words_…` those of the text and of attached files
    too (D). Each of these places has an index: what is found in the first comes first (`cms.search`). `access` names
    the groups that may see it; empty: everyone. An empty title says that the thing does not exist in that language.
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=40)
    """The record's id, or what a page's translations share."""
    title_fr = models.TextField()
    title_en = models.TextField()
    summary_fr = models.TextField()
    summary_en = models.TextField()
    text_fr = models.TextField()
    text_en = models.TextField()
    head_fr = SearchVectorField()
    head_en = SearchVectorField()
    words_fr = SearchVectorField()
    words_en = SearchVectorField()
    access = ArrayField(models.BigIntegerField(), default=list)
    at = models.DateTimeField(null=True)
    """When it was first published."""

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_search_entry_for_each_thing")]
        indexes = [
            # Written at once: what waits in a list is read by every search.
            GinIndex(fields=["words_fr"], name="search_words_fr", fastupdate=False),
            GinIndex(fields=["words_en"], name="search_words_en", fastupdate=False),
            GinIndex(weighted("head_fr", "{a}"), name="search_title_fr", fastupdate=False),
            GinIndex(weighted("head_en", "{a}"), name="search_title_en", fastupdate=False),
            GinIndex(weighted("head_fr", "{a,b}"), name="search_summary_fr", fastupdate=False),
            GinIndex(weighted("head_en", "{a,b}"), name="search_summary_en", fastupdate=False),
            GinIndex(fields=["head_fr"], name="search_terms_fr", fastupdate=False),
            GinIndex(fields=["head_en"], name="search_terms_en", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.title_fr or self.title_en


class SearchWord(models.Model):
    """A word that public things hold, as most of them spell it: what "did you mean" can offer.

    Written anew by `cms.spelling.refresh_words`; words of restricted things are never among them.
    """

    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    folded = models.CharField(max_length=60)
    """In small letters, without accents."""
    word = models.CharField(max_length=60)
    uses = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "folded"], name="one_search_word_for_each_spelling")]
        indexes = [GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="search_word_trigrams")]

    def __str__(self) -> str:
        return self.word


class ZeroResultSearch(models.Model):
    """What somebody searched for and did not find: the words, how often, and nothing about who it was."""

    class Place(models.TextChoices):
        SITE = "site", _("Whole site")
        TOOLKIT = "toolkit", _("Toolkit")

    words = models.CharField(_("words"), max_length=100)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    place = models.CharField(_("searched in"), max_length=10, choices=Place.choices)
    times = models.PositiveIntegerField(_("times"), default=1)
    first_on = models.DateField(_("first searched"), default=timezone.localdate)
    last_on = models.DateField(_("last searched"), default=timezone.localdate)

    class Meta:
        verbose_name = _("search without a result")
        verbose_name_plural = _("searches without a result")
        constraints = [
            models.UniqueConstraint(
                fields=["words", "language", "place"], name="one_row_for_each_search_without_result"
            )
        ]

    def __str__(self) -> str:
        return self.words
