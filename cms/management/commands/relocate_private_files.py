"""Put image files where the privacy of their collections says: the repair after an interruption."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.private_files import misplaced, relocate


class Command(BaseCommand):
    help = "Move image files that lie on the wrong side (public or private) to the right one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="say how many there are and move nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            found = misplaced().count()
            self.stdout.write(f"Images with files on the wrong side: {found}")
            if found:
                raise CommandError("Run the command without --check to move them.")
            return
        self.stdout.write(f"Images with files moved: {relocate()}")
        if left := misplaced().count():
            raise CommandError(f"Images with files that could not be moved: {left}. The log says why.")
