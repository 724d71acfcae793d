"""Makes the list of known passwords: `python -m members.accounts.known_passwords`.

Two sources, and nothing else:

- the 20,000 passwords that Django ships for its own CommonPasswordValidator (BSD licence; made from public leaks by
  Royce Williams), found in the installed Django;
- words of our own in `data/known_words.txt`, which such lists lack: French and Canadian ones, alone, in pairs, and with
  the endings that people reach a minimum length by. Digits and signs around a word are taken off before the list is
  asked, so that they need not stand in it.

Only hashes are kept, five bytes of each: the file says whether a password is known, and shows none.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from django.contrib.auth import password_validation

from members.accounts.passwords import FILE, WIDTH, fingerprint

WORDS = Path(__file__).parent / "data" / "known_words.txt"
ENDINGS = ["canada", "alberta", "password", "motdepasse", "secret", "admin", "azerty", "qwerty", "welcome", "bonjour"]
LINKS = ["", "-", "_", ".", " "]


def of_django() -> list[str]:
    path = Path(password_validation.__file__).with_name("common-passwords.txt.gz")
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [line.strip() for line in stream]


def of_our_own() -> Iterator[str]:
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    yield from words
    for first, link, second in product(words, LINKS, ENDINGS):
        yield f"{first}{link}{second}"
        yield f"{second}{link}{first}"
    for word, link in product(words, LINKS[1:]):
        yield f"{word}{link}{word}"


def build() -> bytes:
    """Return the list as the file holds it."""
    return b"".join(sorted({fingerprint(password) for password in (*of_django(), *of_our_own())}))


if __name__ == "__main__":
    data = build()
    FILE.write_bytes(data)
    print(f"{len(data) // WIDTH} passwords, {len(data)} bytes: {FILE.name}")
