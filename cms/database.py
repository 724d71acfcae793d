"""Which database the portal uses: the one that DATABASE_URL names, or the checkout's own embedded server.

Reading the settings starts nothing. Whoever needs the database holds it: `manage.py` and the tests by
`running_server()`, a script for as long as it lives by `ensure_server()`. With DATABASE_URL set both do nothing.
"""

import atexit
import contextlib
import os
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

from django.core.exceptions import ImproperlyConfigured

from cms.ops import postgres

ENGINE = "django.db.backends.postgresql"
CONN_MAX_AGE = 60  # seconds
# Connection parameters of libpq that an address may carry in its query; anything else is a slip of the pen.
LIBPQ_OPTIONS = {
    "application_name",
    "channel_binding",
    "connect_timeout",
    "gssencmode",
    "keepalives",
    "keepalives_count",
    "keepalives_idle",
    "keepalives_interval",
    "options",
    "passfile",
    "sslcert",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "target_session_attrs",
}


def database_settings(environ: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES. Raises ImproperlyConfigured, in a sentence without the password, for a bad address."""
    url = environ.get("DATABASE_URL", "").strip()
    settings = parse_database_url(url) if url else _embedded()
    return {"default": {"ENGINE": ENGINE, "CONN_MAX_AGE": CONN_MAX_AGE, "CONN_HEALTH_CHECKS": True} | settings}


def parse_database_url(url: str) -> dict[str, Any]:
    """Read `postgresql://user:password@host:port/name?sslmode=require` strictly.

    Special characters in any part are percent-encoded. The host may be a directory (`%2Fvar%2Frun%2Fpostgresql`) or be
    given as `?host=`. `conn_max_age` (seconds) is Django's own; other options go to the driver.
    """
    scheme, separator, rest = url.partition("://")
    if not separator or scheme.lower() not in ("postgres", "postgresql"):
        raise _bad("it must begin with postgresql://")
    if "#" in rest or any(character.isspace() or ord(character) < 32 for character in rest):
        raise _bad("“#” and blanks must be percent-encoded")
    address, _, query = rest.partition("?")
    authority, _, name = address.partition("/")
    credentials, _, place = authority.rpartition("@")
    user, _, password = credentials.partition(":")
    if "@" in credentials or "/" in name:
        raise _bad("“@” and “/” inside a part must be percent-encoded")
    match = re.fullmatch(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^:\[\],]*)(?::(?P<port>\d{1,5}))?", place)
    if not match:
        raise _bad("the host and port are not understood")
    options = _options(query)
    host = options.pop("host", "") or _decode(match["host"]).strip("[]")
    port = match["port"] or ""
    if port and not 0 < int(port) < 65536:
        raise _bad("the port must be between 1 and 65535")
    if not name:
        raise _bad("it names no database")
    settings: dict[str, Any] = {
        "NAME": _decode(name),
        "USER": _decode(user),
        "PASSWORD": _decode(password),
        "HOST": host,
        "PORT": port,
    }
    if "conn_max_age" in options:
        settings["CONN_MAX_AGE"] = _whole_number(options.pop("conn_max_age"), "conn_max_age")
    if "connect_timeout" in options:
        _whole_number(options["connect_timeout"], "connect_timeout")
    return settings | {"OPTIONS": options}


def _options(query: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query), errors="strict")
    except ValueError:
        raise _bad("its options are not understood") from None
    options = dict(pairs)
    if len(options) != len(pairs):
        raise _bad("it says an option twice")
    for key in options:
        if key not in LIBPQ_OPTIONS | {"host", "conn_max_age"}:
            raise _bad(f"the option “{key}” is unknown")
    return options


def _decode(part: str) -> str:
    if re.search(r"%(?![0-9A-Fa-f]{2})", part):
        raise _bad("“%” must be percent-encoded as %25")
    try:
        text = unquote(part, errors="strict")
    except UnicodeDecodeError:
        raise _bad("it is not UTF-8") from None
    if "\0" in text:
        raise _bad("it holds a NUL")
    return text


def _whole_number(text: str, name: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text):
        raise _bad(f"{name} must be a number of seconds")
    return int(text)


def _bad(why: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"DATABASE_URL is not understood: {why}.")


def _embedded() -> dict[str, Any]:
    return {
        "NAME": postgres.NAME,
        "USER": postgres.ROLE,
        "PASSWORD": "",
        "HOST": str(postgres.layout().sockets),
        "PORT": str(postgres.PORT),
        "OPTIONS": {},
    }


@contextlib.contextmanager
def running_server(environ: Mapping[str, str] = os.environ) -> Iterator[None]:
    """Hold the embedded server while the block runs; the last one to leave stops it. Raises postgres.ServerError."""
    if environ.get("DATABASE_URL", "").strip():
        yield
        return
    with postgres.running():
        yield


def ensure_server(environ: Mapping[str, str] = os.environ) -> None:
    """Hold the embedded server until this process ends. Raises postgres.ServerError."""
    holding = contextlib.ExitStack()
    holding.enter_context(running_server(environ))
    atexit.register(holding.close)
