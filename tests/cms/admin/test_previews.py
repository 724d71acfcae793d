"""Pages are previewed as visitors will see them, drafts and pages not yet saved included."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.models import Audience
from tests.factories.pages import (
    AudiencePageFactory,
    ContactPageFactory,
    StandardPageFactory,
    StrategyIndexPageFactory,
    StrategyPageFactory,
    translate,
)

pytestmark = pytest.mark.django_db


def preview(staff, page):
    return staff.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))


@pytest.fixture
def staff(visitor, moderator):
    return visitor(user=moderator)


@pytest.mark.parametrize("live", [True, False], ids=["live", "draft"])
def test_a_page_of_each_type_is_previewed(staff, homes, live):
    audience = Audience.objects.create(name_fr="Équipes", name_en="Teams")
    index = StrategyIndexPageFactory(parent=homes["fr"], title="Stratégie", slug="strategie", live=live)
    pages = [
        index,
        StrategyPageFactory(parent=index, title="Partie", slug="partie", live=live),
        StandardPageFactory(parent=homes["fr"], title="À propos", slug="a-propos", live=live),
        ContactPageFactory(parent=homes["fr"], title="Nous joindre", slug="joindre", live=live),
        AudiencePageFactory(parent=homes["fr"], title="Équipes", slug="equipes", live=live, audience=audience),
        homes["fr"],
    ]
    for page in pages:
        page.save_revision()
        response = preview(staff, page)
        assert response.status_code == 200, page
        html = response.content.decode()
        assert page.title in html or page == homes["fr"]
        assert '<html lang="fr' in html
        assert "unsafe-inline" not in response["Content-Security-Policy"]
        assert response.get("X-Frame-Options") in (None, "SAMEORIGIN")


def test_a_draft_has_its_breadcrumb_and_its_way_to_the_other_language(staff, homes):
    parent = StandardPageFactory(parent=homes["fr"], title="Services", slug="services")
    draft = StandardPageFactory(parent=parent, title="Brouillon", slug="brouillon", live=False)
    translate(parent, title="Services in English", slug="services")
    draft.save_revision()
    html = preview(staff, draft).content.decode()
    assert 'href="/fr/services/"' in html
    assert 'href="/en/services/"' in html
    assert "noindex" in html


def test_a_page_that_is_being_written_is_previewed_before_it_is_saved(staff, homes):
    data = nested_form_data(
        {
            "title": "Toute nouvelle",
            "slug": "toute-nouvelle",
            "introduction": json.dumps({"blocks": [], "entityMap": {}}),
            "body": streamfield([]),
        }
    )
    address = reverse("wagtailadmin_pages:preview_on_add", args=["home", "standardpage", homes["fr"].pk])
    assert staff.post(address, data).json()["is_valid"] is True
    html = staff.read(address)
    assert "Toute nouvelle" in html
    assert not Page.objects.filter(slug="toute-nouvelle").exists()


def test_a_draft_is_shown_to_nobody_else(visit, homes):
    StandardPageFactory(parent=homes["fr"], title="Brouillon", slug="brouillon", live=False).save_revision()
    assert visit.get("/fr/brouillon/").status_code == 404
