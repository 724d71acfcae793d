"""What every record obeys, tried on a leaflet."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from wagtail.models import Revision

from cms.models import FormerSlug
from tests.factories.records import LeafletFactory, TopicFactory
from tests.records.models import Leaflet

pytestmark = pytest.mark.django_db
FRENCH = {"title_fr": "Dépliant", "summary_fr": "Ce qu’il dit."}
ENGLISH = {"title_en": "Leaflet", "summary_en": "What it says."}


def publish(leaflet: Leaflet, **texts: Any) -> Leaflet:
    """Change `leaflet` as an editor does: on its newest revision, then publish it. Returns the row as it then is."""
    draft(leaflet, **texts).publish()
    return Leaflet.objects.get(pk=leaflet.pk)


def draft(leaflet: Leaflet, **texts: Any) -> Revision:
    newest = Leaflet.objects.get(pk=leaflet.pk).get_latest_revision_as_object()
    for name, value in texts.items():
        setattr(newest, name, value)
    return newest.save_revision()


# --- what may be published ------------------------------------------------------------------------


@pytest.mark.parametrize("texts", [FRENCH, ENGLISH, FRENCH | ENGLISH])
def test_one_complete_language_suffices(texts: dict[str, str]) -> None:
    Leaflet(**texts).full_clean()


def test_a_record_without_a_text_is_refused_once() -> None:
    with pytest.raises(ValidationError) as refused:
        Leaflet().full_clean()
    assert set(refused.value.message_dict) == {"title_fr"}


@pytest.mark.parametrize(
    ("texts", "missing"),
    [
        ({"title_fr": "Dépliant"}, "summary_fr"),
        ({"summary_en": "What it says."}, "title_en"),
        (FRENCH | {"title_en": "Leaflet"}, "summary_en"),
        (ENGLISH | {"summary_fr": "Ce qu’il dit."}, "title_fr"),
    ],
)
def test_a_language_that_is_begun_must_be_finished(texts: dict[str, str], missing: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Leaflet(**texts).full_clean()
    assert set(refused.value.message_dict) == {missing}


def test_a_record_without_a_title_still_has_a_name() -> None:
    assert str(Leaflet()) == "(without a title)"


# --- slugs ----------------------------------------------------------------------------------------


def test_slugs_are_made_from_the_titles_of_each_language() -> None:
    leaflet = LeafletFactory(title_fr="L’été à l’école", title_en="Summer at school")
    assert (leaflet.slug_fr, leaflet.slug_en) == ("lete-a-lecole", "summer-at-school")


def test_a_language_without_a_title_has_no_slug() -> None:
    assert LeafletFactory(title_fr="", summary_fr="").slug_fr == ""


def test_records_of_one_title_get_slugs_of_their_own() -> None:
    slugs = [LeafletFactory(title_fr="Guide", title_en="Guide").slug_fr for _ in range(3)]
    assert slugs == ["guide", "guide-2", "guide-3"]


def test_a_title_without_letters_gets_a_slug() -> None:
    assert LeafletFactory(title_fr="?!").slug_fr == "record"


def test_a_slug_that_another_record_has_is_refused() -> None:
    LeafletFactory(slug_fr="guide")
    with pytest.raises(ValidationError) as refused:
        LeafletFactory.build(slug_fr="guide").full_clean()
    assert set(refused.value.message_dict) == {"slug_fr"}


def test_the_same_slug_may_stand_once_in_each_language() -> None:
    first = LeafletFactory(slug_fr="guide", slug_en="guide")
    first.full_clean()
    assert Leaflet.objects.for_slug("guide", "fr").get() == Leaflet.objects.for_slug("guide", "en").get() == first


def test_a_record_in_one_language_bears_its_slug_in_both() -> None:
    leaflet = LeafletFactory(title_en="", summary_en="", title_fr="Dépliant")
    assert Leaflet.objects.for_slug("depliant", "en").get() == leaflet


def test_a_records_own_slug_goes_before_a_borrowed_one() -> None:
    LeafletFactory(title_en="", summary_en="", slug_fr="guide")
    own = LeafletFactory(slug_fr="mode-d-emploi", slug_en="guide")
    LeafletFactory(title_fr="", summary_fr="", slug_en="autre")
    assert Leaflet.objects.for_slug("guide", "en").first() == own


def test_an_address_that_changed_leads_on() -> None:
    leaflet = LeafletFactory(slug_fr="ancien", slug_en="old")
    leaflet.slug_fr = "nouveau"
    leaflet.save()
    assert FormerSlug.find(Leaflet, "ancien", "fr") == leaflet.pk
    assert FormerSlug.find(Leaflet, "ancien", "en") is None
    assert FormerSlug.find(Leaflet, "old", "en") is None


def test_an_address_that_changed_back_is_no_former_one() -> None:
    leaflet = LeafletFactory(slug_fr="ancien")
    for slug in ("nouveau", "ancien"):
        leaflet.slug_fr = slug
        leaflet.save()
    assert FormerSlug.find(Leaflet, "ancien", "fr") is None
    assert FormerSlug.find(Leaflet, "nouveau", "fr") == leaflet.pk


def test_a_former_address_leads_to_the_record_that_had_it_last() -> None:
    first, second = LeafletFactory(slug_fr="guide"), LeafletFactory(slug_fr="autre")
    for leaflet, slug in ((first, "guide-2025"), (second, "guide"), (second, "guide-2026")):
        leaflet.slug_fr = slug
        leaflet.save()
    assert FormerSlug.find(Leaflet, "guide", "fr") == second.pk


def test_a_slug_that_nobody_could_have_read_is_not_kept() -> None:
    leaflet = LeafletFactory(slug_fr="brouillon", live=False)
    leaflet.slug_fr = "publie"
    leaflet.save()
    assert FormerSlug.find(Leaflet, "brouillon", "fr") is None


def test_an_address_of_a_deleted_record_leads_nowhere() -> None:
    leaflet = LeafletFactory(slug_fr="ancien")
    leaflet.slug_fr = "nouveau"
    leaflet.save()
    leaflet.delete()
    assert FormerSlug.find(Leaflet, "ancien", "fr") is None


# --- which language is behind ---------------------------------------------------------------------


def behind(leaflet: Leaflet) -> str:
    return Leaflet.objects.get(pk=leaflet.pk).behind_language


@pytest.mark.parametrize(("changed", "expected"), [("fr", "en"), ("en", "fr")])
@pytest.mark.parametrize("name", ["title", "summary"])
def test_the_language_that_did_not_change_is_behind(changed: str, expected: str, name: str) -> None:
    leaflet = publish(LeafletFactory(), **{f"{name}_{changed}": "Autre chose"})
    assert leaflet.behind_language == expected
    assert leaflet.behind_since is not None


def test_a_change_of_the_body_counts() -> None:
    body = [{"type": "rich_text", "value": "<p>Autre chose</p>"}]
    assert publish(LeafletFactory(), body_fr=Leaflet.body_fr.field.to_python(body)).behind_language == "en"


def test_publishing_without_a_change_marks_nothing() -> None:
    leaflet = LeafletFactory(body_fr=[("rich_text", "<p>Texte</p>")])
    assert publish(leaflet).behind_language == ""


def test_what_both_languages_changed_marks_nothing() -> None:
    assert publish(LeafletFactory(), title_fr="Autre", title_en="Other").behind_language == ""


@pytest.mark.parametrize("field", ["slug_fr", "search_description_fr", "review_on"])
def test_what_is_no_text_of_the_reader_marks_nothing(field: str) -> None:
    value = datetime(2027, 1, 1, tzinfo=UTC).date() if field == "review_on" else "autre"
    assert publish(LeafletFactory(), **{field: value}).behind_language == ""


def test_a_language_that_is_not_written_is_not_behind() -> None:
    leaflet = LeafletFactory(title_en="", summary_en="")
    assert publish(leaflet, title_fr="Autre").behind_language == ""


def test_writing_the_missing_language_leaves_nobody_behind() -> None:
    leaflet = LeafletFactory(title_en="", summary_en="")
    assert publish(leaflet, **ENGLISH).behind_language == ""


def test_the_language_that_catches_up_is_no_longer_behind() -> None:
    leaflet = publish(LeafletFactory(), title_fr="Autre")
    leaflet = publish(leaflet, title_en="Other")
    assert (leaflet.behind_language, leaflet.behind_since) == ("", None)


def test_a_language_stays_behind_since_the_first_change() -> None:
    with time_machine.travel(datetime(2026, 11, 1, tzinfo=UTC), tick=False):
        leaflet = publish(LeafletFactory(), title_fr="Autre")
    with time_machine.travel(datetime(2026, 11, 20, tzinfo=UTC), tick=False):
        leaflet = publish(leaflet, title_fr="Encore autre")
    assert leaflet.behind_language == "en"
    assert leaflet.behind_since == datetime(2026, 11, 1, tzinfo=UTC)


def test_an_editors_word_clears_the_mark() -> None:
    leaflet = publish(LeafletFactory(), title_fr="Autre")
    leaflet = publish(leaflet, behind_language="")
    assert (leaflet.behind_language, leaflet.behind_since) == ("", None)


def test_an_editors_word_holds_beside_a_change_of_text() -> None:
    leaflet = publish(LeafletFactory(), title_fr="Autre")
    leaflet = publish(leaflet, behind_language="", title_fr="Une faute de frappe")
    assert leaflet.behind_language == ""


def test_an_editor_may_set_the_mark() -> None:
    leaflet = publish(LeafletFactory(), behind_language="fr")
    assert leaflet.behind_language == "fr"
    assert leaflet.behind_since is not None


def test_two_drafts_before_one_publication_mark_once() -> None:
    leaflet = LeafletFactory()
    draft(leaflet, title_fr="Un")
    assert behind(leaflet) == ""
    assert publish(leaflet, title_fr="Deux").behind_language == "en"


def test_a_newer_draft_does_not_take_the_mark_of_what_was_published_meanwhile() -> None:
    leaflet = LeafletFactory()
    first = draft(leaflet, title_fr="Un")
    second = draft(leaflet, summary_fr="Deux")
    first.publish()
    assert behind(leaflet) == "en"
    Revision.objects.get(pk=second.pk).publish()
    assert behind(leaflet) == "en"


def test_the_first_publication_leaves_nobody_behind() -> None:
    leaflet = LeafletFactory(live=False)
    assert publish(leaflet, title_fr="Autre").behind_language == ""


def test_a_change_while_unpublished_counts_once_it_was_public() -> None:
    leaflet = publish(LeafletFactory())
    leaflet.unpublish()
    assert publish(leaflet, title_fr="Autre").behind_language == "en"


def test_the_list_of_what_is_behind_begins_with_the_oldest() -> None:
    later, first, never = LeafletFactory(), LeafletFactory(), LeafletFactory()
    for leaflet, day in ((first, 1), (later, 2)):
        with time_machine.travel(datetime(2026, 11, day, tzinfo=UTC)):
            publish(leaflet, title_fr="Autre")
    assert list(Leaflet.objects.behind()) == [first, later]
    assert never not in Leaflet.objects.behind()


# --- drafts and previews --------------------------------------------------------------------------


def test_a_draft_stands_beside_what_is_published() -> None:
    leaflet = LeafletFactory(title_fr="Publié")
    draft(leaflet, title_fr="Brouillon")
    row = Leaflet.objects.get(pk=leaflet.pk)
    assert (row.title_fr, row.has_unpublished_changes) == ("Publié", True)
    assert row.get_latest_revision_as_object().title_fr == "Brouillon"


def test_a_draft_of_who_may_see_it_does_not_show_before_it_is_published(member: Any) -> None:
    leaflet = LeafletFactory()
    newest = leaflet.get_latest_revision_as_object()
    newest.access.set(member.groups.all())
    revision = newest.save_revision()
    assert list(Leaflet.objects.get(pk=leaflet.pk).access.all()) == []
    revision.publish()
    assert list(Leaflet.objects.get(pk=leaflet.pk).access.all()) == list(member.groups.all())


def test_publishing_keeps_the_terms() -> None:
    leaflet, topic = LeafletFactory(), TopicFactory()
    leaflet.topics.add(topic)
    assert list(publish(leaflet, title_fr="Autre").topics.all()) == [topic]


@pytest.mark.parametrize(("language", "title"), [("fr", "Dépliant"), ("en", "Leaflet")])
def test_a_preview_is_in_the_language_that_was_asked_for(language: str, title: str, settings: Any) -> None:
    source = "{% load i18n %}{% get_current_language as language %}{{ language }}: {{ object.title }}"
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {"records/leaflet.html": source})]},
        }
    ]
    response = Leaflet(**FRENCH, **ENGLISH).serve_preview(RequestFactory().get("/"), language)
    assert response.content.decode() == f"{language}: {title}"


def test_a_preview_begins_in_the_language_that_has_a_text() -> None:
    assert [code for code, _name in Leaflet().preview_modes] == ["fr", "en"]
    assert Leaflet(**ENGLISH).default_preview_mode == "en"
    assert Leaflet(**FRENCH, **ENGLISH).default_preview_mode == "fr"
