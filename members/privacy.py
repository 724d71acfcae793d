"""The private spaces are never public: their index always asks to sign in, whatever an editor chooses there.

A private page lies under the index and has its restriction, or a narrower one of its own.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction

from members.models import PrivateIndexPage


def keep_closed(page: Page) -> None:
    """Have `page` ask to sign in, unless it lets in fewer already."""
    restriction = PageViewRestriction.objects.filter(page_id=page.pk).first()
    if restriction is None:
        PageViewRestriction.objects.create(page_id=page.pk, restriction_type=PageViewRestriction.LOGIN)
    elif restriction.restriction_type == PageViewRestriction.NONE:
        restriction.restriction_type = PageViewRestriction.LOGIN
        restriction.save()


@receiver(post_save, sender=PrivateIndexPage, dispatch_uid="private-index-made")
def index_made(instance: PrivateIndexPage, created: bool, **kwargs: Any) -> None:
    if created and not kwargs.get("raw"):
        keep_closed(instance)


@receiver([post_save, post_delete], sender=PageViewRestriction, dispatch_uid="private-index-opened")
def index_opened(instance: PageViewRestriction, origin: Any = None, **kwargs: Any) -> None:
    """Close the index again. Not where its restriction went because the page itself was deleted."""
    model = getattr(origin, "model", type(origin))
    if kwargs.get("raw") or (origin is not None and model is not PageViewRestriction):
        return
    if PrivateIndexPage.objects.filter(pk=instance.page_id).exists():
        keep_closed(instance.page)
