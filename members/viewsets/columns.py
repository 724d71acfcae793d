"""Columns of the admin's lists."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.tables import Column


def day_column(name: str, label: Any, *, sort_key: str | None = None) -> Column:
    """Return a column that shows the day itself, in Alberta: "in 0 minutes" says nothing of a day to come."""

    def day(row: Any) -> str:
        value = getattr(row, name)
        if isinstance(value, datetime):
            value = timezone.localtime(value).date()
        return value.isoformat() if value else "–"

    return Column(name, label=label, accessor=day, sort_key=sort_key, classname="day")
