"""Resources of the toolkit, their files, preset listings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from cms import access
from cms.models import ResourceType
from resources.models import PresetListing, Resource, ResourceFile
from tests.factories.files import DocumentFactory
from tests.factories.organizations import TermFactory

#: Relations that ResourceFactory takes as lists, beside `codes`.
RELATIONS = ("topics", "audiences", "partners", "related_resources")


class ResourceTypeFactory(TermFactory):
    class Meta:
        model = ResourceType

    key = "guide"
    name_fr = "Guide"
    name_en = "Guide"


class ResourceFactory(DjangoModelFactory):
    """A published resource in both languages, for everyone.

    `codes=["members"]` names who may see it, `topics=[…]` what it is about (RELATIONS has all lists). `title_en=""`
    with `summary_en=""` makes one in French only.
    """

    class Meta:
        model = Resource

    title_fr = factory.Sequence(lambda number: f"Ressource {number}")
    title_en = factory.Sequence(lambda number: f"Resource {number}")
    summary_fr = "Ce que dit la ressource."
    summary_en = "What the resource says."
    resource_type = factory.SubFactory(ResourceTypeFactory)
    live = True
    first_published_at = factory.LazyFunction(timezone.now)
    last_published_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class: type[Resource], *args: Any, codes: Iterable[str] = (), **kwargs: Any) -> Resource:
        relations = {name: kwargs.pop(name) for name in RELATIONS if name in kwargs}
        resource = model_class(*args, **kwargs)
        resource.access.set([access.access_group(code) for code in codes])
        for name, values in relations.items():
            getattr(resource, name).set(values)
        resource.save()
        return resource


class ResourceFileFactory(DjangoModelFactory):
    """A PDF of a resource, or a link where `url` is given; `document__file__filename="guide.docx"` names the file."""

    class Meta:
        model = ResourceFile

    resource = factory.SubFactory(ResourceFactory)
    document = factory.Maybe("url", None, factory.SubFactory(DocumentFactory))
    url = ""
    language = "fr"

    @classmethod
    def _create(cls, model_class: type[ResourceFile], *args: Any, **kwargs: Any) -> ResourceFile:
        """Add it as the resource's form does: the resource is saved with it."""
        file = model_class(*args, **kwargs)
        resource = Resource.objects.get(pk=file.resource_id)
        resource.files.add(file)
        resource.save()
        return resource.files.get(uid=file.uid)


class PresetListingFactory(DjangoModelFactory):
    """A preset listing of the whole toolkit; `topics=[…]`, `audiences=[…]`, `resource_types=[…]` narrow it."""

    class Meta:
        model = PresetListing
        skip_postgeneration_save = True

    title_fr = factory.Sequence(lambda number: f"Sélection {number}")
    title_en = factory.Sequence(lambda number: f"Selection {number}")

    @factory.post_generation
    def topics(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        self.topics.set(extracted or ())

    @factory.post_generation
    def audiences(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        self.audiences.set(extracted or ())

    @factory.post_generation
    def resource_types(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        self.resource_types.set(extracted or ())
