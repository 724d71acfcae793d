"""Writes an organization beside its draft: what is published changes, and nothing of a draft is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.signals import published

from members.models import Organization

Write = Callable[[Organization], None]

#: Domains at which anybody gets an address: they say nothing about where somebody works.
PUBLIC_MAIL_DOMAINS = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.ca"),
        *("hotmail.fr", "live.com", "live.ca", "msn.com", "yahoo.com", "yahoo.ca", "yahoo.fr", "ymail.com"),
        *("icloud.com", "me.com", "mac.com", "aol.com", "gmx.com", "gmx.net", "proton.me", "protonmail.com"),
        *("mail.com", "zoho.com", "fastmail.com", "yandex.com", "mail.ru", "qq.com", "163.com", "telus.net"),
        *("shaw.ca", "rogers.com", "bell.net", "sympatico.ca", "videotron.ca", "xplornet.com"),
    }
)


def clean_domains(domains: list[str]) -> list[str]:
    """Return e-mail domains in small letters, each once, without an at sign. Raises ValueError with a public one."""
    cleaned = []
    for domain in domains:
        domain = domain.strip().lower().lstrip("@").rstrip(".")
        if domain in PUBLIC_MAIL_DOMAINS or "." not in domain or " " in domain or "@" in domain:
            raise ValueError(domain)
        if domain not in cleaned:
            cleaned.append(domain)
    return cleaned


def locked(organization: Organization) -> Organization:
    """Return the row anew, kept from other writers until the transaction ends."""
    return Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)


@transaction.atomic
def write_published(organization: Organization, write: Write, *, user: Any, only: list[str] | None = None) -> None:
    """Do `write` to the row, with a revision of its own, and to the draft that may stand beside it.

    The draft stays the newest version and stays where it is in moderation. `only` names the fields that are validated
    (default: all). Raises ValidationError where what comes out is not valid.
    """
    row = locked(organization)
    draft = row.get_latest_revision_as_object() if row.has_unpublished_changes and row.latest_revision_id else None
    task = row.current_workflow_task_state
    write(row)
    row.full_clean(exclude=_others(only))
    row.save()
    revision = row.save_revision(user=user, clean=False)
    row.live_revision, row.latest_revision = (revision if row.live else None), revision
    row.has_unpublished_changes = not row.live
    row.last_published_at = timezone.now() if row.live else row.last_published_at
    row.save(update_fields=["live_revision", "latest_revision", "has_unpublished_changes", "last_published_at"])
    if draft is not None:
        write(draft)
        newest = draft.save_revision(user=user, clean=False)
        Organization.objects.filter(pk=row.pk).update(has_unpublished_changes=True)
        if task is not None:
            task.revision = newest
            task.save(update_fields=["revision"])
    if row.live:
        published.send(sender=Organization, instance=row, revision=revision)
    log(
        instance=row, action="wagtail.publish" if row.live else "wagtail.edit", user=user, revision=revision,
        content_changed=True,
    )  # fmt: skip


def _others(only: list[str] | None) -> set[str] | None:
    if only is None:
        return None
    return {field.name for field in Organization._meta.get_fields()} - set(only)
