"""Brings database, catalogues, static files and demo content up to date before the portal is served.

Run by the supervisor as `python -m cms.ops.prepare [demo|dev|bench]` in one process, since each start of Django costs
seconds. Prints a line for each step. What fails is one sentence on standard error; the whole story is in
var/log/prepare.log.
"""

import contextlib
import fcntl
import hashlib
import io
import sys
import time
import traceback
from collections.abc import Callable, Iterator
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


def static_fingerprint() -> str:
    """Hash what the collected files are made of: the packages' lock and the project's own files."""
    digest = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    digest.update(str(settings.STORAGES["staticfiles"]).encode())
    for path in sorted(path for path in ROOT.glob("*/static/**/*") if path.is_file() and "var" not in path.parts[:-2]):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def collect_static() -> str:
    stamp = Path(settings.STATIC_ROOT).with_name("static.stamp")
    wanted = static_fingerprint()
    if stamp.exists() and stamp.read_text() == wanted and Path(settings.STATIC_ROOT, "staticfiles.json").exists():
        return "up to date"
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(wanted)
    return "collected and compressed"


def load_demo() -> str:
    call_command("load_demo", verbosity=1)
    return "loaded"


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
STEPS["bench"] = STEPS["demo"]


@contextlib.contextmanager
def one_at_a_time(var: Path) -> Iterator[None]:
    """Keep two runs in one checkout from migrating at once."""
    with (var / "prepare.lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def run_step(name: str, step: Callable[[], str], out: TextIO, log: TextIO) -> bool:
    """Run one step and tell of it. Returns whether it was done."""
    out.write(f"  {name + '…':<16}")
    out.flush()
    start, output = time.monotonic(), io.StringIO()
    try:
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            told = step()
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is told in one sentence
        log.write(f"== {name}\n{output.getvalue()}{traceback.format_exc()}\n")
        out.write("failed\n")
        out.flush()
        print(sentence(name, error), file=sys.stderr)
        return False
    log.write(f"== {name}\n{output.getvalue()}\n")
    out.write(f"{told} ({time.monotonic() - start:.1f} s)\n")
    out.flush()
    return True


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
    var = Path(settings.VAR_DIR)
    (var / "log").mkdir(parents=True, exist_ok=True)
    with one_at_a_time(var), (var / "log" / "prepare.log").open("w") as log:
        return 0 if all(run_step(name, step, sys.stdout, log) for name, step in STEPS[mode]) else 1


if __name__ == "__main__":
    django.setup()
    sys.exit(main(sys.argv[1]))
