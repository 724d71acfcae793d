"""No page takes the place of an address that the code serves."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms import checks, reserved
from home.models import HomePage, StandardPage
from tests.conftest import Visitor


def test_a_page_under_home_cannot_take_an_address_of_the_code(french_home: HomePage) -> None:
    page = french_home.add_child(instance=StandardPage(title="Un compte", slug="un-compte"))
    page.slug = "compte"
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert "slug" in refused.value.message_dict


def test_a_page_further_down_may_bear_such_a_slug(french_home: HomePage) -> None:
    parent = french_home.add_child(instance=StandardPage(title="Parent", slug="parent"))
    child = parent.add_child(instance=StandardPage(title="Compte", slug="compte"))
    child.full_clean()
    assert child.slug == "compte"


def test_the_form_for_a_new_page_says_so_in_the_editors_language(editor, french_home: HomePage) -> None:
    visitor = Visitor(user=editor)
    data = nested_form_data(
        {"title": "Recherche", "slug": "recherche", "introduction": rich_text(""), "body": streamfield([])}
    )
    address = f"/cms/pages/add/home/standardpage/{french_home.pk}/"
    answer = visitor.post(address, data, headers={"accept-language": "en"})
    assert answer.status_code == 200
    assert "The portal itself answers at this address" in answer.content.decode()
    assert not StandardPage.objects.filter(slug="recherche").exists()


@override_settings(LANGUAGE_CODE="en")
def test_the_check_names_an_address_that_is_not_reserved(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.addresses_of_the_code_are_reserved(None) == []
    monkeypatch.setattr(checks, "RESERVED_SLUGS", reserved.RESERVED_SLUGS - {"compte"})
    assert [error.id for error in checks.addresses_of_the_code_are_reserved(None)] == ["portal.E003"]
