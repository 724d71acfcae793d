"""Typed reads of environment variables, so that a wrong value is one clear sentence at start-up."""

import os
from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off", ""}


class Environment:
    """Reads settings from a mapping of environment variables (default: the process's own)."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self.values = os.environ if values is None else values

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, default).strip()

    def required(self, name: str) -> str:
        """Return the value of `name`; raise ImproperlyConfigured where it is missing or blank."""
        value = self.text(name)
        if not value:
            raise ImproperlyConfigured(f"The environment variable {name} must be set.")
        return value

    def boolean(self, name: str, default: bool = False) -> bool:
        raw = self.values.get(name)
        if raw is None:
            return default
        word = raw.strip().lower()
        if word in TRUE_WORDS:
            return True
        if word in FALSE_WORDS:
            return False
        raise ImproperlyConfigured(f"The environment variable {name} must be a yes or a no, not “{raw}”.")

    def number(self, name: str, default: int) -> int:
        raw = self.text(name)
        if not raw:
            return default
        try:
            return int(raw)
        except ValueError:
            raise ImproperlyConfigured(
                f"The environment variable {name} must be a whole number, not “{raw}”."
            ) from None

    def items(self, name: str) -> list[str]:
        """Return the comma-separated values of `name`, blanks left out."""
        return [part.strip() for part in self.text(name).split(",") if part.strip()]
