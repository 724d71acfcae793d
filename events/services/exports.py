"""What funders ask for: who took part in which events, by fiscal year (1 April to 31 March)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext as _

from events.models import Event, EventKind, Registration, RegistrationState
from events.services.walltime import at_local, local_day
from members.models import Community, Organization

APRIL = 4


def fiscal_year_of(day: datetime.date) -> int:
    """Return the year in which the fiscal year of `day` begins."""
    return day.year if day.month >= APRIL else day.year - 1


def fiscal_years() -> list[int]:
    """Return the fiscal years in which published events begin, newest first: one query."""
    found = Event.objects.filter(live=True, starts_at__isnull=False).aggregate(
        first=Min("starts_at"), last=Max("starts_at")
    )
    if found["first"] is None:
        return []
    first, last = (fiscal_year_of(local_day(found[name])) for name in ("first", "last"))
    return list(range(last, first - 1, -1))


def within(year: int, prefix: str = "") -> Q:
    """Return the condition that an event begins in the fiscal year `year`, by Alberta's calendar."""
    first, after = (at_local(datetime.date(number, APRIL, 1), datetime.time()) for number in (year, year + 1))
    return Q(**{f"{prefix}starts_at__gte": first, f"{prefix}starts_at__lt": after})


@dataclass(frozen=True)
class Line:
    """One line of the report: what it counts for, and the counts."""

    cells: tuple[str, ...]
    events: int
    registered: int
    attended: int
    small_centre: int
    """Of those who attended, how many come from an organization of a small centre."""


_ATTENDED = Q(state=RegistrationState.SEATED, checked_in_at__isnull=False)
_COUNTS: dict[str, Any] = {
    "events": Count("event", distinct=True),
    "registered": Count("pk", filter=Q(state=RegistrationState.SEATED)),
    "attended": Count("pk", filter=_ATTENDED),
    "small_centre": Count("pk", filter=_ATTENDED & Q(organization__community__is_small_centre=True)),
}


def _counted(year: int, *by: str) -> QuerySet[Any, Any]:
    """Return the counts of a fiscal year's registrations by some of their fields: one query."""
    seated = Registration.objects.filter(within(year, "event__"), event__live=True).seated()
    return seated.order_by().values(*by).annotate(**_COUNTS)


def _line(cells: Iterable[Any], counts: dict[str, Any] | None, events: int | None = None) -> Line:
    counts = counts or dict.fromkeys(_COUNTS, 0)
    return Line(
        tuple(str(cell) for cell in cells),
        counts["events"] if events is None else events,
        counts["registered"],
        counts["attended"],
        counts["small_centre"],
    )


def by_event(year: int) -> list[Line]:
    """Return a line for each published event of the year, those without registrations too."""
    counts = {row["event"]: row for row in _counted(year, "event")}
    events = Event.objects.filter(within(year), live=True).defer("body_fr", "body_en", "practical_fr", "practical_en")
    return [
        _line(
            (
                event,
                local_day(event.starts_at).isoformat(),  # type: ignore[arg-type]
                event.get_kind_display(),
                event.get_format_display(),
                event.get_status_display(),
            ),
            counts.get(event.pk),
            events=1,
        )
        for event in events.order_by("starts_at", "pk")
    ]


def by_kind(year: int) -> list[Line]:
    """Return a line for each kind of event that there was in the year."""
    counts = {row["event__kind"]: row for row in _counted(year, "event__kind")}
    held = dict(
        Event.objects.filter(within(year), live=True).order_by().values_list("kind").annotate(count=Count("pk"))
    )
    return [
        _line((kind.label,), counts.get(kind.value), events=held[kind.value])
        for kind in EventKind
        if held.get(kind.value)
    ]


def by_organization(year: int) -> list[Line]:
    """Return a line for each organization whose people were registered; those without one are one line."""
    rows = list(_counted(year, "organization"))
    names = Organization.objects.in_bulk([row["organization"] for row in rows if row["organization"]])
    return _named(rows, "organization", names, _("No organization of the portal"))


def by_community(year: int) -> list[Line]:
    """Return a line for each small centre whose people were registered, by their organizations."""
    rows = [row for row in _counted(year, "organization__community") if row["organization__community"]]
    names = Community.objects.filter(is_small_centre=True).in_bulk([row["organization__community"] for row in rows])
    small = [row for row in rows if row["organization__community"] in names]
    return _named(small, "organization__community", names, "")


def _named(rows: list[dict[str, Any]], key: str, names: dict[Any, Any], nobody: str) -> list[Line]:
    lines = [_line((names.get(row[key], nobody),), row) for row in rows]
    return sorted(lines, key=lambda line: (-line.attended, -line.registered, line.cells))


GROUPINGS: dict[str, Callable[[int], list[Line]]] = {
    "event": by_event,
    "kind": by_kind,
    "organization": by_organization,
    "small-centre": by_community,
}
