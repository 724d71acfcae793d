"""Has a file read by a process of its own, which is killed where it does not end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path

from resources.extraction.child import LARGEST_ANSWER
from resources.extraction.limits import STATES, TOO_LARGE, TOO_SLOW, UNREADABLE, UNSUPPORTED, Limits, Reading
from resources.extraction.readers import READERS

_CODE = Path(__file__).resolve().parents[2]
#: What the process is given of the environment: how Python is found, and no secret.
_GIVEN = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "TMPDIR")
#: The end of a process by a signal, and what it says about the file: CPU time is up; the system took its memory away.
_ENDS = {-signal.SIGXCPU: TOO_SLOW, -signal.SIGKILL: TOO_LARGE}


def read(data: bytes, kind: str, limits: Limits | None = None) -> Reading:
    """Return what is written in the file `data` of `kind`, such as "pdf".

    No file makes it raise; OSError says that no process could be started.
    """
    limits = limits or Limits()
    if kind not in READERS:
        return Reading(UNSUPPORTED)
    if len(data) > limits.size:
        return Reading(TOO_LARGE)
    command = [sys.executable, "-m", "resources.extraction.child", kind, json.dumps(asdict(limits))]
    with tempfile.TemporaryFile() as answer:  # a file, since its size can be bounded
        try:
            done = subprocess.run(
                command,
                input=data,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                timeout=limits.killed_after,
                cwd=_CODE,
                env=_environment(),
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Reading(TOO_SLOW)
        if done.returncode:
            return Reading(_ENDS.get(done.returncode, UNREADABLE))
        answer.seek(0)
        return _understood(answer.read(LARGEST_ANSWER), limits)


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in _GIVEN if name in os.environ}


def _understood(answer: bytes, limits: Limits) -> Reading:
    """Return what the process says; it has read a foreign file, so that not even its form is taken for granted."""
    try:
        said = Reading(**json.loads(answer))
        if said.state in STATES and isinstance(said.text, str) and isinstance(said.pages, int | None):
            return replace(said, text=said.text[: limits.characters])
    except (ValueError, TypeError):
        pass
    return Reading(UNREADABLE)
