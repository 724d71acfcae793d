"""What earlier loads have made, so that a later one neither makes it twice nor brings back what a person deleted.

It stands in Wagtail's own log: the entry of each thing that the demo made bears the thing's key.
"""

from __future__ import annotations

from django.db import models
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry

ACTION = "wagtail.create"


class Ledger:
    """The keys that were loaded, each with the id of what it became (which may have been deleted since)."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        for entries in (PageLogEntry, ModelLogEntry):
            for data, object_id in entries.objects.filter(action=ACTION, data__has_key="demo").values_list(
                "data", "page_id" if entries is PageLogEntry else "object_id"
            ):
                self.ids[data["demo"]] = int(object_id)

    def __contains__(self, key: str) -> bool:
        return key in self.ids

    def note(self, key: str, instance: models.Model) -> None:
        """Remember that `instance` was made for `key`."""
        log(instance=instance, action=ACTION, data={"demo": key})
        self.ids[key] = instance.pk

    def forget(self, keys: set[str]) -> None:
        """Take the marks of `keys` off the log, so that the next load makes them again."""
        for entries in (PageLogEntry, ModelLogEntry):
            entries.objects.filter(action=ACTION, data__demo__in=keys).delete()
        for key in keys:
            self.ids.pop(key, None)
