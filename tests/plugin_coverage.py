"""Measures how much of the portal's code the tests run: `-p tests.plugin_coverage --measure`.

The code is rewritten as it is imported, so that a line notes by itself that it was run, and after that costs nothing.
What traces every line from outside makes all tests take half as long again (Python 3.11 knows no cheaper way).

Each worker measures itself; what they found is put together, told, and the run fails below `fail-under`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import slipcover
from slipcover.config import read_config

ROOT = Path(__file__).resolve().parents[1]
measuring = pytest.StashKey[slipcover.Slipcover]()
measured = pytest.StashKey[dict[str, Any]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--measure", action="store_true", help="measure how much of the code the tests run")


def has_workers(config: pytest.Config) -> bool:
    """Whether the tests are run by others than this process; a worker is given the arguments of the whole run."""
    return bool(getattr(config.known_args_namespace, "numprocesses", None)) and "PYTEST_XDIST_WORKER" not in os.environ


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Begin before Django is set up, which imports most of the code; whoever has workers runs no test itself."""
    if early_config.known_args_namespace.measure and not has_workers(early_config):
        settings = read_config(ROOT / "pyproject.toml")
        sources = [str(ROOT / name) for name in settings["source"] if (ROOT / name).is_dir()]
        omitted = settings["omit"]
        cover = slipcover.Slipcover(
            branch=settings["branch"], source=sources, omit=omitted, exclude_also=settings["exclude-also"]
        )
        slipcover.ImportManager(cover, slipcover.FileMatcher(sources=sources, omit=omitted)).__enter__()
        early_config.stash[measuring] = cover
    return (yield)


def pytest_testnodedown(node: Any) -> None:
    """Take what a worker has measured; one that crashed leaves nothing."""
    told = getattr(node, "workeroutput", {}).get("measured")
    if told:
        add(node.config, json.loads(told))


def add(config: pytest.Config, found: dict[str, Any]) -> None:
    known = config.stash.get(measured, None)
    config.stash[measured] = found if known is None else slipcover.merge_coverage(known, found)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    cover = config.stash.get(measuring, None)
    if cover is not None:
        found = json.loads(json.dumps(cover.get_coverage()))
        if hasattr(config, "workeroutput"):
            config.workeroutput["measured"] = json.dumps(found)
        else:
            add(config, found)
    if percent_missing(config) > 0 and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def percent_missing(config: pytest.Config) -> float:
    """Return by how much the run stays below what is wanted; nothing measured, nothing missing."""
    if measured not in config.stash:
        return 0
    return wanted() - config.stash[measured]["summary"]["percent_covered"]


def wanted() -> float:
    return read_config(ROOT / "pyproject.toml")["fail-under"]


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if measured not in config.stash:
        return
    terminalreporter.section("code that the tests run")
    slipcover.print_coverage(config.stash[measured], outfile=terminalreporter._tw, skip_covered=True, missing_width=70)
    covered = config.stash[measured]["summary"]["percent_covered"]
    terminalreporter.line(f"The tests run {covered:.2f} % of the code; at least {wanted():g} % is wanted.")
