"""Writes the audit log."""

from __future__ import annotations

from typing import Any

from members.models import AuditEntry, Organization, User


def record(
    action: str,
    *,
    actor: Any = None,
    target: Any = None,
    organization: Organization | None = None,
    **details: Any,
) -> AuditEntry:
    """Note that `actor` did `action` (such as "invitation.sent") to `target`; names as they are now.

    `details` must be JSON and hold no secret: no password, no key, no link.
    """
    known_actor = actor if isinstance(actor, User) and actor.pk else None
    if organization is None and isinstance(target, Organization):
        organization = target
    return AuditEntry.objects.create(
        action=action,
        actor=known_actor,
        actor_label=_label(known_actor),
        target_type=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        target_label=_label(target),
        organization=organization,
        details=details,
    )


def _label(thing: Any) -> str:
    if thing is None:
        return ""
    if isinstance(thing, User) and thing.get_full_name():
        return f"{thing.get_full_name()} <{thing.email}>"[:254]
    return str(thing)[:254]
