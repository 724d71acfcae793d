"""What editors do with translations: the newest text is sent, nothing is lost, and mistakes are said."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import polib
import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, WorkflowState
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from cms import translating
from cms.models import Audience
from home.models import StandardPage
from tests.factories.files import ImageFactory
from tests.factories.pages import AudiencePageFactory, StandardPageFactory

PROSE = "<p>Un premier alinéa.</p><p>Un second, avec <a href='https://example.org'>un lien</a>.</p>"


@pytest.fixture
def french(homes):
    page = StandardPageFactory(
        parent=homes["fr"], title="Visites", slug="visites", introduction=PROSE, search_description="Les visites."
    )
    page.save_revision()
    return page


@pytest.fixture
def submitted(french, homes, visitor, moderator):
    """The English draft, submitted in the admin."""
    submit(visitor(user=moderator), french)
    return Translation.objects.get(source__object_id=french.translation_key)


def submit(staff, page, **data):
    locale = "en" if page.locale.language_code == "fr" else "fr"
    target = type(page.locale).objects.get(language_code=locale)
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    return staff.post(address, {"locales": [target.pk], **data}, follow=True)


def edit_address(translation):
    return reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk])


def say(translation, path, *texts):
    """Translate the texts at `path` as the editor's interface stores them."""
    segments = StringSegment.objects.filter(source=translation.source, context__path=path).order_by("order")
    assert len(segments) == len(texts), [segment.string.data for segment in segments]
    for segment, text in zip(segments, texts, strict=True):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            defaults={"data": text},
        )


def say_all(translation):
    for segment in StringSegment.objects.filter(source=translation.source).select_related("string", "context"):
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            defaults={"data": f"EN {segment.string.data}"},
        )


def decision(translation, action):
    page = translation.get_target_instance()
    return reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, page.current_workflow_task_state.pk])


def publish(staff, translation):
    return staff.post(edit_address(translation), {"action": "publish"}, follow=True).content.decode()


# --- submit ---------------------------------------------------------------------------------------


def test_a_translation_begins_as_a_draft_that_nobody_reads(submitted, visit):
    page = submitted.get_target_instance()
    assert not page.live
    assert visit.get("/en/visites/").status_code == 404


def test_the_only_other_language_is_chosen_beforehand(french, visitor, moderator):
    page = visitor(user=moderator).read(f"/cms/localize/submit/page/{french.pk}/")
    box = re.search(r"<input[^>]*name=\"locales\"[^>]*>", page)
    assert box
    assert "checked" in box[0]


def test_a_draft_edited_twice_is_submitted_with_its_newest_text(homes, visitor, moderator):
    draft = StandardPageFactory(parent=homes["fr"], title="Premier", slug="premier", live=False)
    for title in ("Deuxième", "Troisième"):
        draft.title = title
        draft.save_revision()
    draft = StandardPage.objects.get(pk=draft.pk)
    submit(visitor(user=moderator), draft)
    source = TranslationSource.objects.get(object_id=draft.translation_key)
    assert "Troisième" in [segment.string.data for segment in source.stringsegment_set.all()]
    assert source.object_repr == "Troisième"
    assert not Page.objects.filter(title="Deuxième").exists()


def test_a_sync_takes_the_newest_text_of_a_draft(homes, visitor, moderator):
    draft = StandardPageFactory(parent=homes["fr"], title="Premier", slug="premier", live=False)
    draft.save_revision()
    staff = visitor(user=moderator)
    submit(staff, draft)
    draft.title = "Corrigé"
    draft.save_revision()
    source = TranslationSource.objects.get(object_id=draft.translation_key)
    staff.post(reverse("wagtail_localize:update_translations", args=[source.pk]), {})
    assert "Corrigé" in [segment.string.data for segment in source.stringsegment_set.all()]


def test_a_sync_of_a_live_page_takes_what_is_published_and_says_so(submitted, french, visitor, moderator):
    french.title = "Pas encore publié"
    french.save_revision()
    address = reverse("wagtail_localize:update_translations", args=[submitted.source.pk])
    html = visitor(user=moderator).post(address, {}, follow=True).content.decode()
    assert "the published text is translated" in html
    titles = [segment.string.data for segment in submitted.source.stringsegment_set.all()]
    assert "Visites" in titles
    assert "Pas encore publié" not in titles


def test_a_sync_without_changes_counts_as_a_sync(submitted, visitor, moderator):
    TranslationSource.objects.update(last_updated_at=timezone.now() - timedelta(days=3))
    address = reverse("wagtail_localize:update_translations", args=[submitted.source.pk])
    visitor(user=moderator).post(address, {})
    submitted.source.refresh_from_db()
    assert submitted.source.last_updated_at > timezone.now() - timedelta(minutes=1)


def test_a_page_under_one_without_translation_takes_it_along_and_makes_no_alias(homes, visitor, moderator):
    parent = StandardPageFactory(parent=homes["fr"], title="Au-dessus", slug="au-dessus")
    child = StandardPageFactory(parent=parent, title="Dessous", slug="dessous")
    html = submit(visitor(user=moderator), child).content.decode()
    assert "was submitted too" in html
    english = child.get_translation(homes["en"].locale)
    assert english.get_parent().translation_key == parent.translation_key
    assert not Page.objects.filter(alias_of__isnull=False).exists()
    assert Translation.objects.count() == 2


def test_a_subtree_is_submitted_whole_with_its_newest_drafts(homes, visitor, moderator, visit):
    parent = StandardPageFactory(parent=homes["fr"], title="Section", slug="section")
    child = StandardPageFactory(parent=parent, title="Enfant", slug="enfant")
    draft = StandardPageFactory(parent=child, title="Ancien", slug="petit", live=False)
    draft.title = "Nouveau"
    draft.save_revision()
    parent.refresh_from_db()
    submit(visitor(user=moderator), Page.objects.get(pk=parent.pk).specific, include_subtree="on")
    assert {source.object_repr for source in TranslationSource.objects.all()} == {"Section", "Enfant", "Nouveau"}
    assert Page.find_problems() == ([], [], [], [], [])
    assert visit.get("/en/section/enfant/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_children_of_a_published_translation_are_reached(homes, visitor, moderator, visit):
    parent = StandardPageFactory(parent=homes["fr"], title="Section", slug="section")
    StandardPageFactory(parent=parent, title="Enfant", slug="enfant")
    staff = visitor(user=moderator)
    submit(staff, Page.objects.get(pk=parent.pk).specific, include_subtree="on")
    for translation in Translation.objects.all():
        say_all(translation)
        publish(staff, translation)
    assert Page.find_problems() == ([], [], [], [], [])
    assert "EN Enfant" in visit.read("/en/en-section/en-enfant/")


def test_an_incomplete_page_is_submitted_and_what_lacks_is_said(homes, visitor, moderator):
    page = AudiencePageFactory.build(title="Équipes", slug="equipes", locale=homes["fr"].locale)
    page.audience = None
    page.live = False
    page.translation_key = uuid4()
    page.content_type = ContentType.objects.get_for_model(page)
    page.draft_title = page.title
    page.set_url_path(homes["fr"])
    homes["fr"].add_child(instance=page)
    page.save_revision(clean=False)
    response = submit(visitor(user=moderator), page)
    assert response.status_code == 200
    assert "Not everything could be taken over" in response.content.decode()
    assert page.get_translation_or_none(homes["en"].locale) is not None


def test_nobody_submits_what_they_may_not_edit(french, visitor, person):
    staff = visitor(user=person())
    staff.post(reverse("wagtail_localize:submit_page_translation", args=[french.pk]), {"locales": [1]})
    assert not Translation.objects.exists()


# --- publish --------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_translator_publishes_what_they_translated(submitted, visitor, translator, visit):
    say(submitted, "title", "Visits")
    say(submitted, "slug", "visits")
    say(submitted, "introduction", "A first paragraph.", 'A second, with <a id="a1">a link</a>.')
    say(submitted, "search_description", "The visits.")
    html = publish(visitor(user=translator), submitted)
    assert "is published in English" in html
    page = visit.read("/en/visits/")
    assert "A first paragraph." in page
    assert "https://example.org" in page
    assert "alinéa" not in page


@pytest.mark.django_db(transaction=True)
def test_a_publication_with_gaps_says_how_many(submitted, visitor, translator):
    say(submitted, "title", "Visits")
    assert "texts that are not translated yet" in publish(visitor(user=translator), submitted)


def test_a_validation_error_is_said_with_its_field_and_stays_with_its_text(submitted, visitor, translator):
    say_all(submitted)
    say(submitted, "search_description", "Fine.")
    say(submitted, "title", "x" * 300)
    html = publish(visitor(user=translator), submitted)
    assert "The translation was not published." in html
    assert "at most 255 characters" in html
    assert not submitted.get_target_instance().live
    assert StringTranslation.objects.filter(context__path="title", has_error=True).exists()


@pytest.mark.django_db(transaction=True)
def test_a_slug_that_a_neighbour_has_gets_a_number(submitted, homes, visitor, translator, visit):
    StandardPageFactory(parent=homes["en"], title="Visits", slug="visits")
    say_all(submitted)
    say(submitted, "slug", "visits")
    publish(visitor(user=translator), submitted)
    assert visit.get("/en/visits-1/").status_code == 200


@pytest.mark.parametrize("slug", ["", "Not a slug!", "compte", "../../x", "é" * 300])
def test_no_slug_that_a_translator_writes_breaks_anything(submitted, visitor, translator, slug):
    say_all(submitted)
    say(submitted, "slug", slug)
    staff = visitor(user=translator)
    response = staff.post(edit_address(submitted), {"action": "publish"})
    assert response.status_code == 302
    assert staff.get(edit_address(submitted)).status_code == 200


@pytest.mark.parametrize("text", ["<b>open", "<script>alert(1)</script>", '<a href="https://x.example">x</a>', "</p>"])
@pytest.mark.django_db(transaction=True)
def test_no_markup_that_a_translator_writes_breaks_the_page(submitted, visitor, translator, visit, text):
    say_all(submitted)
    say(submitted, "introduction", text, text)
    say(submitted, "slug", "visits")
    publish(visitor(user=translator), submitted)
    html = visit.read("/en/visits/")
    assert "alert(1)</script>" not in html
    assert "https://x.example" not in html


def test_a_locked_page_is_not_published(submitted, visitor, translator, moderator):
    page = submitted.get_target_instance()
    page.locked, page.locked_by = True, moderator
    page.save()
    assert "The page is locked" in publish(visitor(user=translator), submitted)
    assert not submitted.get_target_instance().live


# --- within the workflow --------------------------------------------------------------------------


def test_an_editor_is_offered_to_submit_and_a_translator_to_publish(submitted, visitor, editor, translator):
    assert 'value="submit"' in visitor(user=editor).read(edit_address(submitted))
    assert 'value="submit"' not in visitor(user=translator).read(edit_address(submitted))


def test_an_editor_cannot_publish_a_translation(submitted, visitor, editor):
    publish(visitor(user=editor), submitted)
    assert not submitted.get_target_instance().live


@pytest.fixture
def published(submitted, visitor, moderator):
    say_all(submitted)
    say(submitted, "title", "Visits")
    say(submitted, "slug", "visits")
    say(submitted, "introduction", "A first paragraph.", "A second.")
    publish(visitor(user=moderator), submitted)
    return submitted


@pytest.mark.django_db(transaction=True)
def test_what_an_editor_submits_waits_for_a_moderator_and_changes_nothing_before(
    published, visitor, editor, moderator, visit
):
    say(published, "introduction", "A better paragraph.", "A second.")
    staff = visitor(user=editor)
    html = staff.post(edit_address(published), {"action": "submit"}, follow=True).content.decode()
    assert "The translation is submitted" in html
    page = published.get_target_instance()
    assert page.current_workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
    assert "A first paragraph." in visit.read("/en/visits/")
    assert "Approve" not in staff.read(edit_address(published))

    html = staff.post(edit_address(published), {"action": "submit"}, follow=True).content.decode()
    assert "The page is locked" in html  # it is with the moderators now

    chief = visitor(user=moderator)
    assert "Approve" in chief.read(edit_address(published))
    task_state = page.current_workflow_task_state
    chief.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task_state.pk]), {})
    assert "A better paragraph." in visit.read("/en/visits/")


@pytest.mark.django_db(transaction=True)
def test_moderators_read_the_newest_of_what_is_submitted_twice(published, moderator, visitor, visit):
    for text in ("A better paragraph.", "The best paragraph."):
        say(published, "introduction", text, "A second.")
        translating.submit_to_moderation(published, moderator)
    page = published.get_target_instance()
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", page.current_workflow_task_state.pk]
    )
    visitor(user=moderator).post(address, {})
    assert "The best paragraph." in visit.read("/en/visits/")


@pytest.mark.django_db(transaction=True)
def test_a_moderator_asks_for_changes_and_the_editor_submits_again(published, visitor, editor, moderator):
    staff, chief = visitor(user=editor), visitor(user=moderator)
    staff.post(edit_address(published), {"action": "submit"})
    page = published.get_target_instance()
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "reject", page.current_workflow_task_state.pk]
    )
    chief.post(address, {"comment": "Please shorten."})
    page = published.get_target_instance()
    assert page.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    staff.post(edit_address(published), {"action": "submit"})
    page = published.get_target_instance()
    assert page.current_workflow_state.status == WorkflowState.STATUS_IN_PROGRESS


def test_a_submission_that_does_not_hold_is_said(submitted, visitor, editor):
    say_all(submitted)
    say(submitted, "title", "x" * 300)
    html = visitor(user=editor).post(edit_address(submitted), {"action": "submit"}, follow=True).content.decode()
    assert "The translation was not submitted." in html


@pytest.mark.django_db(transaction=True)
def test_a_sync_never_publishes_for_who_may_not_nor_what_lacks_texts(published, french, visitor, editor, moderator):
    french.title = "Nouveau titre"
    french.save_revision().publish()
    address = reverse("wagtail_localize:update_translations", args=[published.source.pk])
    assert "publish_translations" not in visitor(user=editor).read(address)
    visitor(user=editor).post(address, {"publish_translations": "on"})
    assert published.get_target_instance().title == "Visits"
    chief = visitor(user=moderator)
    assert "publish_translations" in chief.read(address)
    html = chief.post(address, {"publish_translations": "on"}, follow=True).content.decode()
    assert "1 text waits to be translated" in html
    assert published.get_target_instance().title == "Visits"
    say(published, "title", "New title")
    chief.post(address, {"publish_translations": "on"})
    assert published.get_target_instance().title == "New title"


# --- stop and take up again -----------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_what_is_written_while_a_translation_is_stopped_is_not_lost(published, visitor, moderator, visit):
    staff = visitor(user=moderator)
    staff.post(reverse("wagtail_localize:stop_translation", args=[published.pk]), {"next": "/cms/"})
    page = published.get_target_instance()
    page.title = "Written by hand"
    page.introduction = "<p>By hand, first.</p><p>By hand, second.</p>"
    page.save_revision().publish()
    html = staff.post(edit_address(published), {"localize-restart-translation": "on"}, follow=True).content.decode()
    assert "was taken into the translation" in html
    publish(staff, published)
    html = visit.read("/en/visits/")
    assert "Written by hand" in html
    assert "By hand, first." in html
    assert "By hand, second." in html


@pytest.mark.django_db(transaction=True)
def test_what_has_no_counterpart_is_counted_when_a_translation_is_taken_up_again(published, visitor, moderator):
    staff = visitor(user=moderator)
    staff.post(reverse("wagtail_localize:stop_translation", args=[published.pk]), {"next": "/cms/"})
    page = published.get_target_instance()
    page.introduction = "<p>One paragraph only.</p>"
    page.save_revision().publish()
    html = staff.post(edit_address(published), {"localize-restart-translation": "on"}, follow=True).content.decode()
    assert "1 text has no counterpart" in html


# --- PO files -------------------------------------------------------------------------------------


def upload(staff, translation, content, name="page.po"):
    data = {"next": edit_address(translation)}
    if content is not None:
        data["file"] = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    address = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    response = staff.post(address, data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_a_po_file_goes_out_and_comes_back_translated(submitted, visitor, translator):
    staff = visitor(user=translator)
    content = staff.get(reverse("wagtail_localize:download_pofile", args=[submitted.pk])).content.decode()
    po = polib.pofile(content)
    for entry in po:
        entry.msgstr = f"EN {entry.msgid}"
    html = upload(staff, submitted, "\ufeff" + str(po).replace("\n", "\r\n"))
    assert "The translations of the file were taken over." in html
    assert StringTranslation.objects.filter(data="EN Visites", last_translated_by=translator).exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "Choose a file first."),
        (b"", "not a PO file"),
        ('msgid "Visites"\nmsgstr "Visits"\n', "has lost its heading"),
        (
            'msgid ""\nmsgstr ""\n"Content-Type: text/plain\\n"\n\nmsgid "Visites"\nmsgstr "Visits"\n',
            "lost its heading",
        ),
        (
            'msgid ""\nmsgstr ""\n"X-WagtailLocalize-TranslationID: 1234\\n"\n\nmsgid "Visites"\nmsgstr "Visits"\n',
            "of another page",
        ),
        (b"\xff\xfe\x00msgid", "not a PO file"),
        ("this is no PO file", "not a PO file"),
        ('msgid "open\nmsgstr', "not a PO file"),
        ("/etc/passwd msgid", "not a PO file"),
        (b"PK\x03\x04 msgid \x00", "not a PO file"),
    ],
)
def test_a_bad_po_file_is_refused_with_a_sentence(submitted, visitor, translator, content, sentence):
    assert sentence in upload(visitor(user=translator), submitted, content)
    assert not StringTranslation.objects.exists()


def test_a_po_file_without_end_is_refused(submitted, visitor, translator):
    assert "too large" in upload(visitor(user=translator), submitted, b"msgid " * 1_000_000)


def test_texts_of_a_po_file_that_are_not_on_the_page_are_counted(submitted, visitor, translator):
    header = f'msgid ""\nmsgstr ""\n"X-WagtailLocalize-TranslationID: {submitted.uuid}\\n"\n\n'
    body = 'msgctxt "title"\nmsgid "Visites"\nmsgstr "Visits"\n\nmsgctxt "nowhere"\nmsgid "Rien"\nmsgstr "Nothing"\n'
    html = upload(visitor(user=translator), submitted, header + body)
    assert "1 text of the file does not stand on the page" in html
    assert StringTranslation.objects.get().data == "Visits"


def test_nobody_uploads_to_a_page_that_they_may_not_edit(submitted, visitor, person):
    staff = visitor(user=person())
    address = reverse("wagtail_localize:upload_pofile", args=[submitted.pk])
    staff.post(address, {"file": SimpleUploadedFile("page.po", b"msgid")})
    assert not StringTranslation.objects.exists()


# --- what stands once, and what has parts ---------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_what_stands_once_reaches_the_other_language(homes, visitor, moderator):
    audience = Audience.objects.create(name_fr="Équipes", name_en="Teams")
    french = AudiencePageFactory(parent=homes["fr"], title="Équipes", slug="equipes", audience=audience)
    staff = visitor(user=moderator)
    submit(staff, french)
    translation = Translation.objects.get()
    say_all(translation)
    say(translation, "slug", "teams")
    publish(staff, translation)
    french.refresh_from_db()
    french.audience = Audience.objects.create(name_fr="Bénévoles", name_en="Volunteers")
    french.review_on = timezone.localdate()
    french.social_image = ImageFactory()
    french.save_revision().publish()
    address = reverse("wagtail_localize:update_translations", args=[translation.source.pk])
    staff.post(address, {"publish_translations": "on"})
    english = translation.get_target_instance()
    assert english.audience == french.audience
    assert english.review_on == french.review_on
    assert english.social_image == french.social_image
    assert english.title == "EN Équipes"


@pytest.mark.django_db(transaction=True)
def test_tables_and_alternative_texts_are_translated_and_come_back(homes, visitor, moderator, visit):
    image = ImageFactory()
    table = {
        "caption": "Villes",
        "columns": [{"type": "text", "heading": "Nom"}, {"type": "text", "heading": "Population"}],
        "rows": [{"values": ["Brooks", "14 451"]}, {"values": ["Banff", ""]}],
    }
    body = [
        {"type": "table", "value": table, "id": "7f9a5c0e-0000-4000-8000-000000000001"},
        {
            "type": "image",
            "value": {
                "image": {"image": image.pk, "alt_text": "Une plaine", "decorative": False},
                "caption": "La plaine",
                "credit": "",
            },
            "id": "7f9a5c0e-0000-4000-8000-000000000002",
        },
    ]
    french = StandardPageFactory(parent=homes["fr"], title="Villes", slug="villes")
    french.body = french.body.stream_block.to_python(body)
    french.save_revision().publish()
    staff = visitor(user=moderator)
    submit(staff, french)
    translation = Translation.objects.get()
    texts = {"Villes": "Towns", "Nom": "Name", "Population": "Inhabitants", "Brooks": "Brooks", "14 451": "14,451"}
    texts |= {"Banff": "Banff", "Une plaine": "A plain", "La plaine": "The plain", "villes": "towns"}
    for segment in StringSegment.objects.filter(source=translation.source).select_related("string", "context"):
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            data=texts[segment.string.data],
        )
    publish(staff, translation)
    english = StandardPage.objects.get(pk=translation.get_target_instance().pk)
    value = english.body[0].value
    assert value.caption == "Towns"
    assert [column["heading"] for column in value.columns] == ["Name", "Inhabitants"]
    assert [row["values"] for row in value.row_data] == [["Brooks", "14,451"], ["Banff", ""]]
    html = visit.read("/en/towns/")
    for word in ("Towns", "Inhabitants", "14,451", 'alt="A plain"', "The plain"):
        assert word in html, word
    assert "Une plaine" not in html
    french.refresh_from_db()
    assert french.body[0].value.caption == "Villes"
