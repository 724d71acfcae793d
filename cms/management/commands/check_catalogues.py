"""Says what the message catalogues miss; see cms.ops.catalogues."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.ops import catalogues


class Command(BaseCommand):
    help = "Fails when a message catalogue has missing, fuzzy, empty or stale entries."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        problems = catalogues.check()
        if problems:
            raise CommandError("\n".join([*problems, "`make messages` adds what is new and removes what is stale."]))
        self.stdout.write("The catalogues are complete.")
