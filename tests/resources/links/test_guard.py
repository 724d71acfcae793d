"""What the portal's server may ask, and what it may not."""

from __future__ import annotations

import socket
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.links import guard
from resources.links.guard import RefusedError, Target, UnresolvedError, target_of

PUBLIC = "93.184.215.14"


def public(host: str, port: int) -> list[str]:
    return [PUBLIC]


def test_a_public_address_is_asked_at_the_address_that_was_resolved() -> None:
    assert target_of("https://example.org/a?b=c#d", public) == Target("https", "example.org", 443, "/a?b=c", (PUBLIC,))
    assert target_of("http://EXAMPLE.org", public) == Target("http", "example.org", 80, "/", (PUBLIC,))
    assert target_of("http://example.org:443/", public).port == 443


def test_addresses_in_french_are_asked_as_servers_know_them() -> None:
    target = target_of("https://établissement.ca/boîte à outils?q=été&r=%20", public)
    assert target.host == "xn--tablissement-9db.ca"
    assert target.path == "/bo%C3%AEte%20%C3%A0%20outils?q=%C3%A9t%C3%A9&r=%20"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://example.org/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://example.org/", "scheme"),
        ("//example.org/", "scheme"),
        ("nothing", "scheme"),
        ("http://example.org:8080/", "port"),
        ("https://example.org:22/", "port"),
        ("http://example.org:99999/", "address"),
        ("http://[::1/", "address"),
        ("http://someone@example.org/", "credentials"),
        ("http://someone:secret@example.org/", "credentials"),
        ("http://example.org\\@127.0.0.1/", "credentials"),
        ("http://@example.org/", "credentials"),
        ("http:///nothing", "host"),
        ("http://localhost/", "host"),
        ("http://LOCALHOST./", "host"),
        ("http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "host"),
        ("http://database/", "host"),
        ("http://printer.local/", "host"),
        ("http://portal.internal/", "host"),
        ("http://a.localhost/", "host"),
        ("http://2130706433/", "host"),
        ("http://exa mple.org/", "host"),
        ("http://example.org%00.ca/", "host"),
        (f"http://{'a' * 64}.ca/", "address"),
        (f"http://{'a.' * 200}ca/", "host"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused_before_anything_is_resolved(url: str, why: str) -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise AssertionError(host)

    with pytest.raises(RefusedError, match=why):
        target_of(url, nobody)


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/", "http://127.1/", "http://0x7f.0.0.0x01/", "http://0177.0.0.01/", "http://0.0.0.0/"),
        *("http://127。0。0。1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:10.0.0.1]/"),
        *("http://169.254.169.254/latest/", "http://10.1.2.3/", "http://192.168.0.1/", "http://172.16.0.1/"),
        *("http://100.64.0.1/", "http://224.0.0.1/", "http://255.255.255.255/", "http://168.63.129.16/"),
        *("http://[fe80::1]/", "http://[fe80::1%25eth0]/", "http://[fd00::1]/", "http://[ff02::1]/", "http://[::]/"),
        *("http://[64:ff9b::7f00:1]/", "http://[64:ff9b:1::a00:1]/", "http://[2002:7f00:1::]/", "http://[::7f00:1]/"),
        *("http://[2001:0:7f00:1::]/", "http://[2001:db8::1]/", "http://198.18.0.1/", "http://203.0.113.9/"),
    ],
)
def test_numbers_that_lead_to_a_private_place_are_refused_in_every_dress(url: str) -> None:
    with pytest.raises((RefusedError, UnresolvedError)):
        target_of(url)  # numbers are resolved without asking anybody


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:4700:4700::1111", "2a00:1450:4001:800::200e"])
def test_public_addresses_are_public(address: str) -> None:
    assert guard.is_public(address)
    assert not guard.is_public("not an address")


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(RefusedError, match="private"):
        target_of("http://example.org/", lambda host, port: [PUBLIC, "10.0.0.1"])


def test_a_host_is_resolved_once_so_that_a_second_answer_cannot_be_another() -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    target = target_of("http://rebinding.example.org/", lambda host, port: next(answers))
    assert target.addresses == (PUBLIC,)
    assert next(answers) == ["127.0.0.1"]  # nobody has asked for it


def test_a_host_without_an_address_is_no_private_one() -> None:
    with pytest.raises(UnresolvedError):
        target_of("http://example.org/", lambda host, port: [])


def test_a_name_server_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    end = Event()

    def never(*_: object, **__: object) -> list[object]:
        end.wait(10)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", never)
    monkeypatch.setattr(guard, "SECONDS_TO_RESOLVE", 0.05)
    try:
        with pytest.raises(UnresolvedError):
            guard.resolve_host("example.org", 80)
    finally:
        end.set()


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=80), st.text(max_size=60).map("http://{}".format)))
def test_any_text_is_asked_or_refused(url: str) -> None:
    try:
        target = target_of(url, public)
    except RefusedError:
        return
    assert target.port in (80, 443)
    assert target.path.isascii()
    assert not set(target.path + target.host) & set(" \r\n\t")
