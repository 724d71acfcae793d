"""The public read-only API: pages, images and vocabularies, by Wagtail's own views, of what the public may see."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest
from rest_framework.renderers import JSONRenderer
from wagtail.api import APIField
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.serializers import PageSerializer
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet

from cms.collection_access import closed_to
from cms.models import Audience, Region, ResourceType, Service, Topic

LONGEST_NUMBER = 18  # digits that the database can hold


class PublicViewSet(BaseAPIViewSet):
    """Answers everyone the same, in JSON: nobody signs in here, so that no password can be tried here."""

    authentication_classes: list[Any] = []
    renderer_classes = [JSONRenderer]

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Refuse what Wagtail would stumble over: numbers that no database holds, an operator that is none."""
        super().initial(request, *args, **kwargs)
        if request.GET.get("search_operator", "and") not in ("and", "or"):
            raise BadRequestError("search_operator must be “and” or “or”")
        for name, value in request.GET.items():
            if len(value) > LONGEST_NUMBER and value.strip().lstrip("-").isdigit():
                raise BadRequestError(f"{name} is too large a number")

    def find_object(self, queryset: QuerySet[Any], request: HttpRequest) -> Any:
        if not request.GET.get("id", "0").isdecimal():
            raise BadRequestError("id must be a whole number")
        return super().find_object(queryset, request)


class NoticeSerializer(PageSerializer):
    """Has the copyright notice go with every answer that holds a part of the strategy, asked for or not."""

    def to_representation(self, instance: Any) -> Any:
        answer = super().to_representation(instance)
        if notice := getattr(instance, "copyright_notice", ""):
            answer["copyright_notice"] = notice
        return answer


class PublicPagesAPIViewSet(PublicViewSet, PagesAPIViewSet):
    """Live pages that everyone may see."""

    base_serializer_class = NoticeSerializer


class PublicImagesAPIViewSet(PublicViewSet, ImagesAPIViewSet):
    """Images of collections that everyone may see."""

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().exclude(collection__in=closed_to(AnonymousUser()))


class RecordFieldsViewSet(PublicViewSet):
    """Base for what is no page: its own fields, and nothing filtered or sorted by a column.

    A column would tell of what is hidden, and more than one knows what its name means.
    """

    known_query_parameters = frozenset({"limit", "offset", "fields", "_", "format"})

    @classmethod
    def get_body_fields(cls, model: Any) -> list[APIField]:
        return cls._convert_api_fields(cls.body_fields)

    @classmethod
    def get_available_fields(cls, model: Any, db_fields_only: bool = False) -> list[str]:
        return [] if db_fields_only else super().get_available_fields(model)


class TermsAPIViewSet(RecordFieldsViewSet):
    """Base: the terms of a vocabulary, in the order that editors give them."""

    body_fields: ClassVar[list[Any]] = ["id", "key", "name_fr", "name_en", "order"]
    listing_default_fields: ClassVar[list[str]] = [*PublicViewSet.listing_default_fields, *body_fields[1:]]

    def get_queryset(self) -> QuerySet[Any]:
        return self.model.objects.order_by("order", "pk")


def term(row: Any) -> dict[str, str] | None:
    """Return a term as answers hold it."""
    return {"key": row.key, "name_fr": row.name_fr, "name_en": row.name_en} if row else None


router = WagtailAPIRouter("wagtailapi")
router.register_endpoint("pages", PublicPagesAPIViewSet)
router.register_endpoint("images", PublicImagesAPIViewSet)
for endpoint, vocabulary in {
    "topics": Topic,
    "audiences": Audience,
    "resource-types": ResourceType,
    "services": Service,
    "regions": Region,
}.items():
    router.register_endpoint(
        endpoint, type(f"{vocabulary.__name__}APIViewSet", (TermsAPIViewSet,), {"name": endpoint, "model": vocabulary})
    )
