"""Asks an address elsewhere whether it is there: politely, and without being held up.

HEAD first; GET where the server does not care for HEAD, and then without its body. No cookies, no referrer. Redirects
are followed by hand, each through the guard. One request a second at most goes to a host, and one link takes no longer
than its bound, however slowly a server feeds its answer.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from django.conf import settings

from resources.links.guard import RefusedError, Target, UnresolvedError, target_of

MOST_REDIRECTS = 5
SECONDS_TO_CONNECT = 5.0
SECONDS_BETWEEN = 1.0
SECONDS_IN_ALL = 15.0
LONGEST_HEAD = 64 * 1024  # bytes of status line and headers
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: Nothing is asked once more after these: the answer stands, or asking again is what the server minds.
_FINAL = frozenset({410, 429})


@dataclass(frozen=True)
class Answer:
    """What came of asking: a status, or a word for why there is none (LinkCheck.problem)."""

    status: int | None = None
    problem: str = ""
    refused: bool = False


class OutOfTimeError(TimeoutError):
    """The link has had its time."""


@dataclass
class Pace:
    """Lets one request a second go to a host."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _last: dict[str, float] = field(default_factory=dict)

    def wait(self, host: str, until: float) -> None:
        """Wait for this host's turn. Raises OutOfTimeError where it would come after `until`."""
        turn = self._last.get(host, float("-inf")) + SECONDS_BETWEEN
        now = self.clock()
        if turn > until:
            raise OutOfTimeError
        if turn > now:
            self.sleep(turn - now)
        self._last[host] = max(turn, now)


@dataclass
class Asker:
    """Asks links, one after the other."""

    guard: Callable[[str], Target] = target_of
    pace: Pace = field(default_factory=Pace)
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    seconds: float = SECONDS_IN_ALL

    def ask(self, url: str) -> Answer:
        """Return how `url` answers, its redirects followed. Never raises."""
        deadline = self.pace.clock() + self.seconds
        try:
            for _ in range(MOST_REDIRECTS + 1):
                status, location = self._answer(self.guard(url), deadline)
                if status not in _REDIRECTS or not location:
                    return Answer(status)
                url = urljoin(url, location)
        except RefusedError as error:
            return Answer(problem=str(error), refused=True)
        except UnresolvedError:
            return Answer(problem="dns")
        except ssl.SSLError:
            return Answer(problem="tls")
        except TimeoutError:
            return Answer(problem="timeout")
        except (OSError, http.client.HTTPException, ValueError):
            return Answer(problem="connection")
        return Answer(problem="redirects")

    def _answer(self, target: Target, deadline: float) -> tuple[int, str]:
        """Return status and place of a redirect, by HEAD, or else by GET."""
        try:
            status, location = self._request("HEAD", target, deadline)
        except (TimeoutError, ConnectionRefusedError):
            raise
        except (ConnectionError, http.client.HTTPException):  # some servers hang up on HEAD
            status, location = 0, ""
        if 200 <= status < 400 or status in _FINAL:
            return status, location
        return self._request("GET", target, deadline)

    def _request(self, method: str, target: Target, deadline: float) -> tuple[int, str]:
        self.pace.wait(target.host, deadline)
        connection = _Connection(target, self.context, deadline, self.pace.clock)
        try:
            connection.request(method, target.path, headers=headers())
            response = connection.getresponse()
            return response.status, _location(response)
        finally:
            connection.close()


def headers() -> dict[str, str]:
    """Return what every request says: who asks, and where to read about it."""
    return {
        "User-Agent": f"Mozilla/5.0 (compatible; SmallCentresLinkCheck/1.0; +{settings.WAGTAILADMIN_BASE_URL})",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def _location(response: http.client.HTTPResponse) -> str:
    """Return the place of a redirect: http.client reads headers as Latin characters, servers write them in UTF-8."""
    return (response.getheader("Location") or "").encode("latin-1", "ignore").decode("utf-8", "replace")


class _Connection(http.client.HTTPConnection):
    """A connection to the very address that the guard has let pass; the certificate must bear the host's name."""

    def __init__(self, target: Target, context: ssl.SSLContext, deadline: float, clock: Callable[[], float]) -> None:
        super().__init__(target.host, target.port)
        self.default_port = {"http": 80, "https": 443}[target.scheme]  # for the header Host
        self._target, self._context = target, context
        self._deadline, self._clock = deadline, clock

    def connect(self) -> None:
        line = self._connected()
        try:
            line.settimeout(self._left())
            if self._target.scheme == "https":
                line = self._context.wrap_socket(line, server_hostname=self._target.host)
            line.settimeout(self._left())
        except BaseException:
            line.close()
            raise
        self.sock: Any = _Line(line, self._left)

    def _connected(self) -> socket.socket:
        """Connect to the first address that takes it."""
        failed: OSError = ConnectionError()
        for address in self._target.addresses[:3]:
            try:
                return socket.create_connection(
                    (address, self._target.port), timeout=min(SECONDS_TO_CONNECT, self._left())
                )
            except OutOfTimeError:
                raise
            except OSError as error:
                failed = error
        raise failed

    def _left(self) -> float:
        left = self._deadline - self._clock()
        if left <= 0:
            raise OutOfTimeError
        return left


class _Line:
    """What http.client uses of a socket, reading no more than a head may take and no longer than there is time."""

    def __init__(self, line: socket.socket, left: Callable[[], float]) -> None:
        self._line, self._left = line, left
        self.sendall, self.close = line.sendall, line.close

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Bounded(self._line, self._left), 4096)


class _Bounded(io.RawIOBase):
    """The bytes of a socket; each wait for more is as long as what is left of the time in all."""

    def __init__(self, line: socket.socket, left: Callable[[], float]) -> None:
        super().__init__()
        self._line, self._left, self._more = line, left, LONGEST_HEAD

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._more <= 0:
            raise http.client.HTTPException("too long")
        self._line.settimeout(self._left())
        count = self._line.recv_into(buffer)
        self._more -= count
        return count
