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
from django.template.defaultfilters import linebreaks_filter, urlize
from django.utils import timezone
from django.utils.safestring import SafeString

from cms import access, caching
from cms.bilingual import LANGUAGES, active_language
from members.models import Announcement, Organization

MOST = 60  # rows kept of each


@dataclass(frozen=True)
class NewOrganization:
    """A published organization as a list of news needs it; texts and slugs by language."""

    titles: dict[str, str]
    slugs: dict[str, str]
    at: datetime
    groups: frozenset[int]


@dataclass(frozen=True)
class ShownAnnouncement:
    """An announcement as the dashboard shows it; titles and texts (as HTML) by language."""

    pk: int
    titles: dict[str, str]
    texts: dict[str, SafeString]
    starts_at: datetime
    ends_at: datetime | None
    groups: frozenset[int]

    @property
    def title(self) -> str:
        return self.titles[active_language()]

    @property
    def text(self) -> SafeString:
        return self.texts[active_language()]


def announcements(user: Any, stamp: int) -> list[ShownAnnouncement]:
    """Return the announcements that `user` may read now, newest first, as `Announcement.objects.visible_to` would."""
    now = timezone.now()
    return [
        row
        for row in caching.kept("announcements", stamp, _read_announcements)
        if row.starts_at <= now and (row.ends_at is None or now < row.ends_at) and access.allows(row.groups, user)
    ]


def organizations(user: Any, stamp: int, since: datetime) -> list[NewOrganization]:
    """Return the organizations that `user` may see and that were first published after `since`, newest first."""
    if not access.is_reachable(Organization, user):
        return []
    known = caching.kept("new-organizations", stamp, _read_organizations)
    return [row for row in known if row.at > since and access.allows(row.groups, user)]


def _read_announcements() -> list[ShownAnnouncement]:
    running = Announcement.objects.filter(Q(ends_at=None) | Q(ends_at__gt=timezone.now()))
    return [
        ShownAnnouncement(
            row.pk,
            {language: getattr(row, f"title_{language}") for language in LANGUAGES},
            {language: _as_html(getattr(row, f"text_{language}")) for language in LANGUAGES},
            row.starts_at,
            row.ends_at,
            groups,
        )
        for row, groups in _with_groups(list(running.order_by("-starts_at", "-pk")[:MOST]))
    ]


def _as_html(text: str) -> SafeString:
    """Return plain text as paragraphs, its web addresses as links."""
    return linebreaks_filter(urlize(text, autoescape=True), autoescape=False)


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
