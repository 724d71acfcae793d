"""manage.py bench_data: fills a database for the benchmark; each app adds what its pages need by the thousand."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from wagtail import hooks


class Command(BaseCommand):
    """Calls every app's hook `portal_bench_data` (no argument; returns a line to print). Run twice, it adds nothing."""

    help = "Fill the benchmark's database with organizations, people and what else is measured. Never a real one."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.BENCH_DATA:
            raise CommandError("Only the settings of the benchmark and of development allow it (BENCH_DATA).")
        for fill in hooks.get_hooks("portal_bench_data"):
            self.stdout.write(fill())
