"""A resource keeps its partner when two organizations turn out to be one."""

from __future__ import annotations

from typing import Any

import pytest

from members.services.merging import merge
from resources.models import Resource
from tests.factories.organizations import OrganizationFactory
from tests.factories.resources import ResourceFactory

pytestmark = pytest.mark.django_db


def test_resources_follow_a_partner_that_was_merged_into_another(administrator: Any) -> None:
    gone, stays = OrganizationFactory.create_batch(2)
    resource, other = ResourceFactory(partners=[gone], title_fr="Publié"), ResourceFactory(partners=[gone, stays])
    beside = Resource.objects.get(pk=resource.pk)
    beside.title_fr = "Brouillon"
    beside.save_revision()
    merge(gone, into=stays, actor=administrator)
    row = Resource.objects.get(pk=resource.pk)
    assert (row.title_fr, list(row.partners.all())) == ("Publié", [stays])
    draft = row.get_latest_revision_as_object()
    assert (draft.title_fr, list(draft.partners.all())) == ("Brouillon", [stays])
    assert list(Resource.objects.get(pk=other.pk).partners.all()) == [stays]
