"""The demo's accounts, with the password that stands in the environment."""

from __future__ import annotations

import os

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.users.models import UserProfile

from cms.ops.accounts import DEMO_ACCOUNTS, DemoAccount, factor_key, factor_secret
from cms.roles import EDITORS, TRANSLATORS
from members.accounts import encryption
from members.models import User

#: Role's group → the language in which the account works.
LANGUAGES = {EDITORS: "fr", TRANSLATORS: "en"}


def load_people(password: str) -> list[User]:
    """Make the accounts that are missing, and give all of them `password`."""
    return [_load(account, password) for account in DEMO_ACCOUNTS]


def account_of(people: list[User], group: str) -> User:
    """Return the demo's person in the role `group`, whose name stands in the history of what is loaded."""
    names = {account.email: account.groups for account in DEMO_ACCOUNTS}
    return next((person for person in people if group in names.get(person.email, ())), people[0])


def _load(account: DemoAccount, password: str) -> User:
    language = next((LANGUAGES[group] for group in account.groups if group in LANGUAGES), account.language or "fr")
    user = User.objects.filter(email__iexact=account.email).first()
    if user is None:
        user = User.objects.create_user(
            account.email,
            password,
            first_name=account.role.capitalize(),
            last_name="(demo)",
            language=language,
            is_staff=account.is_superuser,
            is_superuser=account.is_superuser,
            is_active=account.is_active,
            deactivated_at=None if account.is_active else timezone.now(),
        )
        user.groups.set([Group.objects.get(name=name) for name in account.groups])
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    elif not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    if account.is_staff:
        _give_factor(user)
    return user


def _give_factor(user: User) -> None:
    """Give a person of staff the authenticator app whose secret `make demo` prints, in the place of another."""
    secret = factor_secret(factor_key(os.environ), user.email)
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if factor is None:
        TOTP.activate(user, secret)
    elif not encryption.holds(factor.data["secret"], secret):
        factor.data["secret"] = encryption.encrypt(secret)
        factor.save(update_fields=["data"])
