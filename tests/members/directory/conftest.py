"""A small directory, and people who read it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.factories.organizations import (
    AffiliationFactory,
    CommunityFactory,
    OrganizationFactory,
    RegionFactory,
    ServiceFactory,
    ServiceLanguageFactory,
    TierFactory,
)


@pytest.fixture
def towns(db: None) -> dict[str, Any]:
    """Olds, and Banff beside Canmore, are small centres; Calgary is not."""
    central, parks = RegionFactory(key="central"), RegionFactory(key="mountain-parks")
    small, large = TierFactory(key="small-cities", number=2), TierFactory(key="major-urban-centres", number=4)
    places = {
        "olds": ("Olds", "51.783", "-114.102", central, small),
        "banff": ("Banff", "51.176", "-115.570", parks, small),
        "canmore": ("Canmore", "51.083", "-115.352", parks, small),
        "calgary": ("Calgary", "51.050", "-114.085", central, large),
    }
    return {
        key: CommunityFactory(
            key=key,
            name_fr=name,
            name_en=name,
            latitude=Decimal(latitude),
            longitude=Decimal(longitude),
            region=region,
            tier=tier,
            is_small_centre=key != "calgary",
        )
        for key, (name, latitude, longitude, region, tier) in places.items()
    }


@pytest.fixture
def directory(towns: dict[str, Any]) -> dict[str, Any]:
    """Élan in Olds, Foyer in Banff and Maison in Canmore help with settlement; Zénith in Calgary with jobs."""
    settlement = ServiceFactory(key="settlement", name_fr="Établissement", name_en="Settlement")
    employment = ServiceFactory(key="employment", name_fr="Emploi", name_en="Employment")
    arabic = ServiceLanguageFactory(key="arabic", name_fr="Arabe", name_en="Arabic")
    made = {
        "elan": OrganizationFactory(title_fr="Élan", title_en="Momentum", community=towns["olds"]),
        "foyer": OrganizationFactory(
            title_fr="Foyer", title_en="Hearth", community=towns["banff"], kind="lip", is_aaisa_member=True
        ),
        "maison": OrganizationFactory(title_fr="Maison", title_en="House", community=towns["canmore"]),
        "zenith": OrganizationFactory(title_fr="Zénith", title_en="Zenith", community=towns["calgary"]),
    }
    for key in ("elan", "foyer", "maison"):
        give(made[key], services=[settlement])
    give(made["zenith"], services=[employment])
    give(made["elan"], languages_of_service=[arabic])
    return made


def give(organization: Any, **relations: Any) -> Any:
    """Set many-to-many relations of an organization as its form does, and save it."""
    for name, values in relations.items():
        getattr(organization, name).set(values)
    organization.save()
    return organization


@pytest.fixture
def insider(db: None) -> Callable[..., Any]:
    """Make a person of `organization`, of another one where none is named."""

    def make(organization: Any = None, **fields: Any) -> Any:
        options = {"organization": organization} if organization else {}
        return AffiliationFactory(**options, **fields).person

    return make
