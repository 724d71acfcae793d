"""When a person was last in the private area, so that it can say what is new since."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from members.models import User

PAUSE = datetime.timedelta(minutes=30)
"""After so long without a request, the next one begins a new visit."""
WRITTEN_EVERY = datetime.timedelta(minutes=5)
LOOKS_BACK = datetime.timedelta(days=30)
"""What is "new" to somebody who is here for the first time."""
LOOKS_BACK_AT_MOST = datetime.timedelta(days=120)


def note_visit(person: Any, now: datetime.datetime | None = None) -> None:
    """Keep that `person` is here now. Written every few minutes at most, not at each request.

    `visited_at` is when they were last seen; the first request after a pause makes of it `previous_visit_at`.
    """
    now = now or timezone.now()
    last = person.visited_at
    if last is not None and now - last < WRITTEN_EVERY:
        return
    values: dict[str, Any] = {"visited_at": now}
    if last is not None and now - last > PAUSE:
        values["previous_visit_at"] = last
    User.objects.filter(pk=person.pk, visited_at=last).update(**values)
    for name, value in values.items():
        setattr(person, name, value)


def new_since(person: Any, now: datetime.datetime | None = None) -> datetime.datetime:
    """Return since when things are new to `person`: the visit before this one, within the last months."""
    now = now or timezone.now()
    if person.previous_visit_at is None:
        return now - LOOKS_BACK
    return max(person.previous_visit_at, now - LOOKS_BACK_AT_MOST)
