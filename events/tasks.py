"""Work of the events for the background worker."""

from __future__ import annotations

from django.apps import apps
from django_tasks import task

from cms import search_index
from events.models import Event
from events.search import KIND


@task()
def index_bearing(label: str, pk: int) -> int:
    """Feed the search anew with the events that bear a term, such as ("cms.Topic", 3). Returns how many."""
    from events.following import TERM_FIELDS

    field = TERM_FIELDS[apps.get_model(label)]
    return search_index.write(KIND, Event.objects.filter(**{field: pk}).values_list("pk", flat=True))


@task()
def write_state_mail(pk: int) -> bool:
    """Write the mail about where a registration stands now, unless it went out. Returns whether one was written."""
    from events.services import mails

    return mails.write_state_mail(pk)


@task()
def write_already_mail(pk: int) -> bool:
    """Tell somebody that their address was registered already, when it was given once more."""
    from events.services import mails

    return mails.write_already_mail(pk)


@task()
def tell_of_change(event_pk: int, occasion: str, what: list[str]) -> int:
    """Tell those who registered what has changed of an event. Returns how many mails were written."""
    from events.services import changes

    return changes.tell(event_pk, occasion, what)
