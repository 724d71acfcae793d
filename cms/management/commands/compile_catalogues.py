"""Compiles the message catalogues; see cms.ops.catalogues."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.ops import catalogues


class Command(BaseCommand):
    help = "Compiles the message catalogues, without gettext's programs."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{catalogues.compile_all()} compiled.")
