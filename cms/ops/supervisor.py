"""Runs the portal from a checkout: `make demo` (the production server) and `make dev` (the reloading one).

Starts the database, prepares it, starts the processes and watches over them. When one of them ends, or on Ctrl-C,
SIGTERM or a closed terminal, it stops them all: each is the head of a process group of its own, and the kernel tells
it when the supervisor is killed.
"""

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import BinaryIO

from django.core.exceptions import ImproperlyConfigured

from cms.database import database_settings
from cms.ops import keys, postgres
from cms.ops.accounts import DEMO_ACCOUNTS, factor_key, factor_secret

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
WEB_WORKERS = 2
START_TIMEOUT = 90  # seconds
STOP_TIMEOUT = 10  # seconds
PR_SET_PDEATHSIG = 1  # Linux, sys/prctl.h


class SupervisorError(Exception):
    """Why the portal cannot be served, as a sentence for the person at the terminal."""


class StoppedError(Exception):
    """A person or the system has asked for an end."""


def read_port(environ: Mapping[str, str]) -> int:
    text = environ.get("PORT", "").strip() or "8000"
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise SupervisorError(f"PORT must be a number between 1 and 65535, not “{text}”.")
    return int(text)


def claim_port(port: int) -> None:
    """Make sure that nobody else answers on http://localhost:<port>/, by either protocol. Raises SupervisorError."""
    taken = SupervisorError(
        f"Port {port} is in use by another program: stop that one, or name another port (make demo PORT=8001)."
    )
    with socket.socket(socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise SupervisorError(f"Port {port} is for the system's own services: name one from 1024 on.") from None
        except OSError:
            raise taken from None
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET6) as probe:  # browsers try ::1 first
        probe.settimeout(1)
        if probe.connect_ex(("::1", port)) == 0:
            raise taken


def die_with_parent() -> None:
    """Have the kernel send this process SIGTERM when its parent dies, however it does (Linux; elsewhere nothing)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


@dataclass
class Child:
    """A process of the portal's, with its log in var/log."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path | None

    def last_line(self) -> str:
        if self.log is None:
            return ""
        lines = [line.strip() for line in self.log.read_text(errors="replace").splitlines() if line.strip()]
        return lines[-1][:300] if lines else ""

    def kill_group(self) -> None:
        """Kill what is left of the process and its descendants."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Supervisor:
    """Holds the children from the first to the last moment."""

    environ: dict[str, str]
    var: Path
    children: list[Child] = field(default_factory=list)
    stopping: bool = False

    def catch_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def start(self, name: str, command: list[str], *, shown: bool = False) -> Child:
        """Start a process; its output goes to var/log/<name>.log unless it is `shown`."""
        log = None if shown else self.var / "log" / f"{name}.log"
        output: BinaryIO | None = log.open("wb") if log else None
        try:
            process = subprocess.Popen(
                command,
                env=self.environ,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        except OSError as error:
            raise SupervisorError(f"{command[0]}: {error.strerror}.") from error
        finally:
            if output:
                output.close()
        child = Child(name, process, log)
        self.children.append(child)
        return child

    def run(self, name: str, command: list[str]) -> int:
        """Run a command to its end; returns its exit code."""
        child = self.start(name, command, shown=True)
        self.wait_for(lambda: child.process.poll() is not None, None)
        self.children.remove(child)
        return child.process.returncode

    def wait_for(self, condition: Callable[[], bool], seconds: float | None) -> bool:
        """Wait until `condition` holds (True) or the time is over (False); raises StoppedError when asked to end."""
        end = None if seconds is None else time.monotonic() + seconds
        while not condition():
            if self.stopping:
                raise StoppedError
            if end is not None and time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True

    def check_children(self) -> None:
        for child in self.children:
            code = child.process.poll()
            if code is not None:
                where = f" {child.last_line()} ({child.log})" if child.log else ""
                raise SupervisorError(f"The {child.name} process has ended by itself (code {code}).{where}")

    def stop(self) -> None:
        """Stop all children, the last started first; whoever does not listen is killed."""
        for child in reversed(self.children):
            child.process.terminate()  # it alone: a server ends its own workers, and would replace those that just die
        end = time.monotonic() + STOP_TIMEOUT
        for child in reversed(self.children):
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.1, end - time.monotonic()))
            child.kill_group()
        self.children.clear()


def answers(port: int) -> bool:
    """Say whether the portal serves a page on this port."""
    link = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        link.request("GET", "/health/live", headers={"Host": f"localhost:{port}"})
        return link.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()


def web_command(mode: str, port: int) -> list[str]:
    if mode == "dev":
        return [sys.executable, "manage.py", "runserver", f"{HOST}:{port}"]
    return granian_command(port)


def granian_command(port: int, application: str = "cms.wsgi:application") -> list[str]:
    """The production server's command line, on loopback."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    command += ["--workers", str(WEB_WORKERS), "--blocking-threads", "4", "--blocking-threads-idle-timeout", "600"]
    return [*command, "--respawn-failed-workers", "--workers-kill-timeout", "3", "--no-ws", application]


def environment(mode: str, port: int, kept: Mapping[str, str], environ: Mapping[str, str]) -> dict[str, str]:
    address = environ.get("BASE_URL") or f"http://localhost:{port}"
    return {
        **environ,
        **kept,
        "BASE_URL": address,
        "DJANGO_SETTINGS_MODULE": f"cms.settings.{mode}",
        "PYTHONUNBUFFERED": "1",
        "PORT": str(port),
    }


def summary(mode: str, port: int, kept: Mapping[str, str]) -> str:
    address = f"http://localhost:{port}"
    width = max(len(account.email) for account in DEMO_ACCOUNTS)
    role_width = max(len(account.role) for account in DEMO_ACCOUNTS)
    secrets = {
        account.email: factor_secret(factor_key(kept), account.email) for account in DEMO_ACCOUNTS if account.is_staff
    }
    lines = [
        "",
        f"The portal is at {address}/",
        f"  French           {address}/fr/",
        f"  English          {address}/en/",
        f"  Administration   {address}/cms/",
        f"  Mail it sends    {address}/demo/mail/",
        "",
        f"Accounts, all with the password {kept['DEMO_PASSWORD']}; staff with the secret of their authenticator app",
        *(
            f"  {account.email:<{width}}   {account.role:<{role_width}}   {secrets.get(account.email, '')}".rstrip()
            for account in DEMO_ACCOUNTS
        ),
        "The codes of this moment: .venv/bin/python manage.py demo_accounts",
        "",
        "Ctrl-C stops everything; the content stays." + (" Changed code is loaded by itself." if mode == "dev" else ""),
    ]
    return "\n".join(lines)


def serve(mode: str, supervisor: Supervisor, server: postgres.Server | None, kept: Mapping[str, str]) -> None:
    """Prepare, start and watch over the portal until somebody stops it. Raises SupervisorError or StoppedError."""
    port = int(supervisor.environ["PORT"])
    if server is not None:
        server.join()
    if supervisor.run("prepare", [sys.executable, "-m", "cms.ops.prepare", mode]):
        raise SupervisorError("")  # the step has said why
    supervisor.start("web", web_command(mode, port), shown=mode == "dev")

    def up_or_ended() -> bool:
        supervisor.check_children()
        return answers(port)

    if not supervisor.wait_for(up_or_ended, START_TIMEOUT):
        raise SupervisorError(
            f"The portal does not answer after {START_TIMEOUT} seconds; look in {supervisor.var}/log/web.log."
        )
    supervisor.start("worker", [sys.executable, "manage.py", "db_worker"])
    supervisor.start("timer", [sys.executable, "manage.py", "run_due", "--every", "60"])
    print(summary(mode, port, kept), flush=True)
    checked = time.monotonic()

    def broken() -> bool:
        nonlocal checked
        supervisor.check_children()
        if server is not None and time.monotonic() - checked > 2:
            checked = time.monotonic()
            if not server.answers():
                raise SupervisorError(f"The database has stopped by itself; its log is {server.places.log}.")
        return False

    supervisor.wait_for(broken, None)


def main(mode: str, environ: Mapping[str, str] = os.environ) -> int:
    if environ.get("MAKELEVEL"):
        die_with_parent()
    var = Path(environ.get("VAR_DIR") or ROOT / "var")
    supervisor = Supervisor({}, var)
    supervisor.catch_signals()
    server: postgres.Server | None = None
    code = 0
    try:
        port = read_port(environ)
        claim_port(port)
        database_settings(environ)  # an address that is not understood is told before anything is started
        (var / "log").mkdir(parents=True, exist_ok=True)
        kept = keys.load(var, environ)
        supervisor.environ = environment(mode, port, kept, environ)
        if not environ.get("DATABASE_URL", "").strip():
            server = postgres.Server()
        serve(mode, supervisor, server, kept)
    except StoppedError:
        print("\nStopping…", flush=True)
    except (SupervisorError, postgres.ServerError, ImproperlyConfigured) as error:
        code = 1
        if str(error):
            print(error, file=sys.stderr)
    except OSError as error:
        code = 1
        print(f"{error.filename or 'A file'}: {error.strerror}.", file=sys.stderr)
    finally:
        supervisor.stop()
        if server is not None:
            server.leave()
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
