"""The tree of live pages."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from wagtail.models import Page

from cms import access
from cms.tree import PageNode, Tree, build_tree
from home.models import HomePage
from tests.factories.pages import StandardPageFactory, restrict, translate

pytestmark = pytest.mark.django_db
PUBLIC = AnonymousUser()


def node(tree: Tree, page: Page) -> PageNode:
    found = tree.node(page.pk)
    assert found is not None
    return found


def titles(nodes: list[PageNode]) -> list[str]:
    return [node.title for node in nodes]


# --- where a page is ------------------------------------------------------------------------------


def test_a_page_is_found_at_its_address(english_home: HomePage, french_home: HomePage) -> None:
    section = StandardPageFactory(parent=english_home, title="About us", slug="about")
    StandardPageFactory(parent=section, title="Team", slug="team")
    StandardPageFactory(parent=french_home, title="À propos", slug="a-propos")
    tree = build_tree()
    for address in ("/en/", "/fr/", "/en/about/", "/en/about/team/", "/fr/a-propos/"):
        found = tree.find(address)
        assert found is not None
        assert found.url == address
    assert tree.find("/en/a-propos/") is None
    assert tree.find("/about/") is None


def test_the_nearest_page_above_an_address_is_found(english_home: HomePage) -> None:
    StandardPageFactory(parent=english_home, title="About us", slug="about")
    tree = build_tree()
    assert [tree.nearest(url).title for url in ("/en/about/x/y/", "/en/x/")] == ["About us", english_home.title]
    assert tree.nearest("/de/x/") is None
    assert tree.nearest("/") is None
    assert tree.nearest("") is None


def test_an_addresss_beginning_is_not_a_page_above_it(english_home: HomePage) -> None:
    StandardPageFactory(parent=english_home, title="About us", slug="about")
    assert build_tree().nearest("/en/about-us/x/").title == english_home.title


def test_a_draft_is_not_in_the_tree(english_home: HomePage) -> None:
    draft = StandardPageFactory(parent=english_home, title="Draft", slug="draft", live=False)
    tree = build_tree()
    assert tree.find("/en/draft/") is None
    assert tree.node(draft.pk) is None


def test_a_live_page_under_a_draft_is_reachable_and_its_breadcrumb_leaves_the_draft_out(
    english_home: HomePage,
) -> None:
    section = StandardPageFactory(parent=english_home, title="Section", slug="section")
    inside = StandardPageFactory(parent=section, title="Inside", slug="inside")
    section.unpublish()
    tree = build_tree()
    assert tree.find("/en/section/inside/") == node(tree, inside)
    assert titles(tree.ancestors(node(tree, inside))) == [english_home.title]
    assert tree.parent(node(tree, inside)) is None


def test_an_expired_page_leaves_the_tree(english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home, title="Old")
    page.unpublish(set_expired=True)
    assert build_tree().node(page.pk) is None


def test_a_home_in_draft_hides_its_language(english_home: HomePage, french_home: HomePage) -> None:
    StandardPageFactory(parent=french_home, title="Page", slug="page")
    french_home.unpublish()
    tree = build_tree()
    assert tree.find("/fr/") is None
    assert tree.find("/fr/page/") is None
    assert set(tree.homes) == {"en"}


def test_the_tree_costs_the_same_whatever_its_size(
    english_home: HomePage, django_assert_num_queries: Any, member: Any
) -> None:
    for number in range(8):
        restrict(StandardPageFactory(parent=english_home, title=f"Page {number}"), access.MEMBERS, access.FUNDERS)
    with django_assert_num_queries(6):
        build_tree()


# --- languages ------------------------------------------------------------------------------------


def test_the_toggles_page_is_the_translation_or_that_of_the_nearest_page_above(
    english_home: HomePage, french_home: HomePage
) -> None:
    section = StandardPageFactory(parent=english_home, title="Section")
    inside = StandardPageFactory(parent=section, title="Inside")
    alone = StandardPageFactory(parent=inside, title="Alone")
    french_section = translate(section, title="Section FR")
    translate(inside, title="Dedans", live=False)
    tree = build_tree()
    expected = {section: french_section, inside: french_section, alone: french_section, english_home: french_home}
    for page, target in expected.items():
        assert tree.nearest_translation(node(tree, page), "fr", PUBLIC).id == target.pk


def test_the_toggle_never_leads_to_a_page_that_the_reader_may_not_see(
    english_home: HomePage, french_home: HomePage, member: Any
) -> None:
    section = StandardPageFactory(parent=english_home, title="Section")
    french = translate(section, title="Section FR")
    restrict(french, access.MEMBERS)
    section_of_public = build_tree()
    here = node(section_of_public, section)
    if not section_of_public.is_restricted(here):  # where restrictions are not shared between languages
        assert section_of_public.nearest_translation(here, "fr", PUBLIC).id == french_home.pk
    assert section_of_public.nearest_translation(here, "fr", member).id == french.pk


def test_a_link_leads_to_the_page_in_the_readers_language(english_home: HomePage) -> None:
    page = StandardPageFactory(parent=english_home, title="About")
    french = translate(page, title="À propos")
    alone = StandardPageFactory(parent=english_home, title="Alone")
    tree, request = build_tree(), SimpleNamespace(user=PUBLIC)
    with translation.override("fr"):
        assert tree.in_language(page.pk, request).id == french.pk
        assert tree.in_language(alone.pk, request).is_other_language
    with translation.override("en"):
        assert tree.in_language(french.pk, request).id == page.pk
    assert tree.in_language(None, request) is None
    assert tree.in_language(10**9, request) is None


def test_a_link_to_a_page_that_the_reader_may_not_see_leads_nowhere(english_home: HomePage, member: Any) -> None:
    page = StandardPageFactory(parent=english_home, title="Ours")
    restrict(page, access.MEMBERS)
    tree = build_tree()
    assert tree.in_language(page.pk, SimpleNamespace(user=PUBLIC)) is None
    assert tree.in_language(page.pk, SimpleNamespace(user=member)).id == page.pk


# --- lists ----------------------------------------------------------------------------------------


def test_a_page_in_one_language_only_is_listed_once_in_each(english_home: HomePage) -> None:
    section = StandardPageFactory(parent=english_home, title="Section")
    french_section = translate(section, title="Rubrique")
    both = StandardPageFactory(parent=section, title="Both")
    translate(both, title="Les deux")
    StandardPageFactory(parent=section, title="English only")
    StandardPageFactory(parent=french_section, title="En français seulement")
    waiting = StandardPageFactory(parent=section, title="Translation in draft")
    translate(waiting, title="Brouillon", live=False)
    tree = build_tree()
    in_english = titles(tree.children(node(tree, section), PUBLIC))
    assert in_english == ["Both", "English only", "Translation in draft", "En français seulement"]
    in_french = titles(tree.children(node(tree, french_section), PUBLIC))
    assert in_french == ["Les deux", "En français seulement", "English only", "Translation in draft"]


def test_a_translation_that_was_moved_is_not_listed_twice(english_home: HomePage) -> None:
    section = StandardPageFactory(parent=english_home, title="Section")
    french_section = translate(section, title="Rubrique")
    page = StandardPageFactory(parent=section, title="Page")
    translate(page, title="Page FR", parent=french_section.get_parent())
    tree = build_tree()
    assert titles(tree.children(node(tree, section), PUBLIC)) == ["Page"]
    assert titles(tree.children(node(tree, french_section), PUBLIC)) == []


def test_a_list_leaves_out_what_the_reader_may_not_see(english_home: HomePage, member: Any, editor: Any) -> None:
    section = StandardPageFactory(parent=english_home, title="Section")
    for title in ("Open", "Private"):
        StandardPageFactory(parent=section, title=title)
    restrict(Page.objects.get(title="Private"), access.MEMBERS)
    tree = build_tree()
    above = node(tree, section)
    assert titles(tree.children(above, PUBLIC)) == ["Open"]
    assert titles(tree.children(above, member)) == ["Open", "Private"]
    assert titles(tree.children(above, editor)) == ["Open", "Private"]
    assert "Private" not in titles(list(tree.public()))


def test_a_list_keeps_the_order_that_editors_gave(english_home: HomePage) -> None:
    section = StandardPageFactory(parent=english_home, title="Section")
    for title in ("C", "A", "B"):
        StandardPageFactory(parent=section, title=title)
    Page.objects.get(title="B").move(Page.objects.get(title="C"), pos="left")
    tree = build_tree()
    assert titles(tree.children(node(tree, section), PUBLIC)) == ["B", "C", "A"]
