"""What holds a vocabulary term: found by the relations that point at it, so that whatever comes later counts by itself.

A term in use is never deleted, whoever tries: many-to-many fields know no PROTECT of their own, so `before_deletion`
listens to every deletion. Drafts hold terms too: a draft that could no longer be published would be lost work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, F, OuterRef, ProtectedError, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail.models import DraftStateMixin, ReferenceIndex, Revision

from cms.models import FormerKey, Term

Model = type[models.Model]


class TermInUseError(ProtectedError):
    """A term that something holds was about to be deleted."""


@dataclass(frozen=True)
class Relation:
    """A field by which rows of `model` hold terms. The holder is their `owner`: the row, or what it is part of."""

    model: Model
    field: Any

    @property
    def parent(self) -> Any:
        """The ParentalKey by which `model` is a part of its owner; None where it is the owner."""
        return next((field for field in self.model._meta.fields if isinstance(field, ParentalKey)), None)

    @property
    def owner(self) -> Model:
        return self.parent.related_model if self.parent else self.model

    @property
    def is_many(self) -> bool:
        return bool(self.field.many_to_many)

    @property
    def through(self) -> Any:
        return self.field.remote_field.through

    @property
    def term_column(self) -> str:
        return self.field.m2m_reverse_field_name() if self.is_many else self.field.name

    @property
    def owner_column(self) -> str:
        """The name of the owner's id, as seen from `rows`."""
        parts = [self.field.m2m_field_name()] if self.is_many else []
        parts += [self.parent.name] if self.parent else []
        return "__".join(parts) or "pk"

    def rows(self, term: Any) -> QuerySet[Any]:
        """Return what says that something holds `term`: a row of the table between, or the row with the foreign key."""
        rows: Any = self.through if self.is_many else self.model
        return rows._base_manager.filter(**{self.term_column: term}).order_by()

    def count(self, term: Any) -> Any:
        """Return an expression: how many owners hold `term`."""
        rows = self.rows(term).values(self.term_column).annotate(number=Count(self.owner_column, distinct=True))
        return Coalesce(Subquery(rows.values("number")), 0, output_field=models.IntegerField())

    # --- revisions --------------------------------------------------------------------------------

    @property
    def has_drafts(self) -> bool:
        return issubclass(self.owner, DraftStateMixin)

    def revisions(self, term: models.Model) -> QuerySet[Revision]:
        """Return the revisions of owners, published or not, that hold `term`."""
        held: Any = {self.field.name: [term.pk] if self.is_many else term.pk}
        if self.parent:
            held = {self.parent.remote_field.get_accessor_name(): [held]}
        content_type = ContentType.objects.get_for_model(self.owner)
        return Revision.objects.filter(content_type=content_type, content__contains=held)

    def drafts(self, term: models.Model) -> QuerySet[Revision]:
        """Return the revisions that hold `term` and may be published yet: newest drafts and what is scheduled."""
        unpublished = self.owner._base_manager.filter(has_unpublished_changes=True)
        return self.revisions(term).filter(
            Q(pk__in=unpublished.values("latest_revision")) | Q(approved_go_live_at__isnull=False)
        )

    def replace(self, content: dict[str, Any], old: int, new: int | None) -> None:
        """Put `new` where a revision's `content` holds `old`; nothing, where `new` is None."""
        parts = content.get(self.parent.remote_field.get_accessor_name(), []) if self.parent else [content]
        name = self.field.name
        for part in parts:
            held = part.get(name)
            if isinstance(held, list):
                part[name] = list(dict.fromkeys(kept for key in held if (kept := new if key == old else key)))
            elif held == old:
                part[name] = new


def relations_to(model: Model) -> tuple[Relation, ...]:
    """Return every relation of the project's models that points at terms of `model`."""
    return tuple(
        Relation(found.related_model, found.field)
        for found in model._meta.get_fields(include_hidden=True)
        if isinstance(found, models.ForeignObjectRel) and _is_a_use(found)
    )


def _is_a_use(found: Any) -> bool:
    if found.many_to_many:
        return bool(found.through._meta.auto_created)  # a table of its own between is a model that holds the term
    return not (found.related_model._meta.auto_created or getattr(found, "parent_link", False))


# --- counting ---------------------------------------------------------------------------------------


def with_uses(terms: QuerySet[Any]) -> QuerySet[Any]:
    """Add how many rows hold each term, by relation and all together (`uses`): no query more, whatever the number."""
    names = [f"uses_{number}" for number, _relation in enumerate(relations_to(terms.model))]
    counts = {
        name: relation.count(OuterRef("pk")) for name, relation in zip(names, relations_to(terms.model), strict=True)
    }
    total = sum((F(name) for name in names), start=models.Value(0, output_field=models.IntegerField()))
    return terms.annotate(**counts).annotate(uses=total)


def uses_in_words(term: Any) -> str:
    """Return how often each kind of thing holds a term that `with_uses` has read; "" where nothing does."""
    counts: dict[Model, int] = {}
    for number, relation in enumerate(relations_to(type(term))):
        counts[relation.owner] = counts.get(relation.owner, 0) + getattr(term, f"uses_{number}")
    return " · ".join(_in_words(model, count) for model, count in counts.items() if count)


def _in_words(model: Model, count: int) -> str:
    return _("%(label)s: %(value)s") % {"label": capfirst(str(model._meta.verbose_name_plural)), "value": count}


# --- what holds a term ------------------------------------------------------------------------------


@dataclass(frozen=True, order=True)
class Use:
    """A row that holds a term, by the label of its model; `is_draft` where only its draft does."""

    label: str
    pk: int
    is_draft: bool = False


@dataclass(frozen=True)
class Uses:
    """All that holds a term, as Wagtail's views ask for it."""

    found: Sequence[Use]

    def __len__(self) -> int:
        return len(self.found)

    count = __len__

    @property
    def is_protected(self) -> bool:
        return bool(self.found)

    @property
    def words(self) -> list[str]:
        """How many of each kind, drafts apart."""
        counts: dict[tuple[str, bool], int] = {}
        for use in self.found:
            counts[use.label, use.is_draft] = counts.get((use.label, use.is_draft), 0) + 1
        return [
            _("%(what)s (in the draft only)") % {"what": said} if is_draft else said
            for (label, is_draft), count in counts.items()
            for said in [_in_words(apps.get_model(label), count)]
        ]


def uses_of(term: models.Model) -> Uses:
    """Return all that holds `term`: rows, then drafts of others, then texts that name it in a block."""
    found: dict[tuple[str, int], Use] = {}
    for relation in relations_to(type(term)):
        label = relation.owner._meta.label
        for pk in relation.rows(term).values_list(relation.owner_column, flat=True).distinct():
            found.setdefault((label, pk), Use(label, pk))
    for relation in relations_to(type(term)):
        if relation.has_drafts:
            label = relation.owner._meta.label
            for object_id in relation.drafts(term).values_list("object_id", flat=True):
                found.setdefault((label, int(object_id)), Use(label, int(object_id), is_draft=True))
    for label, pk in named_in_texts(term):
        found.setdefault((label, pk), Use(label, pk))
    return Uses(sorted(found.values()))


def named_in_texts(term: models.Model) -> Iterator[tuple[str, int]]:
    """Yield label and id of what names `term` in a block of its text."""
    for reference in ReferenceIndex.get_references_to(term).select_related("base_content_type", "content_type"):
        model = reference.content_type.model_class()
        name = reference.model_path.partition(".")[0]
        if model is not None and not model._meta.get_field(name).is_relation:
            yield model._meta.label, int(reference.object_id)


def before_deletion(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Let no term go that something holds; of one that goes, leave nothing in old versions, nor keys that led to it.

    Receives `pre_delete`. Raises TermInUseError.
    """
    if not isinstance(instance, Term):
        return
    list(type(instance)._base_manager.select_for_update().filter(pk=instance.pk))  # nobody takes it up meanwhile
    uses = uses_of(instance)
    if uses.is_protected:
        raise TermInUseError(f"{instance._meta.label} “{instance.key}” is in use.", {instance})
    replace_in_revisions(instance, None)
    FormerKey.of(type(instance)).filter(object_id=instance.pk).delete()


def replace_in_revisions(term: models.Model, new: models.Model | None) -> None:
    """Have every revision hold `new` where it held `term`, so that an old version can be looked at and taken back."""
    for relation in relations_to(type(term)):
        if not relation.has_drafts:
            continue
        revisions = list(relation.revisions(term))
        for revision in revisions:
            relation.replace(revision.content, term.pk, new.pk if new else None)
        Revision.objects.bulk_update(revisions, ["content"], batch_size=100)
