"""Gate: headers, cookies, secrets, private pages, sign-in, errors and logs."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from cms import access, middleware, views
from cms.logs import JsonFormatter, RequestIdFilter
from cms.urls import handler400, handler403, handler404, handler500
from cms.urls import urlpatterns as portal_urls
from home.models import HomePage
from tests.conftest import Visitor
from tests.factories.files import ImageFactory, private_collection
from tests.factories.pages import ContactPageFactory, StandardPageFactory, restrict

__all__ = ["handler400", "handler403", "handler404", "handler500"]
pytestmark = pytest.mark.django_db
Visit = Callable[..., Visitor]
ROOT = Path(__file__).resolve().parents[1]


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret that nobody may read")


def database_gone(request: HttpRequest) -> HttpResponse:
    raise DatabaseError("the database is away")


def kept_out(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


urlpatterns = [path("en/broken/", broken), path("fr/broken/", broken), path("fr/kept-out/", kept_out), *portal_urls]

# --- headers --------------------------------------------------------------------------------------


def policy(response: Any) -> dict[str, set[str]]:
    parts = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: set(sources) for name, *sources in parts}


@pytest.mark.parametrize(
    "address",
    [
        "/en/",
        "/fr/",
        "/en/contact/",
        "/en/nowhere/",
        "/en/account/sign-in/",
        "/",
        "/sitemap.xml",
        "/en/%00",
        "/nowhere/",
    ],
)
def test_every_public_answer_is_strict(visit: Visitor, english_home: HomePage, address: str) -> None:
    ContactPageFactory(parent=english_home, slug="contact")
    response = visit.get(address)
    rules = policy(response)
    assert rules["default-src"] == {"'none'"}
    assert rules["script-src"] == {"'self'"}
    assert rules["style-src"] == {"'self'"}
    assert rules["base-uri"] == {"'none'"}
    assert rules["form-action"] == {"'self'"}
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Request-ID"]


def test_a_page_has_no_script_and_no_style_that_its_policy_forbids(visit: Visitor, english_home: HomePage) -> None:
    ContactPageFactory(parent=english_home, slug="contact")
    for address in ("/en/", "/en/contact/", "/en/account/sign-in/"):
        page = visit.read(address)
        assert "style=" not in page, address
        assert " onclick=" not in page, address
        assert "<style" not in page, address
        for script in page.split("<script")[1:]:
            opening = script.partition(">")[0]
            assert "src=" in opening or "application/ld+json" in opening, address


def test_the_admin_has_the_policy_that_it_needs_and_no_more(visitor: Visit, editor: Any) -> None:
    rules = policy(visitor(user=editor).get("/cms/"))
    assert rules["default-src"] == {"'none'"}
    assert rules["script-src"] == {"'self'", "'unsafe-inline'"}
    assert rules["connect-src"] == {"'self'"}
    assert "'unsafe-eval'" not in rules["script-src"]


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "abc\r\nSet-Cookie: a=b", "<script>alert(1)</script>"])
def test_a_request_gets_an_id_of_its_own(visit: Visitor, given: str) -> None:
    answered = visit.get("/en/", headers={"X-Request-ID": given})["X-Request-ID"]
    assert answered != given
    assert middleware.RequestIdMiddleware.accepted.fullmatch(answered)


def test_the_id_of_the_server_in_front_is_kept(visit: Visitor) -> None:
    assert visit.get("/en/", headers={"X-Request-ID": "abcdef-123456"})["X-Request-ID"] == "abcdef-123456"


# --- settings of production -----------------------------------------------------------------------

PRODUCTION = {
    "SECRET_KEY": "s" * 60,
    "DATABASE_URL": "postgresql://u:p@localhost/x",
    "ALLOWED_HOSTS": "portal.example",
    "BASE_URL": "https://portal.example",
    "EMAIL_HOST": "mail.example",
    "DEFAULT_FROM_EMAIL": "portal@example.org",
}


def start(environ: dict[str, str], code: str = "") -> subprocess.CompletedProcess[str]:
    """Read the settings of production in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", f"from cms.settings import production as s\n{code}"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environ},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", PRODUCTION)
def test_production_does_not_start_without_its_settings(name: str) -> None:
    ended = start({**PRODUCTION, name: " "})
    assert ended.returncode != 0
    assert f"The environment variable {name} must be set." in ended.stderr


def test_production_keeps_its_cookies_to_itself() -> None:
    code = (
        "import json; names = ['SESSION_COOKIE_SECURE', 'CSRF_COOKIE_SECURE', 'LANGUAGE_COOKIE_SECURE',"
        "'SESSION_COOKIE_HTTPONLY', 'CSRF_COOKIE_HTTPONLY', 'LANGUAGE_COOKIE_HTTPONLY', 'SECURE_SSL_REDIRECT'];"
        "print(json.dumps({name: getattr(s, name) for name in names} | {'debug': s.DEBUG,"
        "'hsts': s.SECURE_HSTS_SECONDS,"
        "'session': s.SESSION_COOKIE_NAME, 'csrf': s.CSRF_COOKIE_NAME, 'demo': s.DEMO_MAIL}))"
    )
    told = json.loads(start(PRODUCTION, code).stdout)
    assert (told.pop("debug"), told.pop("demo")) == (False, False)
    assert told.pop("hsts") >= 365 * 24 * 3600
    assert told.pop("session").startswith("__Host-")
    assert told.pop("csrf").startswith("__Host-")
    assert all(told.values())


def test_cookies_are_out_of_reach_of_scripts(visitor: Visit, english_home: HomePage, member: Any) -> None:
    ContactPageFactory(parent=english_home, slug="contact")
    visit = visitor(language="fr")
    visit.get("/en/contact/")
    assert visit.cookies["language"]["httponly"]
    assert visit.cookies["csrftoken"]["httponly"]
    assert {cookie["samesite"] for cookie in visit.cookies.values()} == {"Lax"}


# --- private pages --------------------------------------------------------------------------------


@pytest.fixture
def private(english_home: HomePage) -> str:
    section = StandardPageFactory(parent=english_home, slug="private", title="For members")
    StandardPageFactory(parent=section, slug="inside", title="Inside for members")
    restrict(section, access.MEMBERS)
    return "/en/private/"


@pytest.mark.parametrize("end", ["", "inside/"])
def test_who_may_read_a_private_page(visitor: Visit, person: Callable[..., Any], private: str, end: str) -> None:
    address = f"{private}{end}"
    asked = visitor().get(f"{address}?page=2")
    assert (asked.status_code, asked["Location"]) == (302, f"/en/account/sign-in/?next={address}%3Fpage%3D2")
    assert visitor(user=person(access.FUNDERS)).get(address).status_code == 403
    for reader in (person(access.MEMBERS), person(role="Editors"), person(is_superuser=True)):
        response = visitor(user=reader).get(address)
        assert response.status_code == 200
        assert {"no-store", "private"} <= set(response["Cache-Control"].replace(",", "").split())


def test_a_private_page_appears_nowhere_for_the_public(visit: Visitor, private: str) -> None:
    for address in (
        "/en/",
        "/fr/",
        "/sitemap.xml",
        "/en/feed/",
        "/en/search/?q=members",
        "/en/search/suggestions/?q=members",
        "/api/v2/pages/",
        "/api/v2/pages/?search=members",
        "/en/x/",
    ):
        assert "or members" not in visit.get(address).content.decode(), address
    found = visit.get("/api/v2/pages/find/?html_path=/private/")
    assert found.status_code == 404
    for page in HomePage.objects.get(slug="home").get_descendants().exclude(slug__in=("members", "toolkit", "events")):
        assert visit.get(f"/api/v2/pages/{page.pk}/").status_code == 404


def test_no_cache_keeps_what_a_signed_in_person_is_shown(visitor: Visit, member: Any) -> None:
    response = visitor(user=member).get("/en/")
    assert "no-store" in response["Cache-Control"]
    assert "Cookie" in response["Vary"]


def test_a_closed_account_reads_nothing_private(visitor: Visit, member: Any, private: str) -> None:
    visit = visitor(user=member)
    member.is_active = False
    member.save()
    assert visit.get(private).status_code == 302


def test_private_images_are_not_in_the_api(visit: Visitor) -> None:
    shown = ImageFactory(title="Open")
    inner = private_collection(access.MEMBERS).add_child(name="Inner")
    hidden = ImageFactory(title="Hidden", collection=inner)
    listed = visit.get("/api/v2/images/").json()["items"]
    assert [image["title"] for image in listed] == ["Open"]
    assert visit.get(f"/api/v2/images/{shown.pk}/").status_code == 200
    assert visit.get(f"/api/v2/images/{hidden.pk}/").status_code == 404


# --- sign-in --------------------------------------------------------------------------------------


def sign_in(visit: Visitor, person: Any, destination: str) -> Any:
    return visit.post(
        "/en/account/sign-in/", {"login": person.email, "password": "a long enough password", "next": destination}
    )


def verified(person: Any) -> Any:
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    return person


def test_signing_in_leads_where_one_was_going(visit: Visitor, member: Any, private: str) -> None:
    assert sign_in(visit, verified(member), private)["Location"] == private
    assert visit.get(private).status_code == 200


@pytest.mark.parametrize(
    "destination",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "https:evil.example",
        "\t//evil.example",
    ],
)
def test_signing_in_never_leads_elsewhere(visit: Visitor, member: Any, destination: str) -> None:
    assert "evil" not in sign_in(visit, verified(member), destination)["Location"]
    for address in ("/en/_util/login/", "/cms/login/"):
        assert "evil" not in Visitor().get(address, {"next": destination})["Location"]


@pytest.mark.parametrize("address", ["/cms/login/", "/en/_util/login/", "/cms/"])
def test_there_is_one_way_in(visit: Visitor, address: str) -> None:
    location = visit.get(address)["Location"]
    assert location.startswith("/en/account/sign-in/")


def test_a_person_without_rights_is_not_led_round_in_a_circle(visitor: Visit, member: Any) -> None:
    visit = visitor(user=verified(member))
    assert visit.get("/cms/").status_code == 403
    assert visit.get("/cms/pages/").status_code == 403
    assert visit.post("/cms/logout/").status_code == 302


def test_no_password_can_be_tried_at_the_api(visit: Visitor, editor: Any) -> None:
    for password in ("a long enough password", "wrong"):
        pair = b64encode(f"{editor.email}:{password}".encode()).decode()
        response = visit.get("/api/v2/pages/", headers={"Authorization": f"Basic {pair}"})
        assert response.status_code == 200


# --- errors ---------------------------------------------------------------------------------------


@pytest.mark.urls("tests.test_security")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_error_is_told_without_the_database(visit: Visitor, language: str, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        response = visit.get(f"/{language}/broken/")
    page = response.content.decode()
    assert response.status_code == 500
    assert f'lang="{language}' in page
    assert "secret" not in page
    assert "Traceback" not in page
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("address", ["/en/", "/fr/", "/en/nowhere/"])
def test_a_portal_without_its_database_says_so(visit: Visitor, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    def gone() -> int:
        raise DatabaseError("the database is away")

    monkeypatch.setattr("cms.caching.current_stamp", gone)
    response = visit.get(address)
    assert response.status_code == 500
    assert f'lang="{address[1:3]}' in response.content.decode()
    assert "away" not in response.content.decode()


@pytest.mark.urls("tests.test_security")
def test_whoever_is_kept_out_reads_why_in_their_language(visit: Visitor) -> None:
    response = visit.get("/fr/kept-out/")
    assert (response.status_code, response["Content-Language"]) == (403, "fr")
    assert '<html lang="fr' in response.content.decode()


@pytest.mark.parametrize(("language", "wanted"), [("en", "en"), ("fr", "fr")])
def test_an_unknown_page_is_told_in_the_readers_language(visit: Visitor, language: str, wanted: str) -> None:
    response = visit.get(f"/{language}/nowhere/")
    assert response.status_code == 404
    assert f'<html lang="{wanted}' in response.content.decode()
    assert "<h1" in response.content.decode()


def test_a_form_that_went_stale_says_how_to_go_on(english_home: HomePage) -> None:
    client = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    for language in ("en", "fr"):
        response = client.post(f"/{language}/", {})
        assert response.status_code == 403
        assert f'<html lang="{language}' in response.content.decode()


def test_the_maintenance_page_stands_before_everything_public(
    visitor: Visit, settings: Any, tmp_path: Path, editor: Any, django_assert_num_queries: Any
) -> None:
    settings.MAINTENANCE_FILE = tmp_path / "maintenance"
    assert visitor().get("/en/").status_code == 200
    settings.MAINTENANCE_FILE.touch()
    for language in ("en", "fr"):
        with django_assert_num_queries(0):
            response = visitor().get(f"/{language}/")
        assert response.status_code == 503
        assert response["Retry-After"] == "900"
        assert f'lang="{language}' in response.content.decode()
    assert visitor().get("/health/live").status_code == 200
    assert visitor(user=editor).get("/cms/").status_code == 200
    assert visitor().get("/en/account/sign-in/").status_code == 200
    assert visitor().get("/en/account/two-step/code/").status_code == 302  # to the sign-in, for who has not begun


# --- health ---------------------------------------------------------------------------------------


def test_a_healthy_portal_says_so(visit: Visitor) -> None:
    assert visit.get("/health/live").json() == {"status": "ok"}
    response = visit.get("/health/ready")
    assert (response.status_code, response.json()["status"]) == (200, "ok")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("part", ["database", "cache", "migrations"])
def test_a_part_that_fails_is_named_and_nothing_else_is(
    visit: Visitor, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    def fail() -> bool:
        raise RuntimeError("password authentication failed for user portal")

    name = {"database": "_database_answers", "cache": "_cache_answers", "migrations": "_migrations_applied"}[part]
    monkeypatch.setattr(views, name, fail)
    response = visit.get("/health/ready")
    assert response.status_code == 503
    states = response.json()
    assert states.pop("status") == "failed"
    assert {name for name, state in states.items() if state != "ok"} == {part}
    assert set(states.values()) == {"ok", "failed"}
    assert visit.get("/health/live").status_code == 200


# --- logs -----------------------------------------------------------------------------------------


def written(message: str, *args: Any, error: Exception | None = None) -> dict[str, str]:
    info = (type(error), error, None) if error else None
    record = logging.LogRecord("portal", logging.ERROR, __file__, 1, message, args, info)
    RequestIdFilter().filter(record)
    line = JsonFormatter().format(record)
    assert "\n" not in line
    return json.loads(line)


def test_a_line_of_the_log_carries_the_id_of_its_request() -> None:
    token = middleware.request_id.set("abcdef-123456")
    try:
        entry = written("Somebody read %s", "a page\nand more")
    finally:
        middleware.request_id.reset(token)
    assert (entry["request_id"], entry["level"], entry["logger"]) == ("abcdef-123456", "ERROR", "portal")
    assert entry["message"] == "Somebody read a page\nand more"
    assert entry["time"].endswith("+00:00")


def test_the_log_tells_nobodys_address() -> None:
    error = DatabaseError('Key (email)=(amina.tremblay@example.org) already exists: "Zoé@exemple.ca"')
    entry = written("Mail to %s failed", "amina.tremblay@example.org", error=error)
    assert "@" not in entry["message"] + entry["exception"].replace("[address]", "")
    assert "DatabaseError" in entry["exception"]


def test_a_request_outside_of_the_portal_has_no_id() -> None:
    assert written("Started")["request_id"] == ""
