"""Privacy reaches both languages, whichever is changed, and however."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.models import Translation, TranslationSource

from cms import access
from tests.factories.pages import StandardPageFactory, restrict, translate

pytestmark = pytest.mark.usefixtures("bare_homes")


@pytest.fixture
def pair(homes):
    """A French page with a child, both translated."""
    french = StandardPageFactory(parent=homes["fr"], title="Espace", slug="espace-clos")
    child = StandardPageFactory(parent=french, title="Notes", slug="notes")
    english = translate(french, title="Space", slug="closed-space")
    translate(child, title="Notes", slug="notes-in-english")
    return french, english


ADDRESSES = ("/fr/espace-clos/", "/fr/espace-clos/notes/", "/en/closed-space/", "/en/closed-space/notes-in-english/")


def groups_of(page: Page) -> set[str]:
    return set(Group.objects.filter(pageviewrestriction__page=page).values_list("access_group__code", flat=True))


@pytest.mark.parametrize("restricted", [0, 1], ids=["french", "english"])
def test_a_page_made_private_in_one_language_is_private_in_both_with_its_children(pair, visit, restricted):
    restrict(pair[restricted], access.MEMBERS)
    for address in ADDRESSES:
        assert visit.get(address).status_code == 302, address
    assert groups_of(pair[0]) == groups_of(pair[1]) == {"members"}


@pytest.mark.parametrize("opened", [0, 1], ids=["french", "english"])
def test_a_page_opened_in_one_language_is_open_in_both(pair, visit, opened):
    restrict(pair[0], access.MEMBERS)
    PageViewRestriction.objects.get(page=pair[opened]).delete()
    assert not PageViewRestriction.objects.exists()
    for address in ADDRESSES:
        assert visit.get(address).status_code == 200, address


def test_people_of_another_group_are_refused_and_those_of_the_group_read_both(pair, visitor, person):
    restrict(pair[0], access.MEMBERS)
    for address in ADDRESSES:
        assert visitor(user=person(access.FUNDERS)).get(address).status_code == 403
        assert visitor(user=person(access.MEMBERS)).get(address).status_code == 200


def test_staff_read_private_pages_of_groups_they_are_not_in(pair, visitor, editor):
    restrict(pair[0], access.MEMBERS)
    for address in ADDRESSES:
        response = visitor(user=editor).get(address)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]


def test_a_group_added_removed_or_cleared_follows(pair):
    restriction = restrict(pair[0], access.MEMBERS)
    restriction.groups.add(access.access_group(access.FUNDERS))
    assert groups_of(pair[1]) == {"members", "funders"}
    PageViewRestriction.objects.get(page=pair[1]).groups.remove(access.access_group(access.MEMBERS))
    assert groups_of(pair[0]) == {"funders"}
    restriction.groups.clear()
    assert groups_of(pair[1]) == set()


def test_a_change_made_from_the_groups_side_follows(pair):
    restriction = restrict(pair[0], access.MEMBERS)
    funders = access.access_group(access.FUNDERS)
    funders.pageviewrestriction_set.add(restriction)
    assert groups_of(pair[1]) == {"members", "funders"}
    funders.pageviewrestriction_set.clear()
    assert groups_of(pair[1]) == groups_of(pair[0]) == {"members"}


def test_a_change_of_kind_follows(pair):
    restriction = restrict(pair[0], access.MEMBERS)
    restriction.restriction_type = PageViewRestriction.LOGIN
    restriction.save()
    assert PageViewRestriction.objects.get(page=pair[1]).restriction_type == PageViewRestriction.LOGIN


def test_deleting_one_language_leaves_the_other_private(pair, visit):
    restrict(pair[0], access.MEMBERS)
    pair[0].delete()
    assert visit.get("/en/closed-space/").status_code == 302
    assert groups_of(pair[1]) == {"members"}


def test_the_dialog_of_the_admin_restricts_and_opens_both(pair, visit, visitor, moderator):
    staff = visitor(user=moderator)
    address = reverse("wagtailadmin_pages:set_privacy", args=[pair[1].pk])
    members = access.access_group(access.MEMBERS)
    answer = staff.post(address, {"restriction_type": "groups", "groups": [members.pk]})
    assert answer.json() == {"step": "set_privacy_done", "is_public": False}
    assert groups_of(pair[0]) == groups_of(pair[1]) == {"members"}
    staff.post(address, {"restriction_type": "none"})
    assert [visit.get(address).status_code for address in ADDRESSES] == [200] * 4


def test_the_dialog_offers_no_shared_password(pair, visitor, moderator):
    answer = visitor(user=moderator).get(reverse("wagtailadmin_pages:set_privacy", args=[pair[0].pk]))
    assert "groups" in answer.json()["html"]
    assert "shared password" not in answer.json()["html"]


def test_a_translation_of_a_private_page_begins_private_with_its_groups(homes, visit, editor):
    french = StandardPageFactory(parent=homes["fr"], title="Clos", slug="clos")
    restrict(french, access.MEMBERS, access.FUNDERS)
    source, _made = TranslationSource.get_or_create_from_instance(french)
    translation = Translation.objects.create(source=source, target_locale=homes["en"].locale)
    translation.save_target(user=editor, publish=False)
    english = translation.get_target_instance()
    assert groups_of(english) == groups_of(french) == {"members", "funders"}
    assert PageViewRestriction.objects.filter(page=english).count() == 1


@pytest.mark.django_db(transaction=True)
def test_publishing_a_translation_changes_nothing_about_privacy(homes, visit, editor):
    french = StandardPageFactory(parent=homes["fr"], title="Clos", slug="clos")
    source, _made = TranslationSource.get_or_create_from_instance(french)
    translation = Translation.objects.create(source=source, target_locale=homes["en"].locale)
    translation.save_target(user=editor, publish=True)
    english = translation.get_target_instance()
    restrict(english, access.MEMBERS)
    translation.save_target(user=editor, publish=True)
    assert groups_of(english) == groups_of(french) == {"members"}
    assert visit.get("/en/clos/").status_code == visit.get("/fr/clos/").status_code == 302


def test_a_page_copied_for_translation_by_other_ways_is_private_too(homes):
    french = StandardPageFactory(parent=homes["fr"], title="Clos", slug="clos")
    restrict(french, access.MEMBERS)
    english = french.copy_for_translation(homes["en"].locale)
    assert groups_of(english) == {"members"}


def test_pages_that_are_no_translations_of_each_other_share_nothing(homes, visit):
    first = StandardPageFactory(parent=homes["fr"], title="Un", slug="un")
    StandardPageFactory(parent=homes["fr"], title="Deux", slug="deux")
    restrict(first, access.MEMBERS)
    assert visit.get("/fr/deux/").status_code == 200
