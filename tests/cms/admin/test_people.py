"""Administrators manage people and groups; nobody rises above themselves."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.users.models import UserProfile

from cms import roles

User = get_user_model()
pytestmark = pytest.mark.django_db
ADD = "wagtailusers_users:add"
EDIT = "wagtailusers_users:edit"
DELETE = "wagtailusers_users:delete"


@pytest.fixture
def superuser(admin_user):
    return admin_user


@pytest.fixture
def staff(visitor, administrator):
    return visitor(user=administrator)


def form(**fields):
    data = {
        "email": "Somebody@Example.org",
        "first_name": "Ada",
        "last_name": "Roy",
        "language": "fr",
        "is_active": "on",
    }
    return {**data, **fields}


def test_the_app_is_the_portals_own():
    assert apps.get_app_config("members").verbose_name == "Members"
    assert apps.get_app_config("wagtailusers").user_viewset == "members.viewsets.people.PeopleViewSet"


def test_an_account_is_an_address_a_name_and_a_language(staff):
    html = staff.read(reverse(ADD))
    assert 'name="language"' in html
    assert 'name="username"' not in html
    editors = Group.objects.get(name=roles.EDITORS)
    response = staff.post(reverse(ADD), form(groups=[editors.pk]))
    assert response.status_code == 302, response.content.decode()
    person = User.objects.get(email="somebody@example.org")
    assert (person.language, person.get_full_name()) == ("fr", "Ada Roy")
    assert list(person.groups.all()) == [editors]
    assert not person.has_usable_password()


def test_an_address_serves_one_person_however_it_is_written(staff, person):
    person(email="somebody@example.org")
    response = staff.post(reverse(ADD), form(email="SOMEBODY@example.org"))
    assert response.status_code == 200
    assert "Somebody already uses this address." in response.content.decode()


def test_a_person_is_changed_and_a_new_address_is_confirmed_anew(staff, person):
    known = person(email="old@example.org")
    EmailAddress.objects.create(user=known, email="old@example.org", verified=True, primary=True)
    response = staff.post(reverse(EDIT, args=[known.pk]), form(email="new@example.org", language="en"))
    assert response.status_code == 302
    known.refresh_from_db()
    assert (known.email, known.language, known.first_name) == ("new@example.org", "en", "Ada")
    assert not EmailAddress.objects.filter(user=known).exists()


def test_people_are_listed_by_address(staff, person):
    person(email="somebody@example.org", first_name="Ada", last_name="Roy")
    html = staff.read(reverse("wagtailusers_users:index"))
    assert "somebody@example.org" in html
    assert "Ada Roy" in html
    assert "somebody" in staff.read(reverse("wagtailusers_users:index") + "?q=ada")


@pytest.mark.parametrize("role", [roles.EDITORS, roles.TRANSLATORS, roles.MODERATORS])
def test_no_other_role_reaches_people_or_groups_even_with_the_permissions(visitor, person, role):
    group = Group.objects.get(name=role)
    group.permissions.add(*Permission.objects.filter(codename__in=["add_user", "change_user", "delete_user"]))
    group.permissions.add(*Permission.objects.filter(codename__in=["add_group", "change_group", "delete_group"]))
    user = person(role=role)
    client = visitor(user=user)
    admins = Group.objects.get(name=roles.ADMINISTRATORS)
    for address in (
        reverse("wagtailusers_users:index"),
        reverse(ADD),
        reverse(EDIT, args=[user.pk]),
        reverse("wagtailusers_groups:index"),
        reverse("wagtailusers_groups:edit", args=[group.pk]),
    ):
        assert client.get(address).status_code == 302, address
    client.post(reverse(EDIT, args=[user.pk]), form(email=user.email, groups=[admins.pk]))
    bulk = reverse("wagtail_bulk_action", args=["members", "user", "assign_role"])
    client.post(f"{bulk}?id={user.pk}", {"role": admins.pk})
    assert not user.groups.filter(pk=admins.pk).exists()


def test_an_administrator_makes_no_superuser(staff, administrator, person):
    staff.post(reverse(ADD), form(is_superuser="on"))
    assert not User.objects.get(email="somebody@example.org").is_superuser
    other = person()
    staff.post(reverse(EDIT, args=[other.pk]), form(email=other.email, is_superuser="on"))
    staff.post(reverse(EDIT, args=[administrator.pk]), form(email=administrator.email, is_superuser="on"))
    assert not User.objects.filter(is_superuser=True).exists()


def test_an_administrator_takes_no_superusers_account(staff, superuser):
    before = (superuser.email, superuser.password)
    data = form(email="mine@example.org", password1="a new long password", password2="a new long password")
    assert staff.post(reverse(EDIT, args=[superuser.pk]), data).status_code == 302
    assert staff.get(reverse(EDIT, args=[superuser.pk])).status_code == 302
    superuser.refresh_from_db()
    assert (superuser.email, superuser.password, superuser.is_superuser) == (*before, True)


@pytest.mark.parametrize(
    ("action", "data"),
    [("delete", {}), ("set_active_state", {"mark_as_active": "False"}), ("assign_role", {"role": 1})],
)
def test_an_administrator_removes_no_superuser(staff, superuser, person, action, data):
    bystander = person()
    staff.post(reverse(DELETE, args=[superuser.pk]))
    address = reverse("wagtail_bulk_action", args=["members", "user", action])
    response = staff.post(f"{address}?id={superuser.pk}&id={bystander.pk}", data)
    assert response.status_code == 302
    superuser.refresh_from_db()
    assert superuser.is_active
    assert superuser.groups.count() == 0


def test_a_superuser_makes_and_changes_superusers(visitor, superuser, person):
    other = person()
    client = visitor(user=superuser)
    client.post(reverse(EDIT, args=[other.pk]), form(email=other.email, is_superuser="on"))
    other.refresh_from_db()
    assert other.is_superuser
    client.post(reverse(EDIT, args=[other.pk]), form(email=other.email))
    other.refresh_from_db()
    assert not other.is_superuser


def test_an_administrator_manages_groups_and_others(staff, person):
    other = person()
    assert staff.get(reverse("wagtailusers_groups:index")).status_code == 200
    assert staff.post(reverse(DELETE, args=[other.pk])).status_code == 302
    other.refresh_from_db()
    assert other.erased_at  # what they wrote stays, without their name
    assert not other.is_active


# --- language -------------------------------------------------------------------------------------


def test_the_admin_speaks_to_each_in_their_language(visitor, person):
    french, english = (person(role=roles.EDITORS, language=language) for language in ("fr", "en"))
    assert '<html lang="fr"' in visitor(user=french).read("/cms/")
    assert '<html lang="en"' in visitor(user=english).read("/cms/")


def test_a_changed_language_is_followed_and_an_own_choice_is_kept(visitor, person):
    user = person(role=roles.EDITORS, language="fr")
    client = visitor(user=user)
    client.read("/cms/")
    user.language = "en"
    user.save()
    assert '<html lang="en"' in client.read("/cms/")
    UserProfile.objects.filter(user=user).update(preferred_language="fr")
    user.first_name = "Ada"
    user.save()
    assert '<html lang="fr"' in client.read("/cms/")


# --- one way in -----------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/cms/", "/cms/login/", "/fr/_util/login/", "/cms/pages/"])
def test_every_sign_in_leads_to_the_portals_own(visit, address):
    response = visit.get(address, HTTP_ACCEPT_LANGUAGE="fr")
    assert response.status_code == 302
    assert response["Location"].partition("?")[0] == reverse_in("fr", "account_login")


@pytest.mark.parametrize(
    "address", ["/cms/password_reset/", "/cms/password_reset/done/", "/cms/password_reset/complete/"]
)
def test_wagtails_own_password_pages_are_closed(visit, address):
    response = visit.get(address)
    assert response.status_code in (302, 404)
    assert "password_reset" not in response.get("Location", "")


def test_a_destination_of_another_site_is_not_kept(visit):
    assert "evil" not in visit.get("/cms/login/?next=https://evil.example/")["Location"]
    assert "next=%2Fcms%2Fpages%2F" in visit.get("/cms/login/?next=/cms/pages/")["Location"]


def test_the_admin_is_closed_to_people_who_are_not_staff(visitor, member):
    response = visitor(user=member).get("/cms/")
    assert response.status_code in (302, 403)
    assert "/cms/pages" not in response.get("Location", "")


def reverse_in(language, name):
    from django.utils import translation

    with translation.override(language):
        return reverse(name)
