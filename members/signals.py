"""The admin speaks to a person in their language; people's groups follow their organization."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from wagtail.users.models import UserProfile

from cms.vocabulary.merging import terms_merged
from members.models import Organization, User
from members.services.groups import sync_organization
from members.services.profiles import follow_merged_terms


@receiver(pre_save, sender=User, dispatch_uid="language-before")
def remember_language(instance: User, **kwargs: Any) -> None:
    if instance.pk and not kwargs.get("raw"):
        before = User.objects.filter(pk=instance.pk).values_list("language", flat=True).first()
        instance._language_changed = before is not None and before != instance.language  # type: ignore[attr-defined]


@receiver(post_save, sender=User, dispatch_uid="language-after")
def follow_language(instance: User, created: bool, **kwargs: Any) -> None:
    """A person reads the admin in their language, and in the new one when it is changed; their own choice stays."""
    if kwargs.get("raw"):
        return
    if instance.__dict__.pop("_language_changed", False) or created:
        UserProfile.objects.update_or_create(user=instance, defaults={"preferred_language": instance.language})


@receiver(post_save, sender=Organization, dispatch_uid="organization-groups")
def follow_organization(instance: Organization, created: bool, **kwargs: Any) -> None:
    """Its people's groups follow what is published of an organization, never what a draft says."""
    if not created and not kwargs.get("raw"):
        sync_organization(Organization.objects.select_related("kind").get(pk=instance.pk))


@receiver(terms_merged, dispatch_uid="profile-terms")
def follow_terms(sender: Any, kept: Any, gone: Any, **kwargs: Any) -> None:
    """Open changes of profiles name terms by their keys."""
    follow_merged_terms(sender, {term.key for term in gone}, kept.key)
