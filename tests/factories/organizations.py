"""Organizations, the communities they are in, and who belongs to them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from cms.models import Audience, CommunityTier, OrganizationKind, Region, Service
from members.models import Affiliation, Community, Organization, ServiceLanguage
from members.models.affiliations import OrganizationRole
from tests.factories.people import UserFactory


class TermFactory(DjangoModelFactory):
    """A term under `key`; the one that is there already is taken."""

    class Meta:
        abstract = True
        django_get_or_create = ("key",)

    key = factory.Sequence(lambda number: f"term-{number}")
    name_fr = factory.LazyAttribute(lambda term: f"{term.key} (fr)")
    name_en = factory.LazyAttribute(lambda term: f"{term.key} (en)")


class RegionFactory(TermFactory):
    class Meta:
        model = Region

    key = "central"


class TierFactory(TermFactory):
    class Meta:
        model = CommunityTier

    key = "small-cities"
    number = 2


class KindFactory(TermFactory):
    class Meta:
        model = OrganizationKind

    key = "service-provider"


class ServiceFactory(TermFactory):
    class Meta:
        model = Service

    key = "settlement"


class AudienceFactory(TermFactory):
    class Meta:
        model = Audience

    key = "the-public"


class ServiceLanguageFactory(TermFactory):
    class Meta:
        model = ServiceLanguage

    key = "french"


class CommunityFactory(DjangoModelFactory):
    """A small centre in the middle of Alberta."""

    class Meta:
        model = Community

    name_fr = factory.Sequence(lambda number: f"Ville {number}")
    name_en = factory.Sequence(lambda number: f"Town {number}")
    region = factory.SubFactory(RegionFactory)
    tier = factory.SubFactory(TierFactory)
    latitude = Decimal("52.267")
    longitude = Decimal("-113.802")


class OrganizationFactory(DjangoModelFactory):
    """A published service provider in a small centre; `kind="lip"` names the kind by its key."""

    class Meta:
        model = Organization

    title_fr = factory.Sequence(lambda number: f"Organisme {number}")
    title_en = factory.Sequence(lambda number: f"Organization {number}")
    kind = factory.SubFactory(KindFactory)
    community = factory.SubFactory(CommunityFactory)
    live = True
    first_published_at = factory.LazyFunction(timezone.now)
    last_published_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class: type[Organization], *args: Any, **kwargs: Any) -> Organization:
        if isinstance(kwargs.get("kind"), str):
            kwargs["kind"] = KindFactory(key=kwargs["kind"])
        return super()._create(model_class, *args, **kwargs)


class AffiliationFactory(DjangoModelFactory):
    """That somebody belongs to an organization; `administrator=True` for one of its administrators."""

    class Meta:
        model = Affiliation

    class Params:
        administrator = factory.Trait(role=OrganizationRole.ADMINISTRATOR)

    person = factory.SubFactory(UserFactory)
    organization = factory.SubFactory(OrganizationFactory)
