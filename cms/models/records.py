"""Records: facts with two texts, in one row for both languages (docs/architecture.md, "Pages and records")."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from cms import access, caching
from cms.bilingual import (
    LANGUAGES,
    Bilingual,
    BilingualQuerySet,
    Localized,
    localized_fields,
    other_language,
)
from cms.drafts import INCOMPLETE
from cms.slugs import free_slug


class RecordQuerySet(BilingualQuerySet):
    """Reads of records by intent. Every listing, feed, count, search and API starts with `visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """Keep the published records that `user` may see (DOMAIN.md, "Access"): by their index page, and their own."""
        if not access.is_reachable(self.model, user):
            return self.none()
        return self.filter(access.access_filter(user, self.model), live=True)

    def behind(self) -> RecordQuerySet:
        """Keep the records of which one language's text changed and the other's did not, oldest first."""
        return self.exclude(behind_language="").order_by("behind_since", "pk")

    def for_slug(self, slug: str, language: str) -> RecordQuerySet:
        """Keep the record that bears `slug` in `language`; one without a text there bears its other slug.

        Should there be both, the one that bears it itself comes first.
        """
        other = other_language(language)
        own = models.Q(**{f"slug_{language}": slug})
        return self.filter(own | models.Q(**{f"slug_{language}": "", f"slug_{other}": slug})).order_by(
            models.Case(models.When(own, then=0), default=1), "pk"
        )


class Record(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    Bilingual,
    ClusterableModel,
):
    """Base of every record: two texts, one row. Publishable with one language complete.

    When the published text of one language changes and the other's does not, the other is marked behind
    (`behind_language`, since `behind_since`); a change to it, or an editor's word, clears the mark.
    """

    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    slug_fr = models.SlugField(_("slug in French"), max_length=120, blank=True)
    slug_en = models.SlugField(_("slug in English"), max_length=120, blank=True)
    summary_fr = models.TextField(_("summary in French"), max_length=500, blank=True)
    summary_en = models.TextField(_("summary in English"), max_length=500, blank=True)
    search_description_fr = models.CharField(_("description for search engines, in French"), max_length=250, blank=True)
    search_description_en = models.CharField(
        _("description for search engines, in English"), max_length=250, blank=True
    )
    social_image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("image for social networks"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    review_on = models.DateField(_("to be reviewed on"), null=True, blank=True)
    access = ParentalManyToManyField(
        Group,
        verbose_name=_("who may see it"),
        blank=True,
        related_name="+",
        limit_choices_to={"access_group__isnull": False},
        help_text=_("Nobody chosen: everyone. Otherwise only the people of these groups, and staff."),
    )
    behind_language = models.CharField(
        _("language that is behind"),
        max_length=2,
        blank=True,
        choices=settings.LANGUAGES,
        help_text=_("Set by itself when one text changes and the other does not. Empty it once both say the same."),
    )
    behind_since = models.DateTimeField(_("behind since"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    title = Localized("title")
    summary = Localized("summary")

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="%(app_label)s_%(class)s")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="%(app_label)s_%(class)s",
        for_concrete_model=False,
    )

    #: Type of the page that lists them and routes to each, such as "memberindexpage": they are as private as it is.
    index_page: ClassVar[str] = ""
    required_pairs: ClassVar[tuple[str, ...]] = ("title", "summary")
    sort_text = "title"
    #: Text pairs that do not make the other language behind when only one changes.
    untracked_pairs: ClassVar[frozenset[str]] = frozenset({"slug", "search_description"})

    objects = RecordQuerySet.as_manager()

    text_panels = [
        FieldRowPanel([FieldPanel("title_fr"), FieldPanel("title_en")]),
        FieldRowPanel([FieldPanel("summary_fr"), FieldPanel("summary_en")]),
    ]
    promote_panels = [
        FieldRowPanel([FieldPanel("slug_fr"), FieldPanel("slug_en")]),
        FieldRowPanel([FieldPanel("search_description_fr"), FieldPanel("search_description_en")]),
        FieldPanel("social_image"),
    ]
    settings_panels = [
        FieldPanel("access"),
        MultiFieldPanel([FieldPanel("review_on"), FieldPanel("behind_language")], heading=_("Follow-up")),
        PublishingPanel(),
    ]
    search_fields = [
        index.SearchField("title_fr", boost=3),
        index.SearchField("title_en", boost=3),
        index.AutocompleteField("title_fr"),
        index.AutocompleteField("title_en"),
        index.SearchField("summary_fr"),
        index.SearchField("summary_en"),
        index.FilterField("live"),
    ]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.title) or str(_("(without a title)"))

    @property
    def revisions(self) -> Any:
        return self._revisions

    # --- rules ----------------------------------------------------------------------------------

    def clean(self) -> None:
        """Refuse a record without one complete language, and a slug that another record has.

        A draft may lack a text (`cms.drafts`); all of it holds when the record is published.
        """
        super().clean()
        errors: dict[str, Any] = {}
        begun = [language for language in LANGUAGES if self._is_begun_in(language)]
        for language in begun or LANGUAGES:
            for name in self.required_pairs:
                if not getattr(self, f"{name}_{language}") and (begun or language == "fr"):
                    errors[f"{name}_{language}"] = ValidationError(
                        _("Write this too, or leave this language wholly empty."), code=INCOMPLETE
                    )
        if not begun:
            message = _("Write the text in at least one language.")
            errors = {f"{self.required_pairs[0]}_fr": ValidationError(message, code=INCOMPLETE)}
        self._fill_slugs()
        for language in LANGUAGES:
            if message := self._slug_error(language):
                errors[f"slug_{language}"] = message
        if errors:
            raise ValidationError(errors)

    def _is_begun_in(self, language: str) -> bool:
        return any(getattr(self, f"{name}_{language}") for name in self.required_pairs)

    def _fill_slugs(self) -> None:
        for language in LANGUAGES:
            if not getattr(self, f"slug_{language}") and (title := getattr(self, f"title_{language}")):
                setattr(self, f"slug_{language}", self._free_slug(slugify(title)[:110] or "record", language))

    def _free_slug(self, base: str, language: str) -> str:
        return free_slug(type(self)._default_manager.exclude(pk=self.pk), f"slug_{language}", base)

    def _slug_error(self, language: str) -> Any:
        slug = getattr(self, f"slug_{language}")
        others = type(self)._default_manager.exclude(pk=self.pk)
        if slug and others.filter(**{f"slug_{language}": slug}).exists():
            return _("Another record already has this slug.")
        return None

    # --- saving ---------------------------------------------------------------------------------

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row; fill missing slugs, mark the language that fell behind, remember slugs that changed."""
        self._fill_slugs()
        before = type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None
        if before is not None and kwargs.get("update_fields") is None and not kwargs.get("raw"):
            self._mark_behind(before)
        super().save(*args, **kwargs)
        if before is not None:
            FormerSlug.remember(before, self)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete the row, and the slugs that it once had."""
        content_type = ContentType.objects.get_for_model(type(self))
        FormerSlug.objects.filter(content_type=content_type, object_id=self.pk).delete()
        return super().delete(*args, **kwargs)

    def serializable_data(self) -> dict[str, Any]:
        """Return what a revision keeps; with it, whether the editor said which language is behind."""
        data = super().serializable_data()
        row = type(self)._default_manager.filter(pk=self.pk).values_list("behind_language", flat=True).first()
        data["behind_said"] = row is not None and row != self.behind_language
        return data

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Return the record as a revision has it; the row's mark holds unless an editor said otherwise."""
        record = super().with_content_json(content)
        if not content.get("behind_said"):
            record.behind_language, record.behind_since = self.behind_language, self.behind_since
        return record

    def _mark_behind(self, before: Record) -> None:
        if self.behind_language != before.behind_language:  # an editor's own word stands
            self.behind_since = timezone.now() if self.behind_language else None
            return
        if not before.live and before.first_published_at is None:  # nobody has read it yet
            return
        pairs = [name for name in localized_fields(type(self)) if name not in self.untracked_pairs]
        changed = {
            language
            for language in LANGUAGES
            if before.is_complete_in(language)
            and any(_stored(self, f"{name}_{language}") != _stored(before, f"{name}_{language}") for name in pairs)
        }
        if len(changed) == 2 or self.behind_language in changed:
            self.behind_language, self.behind_since = "", None
        elif changed:
            behind = other_language(changed.pop())
            if before.is_complete_in(behind) and self.behind_language != behind:
                self.behind_language, self.behind_since = behind, timezone.now()

    # --- preview --------------------------------------------------------------------------------

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [(code, name) for code, name in settings.LANGUAGES]

    @property
    def default_preview_mode(self) -> str:
        return "fr" if self.title_fr or not self.title_en else "en"

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        """Show the record as its page will, in the language `mode_name`."""
        with translation.override(mode_name):
            response = super().serve_preview(request, mode_name)
            return response.render() if hasattr(response, "render") else response


def _stored(instance: models.Model, name: str) -> Any:
    field: Any = instance._meta.get_field(name)
    return field.get_prep_value(getattr(instance, name))


class FormerSlug(models.Model):
    """A slug that a record had: its old address leads on to the new one."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    slug = models.SlugField(max_length=120)
    changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_type", "language", "slug"], name="one_record_for_each_former_slug")
        ]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self) -> str:
        return self.slug

    @classmethod
    def remember(cls, before: Record, after: Record) -> None:
        """Keep the slugs that `after` no longer has; a slug in use again leads nowhere else. Workers are told."""
        content_type = ContentType.objects.get_for_model(type(after))
        for language in LANGUAGES:
            old, new = getattr(before, f"slug_{language}"), getattr(after, f"slug_{language}")
            if old == new:
                continue
            caching.raise_stamp(area=caching.NAMES)
            cls.objects.filter(content_type=content_type, language=language, slug=new).delete()
            if old and before.live:
                cls.objects.update_or_create(
                    content_type=content_type, language=language, slug=old, defaults={"object_id": after.pk}
                )

    @classmethod
    def find(cls, model: type[Record], slug: str, language: str) -> Any:
        """Return the id of the record of `model` that once had `slug` in `language`, or None."""
        content_type = ContentType.objects.get_for_model(model)
        return (
            cls.objects.filter(content_type=content_type, language=language, slug=slug)
            .values_list("object_id", flat=True)
            .first()
        )
