"""Merges terms that say the same: one stays, and all that held the others holds it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.dispatch import Signal
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex
from wagtail_localize.models import TranslationSource

from cms import caching
from cms.models import FormerKey, Term
from cms.vocabulary.usage import Relation, named_in_texts, relations_to, replace_in_revisions

T = TypeVar("T", bound=Term)
ACTION = "cms.merge_terms"

#: Terms were merged: `kept` holds what `gone` (already deleted, with their keys) held. For who keeps keys elsewhere.
terms_merged = Signal()


class CannotMergeTermsError(Exception):
    """These terms cannot be merged: one is no longer there, or something can hold one of them only by itself."""


@transaction.atomic
def merge_terms(keep: T, gone: Sequence[T], *, user: Any) -> T:
    """Have all that holds a term of `gone` hold `keep`, once; then delete `gone`, whose keys lead to `keep` now.

    Drafts and older versions follow. `keep` is saved at the end, so that whoever follows the names of terms (search,
    directory, workers) does what they do for a new name. Returns `keep` anew. Raises CannotMergeTermsError.
    """
    model = type(keep)
    wanted = {term.pk for term in (keep, *gone)}
    rows = {row.pk: row for row in model._base_manager.select_for_update().filter(pk__in=wanted).order_by("pk")}
    others = [rows[term.pk] for term in gone if term.pk in rows and term.pk != keep.pk]
    if rows.keys() != wanted or not others:
        raise CannotMergeTermsError
    for term in others:
        if any(named_in_texts(term)):
            raise CannotMergeTermsError
        _move(term, keep)
        FormerKey.lead(term, keep)
        log(instance=term, action="wagtail.delete", user=user, deleted=True)
        term_pk = term.pk
        term.delete()
        term.pk = term_pk
    kept = rows[keep.pk]
    kept.save()
    log(
        instance=kept,
        action=ACTION,
        user=user,
        data={"merged": [{"key": term.key, "name": str(term)} for term in others]},
    )
    terms_merged.send(sender=model, kept=kept, gone=others)
    caching.raise_stamp()
    return kept


def _move(term: Term, keep: Term) -> None:
    for relation in relations_to(type(term)):
        if relation.is_many:
            _move_many(relation, term, keep)
        else:
            _move_key(relation, term, keep)
        _replace_in_translations(relation, term, keep)
    replace_in_revisions(term, keep)
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(type(term)), to_object_id=str(term.pk)
    )
    references.update(to_object_id=str(keep.pk))


def _move_many(relation: Relation, term: Term, keep: Term) -> None:
    """Move the rows of the table between; who holds both holds `keep` once."""
    owner = relation.field.m2m_field_name()
    both = relation.rows(keep).values(owner)
    relation.rows(term).filter(**{f"{owner}__in": both}).delete()
    relation.rows(term).update(**{relation.term_column: keep})


def _move_key(relation: Relation, term: Term, keep: Term) -> None:
    try:
        with transaction.atomic():
            relation.rows(term).update(**{relation.term_column: keep})
    except IntegrityError:
        raise CannotMergeTermsError from None


def _replace_in_translations(relation: Relation, term: Term, keep: Term) -> None:
    """What a page's translation was made from is kept as JSON, with the page's facts in it."""
    content_type = ContentType.objects.get_for_model(relation.owner)
    for source in TranslationSource.objects.filter(specific_content_type=content_type):
        before = json.loads(source.content_json)
        after = json.loads(source.content_json)
        relation.replace(after, term.pk, keep.pk)
        if after != before:
            TranslationSource.objects.filter(pk=source.pk).update(content_json=json.dumps(after))
