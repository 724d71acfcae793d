"""Resources as the search of the site knows them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from cms import search_index, suggestions
from cms.bilingual import LANGUAGES, localized
from cms.collection_access import is_open_to
from cms.models import PortalDocument, Topic
from resources.addresses import resources_urls, toolkit_nodes
from resources.models import Resource, ResourceFile

KIND = "resource"
#: Language of a file → the languages in whose words its text is looked for.
FILE_LANGUAGES: dict[str, tuple[str, ...]] = {"fr": ("fr",), "en": ("en",)}


def read_resources(keys: Collection[str] | None) -> Iterator[search_index.Entry]:
    """Yield the published resources of `keys` (all, where None), with the text of their files."""
    rows = Resource.objects.filter(live=True).select_related("resource_type")
    if keys is not None:
        rows = rows.filter(pk__in=[int(key) for key in keys])
    rows = rows.prefetch_related("topics", "audiences", "access", "files__document__extracted").order_by("pk")
    for row in rows.iterator(chunk_size=search_index.AT_ONCE):
        yield _entry(row)


def _entry(row: Resource) -> search_index.Entry:
    terms = [row.resource_type, *row.topics.all(), *row.audiences.all()]
    return search_index.Entry(
        key=str(row.pk),
        titles={language: getattr(row, f"title_{language}") for language in LANGUAGES},
        summaries={language: getattr(row, f"summary_{language}") for language in LANGUAGES},
        terms={
            language: " · ".join(localized(term, "name", language) for term in terms if term) for language in LANGUAGES
        },
        texts={language: "\n".join(_texts(row, language)) for language in LANGUAGES},
        access=[group.pk for group in row.access.all()],
        at=row.first_published_at,
    )


def _texts(row: Resource, language: str) -> Iterator[str]:
    body = getattr(row, f"body_{language}")
    yield from (strip_tags(text) for text in body.stream_block.get_searchable_content(body))
    yield from (getattr(row, f"{name}_{language}") for name in ("author", "requested_by", "consultation"))
    for file in row.files.all():
        if language in FILE_LANGUAGES.get(file.language, LANGUAGES) and is_for_readers(file, row):
            yield getattr(file, f"title_{language}")
            yield text_of(file.document)


def is_for_readers(file: ResourceFile, row: Resource) -> bool:
    """Whether all who may see the resource may have the file: what only some of them may is not searched."""
    groups = frozenset(group.pk for group in row.access.all())
    return file.document is None or is_open_to(file.document.collection_id, groups)


def text_of(document: PortalDocument | None) -> str:
    """Return what was read in a document of a resource; nothing while nobody has read it."""
    extracted: Any = getattr(document, "extracted", None)
    return str(extracted.text) if extracted else ""


def resource_paths(keys: Collection[str] | None) -> dict[str, dict[str, str]]:
    """Return the key of each resource → language → path: one query."""
    return resources_urls(Resource, keys)


search_index.register(
    search_index.Kind(KIND, _("Toolkit"), read_resources, resource_paths, order=10, index_page=Resource.index_page)
)


def suggested_topics() -> Iterator[suggestions.Suggestion]:
    """Yield the topics that a published resource bears, each leading to the toolkit filtered by it: one query.

    Whoever may see none of the resources of a topic is not led to it.
    """
    bearing = Resource.objects.filter(topics=OuterRef("pk"), live=True)
    rows = Topic.objects.annotate(
        is_public=Exists(bearing.filter(access=None)),
        groups=ArraySubquery(bearing.exclude(access=None).order_by().values("access").distinct()),
    )
    nodes = sorted(toolkit_nodes().items(), reverse=True)
    for topic in rows.filter(Exists(bearing)).order_by("order", "pk"):
        urls = {language: f"{node.url}?topic={topic.key}" for language, node in nodes}
        groups = frozenset() if topic.is_public else frozenset(topic.groups)
        for language in LANGUAGES if urls else ():
            name = getattr(topic, f"name_{language}")
            yield suggestions.Suggestion(
                name, language, _("Topic"), urls, ("topic", topic.key), groups, Resource.index_page
            )


suggestions.register("topics", suggested_topics)
