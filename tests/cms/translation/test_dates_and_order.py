"""Expiry, going live and the order of siblings reach both languages; the tree stays whole."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from tests.factories.pages import StandardPageFactory, translate

pytestmark = pytest.mark.usefixtures("bare_homes")


@pytest.fixture
def pair(homes):
    french = StandardPageFactory(parent=homes["fr"], title="Avis", slug="avis")
    return french, translate(french, title="Notice", slug="notice")


def test_the_expiry_of_one_language_is_that_of_both_and_both_go(pair, visit):
    french, english = pair
    french.expire_at = timezone.now() + timedelta(days=2)
    french.save_revision().publish()
    english.refresh_from_db()
    assert english.expire_at == french.expire_at
    Page.objects.filter(pk__in=[french.pk, english.pk]).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    assert visit.get("/fr/avis/").status_code == visit.get("/en/notice/").status_code == 404


def test_publishing_the_other_language_later_keeps_the_expiry(pair):
    french, english = pair
    draft = english.save_revision()
    french.expire_at = timezone.now() + timedelta(days=2)
    french.save_revision().publish()
    draft.refresh_from_db()
    draft.publish()
    for page in pair:
        page.refresh_from_db()
        assert page.expire_at == french.expire_at


def test_taking_the_expiry_away_in_english_takes_it_away_in_french(pair):
    french, english = pair
    french.expire_at = timezone.now() + timedelta(days=2)
    french.save_revision().publish()
    english.refresh_from_db()
    english.expire_at = None
    english.save_revision().publish()
    french.refresh_from_db()
    assert french.expire_at is None


def test_a_page_that_goes_live_on_a_day_holds_its_translation_until_then(homes, visit):
    french = StandardPageFactory(parent=homes["fr"], title="Avis", slug="avis", live=False)
    english = translate(french, title="Notice", slug="notice", live=False)
    draft = english.save_revision()
    french.go_live_at = timezone.now() + timedelta(days=1)
    french.save_revision().publish()
    draft.refresh_from_db()
    draft.publish()
    assert visit.get("/en/notice/").status_code == 404
    english.refresh_from_db()
    assert english.go_live_at == french.go_live_at
    assert not english.live


def test_scheduling_a_change_of_a_live_page_leaves_the_live_translation_alone(pair, visit):
    french, english = pair
    french.go_live_at = timezone.now() + timedelta(days=1)
    french.save_revision().publish()
    english.refresh_from_db()
    assert english.go_live_at is None
    assert visit.get("/en/notice/").status_code == 200


@pytest.fixture
def siblings(homes):
    french = [StandardPageFactory(parent=homes["fr"], title=name, slug=name) for name in "abcd"]
    for page in french:
        if page.slug != "c":  # c exists in French only
            translate(page, title=page.title, slug=page.slug)
    return french


def order(home: Page) -> str:
    return "".join(Page.objects.get(pk=home.pk).get_children().values_list("slug", flat=True))


@pytest.mark.parametrize(
    ("moved", "place", "french", "english"),
    [("d", 0, "dabc", "dab"), ("a", 3, "bcda", "bda"), ("b", 2, "acbd", "abd"), ("b", 3, "acdb", "adb")],
)
def test_the_order_that_an_editor_gives_siblings_is_given_to_both_languages(
    siblings, homes, visitor, moderator, moved, place, french, english
):
    page = Page.objects.get(slug=moved, locale=homes["fr"].locale)
    address = reverse("wagtailadmin_pages:set_page_position", args=[page.pk])
    assert visitor(user=moderator).post(f"{address}?position={place}").status_code == 200
    assert order(homes["fr"]) == french
    assert order(homes["en"]) == english
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_count_of_children_is_right_after_a_stale_publication(pair, visit):
    french, _english = pair
    stale = Page.objects.get(pk=french.pk).specific.save_revision()
    StandardPageFactory(parent=french, title="Enfant", slug="enfant")
    stale.content_object.numchild = 0
    stale.publish()
    french.refresh_from_db()
    assert french.numchild == 1
    assert Page.find_problems() == ([], [], [], [], [])
    assert visit.get("/fr/avis/enfant/").status_code == 200
