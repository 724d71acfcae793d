"""What the directory follows: organizations and the words they bear. Their texts are written anew, workers told."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from cms import caching, search_index
from cms.models import OrganizationKind, Region, Service
from members.directory.search import KIND, write_words
from members.models import Community, Organization, ServiceLanguage

#: Saves of these fields alone, drafts above all, change nothing that the public reads.
UNSEEN_FIELDS = frozenset({"latest_revision", "has_unpublished_changes", "draft_title", "locked", "confirmed_at"})


@receiver(post_save, sender=Organization, dispatch_uid="directory-organization")
def organization_saved(instance: Organization, created: bool, raw: bool, update_fields: Any, **kwargs: Any) -> None:
    """Follow an organization as it is published; a draft is seen by nobody."""
    if raw or (update_fields is not None and UNSEEN_FIELDS.issuperset(update_fields)):
        return
    write_words([instance.pk])
    if instance.live or not created:
        caching.raise_stamp()


@receiver(post_delete, sender=Organization, dispatch_uid="directory-organization-deleted")
def organization_deleted(instance: Organization, **kwargs: Any) -> None:
    search_index.write(KIND, [instance.pk])
    caching.raise_stamp()


@receiver(m2m_changed, sender=Organization.services.through, dispatch_uid="directory-services")
def services_changed(instance: Any, action: str, reverse: bool, pk_set: Any, **kwargs: Any) -> None:
    if action in ("post_add", "post_remove", "post_clear"):
        write_words(pk_set or () if reverse else [instance.pk])


@receiver(m2m_changed, sender=Organization.access.through, dispatch_uid="directory-access")
def access_changed(instance: Any, action: str, reverse: bool, pk_set: Any, **kwargs: Any) -> None:
    """Whom an organization is restricted to decides about what is found, and about the numbers of the home page."""
    if action in ("post_add", "post_remove", "post_clear"):
        search_index.write(KIND, pk_set or () if reverse else [instance.pk])
        caching.raise_stamp()


def bearing(word: Any) -> QuerySet[Organization]:
    """Return the organizations whose texts hold `word`."""
    if isinstance(word, Community):
        return Organization.objects.filter(community=word)
    if isinstance(word, Region):
        return Organization.objects.filter(community__region=word)
    if isinstance(word, OrganizationKind):
        return Organization.objects.filter(kind=word)
    return Organization.objects.filter(services=word)


def word_saved(instance: Any, created: bool, raw: bool, **kwargs: Any) -> None:
    """Follow a word that has another name now."""
    if not raw and not created:
        write_words(bearing(instance).values_list("pk", flat=True))


def raise_stamp(raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        caching.raise_stamp()


for word in (Community, Region, OrganizationKind, Service):
    post_save.connect(word_saved, sender=word, dispatch_uid=f"directory-{word.__name__}")
for word in (Community, ServiceLanguage):  # the other vocabularies are the kernel's, which raises the stamp itself
    post_save.connect(raise_stamp, sender=word, dispatch_uid=f"directory-stamp-{word.__name__}")
    post_delete.connect(raise_stamp, sender=word, dispatch_uid=f"directory-stamp-deleted-{word.__name__}")
