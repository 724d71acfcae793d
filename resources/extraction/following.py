"""Has the documents of resources read: when a resource is saved, and when a document gets another file."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from cms.models import PortalDocument
from resources.following import documents_changed
from resources.models import Resource, ResourceFile
from resources.services import texts
from resources.signals import resource_saved


@receiver(resource_saved, dispatch_uid="read-documents-of-resource")
def read_documents(instance: Resource, **kwargs: Any) -> None:
    held = ResourceFile.objects.filter(resource=instance, document__isnull=False)
    texts.have_read(texts.to_read().filter(pk__in=held.values("document")).values_list("pk", flat=True))


@receiver(post_save, sender=PortalDocument, dispatch_uid="read-document-anew")
def read_anew(
    instance: PortalDocument, created: bool, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    if created or raw:
        return
    if texts.forget_replaced(instance):
        texts.have_read([instance.pk])
    elif update_fields is None or "collection" in update_fields:
        documents_changed([instance.pk])  # it may lie elsewhere
