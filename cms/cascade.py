"""Unpublishing, moving and deleting a page ask whether the other language goes along.

Wagtail's hook for this takes along all translations or none, and unasked; here each page's confirmation carries a
question, and what it answers is done after the page itself, within what the person may do. Withdrawing is off by
default (one bad translation can go alone), moving is on (both trees stay alike).
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin import messages
from wagtail.models import Page

FIELD = "other_language"


def _asked(request: HttpRequest) -> bool:
    return bool(request.POST.get(FIELD))


def _twin(page: Page) -> Page | None:
    return Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk).first()


def _refuse(request: HttpRequest, twin: Page, reason: str) -> None:
    messages.warning(request, f"{_name(twin)}\u00a0: {reason}")


def _name(page: Page) -> str:
    return f"{page.specific_deferred.get_admin_display_title()} ({page.locale.get_display_name()})"


def question(page: Page, action: str, user: Any) -> dict[str, Any] | None:
    """Return what the confirmation of `action` asks about the other language of `page`; None where it asks nothing."""
    twin = _twin(page)
    if twin is None:
        return None
    permissions = twin.permissions_for_user(user)
    allowed = {"unpublish": permissions.can_unpublish, "move": permissions.can_move, "delete": permissions.can_delete}
    if not allowed[action]():
        return None
    names = {"title": twin.specific_deferred.get_admin_display_title(), "language": twin.locale.get_display_name()}
    sentences = {
        "unpublish": _("Unpublish “%(title)s” (%(language)s) too"),
        "move": _("Move “%(title)s” (%(language)s) too"),
        "delete": _("Delete “%(title)s” (%(language)s) too"),
    }
    return {"name": FIELD, "text": sentences[action] % names, "checked": action == "move", "twin": twin}


def after_unpublish(request: HttpRequest, page: Page) -> None:
    """Unpublish the other language too where that was asked for (hook "after_unpublish_page")."""
    twin = _twin(page)
    if not _asked(request) or twin is None or not twin.live:
        return
    if not twin.permissions_for_user(request.user).can_unpublish():
        _refuse(request, twin, _("you may not unpublish it."))
        return
    descendants = bool(request.POST.get("include_descendants"))
    UnpublishPageAction(twin.specific, user=request.user, include_descendants=descendants).execute()
    messages.success(request, _("%(page)s is unpublished too.") % {"page": _name(twin)})


def after_delete(request: HttpRequest, page: Page) -> None:
    """Delete the other language too where that was asked for (hook "after_delete_page")."""
    twin = _twin(page)
    if not _asked(request) or twin is None:
        return
    if not twin.permissions_for_user(request.user).can_delete():
        _refuse(request, twin, _("you may not delete it."))
        return
    name = _name(twin)
    DeletePageAction(twin.specific, user=request.user).execute()
    messages.success(request, _("%(page)s is deleted too.") % {"page": name})


def after_move(request: HttpRequest, page: Page) -> None:
    """Move the other language to the translation of the new place too, where that was asked for ("after_move_page")."""
    twin = _twin(page)
    if not _asked(request) or twin is None:
        return
    place = Page.objects.get(pk=page.pk).get_parent().get_translation_or_none(twin.locale)
    if place is None:
        _refuse(request, twin, _("it stays where it is, since the new place has no translation."))
    elif twin.get_parent().pk == place.pk:
        return
    elif not twin.permissions_for_user(request.user).can_move_to(place):
        _refuse(request, twin, _("you may not move it there."))
    elif not Page._slug_is_available(twin.slug, place, page=twin):
        _refuse(request, twin, _("it stays where it is, since another page there has its slug."))
    else:
        try:
            MovePageAction(twin, place, pos="last-child", user=request.user).execute()
        except ValidationError as error:
            _refuse(request, twin, " ".join(error.messages))
        else:
            messages.success(request, _("%(page)s is moved too.") % {"page": _name(twin)})


# --- several at once ------------------------------------------------------------------------------

AFTER = {"unpublish": after_unpublish, "delete": after_delete, "move": after_move}


def bulk_question(pages: list[Page], action: str, user: Any) -> dict[str, Any] | None:
    """Return what the confirmation of a bulk `action` asks about the other language of `pages`; None for nothing."""
    if action not in AFTER:
        return None
    asked = [found for page in pages if (found := question(page, action, user))]
    if not asked:
        return None
    sentences = {
        "unpublish": ngettext(
            "Unpublish its translation too", "Unpublish the translations too (%(count)d)", len(asked)
        ),
        "move": ngettext("Move its translation too", "Move the translations too (%(count)d)", len(asked)),
        "delete": ngettext("Delete its translation too", "Delete the translations too (%(count)d)", len(asked)),
    }
    return {"name": FIELD, "text": sentences[action] % {"count": len(asked)}, "checked": action == "move"}


def after_bulk_action(request: HttpRequest, action_type: str, objects: Any, action: Any) -> None:
    """Do to the other language of each page what was asked for (hook "after_bulk_action")."""
    if action_type in AFTER and _asked(request):
        for page in objects:
            if isinstance(page, Page):
                AFTER[action_type](request, page)
