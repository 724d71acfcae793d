"""DeepL is asked as its API wants, with the portal's words; whatever it answers, the editor reads a sentence."""

from __future__ import annotations

import io

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import StringValue

from cms import glossary
from cms.translation import PortalDeepLTranslator, TranslationServiceError, french_spacing
from tests.factories.pages import StandardPageFactory


@pytest.fixture
def translator(deepl, settings, db):
    return PortalDeepLTranslator(settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR["OPTIONS"])


def values(*texts):
    return [StringValue(text) for text in texts]


def test_the_words_of_the_portal_become_a_glossary_for_each_direction_once(translator, deepl):
    out = io.StringIO()
    call_command("deepl_glossary", stdout=out)
    made = [data for method, path, data, _key in deepl.requests if method == "POST"]
    assert [(data["source_lang"], data["target_lang"]) for data in made] == [(["fr"], ["en"]), (["en"], ["fr"])]
    assert "petit centre\tsmall centre\n" in made[0]["entries"][0]
    assert "small centre\tpetit centre\n" in made[1]["entries"][0]
    assert made[0]["entries_format"] == ["tsv"]
    call_command("deepl_glossary", stdout=out)
    assert len(deepl.glossaries) == 2
    assert "there already" in out.getvalue()


def test_new_words_replace_the_old_glossary_and_leave_those_of_others(translator, deepl, monkeypatch):
    deepl.glossaries["other"] = "somebody else's words"
    call_command("deepl_glossary", stdout=io.StringIO())
    monkeypatch.setattr(glossary, "WORDS", (*glossary.WORDS, ("comité", "committee")))
    call_command("deepl_glossary", stdout=io.StringIO())
    assert len(deepl.glossaries) == 3
    assert "other" in deepl.glossaries


def test_a_translation_uses_the_glossary_and_asks_for_its_id_once(translator, deepl, homes):
    call_command("deepl_glossary", stdout=io.StringIO())
    cache.clear()
    for _turn in range(2):
        result = translator.translate(homes["fr"].locale, homes["en"].locale, values("petit centre"))
    assert [value.data for value in result.values()] == ["[petit centre]"]
    assert len([path for method, path, _data, _key in deepl.requests if method == "GET"]) == 2  # command, then once
    asked = deepl.translations()[-1]
    assert asked["glossary_id"] == ["id-0"]
    assert asked["source_lang"] == ["FR"]
    assert asked["target_lang"] == ["EN-GB"]
    assert asked["tag_handling"] == ["xml"]
    assert deepl.requests[-1][3] == "DeepL-Auth-Key a-key"


def test_without_a_glossary_it_translates_all_the_same(translator, deepl, homes):
    translator.translate(homes["en"].locale, homes["fr"].locale, values("toolkit"))
    assert "glossary_id" not in deepl.translations()[-1]


def test_long_pages_are_sent_in_parts(translator, deepl, homes):
    strings = values(*[f"phrase {number}" for number in range(120)])
    result = translator.translate(homes["fr"].locale, homes["en"].locale, strings)
    assert [len(data["text"]) for data in deepl.translations()] == [50, 50, 20]
    assert result[strings[77]].data == "[phrase 77]"


def test_what_comes_back_in_french_is_spaced_as_in_canada(translator, homes):
    result = translator.translate(homes["en"].locale, homes["fr"].locale, values("Pourquoi ? « Oui » : 20 % !"))
    assert [value.data for value in result.values()] == ["[Pourquoi? «\u00a0Oui\u00a0»\u00a0: 20\u00a0% !]"]
    assert french_spacing("Oui ! 20 $, « deux ».") == "Oui! 20\u00a0$, «\u00a0deux\u00a0»."


@pytest.mark.parametrize("status", [400, 403, 413, 429, 456, 500, 503])
def test_every_refusal_of_the_service_is_a_sentence(translator, deepl, homes, status):
    deepl.status = status
    with pytest.raises(TranslationServiceError, match=r"\.$"):
        translator.translate(homes["fr"].locale, homes["en"].locale, values("un"))


@pytest.mark.parametrize("raw", [b"<html>", {"translations": []}, {"nothing": 1}, [1], {"translations": [{"t": 1}]}])
def test_a_senseless_answer_is_a_sentence(translator, deepl, homes, raw):
    cache.set(f"deepl-small-centres-fr-en-{glossary.fingerprint('fr', 'en')}", "id")
    deepl.raw = raw
    with pytest.raises(TranslationServiceError, match="makes no sense"):
        translator.translate(homes["fr"].locale, homes["en"].locale, values("un"))


def test_a_silent_or_absent_service_is_a_sentence(translator, deepl, homes):
    deepl.delay = 2
    with pytest.raises(TranslationServiceError, match="in time"):
        translator.translate(homes["fr"].locale, homes["en"].locale, values("un"))
    translator.options = {**translator.options, "BASE_URL": "http://127.0.0.1:9"}
    with pytest.raises(TranslationServiceError, match="reached"):
        translator.translate(homes["fr"].locale, homes["en"].locale, values("un"))


def test_only_the_portals_two_languages_are_translated(translator, homes):
    assert translator.can_translate(homes["fr"].locale, homes["en"].locale)
    assert not translator.can_translate(homes["fr"].locale, homes["fr"].locale)


def test_the_command_says_what_is_missing(deepl, settings, db):
    deepl.status = 403
    with pytest.raises(CommandError, match="key"):
        call_command("deepl_glossary")
    del settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR
    with pytest.raises(CommandError, match="DEEPL_API_KEY"):
        call_command("deepl_glossary")


# --- in the editor --------------------------------------------------------------------------------


@pytest.fixture
def translation(homes, moderator):
    french = StandardPageFactory(parent=homes["fr"], title="Visite de site", slug="visite")
    source, _made = TranslationSource.get_or_create_from_instance(french)
    translation = Translation.objects.create(source=source, target_locale=homes["en"].locale)
    translation.save_target(user=moderator, publish=False)
    return translation


def test_an_editor_has_a_page_translated(translation, deepl, visitor, moderator):
    edit = reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk])
    response = visitor(user=moderator).post(
        reverse("wagtail_localize:machine_translate", args=[translation.pk]), {"next": edit}, follow=True
    )
    assert "Successfully translated with DeepL" in response.content.decode()
    assert StringTranslation.objects.filter(data="[Visite de site]", locale=translation.target_locale).exists()


@pytest.mark.parametrize(("language", "words"), [("en", "quota at DeepL is used up"), ("fr", "quota")])
def test_an_editor_reads_why_a_page_was_not_translated(translation, deepl, visitor, person, language, words):
    deepl.status = 456
    staff = visitor(user=person(role="Translators", language=language))
    edit = reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk])
    response = staff.post(reverse("wagtail_localize:machine_translate", args=[translation.pk]), {"next": edit})
    assert response.status_code == 302
    assert response["Location"] == edit
    html = staff.get(edit).content.decode()
    assert words in html
    assert StringTranslation.objects.count() == 0


def test_a_sync_that_was_to_be_translated_changes_nothing_when_the_service_fails(
    translation, deepl, visitor, moderator
):
    deepl.status = 503
    before = translation.source.last_updated_at
    staff = visitor(user=moderator)
    address = reverse("wagtail_localize:update_translations", args=[translation.source.pk])
    response = staff.post(address, {"use_machine_translation": "on"}, follow=True)
    assert "DeepL is out of order" in response.content.decode()
    translation.source.refresh_from_db()
    assert translation.source.last_updated_at == before
