"""Signing in by an account elsewhere: a small provider on loopback, and what the portal believes of it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured

from cms import access, roles
from cms.settings.environment import Environment
from cms.settings.oidc import oidc_apps, oidc_origins
from members.accounts.adapter import landing_page
from tests.conftest import Visitor
from tests.factories.people import give_factor
from tests.members.accounts.conftest import send_code

User = get_user_model()
pytestmark = pytest.mark.django_db
Visit = Callable[..., Visitor]
CLIENT = "the portal"


@dataclass
class Provider:
    """What the provider says of whoever signs in there."""

    url: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def answer(self, path: str) -> dict[str, Any]:
        self.asked.append(path)
        if path.endswith("/openid-configuration"):
            names = ("authorization", "token", "userinfo")
            endpoints = {f"{name}_endpoint": f"{self.url}/{name}" for name in names}
            return {"issuer": self.url, "jwks_uri": f"{self.url}/keys", **endpoints}
        if path == "/token":
            now = int(time.time())
            told = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, **self.claims}
            signed = jwt.encode(told, "a secret of the provider that is long enough")
            return {"access_token": "t", "token_type": "Bearer", "id_token": signed}
        return self.claims


@pytest.fixture
def provider() -> Iterator[Provider]:
    known = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(known.answer(urlsplit(self.path).path)).encode()
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the name that http.server asks for

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield known
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def offered(settings: Any, provider: Provider) -> Callable[..., None]:
    """Set the provider up: `offered()`, `offered(verified_email=["example.org"])`."""

    def set_up(**options: Any) -> None:
        app = {"provider_id": "test", "name": "Test Org", "client_id": CLIENT, "secret": "s"}
        settings.OIDC_APPS = [{**app, "settings": {"server_url": provider.url, **options}}]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": settings.OIDC_APPS, "OAUTH_PKCE_ENABLED": True}}

    return set_up


def go_there_and_back(visit: Visitor, provider: Provider, **claims: Any) -> Any:
    """Press the button, sign in over there, come back."""
    provider.claims = {"sub": "42", **claims}
    away = visit.post("/oidc/test/login/", {"process": "login", "next": "/en/account/"})
    assert away.status_code == 302, away.content
    assert away["Location"].startswith(f"{provider.url}/authorization?")
    asked = parse_qs(urlsplit(away["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    return visit.get("/oidc/test/login/callback/", {"code": "c", "state": asked["state"][0]})


def is_in(visit: Visitor) -> bool:
    return "_auth_user_id" in visit.session


def test_the_button_is_shown_only_where_a_service_is_set_up(visitor: Visit, homes: Any, offered: Any) -> None:
    assert "/oidc/" not in visitor().read("/en/account/sign-in/")
    assert visitor().post("/oidc/test/login/").status_code == 404
    offered()
    assert "Sign in with Test Org" in visitor().read("/en/account/sign-in/")
    assert "Se connecter avec Test Org" in visitor().read("/fr/compte/connexion/")


def test_a_confirmed_address_that_the_service_vouches_for_opens_its_account(
    visit: Visitor, homes: Any, account: Any, provider: Provider, offered: Any
) -> None:
    offered()
    user = account(access.MEMBERS)
    answer = go_there_and_back(visit, provider, email=user.email.upper(), email_verified=True)
    assert answer["Location"] == "/en/account/"
    assert visit.session["_auth_user_id"] == str(user.pk)
    user.refresh_from_db()
    assert user.has_usable_password()
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    ("claims", "trusted"),
    [
        ({"email_verified": False}, None),  # the service does not vouch for it
        ({}, None),
        ({}, ["other.example"]),  # not a domain of the tenant
        ({"email": "stranger@example.org", "email_verified": True}, None),  # nobody here
        ({"email": "closed@example.org", "email_verified": True}, None),
        ({"email": "waiting@example.org", "email_verified": True}, None),  # never confirmed here
        ({"email": None, "email_verified": True}, None),
    ],
)
def test_no_other_address_opens_an_account_or_makes_one(
    visit: Visitor, homes: Any, account: Any, provider: Provider, offered: Any, claims: Any, trusted: Any
) -> None:
    offered(**({"verified_email": trusted} if trusted else {}))
    user = account(access.MEMBERS)
    account(email="closed@example.org", is_active=False)
    EmailAddress.objects.filter(user=account(email="waiting@example.org")).update(verified=False)
    before = User.objects.count()
    answer = go_there_and_back(visit, provider, **{"email": user.email, **claims})
    assert answer["Location"] == "/en/account/sign-in/"
    assert "No account of the portal belongs to that address." in visit.read("/en/account/sign-in/")
    assert not is_in(visit)
    assert User.objects.count() == before


def test_a_tenants_own_domain_is_believed(
    visit: Visitor, homes: Any, account: Any, provider: Provider, offered: Any
) -> None:
    offered(verified_email=["example.org"])
    user = account(access.MEMBERS, language="fr")
    assert go_there_and_back(visit, provider, email=user.email).status_code == 302
    assert is_in(visit)
    assert visit.get("/en/account/sign-in/")["Location"] == landing_page("fr")


def test_staff_prove_their_second_factor_all_the_same(
    visit: Visitor, homes: Any, account: Any, provider: Provider, offered: Any
) -> None:
    offered()
    staff = account(role=roles.EDITORS)
    give_factor(staff)
    answer = go_there_and_back(visit, provider, email=staff.email, email_verified=True)
    assert answer["Location"] == "/en/account/two-step/code/"
    assert not is_in(visit)
    send_code(visit)
    assert visit.get("/cms/").status_code == 200


def test_an_answer_that_nobody_asked_for_is_refused(
    visit: Visitor, homes: Any, provider: Provider, offered: Any
) -> None:
    offered()
    answer = visit.get("/oidc/test/login/callback/", {"code": "c", "state": "made up"})
    assert answer["Location"] == "/en/account/sign-in/"
    assert "/token" not in provider.asked


def test_nobody_ties_an_account_elsewhere_to_one_here(
    visitor: Visit, homes: Any, account: Any, provider: Provider, offered: Any
) -> None:
    offered()
    user = account(access.MEMBERS)
    visit = visitor(user=user)
    provider.claims = {"sub": "42", "email": "mallory@example.org", "email_verified": True}
    away = visit.post("/oidc/test/login/", {"process": "connect"})
    if away.status_code == 302 and "state=" in away["Location"]:
        state = parse_qs(urlsplit(away["Location"]).query)["state"][0]
        visit.get("/oidc/test/login/callback/", {"code": "c", "state": state})
    assert not SocialAccount.objects.exists()


# --- from the environment -------------------------------------------------------------------------

TENANT = "11111111-2222-3333-4444-555555555555"
MICROSOFT = {
    "OIDC_MICROSOFT_CLIENT_ID": "id",
    "OIDC_MICROSOFT_CLIENT_SECRET": "secret",
    "OIDC_MICROSOFT_TENANT": TENANT,
    "OIDC_MICROSOFT_DOMAINS": "aaisa.example",
}


def test_services_are_set_up_by_the_environment() -> None:
    assert oidc_apps(Environment({})) == []
    google = {"OIDC_GOOGLE_CLIENT_ID": "id", "OIDC_GOOGLE_CLIENT_SECRET": "secret"}
    apps = oidc_apps(Environment({**MICROSOFT, **google}))
    assert [app["provider_id"] for app in apps] == ["microsoft", "google"]
    assert apps[0]["settings"]["verified_email"] == ["aaisa.example"]
    assert oidc_origins(apps) == ["https://accounts.google.com", "https://login.microsoftonline.com"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"OIDC_MICROSOFT_TENANT": "common"},
        {"OIDC_MICROSOFT_DOMAINS": ""},
        {"OIDC_MICROSOFT_CLIENT_SECRET": ""},
    ],
)
def test_half_a_set_up_does_not_start(wrong: dict[str, str]) -> None:
    with pytest.raises(ImproperlyConfigured):
        oidc_apps(Environment({**MICROSOFT, **wrong}))
