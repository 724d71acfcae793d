"""What a year of use leaves behind: downloads, searches without a result, and links that were checked."""

from __future__ import annotations

import datetime
import zlib
from collections.abc import Iterator

from django.utils import timezone

from cms.models import ZeroResultSearch
from home.demo.ledger import Ledger
from home.demo.toolkit.reading import ResourceText
from resources.models import DownloadCount, LinkCheck, Resource, ResourceFile

DAY = datetime.timedelta(days=1)
DAYS_COUNTED, STEP = 8, 44  # a day with downloads every six weeks or so, over a year
BROKEN = "https://example.org/toolkit/rent-supplement-2019"

Place = ZeroResultSearch.Place
#: (words, language, where, times, days since it was first searched, and since it was last).
NOT_FOUND = (
    ("pneus d’hiver usagés", "fr", Place.TOOLKIT, 4, 210, 12),
    ("traduction assermentée", "fr", Place.TOOLKIT, 7, 180, 3),
    ("garderie de nuit", "fr", Place.SITE, 3, 95, 20),
    ("permis de travail ouvert modèle de lettre", "fr", Place.TOOLKIT, 2, 40, 31),
    ("tigrinya welcome kit", "en", Place.TOOLKIT, 9, 260, 5),
    ("night shift child care", "en", Place.TOOLKIT, 6, 150, 9),
    ("dental coverage seniors", "en", Place.SITE, 5, 120, 16),
    ("truck licence study guide", "en", Place.TOOLKIT, 11, 300, 2),
)


def load_traces(texts: list[ResourceText], made: dict[str, Resource], ledger: Ledger) -> None:
    """Add to the resources just made what their use would have left; searches once, and never again."""
    files = _files(made)
    DownloadCount.objects.bulk_create(
        count for text in texts for count in _downloads(text, files.get(made[text.key].pk, []))
    )
    _check_links(file for held in files.values() for file in held if file.url)
    for number, (words, language, place, times, first, last) in enumerate(NOT_FOUND):
        mark = f"trace/search-{number}"
        if mark in ledger:
            continue
        today = timezone.localdate()
        row, is_new = ZeroResultSearch.objects.get_or_create(
            words=words,
            language=language,
            place=place,
            defaults={"times": times, "first_on": today - first * DAY, "last_on": today - last * DAY},
        )
        if is_new:
            ledger.note(mark, row)


def _files(made: dict[str, Resource]) -> dict[int, list[ResourceFile]]:
    found: dict[int, list[ResourceFile]] = {}
    for file in ResourceFile.objects.filter(resource__in=made.values(), resource__live=True).order_by("sort_order"):
        found.setdefault(file.resource_id, []).append(file)
    return found


def _downloads(text: ResourceText, files: list[ResourceFile]) -> Iterator[DownloadCount]:
    """Spread the downloads that the fact `uses` names over a year: the same days and numbers at every load."""
    today, whole = timezone.localdate(), text.number("uses") or 0
    for place, file in enumerate(files if whole else []):
        share = whole // (2**place * DAYS_COUNTED) or 1
        for number in range(DAYS_COUNTED if place == 0 else DAYS_COUNTED // 2):
            chance = zlib.crc32(f"{text.key}/{place}/{number}".encode())
            yield DownloadCount(
                resource_id=file.resource_id,
                file_uid=file.uid,
                day=today - (number * STEP + chance % STEP) * DAY,
                count=share + chance % (share // 2 + 1),
            )


def _check_links(files: Iterator[ResourceFile]) -> None:
    now = timezone.now()
    for file in files:
        broken = file.url == BROKEN
        check, _is_new = LinkCheck.objects.get_or_create(
            url=file.url,
            defaults={
                "state": LinkCheck.State.BROKEN if broken else LinkCheck.State.WORKS,
                "status": 404 if broken else 200,
                "failures": 4 if broken else 0,
                "broken_since": now - 9 * DAY if broken else None,
                "checked_at": now - 2 * DAY,
                "due_at": now + 5 * DAY,
            },
        )
        check.resources.add(file.resource_id)
