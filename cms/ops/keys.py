"""Secrets of a checkout's demo: made once, kept in the ignored `var` folder, readable by their owner alone."""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

FILE = "secrets.json"


def _new() -> dict[str, str]:
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "DEMO_PASSWORD": secrets.token_urlsafe(12),
        "DEMO_FACTOR_KEY": secrets.token_urlsafe(24),
    }


def load(var: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the secrets: those of the environment first, then those kept in `var`, else new ones.

    A demo password that is given is kept too, so that a later run without it prints the one that works.
    """
    path = var / FILE
    try:
        kept = json.loads(path.read_text())
        if not isinstance(kept, dict):
            kept = {}
    except (FileNotFoundError, ValueError):
        kept = {}
    values = _new() | {key: str(value) for key, value in kept.items()}
    if environ.get("DEMO_PASSWORD"):
        values["DEMO_PASSWORD"] = environ["DEMO_PASSWORD"]
    if values != kept:
        draft = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            json.dump(values, stream, indent=1)
        draft.replace(path)
    return values | {key: environ[key] for key in values if environ.get(key)}
