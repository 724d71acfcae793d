"""Vocabulary, access groups, messages and settings in the admin, within each role's rights."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from cms.models import AccessGroup, NoticeBar, PortalSettings, Topic
from cms.models.vocabulary import VOCABULARIES
from home.models import ContactMessage
from tests.factories.records import LeafletFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(visitor, editor):
    return visitor(user=editor)


def url(model, action, *args):
    return reverse(model.snippet_viewset.get_url_name(action), args=args)


# --- vocabulary -----------------------------------------------------------------------------------


@pytest.mark.parametrize("model", VOCABULARIES)
def test_every_vocabulary_has_its_list_and_its_form(visitor, editor, model):
    staff = visitor(user=editor)
    assert url(model, "list") in staff.read("/cms/")
    extra = {"number": 1} if model.__name__ == "CommunityTier" else {}
    data = {"name_fr": "Œuvre", "name_en": "Work", "key": "", "order": 3, **extra}
    response = staff.post(url(model, "add"), data)
    assert response.status_code == 302, response.content.decode()
    term = model.objects.get()
    html = staff.read(url(model, "list"))
    assert "Œuvre" in html
    assert "Work" in html
    assert term.key == "work"
    assert staff.get(url(model, "inspect", term.pk)).status_code == 200


def test_a_vocabulary_is_searched_and_filtered_in_both_languages(staff):
    TopicFactory(name_fr="Logement", name_en="Housing")
    TopicFactory(name_fr="Santé", name_en="Health")
    for query in ("q=loge", "q=hous", "name_en__icontains=hous"):
        html = staff.read(f"{url(Topic, 'list')}?{query}")
        assert "Logement" in html, query
        assert "Santé" not in html, query


def test_a_term_needs_both_names(staff):
    response = staff.post(url(Topic, "add"), {"name_fr": "Logement", "name_en": "", "key": "", "order": 0})
    assert response.status_code == 200
    assert not Topic.objects.exists()


def test_a_term_shows_where_it_is_used(staff):
    topic = TopicFactory()
    leaflet = LeafletFactory(title_en="About housing")
    leaflet.topics.add(topic)
    leaflet.save()
    assert url(Topic, "usage", topic.pk) in staff.read(url(Topic, "edit", topic.pk))
    assert staff.get(url(Topic, "usage", topic.pk)).status_code == 200


def test_translators_name_terms_and_make_none(visitor, translator):
    client = visitor(user=translator)
    topic = TopicFactory(name_en="Huosing")
    assert client.get(url(Topic, "add")).status_code == 302
    data = {"name_fr": topic.name_fr, "name_en": "Housing", "key": topic.key, "order": 0}
    assert client.post(url(Topic, "edit", topic.pk), data).status_code == 302
    topic.refresh_from_db()
    assert topic.name_en == "Housing"


def test_editors_delete_no_term(staff):
    topic = TopicFactory()
    staff.post(url(Topic, "delete", topic.pk))
    assert Topic.objects.filter(pk=topic.pk).exists()


# --- access groups --------------------------------------------------------------------------------


def test_administrators_name_access_groups_and_make_or_delete_none(visitor, administrator, admin_user, staff):
    group = AccessGroup.objects.get(code="members")
    client = visitor(user=administrator)
    html = client.read(url(AccessGroup, "edit", group.pk))
    assert 'name="name_fr"' in html
    assert 'name="code"' not in html
    client.post(url(AccessGroup, "edit", group.pk), {"name_fr": "Membres", "name_en": "Members", "code": "hacked"})
    group.refresh_from_db()
    assert (group.name_fr, group.code) == ("Membres", "members")
    for somebody in (client, visitor(user=admin_user)):
        assert somebody.get(url(AccessGroup, "add")).status_code == 302
        somebody.post(url(AccessGroup, "delete", group.pk))
    assert AccessGroup.objects.filter(pk=group.pk).exists()
    assert staff.get(url(AccessGroup, "list")).status_code == 302


# --- messages -------------------------------------------------------------------------------------


@pytest.fixture
def message(db):
    PortalSettings.objects.create(email="staff@example.org")
    return ContactMessage.objects.create(
        name="Ada Roy",
        email="ada@example.org",
        subject="Une question",
        message="Où êtes-vous?",
        language="fr",
        status=ContactMessage.Status.HELD,
        held_because="Too quick.",
    )


def test_messages_are_listed_filtered_and_read(staff, message):
    listing = url(ContactMessage, "list")
    assert listing in staff.read("/cms/")
    assert "Une question" in staff.read(listing)
    assert "Une question" in staff.read(f"{listing}?status=held")
    assert "Une question" not in staff.read(f"{listing}?status=handled")
    assert "Une question" in staff.read(f"{listing}?q=roy")
    html = staff.read(url(ContactMessage, "inspect", message.pk))
    assert "Où êtes-vous?" in html
    assert "Too quick." in html


def test_what_was_sent_cannot_be_changed_and_nobody_writes_messages(staff, message, visitor, admin_user):
    data = {"status": "handled", "subject": "Other", "message": "Other", "email": "x@example.org"}
    assert staff.post(url(ContactMessage, "edit", message.pk), data).status_code == 302
    message.refresh_from_db()
    assert (message.status, message.subject, message.message) == ("handled", "Une question", "Où êtes-vous?")
    for somebody in (staff, visitor(user=admin_user)):
        assert somebody.get(url(ContactMessage, "add")).status_code == 302


def test_a_message_taken_out_of_hold_reaches_staff(staff, message, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(url(ContactMessage, "edit", message.pk), {"status": "new"})
    message.refresh_from_db()
    assert (message.status, message.held_because) == ("new", "")
    assert [sent.to for sent in mail.outbox] == [["staff@example.org"]]
    staff.post(url(ContactMessage, "edit", message.pk), {"status": "handled"})
    assert len(mail.outbox) == 1


def test_several_messages_are_marked_at_once(staff, message):
    address = f"{reverse('wagtail_bulk_action', args=['home', 'contactmessage', 'mark_handled'])}?id={message.pk}"
    assert "Une question" in staff.read(address)
    assert staff.post(address).status_code == 302
    message.refresh_from_db()
    assert message.status == "handled"


def test_messages_are_deleted_by_permission_only(staff, message, visitor, moderator, translator):
    staff.post(url(ContactMessage, "delete", message.pk))
    assert ContactMessage.objects.exists()
    assert visitor(user=translator).get(url(ContactMessage, "list")).status_code == 302
    visitor(user=moderator).post(url(ContactMessage, "delete", message.pk))
    assert not ContactMessage.objects.exists()


# --- settings, menus, branding --------------------------------------------------------------------


def test_settings_are_changed_by_their_roles(visitor, editor, moderator, administrator):
    def reach(user):
        client = visitor(user=user)
        return [
            client.get(reverse("wagtailsettings:edit", args=["cms", name]), follow=True).redirect_chain[-1:][0][0]
            for name in ("noticebar", "navigation", "portalsettings")
        ]

    closed = "/cms/"
    assert [address == closed for address in reach(editor)] == [False, True, True]
    assert [address == closed for address in reach(moderator)] == [False, False, True]
    assert [address == closed for address in reach(administrator)] == [False, False, False]


def test_the_notice_is_written_in_both_languages_or_not_at_all(staff):
    bar = NoticeBar.load()
    address = reverse("wagtailsettings:edit", args=["cms", "noticebar", bar.pk])
    data = {"tone": "warning", "text_fr": "Routes fermées", "text_en": "", "page": ""}
    assert "write it in both languages" in staff.post(address, data).content.decode()
    assert staff.post(address, {**data, "text_en": "Roads closed"}).status_code == 302
    bar.refresh_from_db()
    assert bar.text_en == "Roads closed"


def test_the_admin_wears_the_portals_colours(staff):
    assert "css/admin.css" in staff.read("/cms/")


@pytest.mark.parametrize("role", ["Editors", "Translators", "Moderators", "Administrators"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_role_opens_all_that_its_menu_offers(visitor, person, role, language, homes):
    import re

    client = visitor(user=person(role=role, language=language))
    html = client.read("/cms/")
    addresses = set(re.findall(r'"(?:url|href)":\s*"(/cms/[^"]+)"', html)) | set(
        re.findall(r'href="(/cms/[^"#]+)"', html)
    )
    assert len(addresses) > 5
    for address in sorted(addresses - {"/cms/logout/"}):
        assert client.get(address, follow=True).status_code == 200, address
