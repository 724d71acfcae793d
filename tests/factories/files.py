"""Images, documents and the collections they lie in."""

from __future__ import annotations

import factory
import wagtail_factories
from wagtail.models import Collection, CollectionViewRestriction

from cms import access
from cms.models import PortalDocument, PortalImage


class ImageFactory(wagtail_factories.ImageFactory):
    class Meta:
        model = PortalImage

    collection = factory.LazyFunction(Collection.get_first_root_node)
    file = factory.django.ImageField(width=400, height=300)


class DocumentFactory(wagtail_factories.DocumentFactory):
    class Meta:
        model = PortalDocument

    collection = factory.LazyFunction(Collection.get_first_root_node)
    file = factory.django.FileField(filename="leaflet.pdf", data=b"%PDF-1.4 a leaflet")


def private_collection(*codes: str) -> Collection:
    """Return a new collection for the people of the access groups `codes`; anyone signed in where none is named."""
    collection = Collection.get_first_root_node().add_child(name="Private")
    kind = CollectionViewRestriction.GROUPS if codes else CollectionViewRestriction.LOGIN
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type=kind)
    restriction.groups.set([access.access_group(code) for code in codes])
    return collection
