"""What every test may ask for: the homes of both languages, people of each role, and a visitor."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest
from allauth.account.internal.flows import login
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.test import Client
from django.utils import translation
from wagtail.models import Page

from cms import access, caching, roles
from cms.ops import catalogues
from home.models import HomePage

pytest_plugins = ["tests.plugin_database"]


#: Machines are shared: how long an example takes says nothing.
hypothesis.settings.register_profile("portal", deadline=None)
hypothesis.settings.load_profile("portal")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues once, before any worker reads them: addresses are translated by them too."""
    if not hasattr(config, "workerinput"):
        catalogues.compile_all()


#: Files that take minutes, and what they leave for others: the demo that the journeys clone comes first.
FIRST = ("tests/home/test_demo.py", "tests/access/test_routes.py", "tests/ops/test_supervisor.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker is left with it at the end while the others are idle."""
    items.sort(key=lambda item: next((place for place, file in enumerate(FIRST) if file in item.nodeid), len(FIRST)))


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """No test finds what another one left in memory, in the cache or in the active language."""
    caching.forget()
    for cache in caches.all():
        cache.clear()
    with translation.override("en"):
        yield


# --- pages ----------------------------------------------------------------------------------------


@pytest.fixture
def root(db: None) -> Page:
    return Page.objects.get(depth=1)


@pytest.fixture
def english_home(db: None) -> HomePage:
    return HomePage.objects.get(locale__language_code="en")


@pytest.fixture
def french_home(db: None) -> HomePage:
    return HomePage.objects.get(locale__language_code="fr")


@pytest.fixture
def bare_homes(db: None) -> None:
    """Take away what the migrations put under the home pages: for tests of the tree itself."""
    for page in Page.objects.filter(depth=3):
        Page.objects.get(pk=page.pk).delete()


@pytest.fixture
def homes(english_home: HomePage, french_home: HomePage) -> dict[str, HomePage]:
    return {"en": english_home, "fr": french_home}


# --- people ---------------------------------------------------------------------------------------


@pytest.fixture
def person(db: None) -> Callable[..., Any]:
    """Make a person: `person("members")` is in that access group, `person(role="Editors")` is of staff."""
    from tests.factories.people import UserFactory

    def make(*codes: str, role: str = "", **fields: Any) -> Any:
        user = UserFactory(**fields)
        groups = [access.access_group(code) for code in codes]
        if role:
            groups.append(Group.objects.get(name=role))
        user.groups.set(groups)
        return user

    return make


@pytest.fixture
def member(person: Callable[..., Any]) -> Any:
    return person(access.MEMBERS)


@pytest.fixture
def editor(person: Callable[..., Any]) -> Any:
    return person(role=roles.EDITORS)


@pytest.fixture
def translator(person: Callable[..., Any]) -> Any:
    return person(role=roles.TRANSLATORS)


@pytest.fixture
def moderator(person: Callable[..., Any]) -> Any:
    return person(role=roles.MODERATORS)


@pytest.fixture
def administrator(person: Callable[..., Any]) -> Any:
    return person(role=roles.ADMINISTRATORS)


# --- visits ---------------------------------------------------------------------------------------


class Visitor(Client):
    """A browser at the portal's own host, whose answers are read as text.

    Staff come with a second factor and a session that has passed it, unless `second_factor` says otherwise.
    """

    def __init__(
        self, *, language: str = "", user: Any = None, second_factor: bool | None = None, **options: Any
    ) -> None:
        super().__init__(raise_request_exception=False, SERVER_NAME="localhost", **options)
        if language:
            self.defaults["HTTP_ACCEPT_LANGUAGE"] = language
        if user is not None:
            self.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
            known = type(user).objects.get(pk=user.pk)  # asking leaves nothing on the test's own object
            if access.is_staff(known) if second_factor is None else second_factor:
                self.pass_second_factor(known)

    def pass_second_factor(self, user: Any) -> None:
        """Have this session pass the second factor of `user`, who gets one where they have none."""
        from tests.factories.people import give_factor

        factor = give_factor(user)
        session = self.session
        record = {"method": "mfa", "at": time.time(), "id": factor.pk, "type": factor.type}
        session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [record]
        session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
        session.save()

    def read(self, path: str, **options: Any) -> str:
        """Return the page at `path`, which must be there."""
        response = self.get(path, **options)
        assert response.status_code == 200, f"{path} answered {response.status_code}"
        return response.content.decode()


@pytest.fixture
def visit(db: None) -> Visitor:
    """Somebody who is not signed in and has no cookie."""
    return Visitor()


@pytest.fixture
def visitor(db: None) -> Callable[..., Visitor]:
    """Make a visitor: `visitor(language="fr-CA")`, `visitor(user=member)`."""
    return Visitor


# --- services elsewhere ---------------------------------------------------------------------------


@pytest.fixture
def deepl(settings: Any) -> Iterator[Any]:
    """A DeepL on loopback that the portal is set to use: it puts every text between brackets."""
    from tests.factories.deepl import FakeDeepL

    fake = FakeDeepL()
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "cms.translation.PortalDeepLTranslator",
        "OPTIONS": {"AUTH_KEY": "a-key", "FORMALITY": "prefer_more", "TIMEOUT": 1, "BASE_URL": fake.url},
    }
    yield fake
    fake.server.shutdown()
    fake.server.server_close()
