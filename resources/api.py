"""Resources in the public API: what everyone may see of them, filtered as the toolkit is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, Prefetch, QuerySet, Value
from django.utils import translation
from rest_framework.fields import Field
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from wagtail.api import APIField

from cms.api import PublicViewSet, RecordFieldsViewSet, router, term
from cms.bilingual import LANGUAGES
from cms.collection_access import closed_to
from cms.portal import Portal
from members.models import Organization
from resources.addresses import file_url, resource_urls
from resources.finding.listing import toolkit_listing
from resources.models import Resource, ResourceFile

#: Names of the toolkit's own filters; their values are the same in both languages.
FILTERS = ("q", "topic", "type", "audience", "setting", "language", "year", "sort")
TEXTS = ("title", "summary", "author", "requested_by", "consultation", "other_partners")


def _organization(row: Organization) -> dict[str, str]:
    return {"key": row.key, "title_fr": row.title_fr, "title_en": row.title_en}


def _file(file: ResourceFile) -> dict[str, Any]:
    document: Any = file.document
    return {
        "url": Portal.absolute(file_url(file)),
        "title_fr": file.title_fr,
        "title_en": file.title_en,
        "kind": document.file_extension.lower() if document else "link",
        "language": file.language,
        "setting": file.setting,
        "size": document.file_size if document else None,
        "pages": getattr(getattr(document, "extracted", None), "pages", None),
    }


def _attribute(name: str) -> Callable[[Resource], Any]:
    return lambda resource: getattr(resource, name)


def _body(language: str) -> Callable[[Resource], Any]:
    return lambda resource: getattr(resource, f"body_{language}").get_prep_value()


READERS: dict[str, Callable[[Resource], Any]] = {
    **{name: _attribute(name) for name in (f"{text}_{language}" for text in TEXTS for language in LANGUAGES)},
    "resource_type": lambda resource: term(resource.resource_type),
    "topics": lambda resource: [term(row) for row in resource.topics.all()],
    "audiences": lambda resource: [term(row) for row in resource.audiences.all()],
    "partners": lambda resource: [_organization(row) for row in resource.partners.all()],
    **{name: _attribute(name) for name in ("setting", "year", "source_year", "licence", "review_on")},
    **{f"body_{language}": _body(language) for language in LANGUAGES},
    "files": lambda resource: [_file(file) for file in resource.files.all()],
    "first_published_at": _attribute("first_published_at"),
    "last_published_at": _attribute("last_published_at"),
    "html_urls": lambda resource: {
        language: Portal.absolute(path) for language, path in resource_urls(resource).items()
    },
}


class ReaderField(Field):
    """Reads one thing of a resource as the public sees it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_only=True, source="*", **options)

    def to_representation(self, value: Resource) -> Any:
        return READERS[self.field_name or ""](value)


class ToolkitFilter(BaseFilterBackend):
    """The toolkit's own filters, by the same names and values; what is unknown is as if it were not there."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        if not any(name in request.GET for name in FILTERS):
            return queryset
        with translation.override("en"):
            listing = toolkit_listing(request._request, "", public=True, everything=True)
        ids = Value(list(listing.found.ids), output_field=ArrayField(BigIntegerField()))
        return queryset.filter(pk__in=listing.found.ids).order_by(Func(ids, F("pk"), function="array_position"))


class ResourcesAPIViewSet(RecordFieldsViewSet):
    """Published resources that everyone may see, newest first."""

    name = "resources"
    model = Resource
    filter_backends: Sequence[Any] = [ToolkitFilter]
    known_query_parameters = RecordFieldsViewSet.known_query_parameters.union(FILTERS)
    body_fields: ClassVar[list[Any]] = [
        "id",
        "key",
        *(APIField(name, serializer=ReaderField()) for name in READERS),
    ]
    listing_default_fields: ClassVar[list[str]] = [
        *PublicViewSet.listing_default_fields,
        "key",
        "title_fr",
        "title_en",
        "summary_fr",
        "summary_en",
        "resource_type",
        "topics",
        "audiences",
        "setting",
        "year",
        "html_urls",
    ]

    def get_queryset(self) -> QuerySet[Any]:
        partners = Organization.objects.visible_to(AnonymousUser())
        files = ResourceFile.objects.select_related("document__extracted")
        return (
            Resource.objects.newest()
            .visible_to(AnonymousUser())
            .select_related("resource_type")
            .prefetch_related(
                "topics",
                "audiences",
                Prefetch("partners", partners),
                Prefetch("files", files.exclude(document__collection__in=closed_to(AnonymousUser()))),
            )
        )


router.register_endpoint("resources", ResourcesAPIViewSet)
