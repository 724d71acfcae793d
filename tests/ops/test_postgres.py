"""The embedded server: started when needed, shared while used, gone afterwards, whatever happens to its users."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cms.ops import postgres
from cms.ops.postgres import Server, ServerError, layout

HOLDER = """
import sys, time
from pathlib import Path
from cms.ops import postgres
server = postgres.Server(postgres.layout(Path(sys.argv[1])))
server.join()
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """The places of a checkout's server, with a data directory that all tests of this module use."""
    places = layout(tmp_path_factory.mktemp("checkout"))
    with postgres.running(places):  # makes the data, whichever test comes first
        pass
    yield places
    postgres.reset(places)


@pytest.fixture
def holder(checkout):
    """Start another process that holds the server."""
    started = []

    def start():
        command = [sys.executable, "-c", HOLDER, str(checkout.root)]
        process = subprocess.Popen(command, cwd=postgres.ROOT, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout.readline() == "held\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def eventually(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def keepers(places):
    """Return the processes that keep this checkout's server."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if b"cms/ops/postgres.py" in line and os.fsencode(places.root) in line:
            found.append(folder.name)
    return found


def test_the_server_runs_while_it_is_held_and_leaves_no_process(checkout):
    with postgres.running(checkout) as server:
        assert server.answers()
        assert len(keepers(checkout)) == 1
        assert checkout.data.stat().st_mode & 0o777 == 0o700
    assert server.pid() is None
    assert keepers(checkout) == []


def test_whoever_leaves_first_does_not_take_the_server_along(checkout, holder):
    with postgres.running(checkout) as server:
        other = holder()
        number = server.pid()
    assert server.pid() == number
    assert server.answers()
    other.terminate()
    assert eventually(lambda: server.pid() is None)


def test_a_user_that_is_killed_leaves_no_server_behind(checkout, holder):
    process = holder()
    server = Server(checkout)
    assert server.answers()
    process.kill()
    assert eventually(lambda: server.pid() is None and not keepers(checkout))


def test_a_server_that_was_killed_is_started_again(checkout):
    server = Server(checkout)
    server.join()
    os.kill(server.pid(), signal.SIGKILL)
    assert eventually(lambda: server.pid() is None)
    server.leave()
    with postgres.running(checkout) as again:
        assert again.answers()


def test_a_server_whose_keeper_was_killed_is_taken_over(checkout, holder):
    process = holder()
    server = Server(checkout)
    (keeper,) = keepers(checkout)
    os.kill(int(keeper), signal.SIGKILL)
    process.kill()
    assert eventually(lambda: not keepers(checkout))
    number = server.pid()
    assert number
    with postgres.running(checkout):
        assert server.pid() == number
    assert eventually(lambda: server.pid() is None)


def test_a_pid_file_that_now_names_a_stranger_is_not_believed(checkout):
    pid_file = checkout.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{checkout.data}\n")
    with postgres.running(checkout) as server:
        assert server.pid() not in (None, os.getpid())


def test_data_that_is_damaged_is_told_in_one_sentence(checkout):
    control = checkout.data / "global" / "pg_control"
    content = control.read_bytes()
    control.write_bytes(b"")
    try:
        with pytest.raises(ServerError, match=r"does not start: .*make reset") as error:
            Server(checkout).join()
    finally:
        control.write_bytes(content)
    assert "\n" not in str(error.value)


def test_data_of_another_version_is_told(checkout):
    version = checkout.data / "PG_VERSION"
    version.write_text("17\n")
    try:
        with pytest.raises(ServerError, match="is of 17, the server is PostgreSQL 18"):
            Server(checkout).join()
    finally:
        version.write_text("18\n")


def test_data_in_use_is_not_removed(checkout):
    with postgres.running(checkout), pytest.raises(ServerError, match="in use"):
        postgres.reset(checkout)


def test_two_checkouts_share_nothing(tmp_path):
    for uid in (0, 1000):
        one, two = layout(tmp_path / "one", uid), layout(tmp_path / "two", uid)
        assert one.state != two.state
        assert one.sockets != two.sockets


@pytest.mark.parametrize("uid", [0, 1000, 4294967294])
def test_a_sockets_path_is_short_wherever_the_checkout_lies(tmp_path, uid):
    deep = tmp_path.joinpath(*["a rather long folder name"] * 8)
    assert len(os.fsencode(f"{layout(deep, uid).socket}.lock")) < 100


def test_as_root_nothing_lies_below_the_checkout(tmp_path):
    places = layout(tmp_path, 0)
    assert not places.state.is_relative_to(tmp_path)
    assert places.user == "nobody"


@pytest.mark.parametrize("mode", [0o755, 0o770])
def test_a_socket_directory_that_is_open_to_others_is_refused(tmp_path, mode):
    path = tmp_path / "sockets"
    path.mkdir()
    path.chmod(mode)
    with pytest.raises(ServerError, match="open to others"):
        postgres._private_directory(path, os.getuid())


def test_a_socket_directory_that_is_a_link_is_refused(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(ServerError, match="belongs to somebody else"):
        postgres._private_directory(tmp_path / "link", os.getuid())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("LOG: a\nFATAL:  no room left.\nHINT: buy more", "no room left"),
        ("pg_ctl: could not start server\nExamine the log", "Examine the log"),
        ("", "it said nothing"),
    ],
)
def test_the_telling_line_of_the_servers_log_is_found(text, line):
    assert postgres._fatal_line(text) == line
