"""What reading a file may cost, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024

# States of DocumentText, without its model.
READ = "read"
EMPTY = "empty"
PROTECTED = "protected"
UNREADABLE = "unreadable"
TOO_LARGE = "too-large"
TOO_SLOW = "too-slow"
UNSUPPORTED = "unsupported"
STATES = frozenset({READ, EMPTY, PROTECTED, UNREADABLE, TOO_LARGE, TOO_SLOW, UNSUPPORTED})


@dataclass(frozen=True)
class Limits:
    """What one file may take. Where it takes more, reading ends, and what was read until then is kept."""

    size: int = 40 * MEGABYTE
    """Bytes of the file."""
    seconds: float = 20
    """After these reading ends by itself."""
    killed_after: float = 30
    """Seconds after which the process is killed, whatever it does."""
    cpu_seconds: int = 25
    memory: int = 1024 * MEGABYTE
    """Bytes of address space."""
    characters: int = 200_000
    """How much of a text is kept: as much as the search takes of it (cms.search_index)."""
    pages: int = 500
    cells: int = 1_000_000
    """Cells of a workbook that are looked at, empty ones among them."""


@dataclass(frozen=True)
class Reading:
    """What came of reading a file. `text` is what could be read, whatever the state."""

    state: str
    text: str = ""
    pages: int | None = None
