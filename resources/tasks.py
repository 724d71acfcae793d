"""Work of the toolkit for the background worker."""

from __future__ import annotations

from django.apps import apps
from django_tasks import task

from cms import search_index
from resources.models import Resource
from resources.search import KIND


@task()
def index_bearing(label: str, pk: int) -> int:
    """Feed the search anew with the resources that bear a term, such as ("cms.Topic", 3). Returns how many."""
    from resources.following import TERM_FIELDS

    field = TERM_FIELDS[apps.get_model(label)]
    return search_index.write(KIND, Resource.objects.filter(**{field: pk}).values_list("pk", flat=True))


@task()
def read_document(document_id: int) -> str:
    """Read what is written in a document. Returns the state it is in then."""
    from resources.services import texts

    return texts.write_text(document_id)


@task()
def check_links() -> int:
    """Check links to elsewhere that are due. Returns how many were checked."""
    from resources.links.checking import check_due

    return check_due()
