"""Logs of production: one JSON object a line, with the request's id and nothing personal."""

from __future__ import annotations

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

# Here, not in the middleware that sets it: logging is set up before the apps are there.
request_id: ContextVar[str] = ContextVar("request_id", default="")


ADDRESS = re.compile(r"[^\s@<>\"'()=:,;]+@[^\s@<>\"'()=:,;]+")
#: A link of a mail: whoever has it may use it.
SECRET_LINK = re.compile(
    r"(/(?:confirm|confirmer|confirm-e-mail|confirmer-le-courriel|invitation|key|cle|keep-my-account|garder-mon-compte"
    r"|unsubscribe|desabonnement|link|lien|no-more-mail|plus-de-courriel|own)/)[\w:.=%-]{12,}"
)


def impersonal(text: str) -> str:
    """Return `text` without e-mail addresses, which an error of the database would tell, and without secret links."""
    return SECRET_LINK.sub(r"\1[secret]", ADDRESS.sub("[address]", text))


class RequestIdFilter(logging.Filter):
    """Put the id of the request being served on every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class JsonFormatter(logging.Formatter):
    """Write a record as one line of JSON; times are UTC, ISO 8601."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": impersonal(record.getMessage()),
            "request_id": getattr(record, "request_id", ""),
        }
        if status := getattr(record, "status_code", None):
            entry["status"] = str(status)
        if record.exc_info:
            entry["exception"] = impersonal(self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=False)
