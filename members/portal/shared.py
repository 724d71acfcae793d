"""What many dashboards read and few people change, kept in memory under the content stamp: no query for each reader.

Who may see a thing is asked for each reader all the same (`cms.access.allows`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils import timezone

from cms import access, caching
from members.models import Announcement, Organization

MOST = 60  # rows kept of each


@dataclass(frozen=True)
class NewOrganization:
    """A published organization as a list of news needs it; texts and slugs by language."""

    titles: dict[str, str]
    slugs: dict[str, str]
    at: datetime
    groups: frozenset[int]


def announcements(user: Any, stamp: int) -> list[Announcement]:
    """Return the announcements that `user` may read now, newest first, as `Announcement.objects.visible_to` would."""
    now = timezone.now()
    known = caching.kept("announcements", stamp, _read_announcements)
    return [
        announcement
        for announcement, groups in known
        if announcement.starts_at <= now
        and (announcement.ends_at is None or now < announcement.ends_at)
        and access.allows(groups, user)
    ]


def organizations(user: Any, stamp: int, since: datetime) -> list[NewOrganization]:
    """Return the organizations that `user` may see and that were first published after `since`, newest first."""
    known = caching.kept("new-organizations", stamp, _read_organizations)
    return [row for row in known if row.at > since and access.allows(row.groups, user)]


def _read_announcements() -> list[tuple[Announcement, frozenset[int]]]:
    running = Announcement.objects.filter(Q(ends_at=None) | Q(ends_at__gt=timezone.now()))
    return _with_groups(list(running.order_by("-starts_at", "-pk")[:MOST]))


def _read_organizations() -> list[NewOrganization]:
    newest = Organization.objects.filter(live=True).exclude(first_published_at=None)
    names = ("pk", "title_fr", "title_en", "slug_fr", "slug_en", "first_published_at", "live")
    rows = list(newest.order_by("-first_published_at", "-pk").only(*names)[:MOST])
    return [
        NewOrganization({"fr": row.title_fr, "en": row.title_en}, {"fr": row.slug_fr, "en": row.slug_en}, at, groups)
        for row, groups in _with_groups(rows)
        if (at := row.first_published_at)
    ]


def _with_groups(rows: Sequence[Any]) -> list[tuple[Any, frozenset[int]]]:
    """Return each row with the ids of the groups that it is for. One query."""
    if not rows:
        return []
    relation: Any = type(rows[0])._meta.get_field("access")
    column = relation.m2m_column_name()
    held: dict[int, set[int]] = {}
    for pk, group in relation.remote_field.through.objects.filter(
        **{f"{column}__in": [row.pk for row in rows]}
    ).values_list(column, "group_id"):
        held.setdefault(pk, set()).add(group)
    return [(row, frozenset(held.get(row.pk, ()))) for row in rows]


def announcement_changed(sender: type[Model], **kwargs: Any) -> None:
    """Have every worker read the announcements anew; organizations do so by themselves (members.directory)."""
    if not kwargs.get("raw"):
        caching.raise_stamp()


post_save.connect(announcement_changed, sender=Announcement, dispatch_uid="stamp-announcement-saved")
post_delete.connect(announcement_changed, sender=Announcement, dispatch_uid="stamp-announcement-deleted")
m2m_changed.connect(announcement_changed, sender=Announcement.access.through, dispatch_uid="stamp-announcement-access")
