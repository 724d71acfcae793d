"""Why a document cannot be imported, said in one sentence.

The pure modules know nothing of Django: they mark their sentences with `_` so that the catalogues collect them, and
the command translates them.
"""

from typing import Any


def _(sentence: str) -> str:
    """Mark a sentence for translation; whoever shows it translates it."""
    return sentence


class DocumentError(Exception):
    """The document cannot be imported. `sentence` is an English message with %(name)s places for `values`."""

    def __init__(self, sentence: str, **values: Any) -> None:
        super().__init__(sentence % values)
        self.sentence = sentence
        self.values = values
