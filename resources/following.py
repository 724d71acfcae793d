"""What the toolkit follows: resources, the words they bear, where their files lie. The search and workers are told."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Collection, CollectionViewRestriction

from cms import caching, search_index
from cms.models import Audience, PortalDocument, ResourceType, Topic
from members.models import Organization
from members.services.merging import organizations_merging
from resources.models import PresetListing, Resource
from resources.search import KIND
from resources.signals import resource_saved

#: Saves of these fields alone, drafts above all, change nothing that anybody reads.
UNSEEN_FIELDS = frozenset({"latest_revision", "has_unpublished_changes", "draft_title", "locked", "locked_at"})
#: Term → the resources' field that holds it.
TERM_FIELDS: dict[Any, str] = {Topic: "topics", Audience: "audiences", ResourceType: "resource_type"}


def resources_changed(ids: Iterable[int]) -> None:
    """Have the search and every worker know that these resources, or what they hold, are no longer as they were."""
    search_index.write(KIND, ids)
    caching.raise_stamp(area=KIND)


@receiver(resource_saved, dispatch_uid="toolkit-resource")
def follow_resource(instance: Resource, update_fields: Any = None, **kwargs: Any) -> None:
    if update_fields is not None and UNSEEN_FIELDS.issuperset(update_fields):
        return
    if instance.live or instance.first_published_at:  # what was never published is in nobody's sight
        resources_changed([instance.pk])


@receiver(post_delete, sender=Resource, dispatch_uid="toolkit-resource-deleted")
def forget_resource(instance: Resource, **kwargs: Any) -> None:
    resources_changed([instance.pk])


@receiver([post_save, post_delete], sender=PresetListing, dispatch_uid="toolkit-preset")
def follow_preset(raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        caching.raise_stamp()


@receiver(post_save, dispatch_uid="toolkit-terms")
def follow_term(sender: Any, instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Have the resources that bear a term found by its new name; in the background, since there may be thousands."""
    if sender in TERM_FIELDS and not created and not raw:
        from resources.tasks import index_bearing

        index_bearing.enqueue(sender._meta.label, instance.pk)


@receiver(organizations_merging, dispatch_uid="toolkit-partners")
def follow_merging(duplicate: Organization, into: Organization, actor: Any, **kwargs: Any) -> None:
    """Have the resources of a merged organization name the one that stays as their partner, drafts too."""
    from resources.services.editing import change_terms

    for resource in Resource.objects.filter(partners=duplicate):
        change_terms(resource, add={"partners": [into]}, remove={"partners": [duplicate]}, user=actor)


# --- collections ----------------------------------------------------------------------------------


@receiver(post_save, sender=Collection, dispatch_uid="toolkit-collection")
def follow_collection(instance: Collection, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Follow a collection that may have moved; Wagtail saves it first and moves it then."""
    if not created and not raw:
        transaction.on_commit(partial(collection_changed, instance.pk))


@receiver([post_save, post_delete], sender=CollectionViewRestriction, dispatch_uid="toolkit-collection-restriction")
@receiver(m2m_changed, sender=CollectionViewRestriction.groups.through, dispatch_uid="toolkit-collection-groups")
def follow_restriction(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if not raw and isinstance(instance, CollectionViewRestriction):
        transaction.on_commit(partial(collection_changed, instance.collection_id))


def collection_changed(collection_id: int) -> None:
    """Have the resources whose files lie in a collection, or under it, found by what their readers may read now."""
    collection = Collection.objects.filter(pk=collection_id).first()
    if collection is not None:
        documents_changed(PortalDocument.objects.filter(collection__path__startswith=collection.path).values("pk"))


def documents_changed(documents: Any) -> None:
    """Have the published resources that hold one of `documents`, ids, found by what stands there now."""
    holders = Resource.objects.filter(live=True, files__document__in=documents)
    if ids := list(holders.values_list("pk", flat=True).distinct()):
        resources_changed(ids)


def documents_moved(request: Any, action_type: str, objects: Iterable[Any], action: Any) -> None:
    """Follow what Wagtail's bulk action put in another collection (hook "after_bulk_action"; no signal tells of it)."""
    if action_type == "add_to_collection":
        documents_changed([item.pk for item in objects if isinstance(item, PortalDocument)])
