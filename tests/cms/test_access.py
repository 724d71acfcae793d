"""Who may see what."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, Page

from cms import access
from cms.collection_access import closed_to, is_open_to
from cms.models import AccessGroup
from home.models import HomePage
from tests.factories.files import private_collection
from tests.factories.pages import StandardPageFactory, restrict
from tests.factories.records import LeafletFactory
from tests.records.models import Leaflet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare_homes")]
Person = Callable[..., Any]


@pytest.fixture
def leaflets() -> dict[str, Leaflet]:
    made = {name: LeafletFactory(title_en=name) for name in ("public", "members", "both", "staff", "draft")}
    made["members"].access.set([access.access_group(access.MEMBERS)])
    made["both"].access.set([access.access_group(access.MEMBERS), access.access_group(access.LIPS_AND_RIFS)])
    made["staff"].access.set([access.access_group(access.STAFF)])
    made["draft"].live = False
    for leaflet in made.values():
        leaflet.save()
    return made


def seen(user: Any) -> list[str]:
    return sorted(Leaflet.objects.visible_to(user).values_list("title_en", flat=True))


def test_the_public_sees_what_is_for_everyone(leaflets: dict[str, Leaflet]) -> None:
    assert seen(AnonymousUser()) == ["public"]


def test_a_person_in_no_group_sees_what_the_public_sees(leaflets: dict[str, Leaflet], person: Person) -> None:
    assert seen(person()) == ["public"]


def test_a_member_sees_what_is_for_members(leaflets: dict[str, Leaflet], member: Any) -> None:
    assert seen(member) == ["both", "members", "public"]


def test_a_partner_sees_only_what_names_their_group(leaflets: dict[str, Leaflet], person: Person) -> None:
    assert seen(person(access.LIPS_AND_RIFS)) == ["both", "public"]
    assert seen(person(access.FUNDERS)) == ["public"]


def test_a_person_of_two_groups_finds_each_thing_once(leaflets: dict[str, Leaflet], person: Person) -> None:
    assert seen(person(access.MEMBERS, access.LIPS_AND_RIFS)) == ["both", "members", "public"]


def test_staff_see_everything_that_is_published(leaflets: dict[str, Leaflet], editor: Any) -> None:
    assert seen(editor) == ["both", "members", "public", "staff"]


def test_a_person_whose_account_is_closed_is_the_public(leaflets: dict[str, Leaflet], person: Person) -> None:
    assert seen(person(access.MEMBERS, is_active=False)) == ["public"]
    assert seen(person(role="Editors", is_active=False)) == ["public"]


def test_a_persons_groups_are_asked_for_once(member: Any) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for _ in range(3):
            access.group_ids(member)
    assert len(queries) == 1


def test_every_access_group_of_the_rules_exists_with_both_names() -> None:
    codes = {
        access.MEMBERS,
        access.SISTER_ASSOCIATIONS,
        access.LIPS_AND_RIFS,
        access.FUNDERS,
        access.OTHER_PARTNERS,
        access.DELEGATES,
        access.STAFF,
    }
    assert set(AccessGroup.objects.values_list("code", flat=True)) == codes
    assert not AccessGroup.objects.filter(name_fr="").exists()


def test_an_unknown_access_group_is_an_error() -> None:
    with pytest.raises(Group.DoesNotExist):
        access.access_group("nobody")


# --- pages ----------------------------------------------------------------------------------------


def titles(user: Any) -> set[str]:
    return set(access.visible_pages(user).filter(depth__gt=2).values_list("title", flat=True))


def test_a_restricted_page_hides_what_lies_under_it(english_home: HomePage, person: Person) -> None:
    section = StandardPageFactory(parent=english_home, title="Section")
    StandardPageFactory(parent=section, title="Inside")
    StandardPageFactory(parent=english_home, title="Open")
    StandardPageFactory(parent=english_home, title="Draft", live=False)
    restrict(section, access.MEMBERS)
    assert titles(AnonymousUser()) == {"Open"}
    assert titles(person(access.FUNDERS)) == {"Open"}
    assert titles(person(access.MEMBERS)) == {"Open", "Section", "Inside"}
    assert titles(person(role="Editors")) == {"Open", "Section", "Inside"}


def test_a_page_for_whoever_is_signed_in(english_home: HomePage, person: Person) -> None:
    restrict(StandardPageFactory(parent=english_home, title="Signed in"))
    assert titles(AnonymousUser()) == set()
    assert titles(person(is_active=False)) == set()
    assert titles(person()) == {"Signed in"}


def test_both_restrictions_must_let_a_person_through(english_home: HomePage, person: Person) -> None:
    section = StandardPageFactory(parent=english_home, title="Section")
    restrict(section, access.MEMBERS)
    restrict(StandardPageFactory(parent=section, title="Inside"), access.DELEGATES)
    assert titles(person(access.MEMBERS)) == {"Section"}
    assert titles(person(access.DELEGATES)) == set()
    assert titles(person(access.MEMBERS, access.DELEGATES)) == {"Section", "Inside"}


def test_a_shared_password_lets_nobody_through(english_home: HomePage, member: Any, editor: Any) -> None:
    restriction = restrict(StandardPageFactory(parent=english_home, title="Secret"))
    restriction.restriction_type = "password"
    restriction.password = "sesame"
    restriction.save()
    assert titles(member) == set()
    assert titles(editor) == {"Secret"}


# --- collections ----------------------------------------------------------------------------------


def test_a_collection_under_a_restricted_one_is_restricted(person: Person) -> None:
    inner = private_collection(access.MEMBERS).add_child(name="Inner")
    assert inner.pk in closed_to(AnonymousUser())
    assert inner.pk in closed_to(person(access.FUNDERS))
    assert inner.pk not in closed_to(person(access.MEMBERS))
    assert inner.pk not in closed_to(person(role="Editors"))


def test_a_collection_is_open_to_groups_whose_every_member_may_see_it(root: Page) -> None:
    members, funders = (access.access_group(code).pk for code in (access.MEMBERS, access.FUNDERS))
    for_members, for_anyone_signed_in = private_collection(access.MEMBERS), private_collection()
    everyone: frozenset[int] = frozenset()
    assert is_open_to(Collection.get_first_root_node().pk, everyone)
    assert not is_open_to(for_members.pk, everyone)
    assert is_open_to(for_members.pk, frozenset({members}))
    assert not is_open_to(for_members.pk, frozenset({members, funders}))
    assert not is_open_to(for_anyone_signed_in.pk, everyone)
    assert is_open_to(for_anyone_signed_in.pk, frozenset({funders}))


def test_collections_are_read_again_as_a_restriction_changes(root: Page, django_assert_num_queries: Any) -> None:
    collection = private_collection(access.MEMBERS)
    restriction = collection.view_restrictions.get()
    visitor = AnonymousUser()
    assert collection.pk in closed_to(visitor)
    with django_assert_num_queries(1):  # the stamp
        closed_to(visitor)
    restriction.delete()
    assert closed_to(visitor) == frozenset()
    above = private_collection(access.MEMBERS)
    Collection.objects.get(pk=collection.pk).move(above, pos="sorted-child")
    Collection.objects.get(pk=collection.pk).save()
    assert collection.pk in closed_to(visitor)
