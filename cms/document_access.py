"""Who may fetch a document by its own address: it is as private as what it hangs on, and as its collection.

Pages and records that hold it are found in Wagtail's index of references; what hangs on a record by a ParentalKey
counts for the record. The index is brought up to date in the background and knows no drafts: those of records are read
here. It knows no former versions either: an app that must be exact adds a judge of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from cms import access
from cms.models import Record
from cms.tree import Tree


@dataclass(frozen=True)
class Holder:
    """Something that holds a document: whether everyone may see it, whether the reader may."""

    is_public: bool
    is_visible: bool


class Verdict(Enum):
    FREE = "free"
    """Nothing holds it, or something that everyone may see: its collection alone decides (cms.collection_access)."""
    ALLOWED = "allowed"
    """Only what is private holds it, and the reader may see some of that."""
    REFUSED = "refused"


Judge = Callable[[Any, Any], Iterable[Holder]]
_judges: list[Judge] = []


def register_judge(judge: Judge) -> None:
    """Have `judge` (document, user → holders) asked too; for an app's `ready`."""
    if judge not in _judges:
        _judges.append(judge)


def verdict(document: Any, user: Any, tree: Tree) -> Verdict:
    """Say whether `user` may fetch `document`, by what holds it."""
    holders: list[Holder] = []
    judges: list[Judge] = [lambda document, user: _indexed(document, user, tree), *_judges, _drafted]
    for judge in judges:
        for holder in judge(document, user):
            if holder.is_public:
                return Verdict.FREE
            holders.append(holder)
    if not holders:
        return Verdict.FREE
    return Verdict.ALLOWED if any(holder.is_visible for holder in holders) else Verdict.REFUSED


def record_holders(model: type[Record], ids: Collection[int], user: Any) -> Iterator[Holder]:
    """Yield a holder for each record of `ids`; drafts are for staff. Two queries at most, none without ids."""
    if not ids:
        return
    rows = model._default_manager.filter(pk__in=ids)
    public, visible = (set(rows.visible_to(reader).values_list("pk", flat=True)) for reader in (AnonymousUser(), user))
    is_staff = access.is_staff(user)
    for pk in ids:
        yield Holder(pk in public, is_staff or pk in visible)


def _indexed(document: Any, user: Any, tree: Tree) -> Iterator[Holder]:
    """Yield what the index of references knows: live pages, records; whatever else holds it hides nothing."""
    held: dict[int, set[str]] = {}
    for type_id, object_id in ReferenceIndex.get_references_to(document).values_list("base_content_type", "object_id"):
        held.setdefault(type_id, set()).add(object_id)
    for type_id, ids in held.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        if model is Page:
            nodes = (tree.node(int(pk)) for pk in ids)
            yield from (Holder(not tree.is_restricted(node), tree.is_visible(node, user)) for node in nodes if node)
        elif model is not None and issubclass(model, Record):
            yield from record_holders(model, {int(pk) for pk in ids}, user)
        else:
            yield Holder(is_public=True, is_visible=True)


def _drafted(document: Any, user: Any) -> Iterator[Holder]:
    """Yield a holder for staff where the draft of a record, beside a live one or alone, holds the document anywhere.

    One query for each kind of record; the few drafts that bear its number at all are read as Wagtail reads references.
    """
    wanted = (ContentType.objects.get_for_model(document).pk, str(document.pk))
    written = Cast("latest_revision__content", TextField())
    for model in apps.get_models():
        if not issubclass(model, Record):
            continue
        drafts = model._default_manager.filter(Q(live=False) | Q(has_unpublished_changes=True)).alias(written=written)
        for draft in drafts.filter(written__regex=rf"\m{document.pk}\M").select_related("latest_revision"):
            found = ReferenceIndex._extract_references_from_object(draft.latest_revision.as_object())
            if wanted in (reference[:2] for reference in found):
                yield Holder(is_public=False, is_visible=access.is_staff(user))
                break
