"""Unpublishing, moving and deleting ask about the other language, and do what is answered, within one's rights."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from tests.factories.pages import StandardPageFactory, translate


@pytest.fixture
def pair(homes):
    french = StandardPageFactory(parent=homes["fr"], title="Avis", slug="avis")
    StandardPageFactory(parent=french, title="Détail", slug="detail")
    english = translate(french, title="Notice", slug="notice")
    StandardPageFactory(parent=english, title="Detail", slug="detail")
    return french, english


@pytest.fixture
def section(homes):
    french = StandardPageFactory(parent=homes["fr"], title="Section", slug="section")
    return french, translate(french, title="Section", slug="the-section")


@pytest.fixture
def staff(visitor, moderator):
    return visitor(user=moderator)


@pytest.fixture
def french_staff(visitor, person):
    """Somebody who may do everything to French pages and nothing to English ones."""
    user = person(role="Moderators")
    group = Group.objects.create(name="French only")
    group.permissions.set(Group.objects.get(name="Moderators").permissions.all())
    for permission in GroupPagePermission.objects.filter(group__name="Moderators", page__locale__language_code="fr"):
        GroupPagePermission.objects.create(group=group, page=permission.page, permission=permission.permission)
    user.groups.set([group])
    return visitor(user=user)


def live(page):
    return Page.objects.get(pk=page.pk).live


def address(action, page, *more):
    return reverse(f"wagtailadmin_pages:{action}", args=[page.pk, *(item.pk for item in more)])


@pytest.mark.parametrize(("action", "checked"), [("unpublish", False), ("delete", False), ("move_confirm", True)])
def test_each_confirmation_asks_about_the_other_language(pair, section, staff, action, checked):
    more = [section[0]] if action == "move_confirm" else []
    html = staff.read(address(action, pair[0], *more))
    assert 'name="other_language"' in html
    assert "Notice" in html
    assert ('value="on" checked' in html) is checked


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_a_page_in_one_language_only_asks_nothing(homes, staff, action):
    page = StandardPageFactory(parent=homes["fr"], title="Seule", slug="seule")
    assert "other_language" not in staff.read(address(action, page))


def test_unpublishing_alone_and_together(pair, staff, visit):
    french, english = pair
    staff.post(address("unpublish", english))
    assert (live(french), live(english)) == (True, False)
    Page.objects.get(pk=english.pk).specific.save_revision().publish()
    staff.post(address("unpublish", english), {"other_language": "on"})
    assert (live(french), live(english)) == (False, False)
    assert Page.objects.filter(slug="detail", live=True).count() == 2
    assert visit.get("/fr/avis/").status_code == 404


def test_unpublishing_both_with_all_that_lies_under_them(pair, staff):
    staff.post(address("unpublish", pair[0]), {"other_language": "on", "include_descendants": "on"})
    assert not Page.objects.filter(slug="detail", live=True).exists()


def test_deleting_alone_and_together(pair, staff, homes):
    staff.post(address("delete", pair[1]))
    assert Page.objects.filter(pk=pair[0].pk).exists()
    english = translate(Page.objects.get(pk=pair[0].pk).specific, title="Notice", slug="notice")
    response = staff.post(address("delete", pair[0]), {"other_language": "on"}, follow=True)
    assert "is deleted too" in response.content.decode()
    assert not Page.objects.filter(pk__in=[pair[0].pk, english.pk]).exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_moving_alone_and_together(pair, section, staff, visit):
    french, english = pair
    staff.post(address("move_confirm", french, section[0]))
    assert visit.get("/fr/section/avis/").status_code == 200
    assert visit.get("/en/notice/").status_code == 200
    response = staff.post(address("move_confirm", english, section[1]), {"other_language": "on"}, follow=True)
    assert response.status_code == 200
    assert visit.get("/en/the-section/notice/").status_code == 200
    home = Page.objects.get(slug="accueil")
    staff.post(address("move_confirm", french, home), {"other_language": "on"})
    assert visit.get("/fr/avis/").status_code == 200
    assert visit.get("/en/notice/").status_code == 200
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_move_to_a_place_without_translation_says_that_the_other_language_stays(pair, homes, staff, visit):
    alone = StandardPageFactory(parent=homes["fr"], title="Seule", slug="seule")
    html = staff.post(address("move_confirm", pair[0], alone), {"other_language": "on"}, follow=True).content.decode()
    assert "the new place has no translation" in html
    assert visit.get("/en/notice/").status_code == 200


def test_a_move_to_where_the_slug_is_taken_says_so(pair, section, staff, visit):
    StandardPageFactory(parent=section[1], title="Notice", slug="notice")
    html = staff.post(address("move_confirm", pair[0], section[0]), {"other_language": "on"}, follow=True)
    assert "another page there has its slug" in html.content.decode()
    assert visit.get("/en/notice/").status_code == 200


def test_nobody_reaches_a_language_that_is_not_theirs(pair, section, french_staff):
    french, english = pair
    assert "other_language" not in french_staff.read(address("unpublish", french))
    for action, more in (("unpublish", []), ("move_confirm", [section[0]]), ("delete", [])):
        response = french_staff.post(address(action, french, *more), {"other_language": "on"}, follow=True)
        assert response.status_code == 200
        assert "you may not" in response.content.decode()
    assert not Page.objects.filter(pk=french.pk).exists()
    kept = Page.objects.get(pk=english.pk)
    assert kept.live
    assert kept.get_parent().slug == "home"


# --- several at once ------------------------------------------------------------------------------


def bulk(action, *pages):
    query = "&".join(f"id={page.pk}" for page in pages)
    return f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?{query}"


@pytest.mark.parametrize("action", ["unpublish", "delete", "move"])
def test_several_pages_ask_about_the_other_language_too(pair, section, staff, action):
    assert 'name="other_language"' in staff.read(bulk(action, pair[0], section[0]))


def test_publishing_several_pages_asks_nothing(pair, staff):
    assert "other_language" not in staff.read(bulk("publish", pair[0]))


def test_several_pages_take_the_other_language_along_where_asked(pair, section, staff):
    staff.post(bulk("unpublish", pair[0], section[0]))
    assert live(pair[1])
    staff.post(bulk("unpublish", pair[1]), {"other_language": "on"})
    assert not live(pair[1])
    staff.post(bulk("move", pair[0]), {"chooser": section[0].pk, "other_language": "on"})
    assert Page.objects.get(pk=pair[1].pk).get_parent().pk == section[1].pk
    staff.post(bulk("delete", pair[0]), {"other_language": "on"})
    assert not Page.objects.filter(pk__in=[pair[0].pk, pair[1].pk]).exists()
    assert Page.find_problems() == ([], [], [], [], [])
