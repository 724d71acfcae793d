"""Events on pages of other things: a person's own area, an organization, a resource."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from cms.slots import Panel
from events.addresses import events_url
from events.finding.entries import Entry, entries
from events.finding.html import rows_html
from events.finding.index import event_index
from events.finding.listing import next_ids
from events.finding.standing import Badge
from events.models import Event, Recording, RecordingResource, Registration, RegistrationState

ON_DASHBOARD = 5
ON_PAGE = 3
#: How one's own registration looks: the modifier of a state and its icon.
LOOKS = {
    RegistrationState.SEATED: ("open", "check"),
    RegistrationState.OFFERED: ("open", "warning"),
    RegistrationState.WAITING: ("", "person"),
    RegistrationState.UNCONFIRMED: ("", "mail"),
}


def dashboard_panel(request: HttpRequest) -> Panel | None:
    """Return the next events of the reader, those first for which they have registered: two queries."""
    states = dict(
        Registration.objects.current()
        .filter(person=request.user.pk, event__live=True, event__ends_at__gte=timezone.now())
        .order_by("event__starts_at", "event_id")
        .values_list("event_id", "state")[:ON_DASHBOARD]
    )
    others = [pk for pk in next_ids(request, limit=2 * ON_DASHBOARD) if pk not in states]
    shown = [_with_own_state(entry, states) for entry in entries(request, [*states, *others[:ON_DASHBOARD]])]
    if not shown:
        return None
    mine = [entry for entry in shown if entry.id in states]
    rest = [entry for entry in shown if entry.id not in states][: max(ON_DASHBOARD - len(mine), 0)]
    context = {"mine": rows_html(mine), "others": rows_html(rest), "url": events_url()}
    return Panel("portal/events_panel.html", context, order=20)


def _with_own_state(entry: Entry, states: dict[int, str]) -> Entry:
    """Return `entry` with how the reader is registered in the place of how registration stands; what is off stays."""
    if entry.id not in states or entry.is_off:
        return entry
    state = RegistrationState(states[entry.id])
    look, icon = LOOKS[state]
    entry.badges = [Badge(str(state.label), look, icon)]
    return entry


def organization_panel(request: HttpRequest, organization: Any) -> Panel | None:
    """Return the events that an organization co-hosts: the next ones, and what was last."""
    held = Event.co_hosts.through.objects.filter(organization=organization.pk).values_list("event_id", flat=True)
    upcoming, past = _around_now(request, list(held))
    if not (upcoming or past):
        return None
    context = {"upcoming": rows_html(upcoming), "past": rows_html(past)}
    return Panel("components/organization_events.html", context, order=50)


def resource_panel(request: HttpRequest, resource: Any) -> Panel | None:
    """Return the events that belong to a resource: those that name it, and those of which it is the recording."""
    if not resource.pk:
        return None
    naming = Event.related_resources.through.objects.filter(resource=resource.pk).values_list("event_id", flat=True)
    made_of = RecordingResource.objects.filter(resource=resource.pk).values("recording_uid")
    recorded = Recording.objects.filter(uid__in=made_of).values_list("event_id", flat=True)
    upcoming, past = _around_now(request, list(naming.union(recorded)))
    if not (upcoming or past):
        return None
    return Panel("components/resource_events.html", {"rows": rows_html([*upcoming, *past])}, order=50)


def _around_now(request: HttpRequest, ids: Sequence[int]) -> tuple[list[Entry], list[Entry]]:
    """Return the next of the events `ids` that the reader may see, and those that were last: one query."""
    if not ids:
        return [], []
    index, now = event_index(request), timezone.now()
    within = index.visible_to(request.user) & index.among(ids)
    upcoming = index.ids_in(within & index.upcoming(now), limit=ON_PAGE)
    past = index.ids_in(within & index.past(now), order="latest", limit=ON_PAGE)
    shown = entries(request, [*upcoming, *past], now=now)
    return [entry for entry in shown if entry.id in upcoming], [entry for entry in shown if entry.id in past]
