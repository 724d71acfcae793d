"""`make demo`: what it says, and that it leaves nothing behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from cms.ops import keys, prepare, supervisor
from cms.ops.accounts import DEMO_ACCOUNTS


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def run(tmp_path):
    """Run the supervisor to its end; return its exit code and what it said on standard error."""

    def start(**environ):
        command = [sys.executable, "-m", "cms.ops.supervisor", "demo"]
        settings = {"VAR_DIR": str(tmp_path / "var"), "PORT": str(free_port())} | environ
        done = subprocess.run(
            command, cwd=supervisor.ROOT, env={**os.environ, **settings}, capture_output=True, text=True, timeout=60
        )
        return done.returncode, done.stderr

    return start


def is_one_sentence(text):
    return text.count("\n") == 1 and text.endswith(".\n") and "Traceback" not in text


def test_a_port_in_use_is_one_sentence(run):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        code, told = run(PORT=port)
    assert code == 1
    assert f"Port {port} is in use" in told


@pytest.mark.parametrize("port", ["eighty", "0", "70000", "-1", "８０００"])
def test_a_port_that_is_none_is_one_sentence(run, port):
    code, told = run(PORT=port)
    assert code == 1
    assert is_one_sentence(told)
    assert "between 1 and 65535" in told


def test_an_address_of_the_database_that_is_not_understood_is_one_sentence(run):
    code, told = run(DATABASE_URL="postgresql://me:secret#word@host/db")
    assert code == 1
    assert is_one_sentence(told)
    assert "DATABASE_URL is not understood" in told
    assert "secret" not in told


def test_a_database_that_does_not_answer_is_one_sentence(run):
    code, told = run(DATABASE_URL=f"postgresql://me:secret@127.0.0.1:{free_port()}/db?connect_timeout=2")
    assert code == 1
    assert is_one_sentence(told)
    assert "The database does not answer" in told
    assert "secret" not in told


def test_a_folder_that_cannot_be_written_is_one_sentence(run):
    code, told = run(VAR_DIR="/proc/var")
    assert code == 1
    assert is_one_sentence(told)
    assert "/proc/var" in told


WHITENOISE = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}

# --- A whole run ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, spare_database):
    """The environment of a demo whose static files are collected already: that is not what these tests are about.

    All tests here use one database: the first loads the demo content, which is what takes long.
    """
    var = tmp_path_factory.mktemp("var")
    (var / "static").mkdir()
    (var / "static" / "staticfiles.json").write_text('{"version": "1.1", "paths": {}}')
    (var / "static.stamp").write_text(prepare.static_fingerprint(WHITENOISE))
    environ = {"VAR_DIR": str(var), "PORT": str(free_port()), "DATABASE_URL": spare_database}
    return {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"} | environ


def lives(process):
    """Say whether a process still does anything; one that only waits to be buried by its parent does not."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


class Demo:
    """A running `make demo`."""

    def __init__(self, environ):
        self.log = Path(environ["VAR_DIR"]) / "told.log"
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                ["make", "--no-print-directory", "demo"],
                cwd=supervisor.ROOT,
                env=environ,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=supervisor.die_with_parent,  # so that tests that are cut short leave no demo behind
            )
        self.family = []

    def told(self):
        return self.log.read_text()

    def wait_until_up(self):
        end = time.monotonic() + 300
        while "Ctrl-C stops everything" not in self.told():
            assert self.process.poll() is None, self.told()
            assert time.monotonic() < end, self.told()
            time.sleep(0.1)
        self.family = psutil.Process(self.process.pid).children(recursive=True)
        return self

    def find(self, *words):
        """Return the process of this demo whose command line has all the words."""
        return next(one for one in self.family if all(word in " ".join(one.cmdline()) for word in words))

    def all_gone(self, seconds=60):
        end = time.monotonic() + seconds
        while any(lives(one) for one in self.family) and time.monotonic() < end:
            time.sleep(0.05)
        return not any(lives(one) for one in self.family)

    def end(self):
        for one in [psutil.Process(self.process.pid), *self.family] if self.process.poll() is None else self.family:
            if one.is_running():
                one.kill()
        self.process.wait()


@pytest.fixture
def demo(prepared):
    """Start a demo; whatever the test does, it is stopped in the end."""
    started = []

    def start(**environ):
        started.append(Demo({**prepared, **environ}))
        return started[-1].wait_until_up()

    yield start
    for one in started:
        one.end()


def test_a_demo_tells_its_addresses_and_accounts_and_stops_without_a_trace(demo, prepared):
    first = demo(DEMO_PASSWORD="a password of one's own")
    told = first.told()
    port = prepared["PORT"]
    assert f"The portal is at http://localhost:{port}/" in told
    assert "Accounts, all with the password a password of one's own" in told
    assert all(account.email in told for account in DEMO_ACCOUNTS)
    with urllib.request.urlopen(f"http://localhost:{port}/health/live") as answer:
        assert answer.status == 200
    listening = [link.laddr.ip for one in first.family for link in one.net_connections() if link.status == "LISTEN"]
    assert set(listening) == {"127.0.0.1"}
    first.process.send_signal(signal.SIGTERM)
    first.process.wait(60)
    assert first.all_gone()

    again = demo()
    assert "all with the password a password of one's own" in again.told()
    assert re.search(r"Migrations…\s+up to date", again.told())
    again.find("cms.ops.supervisor").send_signal(signal.SIGINT)
    assert again.process.wait(60) == 0
    assert again.all_gone()


def test_when_a_process_ends_by_itself_all_end_and_the_person_is_told(demo):
    running = demo()
    running.find("db_worker").kill()
    assert running.process.wait(60) != 0
    assert "The worker process has ended by itself" in running.told()
    assert running.all_gone()


def test_a_killed_supervisor_takes_its_processes_along(demo):
    running = demo()
    running.find("cms.ops.supervisor").kill()
    running.process.wait(60)
    assert running.all_gone()


# --- Secrets ----------------------------------------------------------------------------------------


def test_secrets_are_made_once_and_for_their_owner_alone(tmp_path):
    first = keys.load(tmp_path, {})
    assert keys.load(tmp_path, {}) == first
    assert (tmp_path / keys.FILE).stat().st_mode & 0o777 == 0o600
    assert len(first["SECRET_KEY"]) >= 50


def test_a_given_password_is_kept_for_the_next_run(tmp_path):
    keys.load(tmp_path, {"DEMO_PASSWORD": "given"})
    assert keys.load(tmp_path, {})["DEMO_PASSWORD"] == "given"


def test_a_given_secret_key_is_used_and_not_kept(tmp_path):
    assert keys.load(tmp_path, {"SECRET_KEY": "given"})["SECRET_KEY"] == "given"
    assert keys.load(tmp_path, {})["SECRET_KEY"] != "given"


@pytest.mark.parametrize("content", ["", "[]", "{"])
def test_broken_secrets_are_made_anew(tmp_path, content):
    (tmp_path / keys.FILE).write_text(content)
    assert keys.load(tmp_path, {})["DEMO_PASSWORD"]
