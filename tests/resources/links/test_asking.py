"""How a link is asked for: politely, with its redirects, and never for longer than it may take."""

from __future__ import annotations

import datetime
import socket
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from resources.links.asking import MOST_REDIRECTS, Answer, Asker, OutOfTimeError, Pace
from resources.links.guard import Target, target_of
from tests.resources.links.server import Clock, Web, hang_up, serving

HERE = "http://example.org"


# --- Methods ----------------------------------------------------------------------------------------


def test_head_is_enough_where_the_server_answers_it(web: Web) -> None:
    assert web.asker().ask(f"{HERE}/a?b=c") == Answer(200)
    assert web.asked == [("HEAD", "/a?b=c")]


@pytest.mark.parametrize("refusal", [400, 403, 404, 405, 501, 500])
def test_get_follows_where_head_is_refused_and_its_answer_counts(web: Web, refusal: int) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(refusal if handler.command == "HEAD" else 200)
        handler.end_headers()

    web.answers["/a"] = answer
    assert web.asker().ask(f"{HERE}/a") == Answer(200)
    assert [method for method, _path in web.asked] == ["HEAD", "GET"]


def test_get_follows_where_the_server_hangs_up_on_head(web: Web) -> None:
    web.answers["/a"] = lambda handler: (
        hang_up(handler) if handler.command == "HEAD" else handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    )
    assert web.asker().ask(f"{HERE}/a") == Answer(200)


@pytest.mark.parametrize("status", [410, 429])
def test_what_would_only_annoy_the_server_is_not_asked_twice(web: Web, status: int) -> None:
    web.answers["/a"] = status
    assert web.asker().ask(f"{HERE}/a") == Answer(status)
    assert len(web.asked) == 1


def test_the_body_is_not_read(web: Web) -> None:
    sent: list[int] = []
    cut = threading.Event()

    def endless(handler: BaseHTTPRequestHandler) -> None:
        if handler.command == "HEAD":
            handler.send_error(405)
            return
        handler.send_response(200)
        handler.end_headers()
        try:
            sent.extend(handler.wfile.write(bytes(100_000)) for _ in range(10_000))
        except OSError:
            cut.set()

    web.answers["/a"] = endless
    assert web.asker().ask(f"{HERE}/a") == Answer(200)
    assert cut.wait(10)
    assert len(sent) < 10_000


def test_the_request_says_who_asks_and_nothing_of_anybody(web: Web) -> None:
    web.asker().ask(f"{HERE}/a")
    (headers,) = web.headers
    assert headers["Host"] == f"example.org:{web.port}"
    assert "+http://localhost:8000" in headers["User-Agent"]
    assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


# --- Redirects --------------------------------------------------------------------------------------


def test_redirects_are_followed_and_no_cookie_with_them(web: Web) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(301)
        handler.send_header("Set-Cookie", "who=you")
        handler.send_header("Location", "../été?x=1#y".encode().decode("latin-1"))
        handler.end_headers()

    web.answers |= {"/a/b": answer, "/%C3%A9t%C3%A9?x=1": "http://other.example.org/end"}

    def guard(url: str) -> Target:
        return Target(**{**web.target(url).__dict__, "path": target_of(url, lambda host, port: ["8.8.8.8"]).path})

    assert web.asker(guard=guard).ask(f"{HERE}/a/b") == Answer(200)
    assert [path for _method, path in web.asked] == ["/a/b", "/%C3%A9t%C3%A9?x=1", "/end"]
    assert not any("Cookie" in headers or "Referer" in headers for headers in web.headers)


def test_a_circle_of_redirects_ends(web: Web) -> None:
    web.answers["/a"] = "/a"
    assert web.asker().ask(f"{HERE}/a") == Answer(problem="redirects")
    assert len(web.asked) == MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    "place", ["http://127.0.0.1/secret", "http://localhost/", "file:///etc/passwd", "http://[::1]/", "//10.0.0.1/"]
)
def test_a_redirect_to_a_private_place_is_not_followed(web: Web, place: str) -> None:
    web.answers["/a"] = place

    def guard(url: str) -> Target:
        return web.target(url) if url.startswith(HERE) else target_of(url)

    answer = web.asker(guard=guard).ask(f"{HERE}/a")
    assert answer.refused
    assert web.asked == [("HEAD", "/a")]


def test_a_redirect_without_a_place_is_an_answer(web: Web) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.end_headers()

    web.answers["/a"] = answer
    assert web.asker().ask(f"{HERE}/a") == Answer(302)


# --- Where it is asked ------------------------------------------------------------------------------


def test_the_guard_itself_lets_nobody_ask_this_machine(web: Web) -> None:
    assert Asker(pace=Pace()).ask(f"http://127.0.0.1:{web.port}/").refused
    assert Asker(pace=Pace()).ask("http://127.0.0.1/") == Answer(problem="private", refused=True)
    assert web.asked == []


def test_the_connection_goes_to_the_address_that_the_guard_has_seen(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *args, **named: (names.append(host), resolve(host, *args, **named))[1]
    )
    assert web.asker().ask("http://name-of-nothing.example.org/") == Answer(200)
    assert names == ["127.0.0.1"]  # never the name


def test_the_next_address_is_tried_where_one_does_not_take_the_connection(web: Web) -> None:
    def guard(url: str) -> Target:
        return Target("http", "example.org", web.port, "/", ("127.0.0.2", "127.0.0.1"))

    assert web.asker(guard=guard).ask(HERE) == Answer(200)


# --- TLS --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for example.org that it vouches for itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "example.org")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("example.org")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def test_the_certificate_must_be_known_and_bear_the_name_of_the_host(certificate: Path) -> None:
    with serving(str(certificate)) as web:
        knowing = ssl.create_default_context(cafile=str(certificate))
        assert web.asker(context=knowing).ask("https://example.org/") == Answer(200)
        assert web.asker(context=knowing).ask("https://other.example.org/") == Answer(problem="tls")
        assert web.asker().ask("https://example.org/") == Answer(problem="tls")
        assert web.asked == [("HEAD", "/")]


# --- Servers that do not behave ---------------------------------------------------------------------


def test_a_server_that_is_not_there(web: Web) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    asker = web.asker(guard=lambda url: Target("http", "example.org", port, "/", ("127.0.0.1",)))
    assert asker.ask(HERE) == Answer(problem="connection")


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Feed a head without end, a few bytes at a time."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(100):
        handler.wfile.write(b"X-%d: x\r\n" % number)
        threading.Event().wait(0.2)


def silent(handler: BaseHTTPRequestHandler) -> None:
    threading.Event().wait(3)


@pytest.mark.parametrize("behaviour", [drip, silent])
def test_a_slow_server_holds_nobody_up_beyond_the_bound(web: Web, behaviour: object) -> None:
    web.answers["/a"] = behaviour
    begun = time.monotonic()
    assert web.asker(pace=Pace(), seconds=0.3).ask(f"{HERE}/a") == Answer(problem="timeout")
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    "head",
    [b"nonsense\r\n\r\n", b"", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50_000, b"HTTP/1.1 100 Go on\r\n\r\n" * 9000],
)
def test_an_answer_that_is_none(web: Web, head: bytes) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)

    web.answers["/a"] = answer
    assert web.asker().ask(f"{HERE}/a") == Answer(problem="connection")


# --- Pace -------------------------------------------------------------------------------------------


def test_a_host_is_asked_once_a_second_and_others_meanwhile() -> None:
    clock = Clock()
    pace = Pace(clock, clock.sleep)
    for host in ("a", "b", "a", "a"):
        pace.wait(host, until=2000)
    assert clock.slept == [1.0, 1.0]


def test_redirects_and_second_requests_keep_the_pace_too(web: Web) -> None:
    asker = web.asker()
    web.answers |= {"/a": "/b", "/b": 404}
    assert asker.ask(f"{HERE}/a") == Answer(404)
    assert len(web.asked) == 3
    assert asker.pace.clock() == 1002.0


def test_a_turn_that_comes_too_late_is_not_waited_for() -> None:
    clock = Clock()
    pace = Pace(clock, clock.sleep)
    pace.wait("a", until=1000)
    with pytest.raises(OutOfTimeError):
        pace.wait("a", until=1000.5)
    assert clock.slept == []
