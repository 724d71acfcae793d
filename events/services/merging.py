"""What becomes of an organization's events when it is merged into another."""

from __future__ import annotations

from typing import Any

from cms.published import write_published
from events.models import Event, Registration, Speaker
from members.models import Organization


def move_organization(duplicate: Organization, into: Organization, *, actor: Any) -> None:
    """Have events, speakers and registrations that name `duplicate` name `into`; a draft beside a live event too."""

    def write(event: Event) -> None:
        event.co_hosts.add(into)
        event.co_hosts.remove(duplicate)

    for event in Event.objects.filter(co_hosts=duplicate):
        write_published(event, write, user=actor, only=["co_hosts"])
    Speaker.objects.filter(organization=duplicate).update(organization=into)
    Registration.objects.filter(organization=duplicate).update(organization=into)
