"""A web server of this machine that answers as a test tells it to."""

from __future__ import annotations

import http.server
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from resources.links.asking import Asker, Pace
from resources.links.guard import Target

Answering = Callable[[http.server.BaseHTTPRequestHandler], None]


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class Web:
    """Hosts that all lead to one server on 127.0.0.1, and what was asked of it."""

    def __init__(self, port: int, scheme: str = "http") -> None:
        self.port, self.scheme = port, scheme
        self.asked: list[tuple[str, str]] = []
        """(method, path)"""
        self.headers: list[dict[str, str]] = []
        self.answers: dict[str, int | str | Answering] = {}
        """Path → a status, the place of a redirect, or a function that writes the answer."""

    def target(self, url: str) -> Target:
        """Take the place of the guard: any host is this server."""
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        return Target(self.scheme, parts.hostname or "", self.port, path or "/", ("127.0.0.1",))

    def asker(self, **options: Any) -> Asker:
        clock = Clock()
        return Asker(**{"guard": self.target, "pace": Pace(clock, clock.sleep), **options})

    def answer(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        self.asked.append((handler.command, handler.path))
        self.headers.append(dict(handler.headers))
        answer = self.answers.get(handler.path, 200)
        if callable(answer):
            answer(handler)
            return
        handler.send_response(302 if isinstance(answer, str) else answer)
        if isinstance(answer, str):
            handler.send_header("Location", answer)
        handler.end_headers()


@contextmanager
def serving(certificate: str = "") -> Iterator[Web]:
    """Serve on a free port of 127.0.0.1; with TLS where there is a certificate (a file with its key)."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            web.answer(self)

        do_GET = do_HEAD  # noqa: N815

        def log_message(self, *_: Any) -> None:
            pass

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            pass  # clients hang up here all the time

    server = Server(("127.0.0.1", 0), Handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    web = Web(server.server_port, "https" if certificate else "http")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()


def hang_up(handler: http.server.BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)
