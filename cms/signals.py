"""What must follow a change, whoever made it: the content stamp, mirrored privacy, private files moved."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms import caching
from cms.models import FooterLink, MenuLink, Navigation, NoticeBar, PortalImage, PortalSettings
from cms.models.vocabulary import VOCABULARIES
from cms.vocabulary.usage import before_deletion

SHARED_MODELS = (
    Redirect,
    Locale,
    PageViewRestriction,
    Site,
    Navigation,
    MenuLink,
    FooterLink,
    NoticeBar,
    PortalSettings,
    PortalImage,  # the settings' own
    *VOCABULARIES,  # filters of listings
)
#: What the tree of live pages knows of a page.
SHARED_PAGE_FIELDS = frozenset(
    {
        "path",
        "url_path",
        "slug",
        "title",
        "search_description",
        "live",
        "locale",
        "translation_key",
        "first_published_at",
        "last_published_at",
    }
)


def raise_stamp(sender: Any, **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        caching.raise_stamp(area=caching.NAMES if sender in (Locale, Site) else "")


def page_went_elsewhere(sender: Any, **kwargs: Any) -> None:
    """Have the addresses of the page, and of what is under it, read anew."""
    caching.raise_stamp(area=caching.NAMES)


for model in SHARED_MODELS:
    post_save.connect(raise_stamp, sender=model, dispatch_uid=f"stamp-saved-{model.__name__}")
    post_delete.connect(raise_stamp, sender=model, dispatch_uid=f"stamp-deleted-{model.__name__}")
m2m_changed.connect(raise_stamp, sender=PageViewRestriction.groups.through, dispatch_uid="stamp-groups")
for signal in (page_published, page_unpublished):
    signal.connect(raise_stamp, dispatch_uid="stamp-page")
for signal in (page_slug_changed, post_page_move):
    signal.connect(page_went_elsewhere, dispatch_uid="stamp-page-address")


def page_saved(sender: Any, instance: Any, created: bool, raw: bool, update_fields: Any, **kwargs: Any) -> None:
    """Follow pages that code saves without publishing them; drafts, saved twice a second, change nothing shared."""
    if not isinstance(instance, Page) or raw or (created and not instance.live):
        return
    if update_fields is None or SHARED_PAGE_FIELDS.intersection(update_fields):
        caching.raise_stamp()


def page_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Page):
        caching.raise_stamp()


post_save.connect(page_saved, dispatch_uid="stamp-page-saved")
post_delete.connect(page_deleted, dispatch_uid="stamp-page-deleted")

pre_delete.connect(before_deletion, dispatch_uid="term-deletion")
