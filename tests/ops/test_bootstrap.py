"""When the environment is made anew, and where its packages come from."""

import json
import sys

import pytest

from cms.ops import bootstrap


@pytest.fixture
def root(tmp_path):
    """A checkout with locks and an environment of the level that a test writes into the stamp."""
    (tmp_path / "requirements").mkdir()
    for level in bootstrap.LEVELS:
        bootstrap.lock_file(tmp_path, level).write_text(f"{level}==1")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").touch()
    return tmp_path


def install(root, level):
    (root / ".venv" / "stamp.json").write_text(json.dumps(bootstrap.wanted_stamp(root, level)))


def todo(root, level):
    return bootstrap.level_to_install(root, level, bootstrap.read_stamp(root))


@pytest.mark.parametrize("level", ["base", "test"])
def test_an_environment_that_fits_is_left_alone(root, level):
    install(root, level)
    assert todo(root, level) is None


def test_an_environment_for_tests_serves_the_demo_too(root):
    install(root, "test")
    assert todo(root, "base") is None


def test_an_environment_for_the_demo_is_completed_for_tests(root):
    install(root, "base")
    assert todo(root, "test") == "test"


def test_a_changed_lock_is_installed_and_keeps_the_level(root):
    install(root, "test")
    bootstrap.lock_file(root, "base").write_text("base==2")
    assert todo(root, "base") == "test"


def test_a_changed_test_lock_does_not_touch_a_demo(root):
    install(root, "base")
    bootstrap.lock_file(root, "test").write_text("test==2")
    assert todo(root, "base") is None


def test_a_moved_checkout_is_installed_anew(root):
    install(root, "base")
    stamp = bootstrap.read_stamp(root)
    assert bootstrap.level_to_install(root, "base", {**stamp, "root": "/elsewhere"}) == "base"


@pytest.mark.parametrize("content", ["", "[]", "not json"])
def test_a_broken_stamp_counts_as_none(root, content):
    (root / ".venv" / "stamp.json").write_text(content)
    assert todo(root, "base") == "base"


def test_a_missing_interpreter_makes_the_environment_anew(root):
    install(root, "base")
    (root / ".venv" / "bin" / "python").unlink()
    assert todo(root, "base") == "base"


PIP_CONFIGURATION = """
:env:.timeout='30'
global.extra-index-url='https://one.example/simple\\nhttps://two.example/simple'
global.index-url='https://global.example/simple'
install.index-url='https://install.example/simple'
global.find-links='wheels more'
global.no-index='false'
freeze.timeout='10'
nonsense
"""


def test_pips_own_configuration_is_honoured():
    settings = bootstrap.parse_pip_configuration(PIP_CONFIGURATION)
    environ = bootstrap.uv_environment(settings, {"HOME": "/nonexistent", "VIRTUAL_ENV": "/other"})
    assert environ["UV_DEFAULT_INDEX"] == "https://install.example/simple"
    assert environ["UV_INDEX"] == "https://one.example/simple https://two.example/simple"
    assert environ["UV_FIND_LINKS"] == "wheels,more"
    assert environ["UV_HTTP_TIMEOUT"] == "30"
    assert "UV_NO_INDEX" not in environ
    assert "VIRTUAL_ENV" not in environ
    assert environ["UV_CACHE_DIR"].endswith(".tools/cache")


def test_what_is_said_to_uv_itself_stands():
    environ = bootstrap.uv_environment({"index-url": "https://pip.example"}, {"UV_DEFAULT_INDEX": "https://uv.example"})
    assert environ["UV_DEFAULT_INDEX"] == "https://uv.example"


def test_a_later_source_of_pips_settings_outranks_an_earlier_one():
    listing = ":env:.index-url='https://env.example'\nglobal.index-url='https://global.example'"
    assert bootstrap.parse_pip_configuration(listing)["index-url"] == "https://env.example"


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (
            "WARNING: Retrying: [Errno -3] Temporary failure in name resolution\nERROR: No matching distribution",
            "network",
        ),
        ("ERROR: Hash mismatch for django.\nhint: look", "Hash mismatch for django"),
        ("  × No solution found\n  ╰─▶ Because x is gone.", "Because x is gone"),
        ("", "it said nothing"),
    ],
)
def test_a_failed_installation_says_why_in_one_line(output, words):
    assert words in bootstrap.reason(output)
    assert "\n" not in bootstrap.reason(output)


def test_a_python_that_is_too_old_is_refused(monkeypatch, root):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(bootstrap.BootstrapError, match=r"Python 3\.11 or later is needed"):
        bootstrap.ensure("base", root)


def test_a_python_without_pip_is_told_what_to_install(root):
    environ = {"PATH": "", "PYTHONPATH": str(root)}
    (root / "pip.py").write_text("raise SystemExit(1)")
    (root / ".tools").mkdir()
    (root / "requirements" / "bootstrap.txt").write_text("uv==1")
    with pytest.raises(bootstrap.BootstrapError, match="apt-get install python3-pip"):
        bootstrap.install_uv(root, root / "log", environ)


def test_a_failing_command_is_told_with_the_place_of_its_log(tmp_path, monkeypatch):
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    log = tmp_path / "log"
    with pytest.raises(bootstrap.BootstrapError, match=r"It failed: no such thing \(the whole answer is in log\)"):
        bootstrap.run([sys.executable, "-c", "raise SystemExit('error: no such thing.')"], "It failed", log, {})
    assert "no such thing" in log.read_text()


def test_an_unknown_level_is_refused(capsys):
    assert bootstrap.main(["everything"]) == 2
    assert "base or test" in capsys.readouterr().err


def test_the_environment_that_runs_these_tests_needs_nothing_more():
    if bootstrap.read_stamp(bootstrap.ROOT).get("python") == sys.version.split()[0]:
        assert bootstrap.main(["test"]) == 0
