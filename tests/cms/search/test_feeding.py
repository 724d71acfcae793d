"""What the search knows follows what is published: pages, organizations, resources."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms import access, caching, search_feeding, search_index
from cms.models import SearchEntry, SearchWord
from cms.models.search import PAGE_KIND
from cms.search_index import Entry
from cms.tree import current_tree
from home.models import HomePage
from tests.factories.organizations import CommunityFactory, OrganizationFactory
from tests.factories.pages import StandardPageFactory, restrict, translate
from tests.factories.resources import ResourceFactory
from tests.searching import found_ids

pytestmark = pytest.mark.django_db


def entry_of(page: Any) -> SearchEntry | None:
    return SearchEntry.objects.filter(kind=PAGE_KIND, key=str(page.translation_key)).first()


def organization_entry(organization: Any) -> SearchEntry | None:
    return SearchEntry.objects.filter(kind="organization", key=str(organization.pk)).first()


# --- pages ----------------------------------------------------------------------------------------


def test_a_page_is_one_entry_in_its_languages(english_home: HomePage) -> None:
    page = StandardPageFactory(
        parent=english_home,
        title="Housing",
        search_description="Where to live.",
        introduction="<p>Find a <b>home</b>.</p>",
        body=[("rich_text", "<p>Rent &amp; buy.</p>")],
    )
    translate(page, title="Logement", introduction="<p>Trouver un toit.</p>", body=[])
    found = entry_of(page)
    assert found is not None
    assert (found.title_en, found.title_fr) == ("Housing", "Logement")
    assert found.summary_en == "Where to live."
    assert "Find a home." in found.text_en
    assert "Rent & buy." in found.text_en
    assert "Trouver un toit." in found.text_fr


def test_a_page_in_one_language_has_no_title_in_the_other(english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home, title="Housing")
    translate(page, title="Logement", live=False)
    found = entry_of(page)
    assert found is not None
    assert found.title_fr == ""


def test_a_draft_is_not_found_until_it_is_published(english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home, title="Housing", live=False)
    assert entry_of(page) is None
    page.save_revision().publish()
    assert entry_of(page) is not None


def test_what_a_draft_says_is_not_found(english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home, title="Housing")
    page.title = "Secret"
    page.save_revision()
    found = entry_of(page)
    assert found is not None
    assert found.title_en == "Housing"


def test_an_unpublished_or_deleted_page_is_found_no_longer(english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home, title="Housing")
    other = translate(page, title="Logement")
    page.unpublish()
    found = entry_of(page)
    assert found is not None
    assert (found.title_en, found.title_fr) == ("", "Logement")
    Page.objects.get(pk=other.pk).delete()
    assert entry_of(page) is None


def test_a_deleted_branch_takes_its_entries_with_it(english_home: HomePage) -> None:
    branch = StandardPageFactory(parent=english_home, slug="branch")
    leaf = StandardPageFactory(parent=branch)
    Page.objects.get(pk=branch.pk).delete()
    assert entry_of(leaf) is None


def test_a_moved_page_is_led_to_where_it_is_now(english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home, slug="leaf")
    branch = StandardPageFactory(parent=english_home, slug="branch")
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=branch.pk), pos="last-child")
    key = (PAGE_KIND, str(page.translation_key))
    assert search_index.addresses([key]) == {key: {"en": "/en/branch/leaf/"}}


def test_private_pages_are_kept_from_those_who_may_not_see_them(
    english_home: HomePage, member: Any, editor: Any, person: Any
) -> None:
    branch = StandardPageFactory(parent=english_home, title="Branch")
    restrict(branch, access.MEMBERS)
    leaf = StandardPageFactory(parent=branch, title="Leaf")
    tree = current_tree()
    for reader, seen in ((AnonymousUser(), 0), (person(access.FUNDERS), 0), (member, 2), (editor, 2)):
        keys = [str(branch.translation_key), str(leaf.translation_key)]
        assert SearchEntry.objects.visible_to(reader, tree).filter(key__in=keys).count() == seen


def test_a_page_made_private_later_is_kept_back_at_once(english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home)
    assert SearchEntry.objects.visible_to(AnonymousUser(), current_tree()).filter(key=page.translation_key).exists()
    restrict(page)
    assert not SearchEntry.objects.visible_to(AnonymousUser(), current_tree()).filter(key=page.translation_key).exists()


def test_reading_many_pages_costs_as_many_queries_as_few(english_home: HomePage) -> None:
    keys = [str(StandardPageFactory(parent=english_home).translation_key) for _ in range(12)]
    costs = []
    for count in (2, 12):
        with CaptureQueriesContext(connection) as queries:
            assert search_index.write(PAGE_KIND, keys[:count]) == count
        costs.append(len([query for query in queries if "INSERT" not in query["sql"]]))
    assert costs[0] == costs[1]


# --- organizations --------------------------------------------------------------------------------


def test_an_organization_is_found_by_its_public_words() -> None:
    town = CommunityFactory(name_fr="Ville-Rivière", name_en="Rivertown")
    organization = OrganizationFactory(
        title_fr="Élan", title_en="Momentum", community=town, description_en="We teach.", description_fr="Des cours."
    )
    found = organization_entry(organization)
    assert found is not None
    assert (found.title_fr, found.title_en, found.text_fr, found.text_en) == (
        "Élan",
        "Momentum",
        "Des cours.",
        "We teach.",
    )
    assert "'rivertown'" in found.head_en


@pytest.mark.parametrize("level", ["members", "hidden"])
def test_what_an_organization_keeps_from_the_public_is_never_among_them(level: str) -> None:
    organization = OrganizationFactory(
        description_en="Zyzzyva inside",
        contact_person="Quirin",
        visibility={"description": level, "contact_person": level},
    )
    found = organization_entry(organization)
    assert found is not None
    assert "zyzzyva" not in f"{found.text_en} {found.words_en} {found.words_fr}".lower()
    assert "quirin" not in f"{found.text_en} {found.words_en} {found.words_fr}".lower()


def test_a_restricted_organization_carries_its_groups_and_an_unpublished_one_goes() -> None:
    organization = OrganizationFactory()
    organization.access.set([access.access_group(access.FUNDERS)])
    organization.save()
    found = organization_entry(organization)
    assert found is not None
    assert found.access == [access.access_group(access.FUNDERS).pk]
    organization.unpublish()
    assert organization_entry(organization) is None


def test_a_deleted_organization_goes_and_a_renamed_town_is_followed() -> None:
    town = CommunityFactory(name_en="Oldname")
    kept, gone = OrganizationFactory(community=town), OrganizationFactory()
    town.name_en = "Newname"
    town.save()
    found = organization_entry(kept)
    assert found is not None
    assert "newnam" in found.words_en
    gone.delete()
    assert organization_entry(gone) is None


# --- feeding --------------------------------------------------------------------------------------


def test_a_search_that_was_never_fed_is_filled() -> None:
    page = HomePage.objects.get(locale__language_code="en")
    organization = OrganizationFactory()
    SearchEntry.objects.all().delete()
    assert search_feeding.feed_search()
    assert entry_of(page) is not None
    assert organization_entry(organization) is not None


def test_words_are_refreshed_when_content_changed_and_hourly_at_most() -> None:
    search_feeding.feed_search()
    ResourceFactory(title_en="Zyzzyva")
    search_feeding.feed_search()
    assert not SearchWord.objects.filter(folded="zyzzyva").exists()
    cache.delete("search-words-pause")
    search_feeding.feed_search()
    assert SearchWord.objects.filter(folded="zyzzyva").exists()
    cache.delete("search-words-pause")
    assert search_feeding.feed_search() is None


def test_everything_can_be_written_anew() -> None:
    organization = OrganizationFactory()
    SearchEntry.objects.update(title_en="Wrong")
    SearchEntry.objects.create(kind="gone", key="1")
    call_command("rebuild_search", verbosity=0)
    found = organization_entry(organization)
    assert found is not None
    assert found.title_en == organization.title_en
    assert not SearchEntry.objects.filter(kind="gone").exists()
    assert SearchWord.objects.exists()


def test_records_are_led_to_by_a_fixed_number_of_queries(django_assert_num_queries: Any) -> None:
    for kind, factory in (("organization", OrganizationFactory), ("resource", ResourceFactory)):
        keys = [(kind, str(factory().pk)) for _ in range(10)]
        for count in (2, 10):
            caching.forget()
            current_tree()
            with django_assert_num_queries(2):  # the stamp, the slugs
                assert len(search_index.addresses(keys[:count])) == count


# --- bounds ---------------------------------------------------------------------------------------


def spelled(number: int) -> str:
    """Return a word of four letters of Deseret, of four bytes each; numbers up to two million have one each."""
    return "".join(chr(0x10400 + number // 40**place % 40) for place in range(4))


#: A million characters of compound words that all differ: of the first 200 000, a vector is longer than a megabyte.
MANY_WORDS = " ".join(f"{spelled(2 * number)}-{spelled(2 * number + 1)}" for number in range(100_000))


def test_a_text_of_more_words_than_a_vector_holds_is_saved_and_found_by_its_beginning() -> None:
    resource = ResourceFactory(body_fr=[("rich_text", f"<p>beginning {MANY_WORDS} ending</p>")], title_en="Short")
    assert SearchEntry.objects.get(kind="resource", key=resource.pk).title_en == "Short"
    assert found_ids("resource", "beginning", "en") == [resource.pk]
    assert found_ids("resource", "ending", "en") == []


def test_a_long_text_beside_others_takes_nothing_from_them(leaflets: Any) -> None:
    titles = {"fr": "", "en": "Leaflet"}
    leaflets(
        Entry("1", titles, texts={"en": "short words"}),
        Entry("2", titles, texts={"en": MANY_WORDS}),
        Entry("3", titles, texts={"en": "other words"}),
    )
    assert sorted(found_ids("leaflet", "words", "en")) == [1, 3]
    assert SearchEntry.objects.filter(kind="leaflet").count() == 3


def test_an_error_that_is_not_of_length_is_told(leaflets: Any) -> None:
    with pytest.raises(DatabaseError):
        leaflets(Entry("a key of more than forty characters, which no column holds", {"fr": "Titre", "en": ""}))


def test_a_load_that_holds_the_search_back_writes_it_once_at_the_end(english_home: HomePage) -> None:
    with search_index.held_back():
        page = StandardPageFactory(parent=english_home, title="Housing")
        organization = OrganizationFactory()
    assert entry_of(page) is None
    assert organization_entry(organization) is None
    search_feeding.rebuild()
    assert entry_of(page) is not None
    assert organization_entry(organization) is not None
