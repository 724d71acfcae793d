"""Writes the search of the whole site anew."""

from typing import Any

from django.core.management.base import BaseCommand

from cms import search_feeding


class Command(BaseCommand):
    help = "Writes what the search of the site reads anew: every entry, and the words that “did you mean” offers."

    def handle(self, **options: Any) -> None:
        for name, count in search_feeding.rebuild().items():
            self.stdout.write(f"{name}: {count}")
