"""The process that reads one file: python -m resources.extraction.child KIND LIMITS <file >what-it-says.json

It gives up memory, time and everything else beyond its limits before it looks at the file.
"""

from __future__ import annotations

import io
import json
import os
import resource
import signal
import sys
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from resources.extraction.limits import (
    EMPTY,
    MEGABYTE,
    PROTECTED,
    READ,
    TOO_LARGE,
    TOO_SLOW,
    UNREADABLE,
    UNSUPPORTED,
    Limits,
    Reading,
)
from resources.extraction.notes import EnoughReadError, Notes

LARGEST_ANSWER = 8 * MEGABYTE  # bytes on standard output
LXML_NO_MEMORY = 2  # the code of its error, which says no more


class TooSlowError(BaseException):
    """Time is up. No Exception: what a library catches must not hold it up."""


def read(data: bytes, kind: str, limits: Limits) -> Reading:
    """Return what is written in the file `data` of `kind`, such as "pdf". Never raises an Exception."""
    from resources.extraction.readers import READERS, OversizedError, ProtectedError

    notes = Notes(limits)
    try:
        if kind not in READERS:
            return Reading(UNSUPPORTED)
        with suppress(EnoughReadError):
            READERS[kind](io.BytesIO(data), notes)
        state = READ if notes.text else EMPTY
    except TooSlowError:
        state = TOO_SLOW
    except ProtectedError:
        state = PROTECTED
    except (OversizedError, MemoryError):
        state = TOO_LARGE
    except Exception as error:  # noqa: BLE001  libraries raise all sorts of things at what is not what it says
        state = TOO_LARGE if getattr(error, "code", None) == LXML_NO_MEMORY else UNREADABLE
    return Reading(state, notes.text, notes.pages)


def confine(limits: Limits) -> None:
    """Bound what this process may take; there is no way back."""
    os.nice(10)
    _bound(resource.RLIMIT_AS, limits.memory)
    _bound(resource.RLIMIT_CPU, limits.cpu_seconds, grace=2)  # SIGXCPU at the first, SIGKILL only at the second
    _bound(resource.RLIMIT_FSIZE, LARGEST_ANSWER)
    _bound(resource.RLIMIT_CORE, 0)


def _bound(what: int, most: int, grace: int = 0) -> None:
    _soft, hard = resource.getrlimit(what)
    highest = most + grace
    if hard != resource.RLIM_INFINITY:
        highest = min(highest, hard)
    resource.setrlimit(what, (min(most, highest), highest))


def _time_is_up(*_: Any) -> None:
    raise TooSlowError


def main() -> None:
    kind, limits = sys.argv[1], Limits(**json.loads(sys.argv[2]))
    confine(limits)
    data = sys.stdin.buffer.read()
    signal.signal(signal.SIGALRM, _time_is_up)
    # Again each second: a library may catch the first one all the same.
    signal.setitimer(signal.ITIMER_REAL, limits.seconds, 1)
    reading = read(data, kind, limits)
    signal.setitimer(signal.ITIMER_REAL, 0)
    json.dump(asdict(reading), sys.stdout)


if __name__ == "__main__":
    main()
