"""Brings database, catalogues, static files and demo content up to date before the portal is served.

Run by the supervisor as `python -m cms.ops.prepare [demo|dev|bench]` in one process, since each start of Django costs
seconds. Prints a line for each step. What fails is one sentence on standard error; the whole story is in
var/log/prepare.log.
"""

import contextlib
import fcntl
import hashlib
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TextIO

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from cms.ops import catalogues
from cms.ops.catalogues import ROOT


class StepError(Exception):
    """Why a step cannot be done, as a sentence."""


def reach_database() -> str:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        words = " ".join(str(error).split()).rstrip(".")
        raise StepError(f"The database does not answer: {words}.") from error
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0]}"


def migrate() -> str:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return "up to date"
    call_command("migrate", interactive=False, verbosity=1)
    return f"{len(plan)} migrations"


def compile_catalogues() -> str:
    return f"{catalogues.compile_all()} compiled"


def static_fingerprint(storage: Mapping[str, object]) -> str:
    """Hash what the collected files are made of: the packages' lock and the project's own files."""
    digest = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    digest.update(str(storage).encode())
    for path in sorted(path for path in ROOT.glob("*/static/**/*") if path.is_file() and "var" not in path.parts[:-2]):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def collect_static() -> str:
    stamp = Path(settings.STATIC_ROOT).with_name("static.stamp")
    wanted = static_fingerprint(settings.STORAGES["staticfiles"])
    if stamp.exists() and stamp.read_text() == wanted and Path(settings.STATIC_ROOT, "staticfiles.json").exists():
        return "up to date"
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(wanted)
    return "collected and compressed"


def load_demo() -> str:
    call_command("load_demo", verbosity=1)
    return "loaded"


def bench_data() -> str:
    call_command("bench_data")
    return "there"


STEPS: dict[str, list[tuple[str, Callable[[], str]]]] = {
    "dev": [
        ("Database", reach_database),
        ("Migrations", migrate),
        ("Catalogues", compile_catalogues),
        ("Demo content", load_demo),
    ],
    "demo": [
        ("Database", reach_database),
        ("Migrations", migrate),
        ("Catalogues", compile_catalogues),
        ("Static files", collect_static),
        ("Demo content", load_demo),
    ],
}
STEPS["bench"] = [*STEPS["demo"], ("Bench data", bench_data)]


@contextlib.contextmanager
def one_at_a_time(var: Path) -> Iterator[None]:
    """Keep two runs in one checkout from migrating at once."""
    with (var / "prepare.lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def run_step(name: str, step: Callable[[], str], out: TextIO, log: TextIO) -> str:
    """Run one step and tell of it. Returns what is to be said when it cannot be done."""
    out.write(f"  {name + '…':<16}")
    out.flush()
    start = time.monotonic()
    log.write(f"== {name}\n")
    try:
        with contextlib.redirect_stdout(log):
            told = step()
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is told in one sentence
        log.write(traceback.format_exc())
        out.write("failed\n")
        out.flush()
        return sentence(name, error)
    out.write(f"{told} ({time.monotonic() - start:.1f} s)\n")
    out.flush()
    return ""


def sentence(name: str, error: Exception) -> str:
    if isinstance(error, StepError | CommandError):
        return str(error)
    words = " ".join(str(error).split()).rstrip(".") or type(error).__name__
    if isinstance(error, OSError):
        words = f"{error.filename or 'a file'}: {error.strerror}"
    elif not isinstance(error, DatabaseError):
        words = f"{type(error).__name__}: {words}"
    return f"{name}: {words[:300]}. The whole story is in {settings.VAR_DIR}/log/prepare.log."


def main(mode: str) -> int:
    var = Path(os.environ.get("VAR_DIR") or ROOT / "var")
    (var / "log").mkdir(parents=True, exist_ok=True)
    told = sys.stderr
    with one_at_a_time(var), (var / "log" / "prepare.log").open("w") as log:
        sys.stderr = log  # before the logging is set up, which writes there
        try:
            django.setup()
            problem = next(filter(None, (run_step(*step, sys.stdout, log) for step in STEPS[mode])), "")
        finally:
            sys.stderr = told
    if problem:
        print(problem, file=sys.stderr)
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
