"""A person who can sign in, and the ways through the portal's own pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from cms.ops.accounts import current_code
from tests.conftest import Visitor
from tests.factories.people import TOTP_SECRET

PASSWORD = "a long enough password"


@pytest.fixture
def account(person: Callable[..., Any]) -> Callable[..., Any]:
    """Make a person with a confirmed address: `account("members", language="fr")`, `account(role="Editors")`."""

    def make(*codes: str, **fields: Any) -> Any:
        user = person(*codes, **fields)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    return make


def sign_in(visit: Visitor, user: Any, *, password: str = PASSWORD, language: str = "en", **data: Any) -> Any:
    """Send the sign-in form as `user`."""
    address = {"en": "/en/account/sign-in/", "fr": "/fr/compte/connexion/"}[language]
    return visit.post(address, {"login": user.email, "password": password, **data})


def send_code(visit: Visitor, code: str = "", language: str = "en") -> Any:
    """Send the code of the second step; without one, the code that is right at this moment."""
    address = {"en": "/en/account/two-step/code/", "fr": "/fr/compte/deux-etapes/code/"}[language]
    return visit.post(address, {"code": code or current_code(TOTP_SECRET)})
