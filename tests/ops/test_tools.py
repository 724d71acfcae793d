"""The smaller tools behind the make targets."""

import os
import re
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from cms.ops import bootstrap, browser, catalogues, check, postgres, reset

ROOT = bootstrap.ROOT


# --- The browser ------------------------------------------------------------------------------------


@pytest.fixture
def program(tmp_path):
    """Make a program of this name in a folder of its own."""

    def make(name):
        path = tmp_path / name
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
        return str(path)

    return make


def test_a_browser_that_is_named_comes_first(program, tmp_path):
    program("chromium")
    named = program("other")
    assert browser.find({"CHROMIUM": named, "PATH": str(tmp_path)}) == named


def test_a_browser_on_the_path_is_found(program, tmp_path):
    path = program("google-chrome")
    assert browser.find({"PATH": str(tmp_path)}) == path


def test_no_browser_is_no_browser(tmp_path):
    assert browser.find({"PATH": str(tmp_path)}) is None


def test_who_may_not_install_a_browser_is_told_how(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(os, "getuid", lambda: 1000)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert browser.main() == 1
    assert "apt-get install chromium" in capsys.readouterr().err


def test_a_named_browser_that_does_not_exist_is_told(monkeypatch, capsys):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    assert browser.main() == 1
    assert "CHROMIUM names no program" in capsys.readouterr().err


def test_a_failed_installation_of_the_browser_gives_its_last_line(monkeypatch, program, tmp_path):
    fails = tmp_path / "apt-get"
    fails.write_text("#!/bin/sh\necho first\necho 'E: no archive'\nexit 100\n")
    fails.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(os, "getuid", lambda: 0)
    assert browser.install() == "Chromium could not be installed: E: no archive"


# --- The environment --------------------------------------------------------------------------------

UV = """#!/bin/sh
echo "$@" >> "{root}/calls"
[ "$1" = venv ] && mkdir -p "{root}/.venv/bin" && touch "{root}/.venv/bin/python"
for word in "$@"; do
  [ "$before" = --output-file ] && echo "package==1" > "$word"
  before=$word
done
exit 0
"""


@pytest.fixture
def checkout(tmp_path):
    """A checkout with locks, whose uv only writes down how it was called."""
    (tmp_path / "requirements").mkdir()
    for name in ("bootstrap", *bootstrap.LEVELS):
        (tmp_path / "requirements" / f"{name}.txt").write_text(name)
    uv = tmp_path / ".tools" / "uv" / "bin" / "uv"
    uv.parent.mkdir(parents=True)
    uv.write_text(UV.format(root=tmp_path))
    uv.chmod(0o755)
    stamp = bootstrap.digest(tmp_path / "requirements" / "bootstrap.txt") + sys.version.split()[0]
    (tmp_path / ".tools" / "uv.stamp").write_text(stamp)
    return tmp_path


def calls(root):
    return (root / "calls").read_text().splitlines() if (root / "calls").exists() else []


def test_an_environment_is_made_once_from_the_hashed_lock(checkout):
    said = []
    bootstrap.ensure("base", checkout, say=said.append)
    made, synchronised = calls(checkout)
    assert made.startswith("venv ")
    assert "--require-hashes" in synchronised
    assert synchronised.endswith("requirements/base.txt")
    bootstrap.ensure("base", checkout, say=said.append)
    assert len(calls(checkout)) == 2
    assert said == ["Installing the packages of requirements/base.txt…"]


def test_a_changed_lock_is_installed_into_the_environment_that_is_there(checkout):
    bootstrap.ensure("test", checkout, say=str)
    (checkout / "requirements" / "test.txt").write_text("changed")
    bootstrap.ensure("test", checkout, say=str)
    assert [call.split()[0] for call in calls(checkout)] == ["venv", "pip", "pip"]


def test_locks_are_written_for_all_levels_without_an_index(checkout):
    bootstrap.lock(checkout, dict(os.environ))
    compiled = calls(checkout)
    assert [call.split()[-1] for call in compiled] == [
        f"requirements/{name}.in" for name in ("bootstrap", "base", "test")
    ]
    assert all("--no-emit-index-url" in call for call in compiled)
    assert (checkout / "requirements" / "test.txt").read_text().startswith("# Made by `make lock` from test.in")


def test_a_failure_is_told_at_the_terminal(monkeypatch, capsys):
    def fail(*arguments, **options):
        raise bootstrap.BootstrapError("No room left.")

    monkeypatch.setattr(bootstrap, "ensure", fail)
    assert bootstrap.main(["base"]) == 1
    assert capsys.readouterr().err == "No room left.\n"


# --- The catalogues' commands -----------------------------------------------------------------------


def test_the_check_fails_with_each_fault(monkeypatch):
    monkeypatch.setattr(catalogues, "check", lambda: ["fr: missing: 'Hello'"])
    with pytest.raises(CommandError, match="fr: missing: 'Hello'"):
        call_command("check_catalogues")


def test_the_check_is_content_with_complete_catalogues(monkeypatch, capsys):
    monkeypatch.setattr(catalogues, "check", list)
    call_command("check_catalogues")
    assert "complete" in capsys.readouterr().out


def test_updating_lists_what_is_to_be_translated(monkeypatch, capsys):
    monkeypatch.setattr(catalogues, "update", lambda: ["fr: empty: 'Hello'"])
    call_command("update_catalogues")
    assert "fr: empty: 'Hello'" in capsys.readouterr().out


def test_compiling_tells_how_many(monkeypatch, capsys):
    monkeypatch.setattr(catalogues, "compile_all", lambda: 2)
    call_command("compile_catalogues")
    assert "2 compiled." in capsys.readouterr().out


# --- Make -------------------------------------------------------------------------------------------


def test_the_checks_run_under_productions_settings_with_values_that_lead_nowhere():
    _, arguments, settings = check.steps()[0]
    assert "--deploy" in arguments
    assert settings["DJANGO_SETTINGS_MODULE"] == "cms.settings.production"
    assert len(settings["SECRET_KEY"]) >= 50


def test_every_target_that_a_person_may_call_explains_itself():
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE).group(1).split()
    explained = re.findall(r"^  make (\S+)", shown, re.MULTILINE)
    assert set(phony) - set(explained) == {"env", "env-test"}


@pytest.fixture
def demo_data(tmp_path, monkeypatch):
    """The data of a demo that `make reset` would remove: files only."""
    places = postgres.Layout(tmp_path, tmp_path / "var" / "postgres", tmp_path / "sockets", None)
    places.data.mkdir(parents=True)
    monkeypatch.setattr(postgres, "layout", lambda: places)
    monkeypatch.setattr(reset, "VAR", tmp_path / "var")
    return tmp_path


def test_reset_removes_the_demos_data_and_may_be_called_again(demo_data):
    assert reset.main() == 0
    assert not (demo_data / "var").exists()
    assert reset.main() == 0


def test_reset_leaves_data_that_is_in_use(demo_data, monkeypatch, capsys):
    def in_use(places):
        raise postgres.ServerError("The database is in use.")

    monkeypatch.setattr(postgres, "reset", in_use)
    assert reset.main() == 1
    assert capsys.readouterr().err == "The database is in use.\n"
    assert (demo_data / "var").exists()
