"""Counts how often files and links are fetched: a number for each day, and nothing about who fetched them."""

from __future__ import annotations

import datetime

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from cms import caching
from cms.models import AreaStamp
from resources.models import DownloadCount, ResourceFile
from resources.search import KIND

COUNTED = "downloads"
"""The area whose stamp says on which day "most used" was counted last."""
A_YEAR = datetime.timedelta(days=365)
"""How far "most used" looks back."""


def count_download(file: ResourceFile) -> None:
    """Add one to what was fetched today (in Alberta) at the address of `file`: one statement, safe side by side."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {DownloadCount._meta.db_table} AS held (resource_id, file_uid, day, count)"  # noqa: S608
            " VALUES (%s, %s, %s, 1)"
            " ON CONFLICT (resource_id, file_uid, day) DO UPDATE SET count = held.count + 1",
            [file.resource_id, file.uid, timezone.localdate()],
        )


def used_since(day: datetime.date | None = None) -> dict[int, int]:
    """Return resource id → how often its files and links were fetched since `day` (default: in the last year)."""
    day = day or timezone.localdate() - A_YEAR
    rows = DownloadCount.objects.filter(day__gte=day).values_list("resource_id").annotate(Sum("count"))
    return dict(rows.order_by())


@transaction.atomic
def count_anew() -> str | None:
    """Have every worker order the toolkit by use anew, once a day in Alberta: a job of cms.ops.due.

    To do so at each download would have the whole toolkit read again for a place in a list.
    """
    today = timezone.localdate().toordinal()
    stamp, _made = AreaStamp.objects.select_for_update().get_or_create(area=COUNTED, defaults={"version": 0})
    if stamp.version == today:
        return None
    AreaStamp.objects.filter(area=COUNTED).update(version=today)
    caching.raise_stamp(area=KIND)
    return "downloads counted anew"
