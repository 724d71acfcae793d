"""Gate: whatever is asked, however badly, is answered with a sane page or a 4xx: never a 5xx, never a traceback."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from home.models import HomePage
from tests.conftest import Visitor
from tests.factories.pages import ContactPageFactory, StandardPageFactory, StrategyIndexPageFactory

pytestmark = pytest.mark.django_db
HUGE = "9" * 40
PUBLIC = (
    "/",
    "/en/",
    "/fr/",
    "/en/about/",
    "/en/strategy/",
    "/en/contact/",
    "/en/contact/sent/",
    "/en/nowhere/",
    "/en/feed/",
    "/fr/flux/",
    "/en/search/",
    "/fr/recherche/",
    "/en/search/suggestions/",
    "/en/account/sign-in/",
    "/fr/compte/connexion/",
    "/en/account/password/reset/",
    "/en/_util/login/",
    "/cms/login/",
    "/sitemap.xml",
    "/robots.txt",
    "/health/live",
    "/health/ready",
    "/api/v2/pages/",
    "/api/v2/pages/find/",
    "/api/v2/images/",
    "/media/x.png",
    "/images/private/x.png",
    "/documents/1/x.pdf",
)


@pytest.fixture(autouse=True)
def pages(english_home: HomePage) -> None:
    StandardPageFactory(parent=english_home, slug="about")
    StrategyIndexPageFactory(parent=english_home, slug="strategy")
    ContactPageFactory(parent=english_home, slug="contact")


def asked(path: bytes, query: str = "", method: str = "GET", **environ: Any) -> int:
    """Ask as a web server does, with the bytes of a path already decoded. Returns the status."""
    environ = {"PATH_INFO": path.decode("latin-1"), "QUERY_STRING": query, "HTTP_HOST": "localhost", **environ}
    return Visitor().request(**{"REQUEST_METHOD": method, "wsgi.input": BytesIO(), **environ}).status_code


def sane(status: int) -> bool:
    return 200 <= status < 500


# --- addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", [b"\x00", b"\xff", b"\xc3\x28/", b"\xed\xa0\x80/", b"%00/", b"\r\nX: y/", b"'\"<>/"])
def test_a_path_that_is_no_text_is_not_found(end: bytes) -> None:
    for path in PUBLIC:
        status = asked(path.encode() + end)
        assert 400 <= status < 500 or status in (301, 302), f"{path!r} + {end!r} answered {status}"


@pytest.mark.parametrize(
    "query",
    [
        "page=abc",
        "page=-1",
        f"page={HUGE}",
        "page=%00",
        "page=%ff%fe",
        "page=\xff",
        "page[]=1",
        "&&&=&=",
        "%",
        "%zz",
        "a" * 4000,
        "next=%00",
        "next=//evil.example",
        "q=" + quote("'; DROP TABLE x; --"),
        "page=1&" * 600,
        "=".join("ab" * 50),
    ],
)
def test_a_query_that_makes_no_sense_breaks_no_page(query: str) -> None:
    for path in PUBLIC:
        status = asked(path.encode(), query)
        assert sane(status) or path == "/health/ready", f"{path}?{query[:40]} answered {status}"


@pytest.mark.parametrize("path", ["/en/", "/api/v2/pages/", "/media/x.png", "/sitemap.xml"])
def test_an_address_without_end_is_refused(path: str) -> None:
    assert asked(path.encode(), "q=" + "a" * 5000) == 400
    assert 400 <= asked(path.encode() + b"a" * 5000) < 500


@pytest.mark.parametrize("name", ["a" * 250, "a" * 300, "a/" * 1000, "é" * 130, ".", "..", "a" * 4000])
def test_no_name_is_too_long_for_an_answer(name: str) -> None:
    for folder in ("/media/", "/images/private/", "/documents/1/", "/static/", "/nowhere/"):
        assert asked((folder + name).encode()) in (400, 404, 301, 302), folder


@pytest.mark.parametrize(
    "path",
    [
        b"/media/../../manage.py",
        b"/media/..%2f..%2fmanage.py",
        b"/media/%2e%2e/%2e%2e/manage.py",
        b"/media//etc/passwd",
        b"/media/....//....//etc/passwd",
        b"/media/../private/x",
        b"/images/private/../../../etc/passwd",
        b"/images/private//etc/passwd",
        b"/static/../manage.py",
        b"/static/..\\..\\manage.py",
        b"/documents/1/../../x",
    ],
)
def test_no_path_leads_out_of_its_folder(path: bytes) -> None:
    assert 400 <= asked(path) < 500


@pytest.mark.parametrize(
    "path",
    [
        f"/documents/{HUGE}/x.pdf",
        f"/api/v2/pages/{HUGE}/",
        f"/api/v2/images/{HUGE}/",
        "/api/v2/pages/-1/",
        "/api/v2/pages/abc/",
        f"/en/account/password/reset/key/{'z' * 60}-set-password/",
        "/en/account/confirm-email/abc/",
        f"/en/{HUGE}/",
    ],
)
def test_a_number_that_nothing_has_is_not_found(visit: Visitor, path: str) -> None:
    assert sane(visit.get(path).status_code)
    assert visit.get(path).status_code != 200 or "/account/" in path


# --- the API --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        f"limit={HUGE}",
        "limit=1000",
        "limit=abc",
        "limit=-1",
        f"offset={HUGE}",
        "offset=-1",
        "offset=abc",
        "order=nothing",
        "type=home.Nothing",
        "type=x",
        "fields=nothing",
        "fields=((((",
        "child_of=abc",
        f"child_of={HUGE}",
        "locale=de",
        "search_operator=xor&search=a",
        "unknown=1",
        "translation_of=abc",
        "descendant_of=0",
        f"id={HUGE}",
        "slug=a&nope=b",
        "ancestor_of=999999",
        "type=home.StrategyIndexPage&version_year=abc",
        "order=-random",
        "order=random&offset=1",
    ],
)
def test_the_api_refuses_what_makes_no_sense(visit: Visitor, query: str) -> None:
    assert visit.get(f"/api/v2/pages/?{query}").status_code in (400, 404)


@pytest.mark.parametrize(
    "query",
    ["id=abc", f"id={HUGE}", "id=", "id=1.5", "id=%00", "html_path=/x/y/", "html_path=%ff", "id=²", "", "html_path="],
)
def test_the_api_finds_nothing_for_what_is_no_page(visit: Visitor, query: str) -> None:
    for endpoint in ("pages", "images"):
        assert visit.get(f"/api/v2/{endpoint}/find/?{query}").status_code in (400, 404, 302)


def test_the_api_answers_an_unknown_address_in_json(visit: Visitor) -> None:
    response = visit.get("/api/v2/pages/999999/")
    assert (response.status_code, response["Content-Type"]) == (404, "application/json")


# --- the rest of a request ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "", "localhost:80:80", "é", "a b", "[::", "x" * 300]
)
def test_a_wrong_host_is_refused(host: str) -> None:
    assert asked(b"/en/", HTTP_HOST=host, SERVER_NAME=host or "evil.example") == 400
    assert asked(b"/", HTTP_HOST=host, SERVER_NAME=host or "evil.example") == 400


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "BREW", "POST"])
def test_a_wrong_method_is_refused(method: str) -> None:
    for path in PUBLIC:
        if (
            path.startswith("/en/contact/")
            or path == "/"
            or "/account/" in path
            or "/compte/" in path
            or "login" in path
        ):
            continue
        status = asked(path.encode(), method=method)
        assert 400 <= status < 500, f"{method} {path} answered {status}"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "BREW"])
def test_a_wrong_method_breaks_no_form(method: str) -> None:
    for path in ("/", "/en/contact/", "/en/account/sign-in/", "/en/_util/login/", "/cms/login/", "/cms/"):
        assert sane(asked(path.encode(), method=method)), path


def test_every_page_answers_a_question_about_itself_without_a_body(visit: Visitor) -> None:
    for path in ("/en/", "/fr/", "/en/about/", "/sitemap.xml", "/robots.txt", "/en/feed/", "/health/live"):
        response = visit.head(path)
        assert (response.status_code, response.content) == (200, b""), path
        assert sane(visit.options(path).status_code), path


@pytest.mark.parametrize(
    "cookie",
    [
        'sessionid="\\000aaaaaaaaaaaaa"',
        "sessionid=\x00aaaaaaaaaaaa",
        "sessionid=" + "a" * 6000,
        "sessionid=é'\"",
        "csrftoken=x",
        "language=\x01",
        "=;=;;",
        'messages="\\377"',
        "sessionid=aaaaaaaaaaaa",
        'sessionid="\\377\\376aaaaaaaaaa"',
    ],
)
def test_a_cookie_that_makes_no_sense_breaks_nothing(cookie: str) -> None:
    for path in (b"/en/", b"/en/contact/", b"/en/account/sign-in/", b"/en/nowhere/"):
        assert sane(asked(path, HTTP_COOKIE=cookie)), path


@pytest.mark.parametrize(
    "header",
    [
        {"HTTP_ACCEPT_LANGUAGE": "\xff" * 100},
        {"HTTP_ACCEPT_LANGUAGE": "a-" * 5000},
        {"HTTP_X_REQUEST_ID": "\r\n" * 9},
        {"HTTP_IF_MODIFIED_SINCE": "never"},
        {"HTTP_RANGE": "bytes=9-1"},
        {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "\xff"},
        {"HTTP_REFERER": "\xff[["},
        {"CONTENT_LENGTH": "abc"},
        {"CONTENT_LENGTH": "-1"},
        {"HTTP_AUTHORIZATION": "Basic \xff"},
        {"HTTP_X_FORWARDED_FOR": "\xff,,"},
        {"HTTP_ACCEPT": "\xff/*;q=x"},
        {"CONTENT_TYPE": "multipart/form-data"},
        {"HTTP_ACCEPT_ENCODING": "\xff"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_USER_AGENT": ""},
    ],
    ids=lambda header: next(iter(header)),
)
def test_a_header_that_makes_no_sense_breaks_nothing(header: dict[str, str]) -> None:
    for path in (b"/", b"/en/", b"/en/contact/", b"/media/x.png", b"/api/v2/pages/", b"/en/nowhere/"):
        assert sane(asked(path, **header)), path


def test_a_body_that_is_no_form_is_refused() -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="\xff"\r\n\r\n\x00\r\n'
    for kind in ("multipart/form-data; boundary=x", "multipart/form-data; boundary=\xff", "application/json", "x"):
        status = asked(
            b"/en/contact/",
            method="POST",
            **{"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": kind},
        )
        assert 400 <= status < 500, kind


@pytest.mark.parametrize("field", ["login", "password", "next"])
def test_signing_in_with_rubbish_is_refused(visit: Visitor, field: str) -> None:
    for rubbish in ("\0", "\ud800".encode("utf-8", "surrogatepass"), "é" * 10000, "a@" * 200, "'\"<>"):
        data = {"login": "a@example.org", "password": "not the password", field: rubbish}
        assert sane(visit.post("/en/account/sign-in/", data).status_code)


# --- anything at all ------------------------------------------------------------------------------

FUZZ = settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
STARTS = st.sampled_from([path.encode() for path in PUBLIC if path != "/health/ready"])


@FUZZ
@given(start=STARTS, rest=st.binary(max_size=40), query=st.binary(max_size=60))
def test_no_bytes_break_the_portal(start: bytes, rest: bytes, query: bytes) -> None:
    assert sane(asked(start + rest, query.decode("latin-1")))


@FUZZ
@given(
    start=STARTS,
    query=st.dictionaries(
        st.sampled_from(
            [
                "page",
                "limit",
                "offset",
                "fields",
                "order",
                "type",
                "search",
                "id",
                "next",
                "q",
                "child_of",
                "locale",
                "html_path",
            ]
        ),
        st.one_of(
            st.text(max_size=30),
            st.integers().map(str),
            st.sampled_from(["-1", HUGE, "home.HomePage", "*", "_", "a(b(c))"]),
        ),
        max_size=4,
    ),
)
def test_no_query_breaks_the_portal(start: bytes, query: dict[str, str]) -> None:
    written = "&".join(f"{name}={quote(value, errors='replace')}" for name, value in query.items())
    assert sane(asked(start, written))
