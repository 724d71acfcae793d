"""What both languages of a page share, kept in step by signals: privacy, expiry, go-live, the order of siblings.

wagtail-localize leaves these behind (docs/architecture.md): a page made private in one language would stay public in
the other. Here the change of one is made to the other, once: what this module writes itself is not mirrored back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.signals import page_published, post_page_move

_busy: ContextVar[bool] = ContextVar("mirroring", default=False)


@contextmanager
def _alone() -> Iterator[None]:
    """Hold back the receivers of this module while it writes, and make what it writes one whole."""
    token = _busy.set(True)
    try:
        with transaction.atomic():
            yield
    finally:
        _busy.reset(token)


def twins(page: Page) -> list[Page]:
    """Return the translations of `page`, whether published or not."""
    return list(Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk))


# --- privacy --------------------------------------------------------------------------------------


def copy_restriction(source: PageViewRestriction | None, page: Page) -> None:
    """Give `page` the restriction of `source` with its groups, or none where `source` is None.

    One row is kept, the newest: whoever just made it may still be writing its groups.
    """
    held = list(PageViewRestriction.objects.filter(page=page).order_by("-pk"))
    with _alone():
        for surplus in held if source is None else held[1:]:
            surplus.delete()
        if source is None:
            return
        target = held[0] if held else PageViewRestriction(page=page)
        if target.pk is None or target.restriction_type != source.restriction_type:
            target.restriction_type = source.restriction_type
            target.save()
        target.groups.set(source.groups.all())


def share_privacy(page: Page) -> None:
    """Make the translations of `page` as private as it is."""
    restriction = PageViewRestriction.objects.filter(page=page).first()
    for twin in twins(page):
        copy_restriction(restriction, twin)


@receiver(post_save, sender=PageViewRestriction, dispatch_uid="mirror-restriction-saved")
def restriction_saved(instance: PageViewRestriction, created: bool, **kwargs: Any) -> None:
    """Mirror a restriction. A new one whose twin is restricted already is localize's copy, which lacks the groups."""
    if _busy.get() or kwargs.get("raw"):
        return
    if created:
        others = PageViewRestriction.objects.filter(page__in=twins(instance.page))
        if older := others.first():
            copy_restriction(older, instance.page)
            return
    share_privacy(instance.page)


@receiver(post_delete, sender=PageViewRestriction, dispatch_uid="mirror-restriction-deleted")
def restriction_deleted(instance: PageViewRestriction, origin: Any = None, **kwargs: Any) -> None:
    """Open the translations too; not where the restriction went because its page was deleted."""
    model = getattr(origin, "model", type(origin))
    if _busy.get() or model is not PageViewRestriction:
        return
    share_privacy(instance.page)


@receiver(m2m_changed, sender=PageViewRestriction.groups.through, dispatch_uid="mirror-restriction-groups")
def restriction_groups_changed(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kw: Any) -> None:
    if _busy.get():
        return
    if not reverse:
        if action in ("post_add", "post_remove", "post_clear"):
            share_privacy(instance.page)
        return
    if action == "pre_clear":  # changed from the group's side: which restrictions is known only before
        instance._restrictions_left = list(instance.pageviewrestriction_set.values_list("pk", flat=True))
    elif action in ("post_add", "post_remove", "post_clear"):
        changed = instance.__dict__.pop("_restrictions_left", []) if action == "post_clear" else pk_set
        for restriction in PageViewRestriction.objects.filter(pk__in=changed or ()).select_related("page"):
            share_privacy(restriction.page)


@receiver(post_save, dispatch_uid="mirror-new-translation")
def page_made(sender: type, instance: Any, created: bool, **kwargs: Any) -> None:
    """A translation is as private as its original from its first moment."""
    if created and isinstance(instance, Page) and not kwargs.get("raw"):
        others = PageViewRestriction.objects.filter(page__translation_key=instance.translation_key)
        if restriction := others.exclude(page_id=instance.pk).first():
            copy_restriction(restriction, instance)


# --- dates ----------------------------------------------------------------------------------------


def share_dates(page: Page, *, expire_at: Any, go_live_at: Any) -> None:
    """Give the translations of `page` its dates: the expiry, and, while they are not live, the day of going live.

    Their newest draft gets them too, since publishing it would write its own. A translation is not published by this:
    one that is published before its day waits for it.
    """
    with _alone():
        for twin in twins(page):
            values = {"expire_at": expire_at}
            if not twin.live:
                values["go_live_at"] = go_live_at
            if any(getattr(twin, name) != value for name, value in values.items()):
                Page.objects.filter(pk=twin.pk).update(**values)
            revision = twin.latest_revision
            if revision:
                stored = {name: value.isoformat() if value else None for name, value in values.items()}
                if any(revision.content.get(name) != value for name, value in stored.items()):
                    revision.content.update(stored)
                    revision.save(update_fields=["content"])


@receiver(post_save, sender=Revision, dispatch_uid="mirror-schedule")
def publication_scheduled(instance: Revision, **kwargs: Any) -> None:
    """A page that is to go live on a day takes its translations along."""
    if _busy.get() or not instance.approved_go_live_at or kwargs.get("raw"):
        return
    page = Page.objects.filter(pk=instance.object_id).first() if _is_of_a_page(instance) else None
    if page is not None:
        share_dates(page, expire_at=_moment(instance.content.get("expire_at")), go_live_at=instance.approved_go_live_at)


def _is_of_a_page(revision: Revision) -> bool:
    return (revision.base_content_type.app_label, revision.base_content_type.model) == ("wagtailcore", "page")


def _moment(value: str | datetime | None) -> datetime | None:
    """Read a moment of a revision: text where it comes from the database, itself where it was just made."""
    return parse_datetime(value) if isinstance(value, str) else value


# --- publication ----------------------------------------------------------------------------------


@receiver(page_published, dispatch_uid="mirror-published")
def published(sender: type, instance: Page, **kwargs: Any) -> None:
    """Mirror the dates, and hold the tree whole.

    A translation that is published after its children were made carries the count of children it had before
    (wagtail-localize, "include subtree"), which would make the tree lose them.
    """
    children = Page.objects.filter(depth=instance.depth + 1, path__startswith=instance.path).count()
    if instance.numchild != children:
        Page.objects.filter(pk=instance.pk).update(numchild=children)
        instance.numchild = children
    if not _busy.get():
        share_dates(instance, expire_at=instance.expire_at, go_live_at=instance.go_live_at)


# --- order ----------------------------------------------------------------------------------------


@receiver(post_page_move, dispatch_uid="mirror-order")
def page_moved(sender: type, instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """Place the translations of a page that was moved among its siblings as the page now stands."""
    if _busy.get() or parent_page_before.pk != parent_page_after.pk:
        return
    for twin in twins(instance):
        parent = twin.get_parent()
        if parent is not None and parent.translation_key == parent_page_after.translation_key:
            with _alone():
                _place_like(twin, instance)


def _place_like(twin: Page, page: Page) -> None:
    """Move `twin` before the translation of what follows `page`, else behind that of what comes before it."""
    own = {sibling.translation_key: sibling for sibling in twin.get_siblings(inclusive=False)}
    keys = list(page.get_siblings(inclusive=True).values_list("translation_key", flat=True))
    place = keys.index(page.translation_key)
    for key in keys[place + 1 :]:
        if key in own:
            twin.move(own[key], pos="left")
            return
    for key in reversed(keys[:place]):
        if key in own:
            twin.move(own[key], pos="right")
            return
