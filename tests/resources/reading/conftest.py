"""Readers of the toolkit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.organizations import AffiliationFactory, CommunityFactory, OrganizationFactory

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def somebody_of(db: None) -> Callable[..., Any]:
    """Make a person whose organization is in a small centre, or in a city."""

    def make(*, small_centre: bool) -> Any:
        community = CommunityFactory(is_small_centre=small_centre)
        return AffiliationFactory(organization=OrganizationFactory(community=community)).person

    return make
