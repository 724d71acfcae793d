"""There are no aliases, and no way to make one."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation as languages
from wagtail.models import Locale, Page
from wagtail_localize.locales.components import get_locale_components
from wagtail_localize.models import LocaleSynchronization, Translation, TranslationSource

from cms.aliases import AliasRefused
from tests.factories.pages import StandardPageFactory


@pytest.fixture
def french(homes):
    return StandardPageFactory(parent=homes["fr"], title="À propos", slug="a-propos")


@pytest.fixture
def translated(french, homes, moderator):
    source, _made = TranslationSource.get_or_create_from_instance(french)
    translation = Translation.objects.create(source=source, target_locale=homes["en"].locale)
    translation.save_target(user=moderator, publish=False)
    return translation.get_target_instance()


def aliases() -> int:
    return Page.objects.filter(alias_of__isnull=False).count()


def test_the_copy_form_offers_no_alias_and_heeds_none(french, homes, visitor, administrator):
    staff = visitor(user=administrator)
    address = reverse("wagtailadmin_pages:copy", args=[french.pk])
    assert 'name="alias"' not in staff.read(address)
    data = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": homes["fr"].pk, "alias": "on"}
    assert staff.post(address, data).status_code == 302
    assert Page.objects.get(slug="copie").alias_of_id is None
    assert aliases() == 0


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("language", "words"), [("en", "This portal has no aliases"), ("fr", "portail")])
def test_the_address_that_makes_an_alias_of_a_translation_is_refused(
    translated, visitor, person, method, language, words
):
    staff = visitor(user=person(role="Moderators", language=language))
    response = getattr(staff, method)(reverse("wagtail_localize:convert_to_alias", args=[translated.pk]))
    assert response.status_code == 403
    if language == "en":
        assert words in response.content.decode()
    assert aliases() == 0


def test_the_translation_editor_does_not_offer_an_alias(translated, visitor, moderator):
    html = visitor(user=moderator).read(reverse("wagtailadmin_pages:edit", args=[translated.pk]))
    assert "js-translation-editor" in html
    assert "convert_to_alias" not in html


def test_the_page_editor_does_not_offer_an_alias(french, translated, visitor, moderator):
    Translation.objects.update(enabled=False)
    html = visitor(user=moderator).read(reverse("wagtailadmin_pages:edit", args=[translated.pk]))
    assert "localize-restart-translation" in html
    assert "localize-convert-to-alias" not in html


def test_nothing_in_code_can_save_an_alias(french, homes):
    with pytest.raises(AliasRefused):
        french.create_alias(parent=homes["en"], update_slug="alias")
    with pytest.raises(AliasRefused):
        french.copy_for_translation(homes["en"].locale, alias=True)
    french.alias_of = homes["en"].page_ptr
    with pytest.raises(AliasRefused), languages.override("fr"):
        french.save()
    assert aliases() == 0


def test_no_language_follows_another(homes, visitor, admin_user):
    assert not [item for item in get_locale_components() if item["model"] is LocaleSynchronization]
    english, french = Locale.objects.get(language_code="en"), Locale.objects.get(language_code="fr")
    with pytest.raises(AliasRefused):
        LocaleSynchronization.objects.create(locale=english, sync_from=french)
    html = visitor(user=admin_user).read(reverse("wagtaillocales:edit", args=[english.pk]))
    assert "sync_from" not in html
    assert LocaleSynchronization.objects.count() == 0


def test_a_new_page_makes_no_alias_in_the_other_language(french):
    assert aliases() == 0
    assert french.get_translations().count() == 0
