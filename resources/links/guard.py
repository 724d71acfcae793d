"""What the portal's server may ask: public addresses of the web, and nothing that only it can reach.

Whoever writes a link decides where the server connects to. So a host is resolved once, every address it has must be
public, and the connection is made to one of these very addresses (`asking`): a second answer of the name server could
be another one. Each redirect passes here anew.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

PORTS = {"http": 80, "https": 443}
SECONDS_TO_RESOLVE = 5.0
_HOST = re.compile(r"(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9][a-z0-9-]{0,61}[a-z0-9]")
#: Endings that no public name has: they stand for this machine or this network.
_PRIVATE_ENDINGS = (
    *(".alt", ".corp", ".home", ".home.arpa", ".internal", ".intranet", ".invalid", ".lan"),
    *(".local", ".localdomain", ".localhost", ".onion", ".private", ".test"),
)
#: Networks that `ipaddress` of some Python takes for public, or that lead to other addresses.
_REFUSED_NETWORKS = [
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32",  # the host of virtual machines in one cloud
        "192.0.0.0/24",
        "192.88.99.0/24",  # relays of 6to4
        "2001::/23",  # Teredo and other special uses
        "2001:db8::/32",
        "2002::/16",  # 6to4: an IPv4 address in another dress
        "3fff::/20",
    )
]
_PUBLIC_IPV6 = ipaddress.ip_network("2000::/3")  # IPv4-mapped addresses and NAT64 lie outside

Resolve = Callable[[str, int], list[str]]


class RefusedError(Exception):
    """This is not asked. Its argument says why, in a word."""


class UnresolvedError(Exception):
    """The host has no address, or nobody says which."""


@dataclass(frozen=True)
class Target:
    """What is asked, and where exactly."""

    scheme: str
    host: str
    """For the header, and for the name on the certificate."""
    port: int
    path: str
    addresses: tuple[str, ...]


def target_of(url: str, resolve: Resolve | None = None) -> Target:
    """Return where to ask for `url`. Raises RefusedError for what is not public, UnresolvedError without an address."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise RefusedError("address") from None
    if parts.scheme not in PORTS:
        raise RefusedError("scheme")
    if "@" in parts.netloc:
        raise RefusedError("credentials")
    if port not in PORTS.values():
        raise RefusedError("port")
    host = _host(parts.hostname or "")
    addresses = tuple(dict.fromkeys((resolve or resolve_host)(host, port)))
    if not addresses:
        raise UnresolvedError
    if not all(is_public(address) for address in addresses):
        raise RefusedError("private")
    path = quote(parts.path or "/", safe="/%:=&~+!$,;'@()*[]") + (f"?{_query(parts.query)}" if parts.query else "")
    return Target(parts.scheme, host, port, path, addresses)


def _query(query: str) -> str:
    return quote(query, safe="/%:=&?~+!$,;'@()*[]")


def _host(name: str) -> str:
    """Return a host as name servers know it. Raises RefusedError for what can be none of the public's."""
    if ":" in name:  # IPv6; whether it is public is asked of every address
        return name
    try:
        host = name.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise RefusedError("address") from None
    if _is_ipv4(host):
        return host
    if not _HOST.fullmatch(host) or host.endswith(_PRIVATE_ENDINGS):
        raise RefusedError("host")
    return host


def _is_ipv4(host: str) -> bool:
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return True


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public internet, and none that leads to another one."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:  # as with a zone, "fe80::1%eth0"
        return False
    if any(ip in network for network in _REFUSED_NETWORKS if network.version == ip.version):
        return False
    if ip.version == 6 and ip not in _PUBLIC_IPV6:
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def resolve_host(host: str, port: int) -> list[str]:
    """Return the addresses of `host`, IPv4 first. Raises UnresolvedError; a slow name server is not waited for."""
    found: list[str] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(str(answer[4][0]) for answer in sorted(answers, key=lambda answer: answer[0] != socket.AF_INET))

    # A thread of its own: the system's resolver knows no bound of ours.
    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(SECONDS_TO_RESOLVE)
    if not found:
        raise UnresolvedError
    return list(found)
