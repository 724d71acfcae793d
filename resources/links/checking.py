"""Checks the links that are due, a few in each run, in the background.

A run takes its links by moving their due time ahead: a run beside it takes others, and one that is cut short leaves
them to be taken again later. What it learns of a link it writes at once.
"""

from __future__ import annotations

import datetime
import logging
from collections import Counter
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from cms import caching
from cms.ops.due import is_queued
from resources.links.asking import Asker
from resources.links.collecting import collect_links
from resources.links.judging import judge
from resources.models import LinkCheck

logger = logging.getLogger(__name__)

LINKS_A_RUN = 20
LINKS_A_HOST = 3  # in a run
LOOKED_AT = 500  # links that are due, to choose from
SECONDS_A_RUN = 40.0
TAKEN_FOR = datetime.timedelta(minutes=30)
COLLECTED_AT_MOST_EVERY = 15 * 60  # seconds
COLLECTED_AT_LEAST_EVERY = 24 * 3600
_COLLECTED, _PAUSE = "toolkit-links-collected", "toolkit-links-pause"
_LEARNT = ["state", "status", "problem", "failures", "broken_since", "checked_at", "due_at"]


def follow_links() -> str | None:
    """Write down the links there are, and have those that are due checked by the worker: a job of cms.ops.due."""
    from resources.tasks import check_links

    if not settings.LINK_CHECK:
        return None
    count = collect_when_changed()
    if LinkCheck.objects.filter(due_at__lte=timezone.now()).exists() and not is_queued(check_links):
        check_links.enqueue()
    return None if count is None else f"the toolkit holds links to elsewhere: {count}"


def collect_when_changed() -> int | None:
    """Collect the links where something was published since the last time, and once a day. None: there was no need."""
    stamp = caching.current_stamp()
    if cache.get(_COLLECTED) == stamp or not cache.add(_PAUSE, True, COLLECTED_AT_MOST_EVERY):
        return None
    count = collect_links()
    cache.set(_COLLECTED, stamp, COLLECTED_AT_LEAST_EVERY)
    return count


def check_due(asker: Asker | None = None) -> int:
    """Check links that are due, as many as a run may. Returns how many it checked."""
    asker = asker or Asker()
    clock = asker.pace.clock
    end = clock() + SECONDS_A_RUN
    left = _take()
    count = len(left)
    while left and clock() + asker.seconds <= end:
        _check(left.pop(0), asker)
    LinkCheck.objects.filter(pk__in=[check.pk for check in left]).update(due_at=timezone.now())
    return count - len(left)


def _check(check: LinkCheck, asker: Asker) -> None:
    taken_until = check.due_at
    judge(check, asker.ask(check.url), timezone.now())
    # Not `save`: a link that was forgotten meanwhile, or taken by another run, is left as it is.
    learnt = {name: getattr(check, name) for name in _LEARNT}
    LinkCheck.objects.filter(pk=check.pk, due_at=taken_until).update(**learnt)


@transaction.atomic
def _take() -> list[LinkCheck]:
    """Take the links of this run, the longest due first, hosts by turns."""
    now = timezone.now()
    due = LinkCheck.objects.filter(due_at__lte=now).order_by("due_at", "pk").select_for_update(skip_locked=True)
    hosts: Counter[str] = Counter()
    chosen: list[tuple[int, int, LinkCheck]] = []
    for number, check in enumerate(due[:LOOKED_AT]):
        host = _host(check.url)
        if hosts[host] < LINKS_A_HOST and len(chosen) < LINKS_A_RUN:
            chosen.append((hosts[host], number, check))
            hosts[host] += 1
    taken = [check for _round, _number, check in sorted(chosen, key=lambda choice: choice[:2])]
    for check in taken:
        check.due_at = now + TAKEN_FOR
    LinkCheck.objects.bulk_update(taken, ["due_at"])
    return taken


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
