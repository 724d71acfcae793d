"""The directory's page."""

import pytest

from tests.factories.organizations import OrganizationFactory

pytestmark = pytest.mark.django_db


def test_first(visit):
    OrganizationFactory(title_fr="Élan", title_en="Momentum")
    assert "Élan" in visit.read("/fr/membres/")
    visit.read("/fr/membres/elan/")
