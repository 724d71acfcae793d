"""The public read-only API: pages and images, by Wagtail's own views, of what the public may see."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.models import Collection, CollectionViewRestriction


class PublicImagesAPIViewSet(ImagesAPIViewSet):
    """Images of collections that everyone may see."""

    def get_queryset(self) -> QuerySet[Any]:
        hidden = Collection.objects.none()
        for restriction in CollectionViewRestriction.objects.select_related("collection"):
            hidden |= restriction.collection.get_descendants(inclusive=True)
        return super().get_queryset().exclude(collection__in=hidden)


router = WagtailAPIRouter("wagtailapi")
router.register_endpoint("pages", PagesAPIViewSet)
router.register_endpoint("images", PublicImagesAPIViewSet)
