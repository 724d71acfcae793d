"""No aliases: a page in one language only is listed, labelled, in the other; nothing pretends to be a translation.

An alias of a private page would show it to everyone, and keeps old slugs and places. Wagtail and wagtail-localize
offer aliases in several places: the offers are taken away (here and in cms/wagtail_hooks.py), and none can be saved.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.locales import components
from wagtail_localize.models import LocaleSynchronization

CONVERT_ITEM = "localize-convert-to-alias"


class AliasRefused(PermissionDenied):
    """Somebody tried to make a page an alias of another."""


def sentence() -> str:
    """Say to an editor why there are no aliases."""
    return _("This portal has no aliases: translate the page, or leave it in one language.")


@receiver(pre_save, dispatch_uid="no-aliases")
def refuse_alias(sender: type, instance: Any, **kwargs: Any) -> None:
    """Refuse every alias, whoever makes it, and every tree that would fill itself with them."""
    if isinstance(instance, Page) and instance.alias_of_id:
        raise AliasRefused(sentence())
    if isinstance(instance, LocaleSynchronization):
        raise AliasRefused(sentence())


def refuse_conversion(request: HttpRequest, page_id: int) -> HttpResponse:
    """Answer where localize would turn a translation into an alias."""
    page = get_object_or_404(Page, pk=page_id)
    return render(request, "cms_admin/refused.html", {"page": page, "sentence": sentence()}, status=403)


#: Before localize's own, at the same addresses.
urls = [path("localize/page/<int:page_id>/convert_to_alias/", refuse_conversion)]


def take_away_synchronization() -> None:
    """Take "synchronize from" off the form of a language."""
    components.LOCALE_COMPONENTS[:] = [
        component for component in components.LOCALE_COMPONENTS if component["model"] is not LocaleSynchronization
    ]


take_away_synchronization()
