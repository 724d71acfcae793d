"""Brings the message catalogues up to date with the source; see cms.ops.catalogues."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.ops import catalogues


class Command(BaseCommand):
    help = "Adds new strings to the message catalogues, removes stale ones, and lists what is to be translated."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        for problem in catalogues.update():
            self.stdout.write(problem)
