"""`make bench`: prints one JSON row for each page of cms.bench.pages. It measures and judges nothing: exit code 0.

python -m cms.bench [name of a page…]

Pages that show a part of many rows are measured twice: first with a tenth of the rows, in a database of its own.
"""

import json
import os
import secrets
import socket
import statistics
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg

from cms.bench.measure import HOST, Bench, Client, UnexpectedAnswerError, summary
from cms.bench.pages import BARE_PATH, MOST_GROWTH, PAGES, Page
from cms.database import running_server
from cms.ops import postgres, supervisor
from cms.ops.check import PRODUCTION

ROOT = Path(__file__).resolve().parents[2]
DATABASE, SMALL_DATABASE = "portal_bench", "portal_bench_small"
SMALL = {"BENCH_RESOURCES": "1000", "BENCH_EVENTS": "500"}  # a tenth of what the settings say
PICTURES_SETTLE = 6  # seconds, more than cms.pictures.INCOMPLETE_KEPT


def database_url(name: str) -> tuple[str, str]:
    """Return the addresses of the database `name` and of one from which it can be made."""
    url = os.environ.get("DATABASE_URL", "").strip()
    if not url:
        url = f"postgresql://{postgres.ROLE}@/{postgres.NAME}?host={quote(str(postgres.layout().sockets), safe='')}"
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{name}")), urlunsplit(parts._replace(path="/postgres"))


def make_database(address: str, name: str) -> None:
    with psycopg.connect(address, autocommit=True) as link:
        if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            link.execute(f"CREATE DATABASE {name}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(pages: list[Page], name: str = DATABASE, more: Mapping[str, str] | None = None) -> Iterator[Bench]:
    """Serve the portal with production's settings from the database `name`, filled with what is measured of `pages`.

    `more` are environment variables beside the benchmark's own.
    """
    with running_server():
        url, maintenance = database_url(name)
        make_database(maintenance, name)
        port = free_port()
        var = ROOT / "var" / "bench"
        (var / "log").mkdir(parents=True, exist_ok=True)
        settings = {
            "DJANGO_SETTINGS_MODULE": "cms.settings.bench",
            "DATABASE_URL": url,
            "SECRET_KEY": secrets.token_urlsafe(48),
            "DEMO_PASSWORD": secrets.token_urlsafe(12),
            "VAR_DIR": str(var),
            "BASE_URL": f"http://localhost:{port}",
        }
        held = supervisor.Supervisor({**os.environ, **PRODUCTION, **settings, **(more or {})}, var)
        held.catch_signals()
        try:
            if held.run("prepare", [sys.executable, "-m", "cms.ops.prepare", "bench"]):
                raise supervisor.SupervisorError("The benchmark's content could not be made.")
            command = supervisor.granian_command(port, "cms.bench.wsgi:application")
            web = held.start("bench", command)

            def ready() -> bool:
                held.check_children()
                return supervisor.answers(port)

            if not held.wait_for(ready, supervisor.START_TIMEOUT):
                raise supervisor.SupervisorError("The server does not answer; look in var/bench/log/bench.log.")
            for page in pages:  # asks for the pictures of each page; the worker makes them, and all that the load left
                if not page.account and not page.revalidates:
                    Client(port).get(page.path, page.status)
            if held.run("worker", [sys.executable, "manage.py", "db_worker", "--batch", "--no-reload"]):
                raise supervisor.SupervisorError("The benchmark's background work could not be done.")
            time.sleep(PICTURES_SETTLE)
            embedded = None if os.environ.get("DATABASE_URL") else postgres.Server().pid()
            yield Bench(port, web.process.pid, embedded)
        finally:
            held.stop()


def rounded(values: dict[str, Any]) -> dict[str, Any]:
    return {key: round(value, 2) if isinstance(value, float) else value for key, value in values.items()}


def ratio_of(bench: Bench, page: Page) -> tuple[float, float]:
    """Return what a page costs in units of the bare view: CPU, and the median of the time one client waits."""
    bench.warm_up(page.path, page.status)
    bare, blocks = bench.alternate(BARE_PATH, page.path, page.status)
    pairs = zip(blocks, bare, strict=True)
    cpu = statistics.median(block.cpu_each / beside.cpu_each for block, beside in pairs)
    return cpu, summary(blocks)["median_ms"] / summary(bare)["median_ms"]


def measure_small(pages: list[Page]) -> dict[str, tuple[float, float]]:
    """Return what the pages that may grow cost with a tenth of the rows, by name."""
    growing = [page for page in pages if page.grows]
    if not growing:
        return {}
    with served(growing, SMALL_DATABASE, SMALL) as bench:
        bench.warm_up(BARE_PATH, 200)
        return {page.name: ratio_of(bench, page) for page in growing}


def measure(bench: Bench, page: Page, small: tuple[float, float] | None = None) -> dict[str, Any]:
    """Return a page's row; `small` is what it costs with a tenth of the rows."""
    headers = bench.headers_for(page)
    bench.warm_up(page.path, page.status, headers)
    response, body = Client(bench.port, headers).get(page.path, page.status, {"X-Count-Queries": "1"})
    bare, blocks = bench.alternate(BARE_PATH, page.path, page.status, headers)
    here, unit = summary(blocks), summary(bare)
    pairs = zip(blocks, bare, strict=True)
    cpu_ratio = statistics.median(block.cpu_each / beside.cpu_each for block, beside in pairs)
    queries = int(response.headers["X-Queries"])
    median_ratio = here["median_ms"] / unit["median_ms"]
    growth = cpu_ratio / small[0] if small else None
    row = {
        "page": page.name,
        "cache": page.cache,
        "queries": queries,
        "cpu_ms": here["cpu_ms"],
        "cpu_ratio": cpu_ratio,
        "db_cpu_ms": here["db_cpu_ms"] if bench.db_pid else None,
        "median_ms": here["median_ms"],
        "p99_ms": here["p99_ms"],
        "median_ratio": median_ratio,
        "growth": growth,
        "median_growth": median_ratio / small[1] if small else None,
        "rps": bench.requests_per_second(page.path, page.status, headers),
        "bytes": len(body),
        "target": {
            "cpu_ratio": page.cpu_ratio,
            "queries": page.queries,
            **({"median_ratio": page.median_ratio} if page.median_ratio else {}),
            **({"growth": MOST_GROWTH} if page.grows else {}),
        },
        "met": cpu_ratio <= page.cpu_ratio
        and queries <= page.queries
        and (not page.median_ratio or median_ratio <= page.median_ratio)
        and (growth is None or growth <= MOST_GROWTH),
        "bare_cpu_ms": unit["cpu_ms"],
    }
    return rounded(row)


def main(names: list[str]) -> int:
    pages = [page for page in PAGES if not names or page.name in names]
    try:
        small = measure_small(pages)
        with served(pages) as bench:
            bench.warm_up(BARE_PATH, 200)
            for page in pages:
                try:
                    row = measure(bench, page, small.get(page.name))
                    print(json.dumps(row, ensure_ascii=False), flush=True)
                except UnexpectedAnswerError as error:
                    print(json.dumps({"page": page.name, "error": str(error)}, ensure_ascii=False), flush=True)
    except supervisor.StoppedError:
        return 130
    except (supervisor.SupervisorError, postgres.ServerError, psycopg.OperationalError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
