"""The vocabulary for filters: bilingual terms that editors change (DOMAIN.md, "Vocabulary for filters")."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from cms.bilingual import Bilingual, BilingualQuerySet, Localized
from cms.slugs import free_slug


class Term(index.Indexed, Bilingual):
    """A word of a vocabulary, with its name in both languages and a key that addresses and imports use."""

    key = models.SlugField(
        _("key"),
        max_length=80,
        unique=True,
        blank=True,
        help_text=_("Used in addresses, in both languages. Made from the English name when left empty."),
    )
    name_fr = models.CharField(_("name in French"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name = Localized("name")

    required_pairs = ("name",)
    objects = BilingualQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("name_fr"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("key"), FieldPanel("order")]),
    ]
    search_fields = [
        index.SearchField("name_fr", boost=2),
        index.SearchField("name_en", boost=2),
        index.AutocompleteField("name_fr"),
        index.AutocompleteField("name_en"),
    ]

    class Meta:
        abstract = True
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.key:
            self.key = self._free_key()
        super().save(*args, **kwargs)
        FormerKey.of(type(self)).filter(key=self.key).delete()  # the key is somebody's own again

    def _free_key(self) -> str:
        return free_slug(type(self).objects.all(), "key", slugify(self.name_en or self.name_fr)[:74] or "term")


class FormerKey(models.Model):
    """The key of a term that was merged into another: addresses and files that name it mean the one that stayed."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    key = models.SlugField(max_length=80)
    object_id = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_type", "key"], name="one_term_for_each_former_key")]

    def __str__(self) -> str:
        return self.key

    @classmethod
    def of(cls, model: type[models.Model]) -> models.QuerySet[FormerKey]:
        """Return the former keys of a vocabulary."""
        return cls.objects.filter(content_type=ContentType.objects.get_for_model(model))

    @classmethod
    def by_term(cls, model: type[models.Model]) -> dict[int, list[str]]:
        """Return term id → keys that lead to it: one query."""
        found: dict[int, list[str]] = {}
        for pk, key in cls.of(model).order_by("key").values_list("object_id", "key"):
            found.setdefault(pk, []).append(key)
        return found

    @classmethod
    def lead(cls, gone: Term, kept: Term) -> None:
        """Have the key of `gone`, and those that led to it, lead to `kept`."""
        content_type = ContentType.objects.get_for_model(type(kept))
        cls.of(type(kept)).filter(object_id=gone.pk).update(object_id=kept.pk)
        cls.objects.update_or_create(content_type=content_type, key=gone.key, defaults={"object_id": kept.pk})


class Topic(Term):
    class Meta(Term.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


class Audience(Term):
    """Readership: whom a thing is for. It never decides who may see it."""

    class Meta(Term.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


class Service(Term):
    class Meta(Term.Meta):
        verbose_name = _("service")
        verbose_name_plural = _("services")


class ResourceType(Term):
    class Meta(Term.Meta):
        verbose_name = _("type of resource")
        verbose_name_plural = _("types of resources")


class OrganizationKind(Term):
    class Meta(Term.Meta):
        verbose_name = _("kind of organization")
        verbose_name_plural = _("kinds of organizations")


class Region(Term):
    class Meta(Term.Meta):
        verbose_name = _("region")
        verbose_name_plural = _("regions")


class CommunityTier(Term):
    """Community tier (1 small communities … 4 major urban centres): data that editors keep, tied to no town here."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)

    panels = [FieldPanel("number"), *Term.panels]

    class Meta(Term.Meta):
        verbose_name = _("community tier")
        verbose_name_plural = _("community tiers")
        ordering = ["number"]


VOCABULARIES: tuple[type[Term], ...] = (
    Topic,
    Audience,
    Service,
    ResourceType,
    OrganizationKind,
    Region,
    CommunityTier,
)
