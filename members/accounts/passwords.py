"""Refuses passwords that are known from leaks, without asking anybody: the list is shipped.

`data/known_passwords.bin` holds the first bytes of the SHA-256 of each known password in small letters, sorted.
`python -m members.accounts.known_passwords` makes it, and says from what.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FILE = Path(__file__).parent / "data" / "known_passwords.bin"
WIDTH = 5  # bytes of each hash: one password in ten million is refused by mistake
PLAIN_LETTERS = str.maketrans("@4310$5!7", "aaeiossit")
ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")


class Fingerprints:
    """A sorted run of hashes, read as a sequence."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def __len__(self) -> int:
        return len(self.data) // WIDTH

    def __getitem__(self, index: int) -> bytes:
        return self.data[index * WIDTH : (index + 1) * WIDTH]

    def __contains__(self, password: str) -> bool:
        wanted = fingerprint(password)
        place = bisect_left(self, wanted)
        return place < len(self) and self[place] == wanted


def fingerprint(password: str) -> bytes:
    return sha256(password.casefold().encode()).digest()[:WIDTH]


@cache
def known_passwords() -> Fingerprints:
    return Fingerprints(FILE.read_bytes())


def is_known(password: str) -> bool:
    """Whether `password` is on the list, also with digits and signs put around it, written twice, or with 4 for a."""
    folded = password.casefold()
    core = ENDS.sub("", folded)
    forms = {folded, core, core.translate(PLAIN_LETTERS), ENDS.sub("", folded.translate(PLAIN_LETTERS))}
    forms |= {form[: len(form) // 2] for form in forms if form[: len(form) // 2] * 2 == form}
    if len(set(folded)) < 5:  # aaaaaaaaaaaa, 121212121212
        return True
    known = known_passwords()
    return any(form in known for form in forms if len(form) > 2)


class KnownPasswordValidator:
    """For AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: Any = None) -> None:
        if is_known(password):
            raise ValidationError(
                _("This password is known from leaks, or close to one that is: it would be tried first."),
                code="password_known",
            )

    def get_help_text(self) -> str:
        return _(
            "Four words that do not belong together make a good password; spaces are welcome. "
            "A password known from leaks is refused, also with digits put behind it."
        )
