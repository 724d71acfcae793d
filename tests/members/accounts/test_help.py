"""Staff help a person who lost the second factor, and close accounts: who may, what follows, who is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.urls import reverse

from cms import access, roles
from members.models import AccountHelp, AuditEntry
from tests.conftest import Visitor
from tests.factories.people import give_factor
from tests.members.accounts.conftest import sign_in

User = get_user_model()
pytestmark = pytest.mark.django_db
Visit = Callable[..., Visitor]
CHECK = "Called back at the number of the organization."


def address(person: Any) -> str:
    return reverse("help_with_second_factor", args=[person.pk])


def edit(person: Any) -> str:
    return reverse("wagtailusers_users:edit", args=[person.pk])


@pytest.mark.parametrize(("language", "subject"), [("fr", "Votre second facteur"), ("en", "Your second factor")])
def test_a_lost_factor_is_taken_off_noted_and_told_in_the_persons_language(
    visitor: Visit, administrator: Any, account: Any, mailoutbox: list[Any], language: str, subject: str
) -> None:
    user = account(access.MEMBERS, language=language)
    elsewhere = visitor()
    sign_in(elsewhere, user)
    give_factor(user)
    RecoveryCodes.activate(user)
    staff = visitor(user=administrator)
    assert address(user) in staff.read(edit(user))
    page = staff.post(address(user), {"identity_check": "too short"})
    assert page.status_code == 200
    assert Authenticator.objects.filter(user=user).count() == 2
    assert staff.post(address(user), {"identity_check": CHECK})["Location"] == edit(user)
    assert not Authenticator.objects.filter(user=user).exists()
    assert elsewhere.get("/en/account/").status_code == 302
    helped = AccountHelp.objects.get()
    assert (helped.person, helped.helped_by, helped.identity_check) == (user, administrator, CHECK)
    entry = AuditEntry.objects.get(action="account.second_factor_helped")
    assert (entry.actor, entry.target_id) == (administrator, str(user.pk))
    assert mailoutbox[0].to == [user.email]
    assert mailoutbox[0].subject.startswith(subject)
    assert address(user) not in staff.read(edit(user))
    assert sign_in(visitor(), user).status_code == 302


@pytest.mark.parametrize("role", [roles.EDITORS, roles.TRANSLATORS, roles.MODERATORS, None])
def test_nobody_else_takes_a_factor_off(visitor: Visit, person: Any, account: Any, role: str | None) -> None:
    user = account(access.MEMBERS)
    give_factor(user)
    helper = person(role=role) if role else person(access.MEMBERS)
    assert visitor(user=helper).post(address(user), {"identity_check": CHECK}).status_code in (302, 403)
    assert Authenticator.objects.filter(user=user).exists()


def test_nobody_helps_themselves_nor_an_administrator_a_superuser(
    visitor: Visit, administrator: Any, admin_user: Any, person: Any
) -> None:
    give_factor(admin_user)
    staff = visitor(user=administrator)
    for user in (administrator, admin_user):
        staff.post(address(user), {"identity_check": CHECK})
        assert staff.get(address(user)).status_code in (302, 403)
        assert Authenticator.objects.filter(user=user).exists()
    assert not AccountHelp.objects.exists()
    visitor(user=admin_user).post(address(administrator), {"identity_check": CHECK})
    assert not Authenticator.objects.filter(user=administrator).exists()


def test_the_last_superuser_is_helped_on_the_server(admin_user: Any, mailoutbox: list[Any]) -> None:
    give_factor(admin_user)
    call_command("remove_second_factor", admin_user.email.upper(), identity_check=CHECK)
    assert not Authenticator.objects.exists()
    assert AccountHelp.objects.get().helped_by is None
    assert mailoutbox[0].to == [admin_user.email]
    with pytest.raises(CommandError, match="Nobody"):
        call_command("remove_second_factor", "nobody@example.org", identity_check=CHECK)


def form(user: Any, **fields: Any) -> dict[str, Any]:
    return {"email": user.email, "first_name": "A", "last_name": "B", "language": user.language, **fields}


def test_a_person_closed_in_the_admin_is_signed_out_and_noted(visitor: Visit, administrator: Any, account: Any) -> None:
    user = account(access.MEMBERS)
    sign_in(elsewhere := visitor(), user)
    staff = visitor(user=administrator)
    assert staff.post(edit(user), form(user)).status_code == 302
    user.refresh_from_db()
    assert not user.is_active
    assert user.deactivated_at
    assert not UserSession.objects.filter(user=user).exists()
    assert elsewhere.get("/en/account/").status_code == 302
    assert staff.post(edit(user), form(user, is_active="on")).status_code == 302
    entries = AuditEntry.objects.filter(target_id=str(user.pk), action__contains="activated").order_by("pk")
    assert [(entry.action, entry.actor) for entry in entries] == [
        ("account.deactivated", administrator),
        ("account.reactivated", administrator),
    ]


def test_people_closed_together_are_signed_out_too(visitor: Visit, administrator: Any, account: Any) -> None:
    users = [account(access.MEMBERS) for _ in range(2)]
    for user in users:
        sign_in(visitor(), user)
    bulk = reverse("wagtail_bulk_action", args=["members", "user", "set_active_state"])
    query = "&".join(f"id={user.pk}" for user in users)
    visitor(user=administrator).post(f"{bulk}?{query}", {"mark_as_active": "False"})
    assert not User.objects.filter(pk__in=[user.pk for user in users], is_active=True).exists()
    assert not UserSession.objects.filter(user__in=users).exists()
    assert AuditEntry.objects.filter(action="account.deactivated", actor=administrator).count() == 2


def test_what_could_open_an_account_to_another_is_noted(visitor: Visit, administrator: Any, account: Any) -> None:
    user = account(access.MEMBERS)
    before = user.email
    editors = Group.objects.get(name=roles.EDITORS)
    staff = visitor(user=administrator)
    staff.post(edit(user), form(user, email="new@example.org", is_active="on", groups=[editors.pk]))
    address_entry = AuditEntry.objects.get(action="account.email_changed")
    assert (address_entry.actor, address_entry.details["before"]) == (administrator, before)
    rights = AuditEntry.objects.get(action="account.rights_changed")
    assert rights.details["after"] == [roles.EDITORS]
    bulk = reverse("wagtail_bulk_action", args=["members", "user", "assign_role"])
    role = Group.objects.get(name=roles.TRANSLATORS)
    staff.post(f"{bulk}?id={user.pk}", {"role": role.pk})
    assert AuditEntry.objects.filter(action="account.rights_changed").count() == 2
    staff.post(edit(user), form(user, email="new@example.org", is_active="on", groups=[editors.pk, role.pk]))
    assert AuditEntry.objects.filter(action="account.rights_changed").count() == 2  # nothing changed
