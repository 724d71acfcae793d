"""The public read-only API: pages and images, by Wagtail's own views, of what the public may see."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from rest_framework.renderers import JSONRenderer
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.serializers import PageSerializer
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.models import Collection, CollectionViewRestriction

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
        hidden = Collection.objects.none()
        for restriction in CollectionViewRestriction.objects.select_related("collection"):
            hidden |= restriction.collection.get_descendants(inclusive=True)
        return super().get_queryset().exclude(collection__in=hidden)


router = WagtailAPIRouter("wagtailapi")
router.register_endpoint("pages", PublicPagesAPIViewSet)
router.register_endpoint("images", PublicImagesAPIViewSet)
