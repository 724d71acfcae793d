"""The chooser of several rows: what is chosen, whatever there is to choose from."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.widgets import ManyChooser
from resources.models import Resource
from tests.factories.resources import ResourceFactory

pytestmark = pytest.mark.django_db


def rendered(*keys: object) -> str:
    return ManyChooser(Resource, add_text="Add").render("related", list(keys), {"id": "id_related"})


def test_the_chosen_rows_are_ticked_boxes_in_their_order() -> None:
    first, second = ResourceFactory(title_en="First"), ResourceFactory(title_en="Second")
    ResourceFactory(title_en="Other")
    html = rendered(second.pk, first.pk, second.pk)
    assert html.index("Second") < html.index("First")
    assert html.count("checked") == 3  # two rows, and the one that new rows are made of
    assert "Other" not in html


def test_a_title_is_text() -> None:
    resource = ResourceFactory(title_en="</script><b>", title_fr="</script><b>")
    assert "</script><b>" not in rendered(resource.pk)


def test_nonsense_that_came_back_with_a_form_is_left_out() -> None:
    assert rendered("x", "", "0", "9" * 5).count("checked") == 1


def test_many_rows_are_one_query() -> None:
    keys = [resource.pk for resource in ResourceFactory.create_batch(12)]
    with CaptureQueriesContext(connection) as queries:
        rendered(*keys)
    assert len(queries) == 1
