"""What an archive may be before anything unpacks it: no bomb, and inside what its name says.

Nothing of Django is needed here: the processes that read files apart from the portal start without it.
"""

from __future__ import annotations

import zipfile
from typing import IO

OFFICE_PARTS = {"docx": "word/", "pptx": "ppt/", "xlsx": "xl/"}
MAX_UNPACKED = 200 * 1024 * 1024  # bytes
MAX_RATIO = 200
MAX_ENTRIES = 5000


def archive_fault(file: IO[bytes], kind: str) -> str:
    """Return what is wrong with an archive of `kind`: "damaged", "bomb", "content" or "macros"; "" where nothing is.

    Sizes are those that the archive declares; Python's zipfile never unpacks more of an entry than that.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        return "damaged"
    finally:
        file.seek(0)
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or (unpacked > 2**20 and unpacked / packed > MAX_RATIO):
        return "bomb"
    part = OFFICE_PARTS.get(kind)
    if part and not any(entry.filename.startswith(part) for entry in entries):
        return "content"
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        return "macros"
    return ""
