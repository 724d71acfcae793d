"""Tags and filters of the admin's templates."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms import cascade
from cms.document_versions import versions_of
from cms.models import DocumentVersion, PortalDocument

register = template.Library()


@register.filter
def translation_props(props: str) -> str:
    """Take the offer to make an alias out of what localize's translation editor is given (JSON in, JSON out)."""
    data = json.loads(props)
    data.get("links", {})["convertToAliasUrl"] = None
    return json.dumps(data)


@dataclass(frozen=True)
class ModerationBar:
    """What stands above the translation editor about moderation."""

    status: str = ""
    may_submit: bool = False
    decide_url: str = ""
    refuse_url: str = ""


@register.simple_tag(takes_context=True)
def moderation_bar(context: template.Context, page: Any, page_perms: Any) -> ModerationBar | None:
    """Return what the reader may do about moderation on a translated page; None where there is nothing to say."""
    if not isinstance(page, Page):
        return None
    user = context["request"].user
    may_submit = not page_perms.can_publish() and not page_perms.page_locked()
    task_state = page.current_workflow_task_state
    if task_state is None:
        return ModerationBar(may_submit=True) if may_submit else None
    status = _("Waiting for “%(task)s”.") % {"task": task_state.task.name}
    names = {name for name, _label, _modal in task_state.task.specific.get_actions(page, user)}

    def address(action: str) -> str:
        if action not in names:
            return ""
        return reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task_state.pk])

    return ModerationBar(status, may_submit, address("approve"), address("reject"))


@register.simple_tag(takes_context=True)
def other_language_question(context: template.Context, page: Page, action: str) -> dict[str, Any] | None:
    """Return what the confirmation of `action` ("unpublish", "move", "delete") asks about the other language."""
    return cascade.question(page, action, context["request"].user)


@register.simple_tag(takes_context=True)
def bulk_other_language_question(context: template.Context) -> dict[str, Any] | None:
    """Return what the confirmation of a bulk action on pages asks about the other language."""
    request = context["request"]
    pages = [entry["item"] for entry in context.get("items") or [] if isinstance(entry.get("item"), Page)]
    match = request.resolver_match
    return cascade.bulk_question(pages, match.kwargs.get("action", "") if match else "", request.user)


@register.simple_tag
def document_versions(document: PortalDocument) -> list[DocumentVersion]:
    """Return the files that a document had before, the latest first."""
    return list(versions_of(document))
