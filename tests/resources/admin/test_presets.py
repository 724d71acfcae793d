"""Preset listings in the admin: chosen by boxes, counted, shown."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from resources.finding.index import read_index
from resources.finding.presets import shown_preset
from resources.models import PresetListing
from tests.factories.organizations import AudienceFactory
from tests.factories.records import TopicFactory
from tests.factories.resources import PresetListingFactory, ResourceFactory, ResourceFileFactory, ResourceTypeFactory
from tests.resources.admin.test_form import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(visitor: Any, moderator: Any) -> Any:
    return visitor(user=moderator)


def held(preset: PresetListing) -> set[int]:
    index = read_index()
    return set(index.ids_in(shown_preset(preset).among(index)))


def test_values_of_a_field_are_or_and_fields_are_and() -> None:
    one, two, audience = TopicFactory(), TopicFactory(), AudienceFactory()
    first = ResourceFactory(topics=[one], audiences=[audience])
    second = ResourceFactory(topics=[two])
    ResourceFactory()
    assert held(PresetListingFactory(topics=[one, two])) == {first.pk, second.pk}
    assert held(PresetListingFactory(topics=[one, two], audiences=[audience])) == {first.pk}
    assert len(held(PresetListingFactory())) == 3


def test_setting_year_type_and_language_narrow_it() -> None:
    film = ResourceTypeFactory(key="film")
    new = ResourceFactory(setting="urban", year=2024, resource_type=film)
    old = ResourceFactory(setting="both", year=1999)
    ResourceFileFactory(resource=new, language="en")
    ResourceFileFactory(resource=old, language="fr")
    assert held(PresetListingFactory(setting="urban")) == {new.pk, old.pk}
    assert held(PresetListingFactory(setting="small-centre")) == {old.pk}
    assert held(PresetListingFactory(since_year=2000)) == {new.pk}
    assert held(PresetListingFactory(resource_types=[film])) == {new.pk}
    assert held(PresetListingFactory(file_language="fr")) == {old.pk}


def test_an_editor_makes_a_preset_and_finds_its_address_and_its_number(visitor: Any, editor: Any) -> None:
    client = visitor(user=editor)
    topic = TopicFactory()
    ResourceFactory.create_batch(2, topics=[topic])
    ResourceFactory()
    data = {"title_fr": "Le logement", "title_en": "Housing", "topics": [topic.pk], "order": "newest"}
    assert client.post(url("add", model=PresetListing), data).status_code == 302
    preset = PresetListing.objects.get()
    html = client.read(url("list", model=PresetListing))
    assert "/en/toolkit/selections/housing/" in html
    assert "/en/toolkit/selections/housing/" in client.read(url("edit", preset.pk, model=PresetListing))
    assert re.search(r"<td[^>]*>\s*2\s*</td>", html)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title_en": ""}, "This field is required."),
        ({"since_year": "old"}, "Enter a whole number."),
        ({"slug_fr": "le logement"}, "Enter a valid"),
    ],
)
def test_what_is_wrong_with_a_preset_is_said(staff: Any, fields: dict[str, str], sentence: str) -> None:
    data = {"title_fr": "Le logement", "title_en": "Housing", "order": "newest", **fields}
    assert sentence in staff.post(url("add", model=PresetListing), data).content.decode()


def test_the_address_of_another_preset_is_refused(staff: Any) -> None:
    PresetListingFactory(slug_fr="logement")
    data = {"title_fr": "Le logement", "title_en": "Housing", "order": "newest", "slug_fr": "logement"}
    assert "already exists" in staff.post(url("add", model=PresetListing), data).content.decode()


def test_the_list_of_presets_costs_the_same_for_more(staff: Any) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            staff.read(url("list", model=PresetListing))
        return len(queries)

    topic = TopicFactory()
    PresetListingFactory.create_batch(2, topics=[topic])
    staff.read(url("list", model=PresetListing))
    few = cost()
    PresetListingFactory.create_batch(18, topics=[topic])
    staff.read(url("list", model=PresetListing))
    assert cost() == few


def test_the_choosers_are_for_those_who_may_see_what_they_list(visitor: Any, person: Any) -> None:
    ResourceFactory(title_en="For members", codes=["members"], live=False)
    officer = visitor(user=person(role="Membership officers"))
    for kind in ("resource", "presetlisting"):
        for page in ("", "results/", "1/", "chosen-multiple/?id=1"):
            response = officer.get(f"/cms/snippets/choose/resources/{kind}/{page}")
            assert response.status_code in (302, 403, 404), (kind, page)
            assert "For members" not in response.content.decode()
