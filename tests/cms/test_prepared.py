"""Statements that are written once: they give the rows that their queryset gives."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from cms.prepared import Prepared
from home.models import HomePage, StandardPage
from resources.models import Resource, ResourceFile
from tests.factories.pages import StandardPageFactory
from tests.factories.resources import ResourceFactory, ResourceFileFactory

pytestmark = pytest.mark.django_db


def values(row: Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_a_page_of_two_tables_is_read_whole(english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home, title="Housing", introduction="<p>On housing.</p>")
    read = Prepared(lambda pk: StandardPage.objects.filter(pk=pk, live=True))
    assert [values(row) for row in read(page.pk)] == [values(StandardPage.objects.get(pk=page.pk))]
    assert read(page.pk)[0].get_url() == page.get_url()
    assert read(page.pk + 1) == []


def test_one_statement_serves_every_value() -> None:
    first = ResourceFactory(title_fr="Premier", body_fr=[{"type": "rich_text", "value": "<p>Du texte.</p>"}])
    second = ResourceFactory(title_fr="Deuxième")
    read = Prepared(lambda slug: Resource.objects.filter(live=True, slug_fr=slug))
    for resource in (first, second):
        with CaptureQueriesContext(connection) as queries:
            (row,) = read(resource.slug_fr)
        assert len(queries) == 1
        assert values(row) == values(Resource.objects.get(pk=resource.pk))
    assert read(first.slug_fr)[0].body_fr[0].value.source == "<p>Du texte.</p>"
    assert read("'; DROP TABLE resources_resource; --") == []


def test_rows_come_in_the_order_of_their_queryset() -> None:
    resource = ResourceFactory()
    for place in (2, 0, 1):
        ResourceFileFactory(resource=resource, url=f"https://example.org/{place}", sort_order=place)
    read = Prepared(lambda pk: ResourceFile.objects.filter(resource=pk).order_by("sort_order"))
    assert [row.sort_order for row in read(resource.pk)] == [0, 1, 2]
