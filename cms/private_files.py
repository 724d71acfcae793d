"""Image files lie where their collection's privacy says: public ones under MEDIA, restricted ones outside it.

A collection becomes private or public, moves under another, or an image changes its collection: after the change is
committed its files move along and the old address answers no more. Whatever happens in between, what the database
names exists, and `manage.py relocate_private_files` finishes what was interrupted.

Documents all lie outside MEDIA from the start; cms.files serves both after a check.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Collection, CollectionViewRestriction

from cms.models import PortalImage, PortalRendition
from cms.storage import PRIVATE_PREFIX

logger = logging.getLogger(__name__)


def restricted_collections() -> QuerySet[Collection]:
    """Return the collections that some only may see, those under a restricted one included. One query."""
    condition = Q(pk__in=[])
    for path in CollectionViewRestriction.objects.exclude(restriction_type=CollectionViewRestriction.NONE).values_list(
        "collection__path", flat=True
    ):
        condition |= Q(path__startswith=path)
    return Collection.objects.filter(condition)


def misplaced(images: QuerySet[PortalImage] | None = None) -> QuerySet[PortalImage]:
    """Keep the images of which a file lies on the wrong side."""
    images = PortalImage.objects.all() if images is None else images
    restricted = restricted_collections().values("pk")
    private = Q(file__startswith=PRIVATE_PREFIX)
    wrong_side = (Q(collection__in=restricted) & ~private) | (~Q(collection__in=restricted) & private)
    renditions = PortalRendition.objects.filter(image=models.OuterRef("pk"))
    hidden = models.Exists(renditions.filter(file__startswith=PRIVATE_PREFIX))
    shown = models.Exists(renditions.exclude(file__startswith=PRIVATE_PREFIX))
    wrong_rendition = (Q(collection__in=restricted) & Q(shown)) | (~Q(collection__in=restricted) & Q(hidden))
    return images.filter(wrong_side | wrong_rendition).order_by("pk")


def relocate(images: QuerySet[PortalImage] | None = None) -> int:
    """Put the files of `images` (default: all) on their side. Returns how many images had files to move.

    Safe to run again at any time. An image whose file cannot be moved is logged and left as it was.
    """
    moved = 0
    restricted = set(restricted_collections().values_list("pk", flat=True))
    for image in misplaced(images).prefetch_related("renditions"):
        try:
            _relocate_image(image, image.collection_id in restricted)
        except OSError:
            logger.exception("The files of image %s could not be moved", image.pk)
        else:
            moved += 1
    return moved


def _relocate_image(image: PortalImage, private: bool) -> None:
    for rendition in image.renditions.all():
        rendition.purge_from_cache()
        _move(rendition, private)
    _move(image, private)


def _move(instance: Any, private: bool) -> None:
    """Copy the file of an image or a rendition to its side, name it in the database, delete the old one."""
    old = instance.file.name
    if old.startswith(PRIVATE_PREFIX) == private:
        return
    storage = instance.file.storage
    wanted = f"{PRIVATE_PREFIX}{old}" if private else old.removeprefix(PRIVATE_PREFIX)
    if not storage.exists(old):
        logger.warning("The file %s is missing", old)
        type(instance).objects.filter(pk=instance.pk).update(file=wanted)
        return
    with storage.open(old) as content:
        new = storage.save(wanted, content, max_length=instance._meta.get_field("file").max_length)
    try:
        with transaction.atomic():
            type(instance).objects.filter(pk=instance.pk, file=old).update(file=new)
    except BaseException:
        storage.delete(new)
        raise
    storage.delete(old)


# --- when -----------------------------------------------------------------------------------------


def relocate_collection(collection_id: int) -> None:
    """Put the files of the images in a collection, and in all under it, on their side."""
    collection = Collection.objects.filter(pk=collection_id).first()
    if collection is not None:
        relocate(PortalImage.objects.filter(collection__path__startswith=collection.path))


def relocate_images(image_ids: Iterable[int]) -> None:
    relocate(PortalImage.objects.filter(pk__in=list(image_ids)))


@receiver([post_save, post_delete], sender=CollectionViewRestriction, dispatch_uid="relocate-restriction")
def restriction_changed(instance: CollectionViewRestriction, **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        transaction.on_commit(partial(relocate_collection, instance.collection_id))


@receiver(post_save, sender=Collection, dispatch_uid="relocate-collection")
def collection_saved(instance: Collection, created: bool, **kwargs: Any) -> None:
    """Follow a collection that moved: Wagtail saves it, then moves it, within one transaction."""
    if not created and not kwargs.get("raw"):
        transaction.on_commit(partial(relocate_collection, instance.pk))


@receiver(post_save, sender=PortalImage, dispatch_uid="relocate-image")
def image_saved(instance: PortalImage, created: bool, **kwargs: Any) -> None:
    if not created and not kwargs.get("raw"):
        transaction.on_commit(partial(_follow, instance))


def _follow(image: PortalImage) -> None:
    """Put an image's files on their side, and tell the object in hand where they are now."""
    relocate_images([image.pk])
    if name := PortalImage.objects.filter(pk=image.pk).values_list("file", flat=True).first():
        image.file.name = name


def images_moved(request: Any, action_type: str, objects: Iterable[Any], action: Any) -> None:
    """Follow what Wagtail's bulk action put in another collection (hook "after_bulk_action"; no signal tells of it)."""
    if action_type == "add_to_collection":
        chosen = [item.pk for item in objects if isinstance(item, PortalImage)]
        if chosen:
            transaction.on_commit(partial(relocate_images, chosen))
