"""`manage.py load_demo`: the demo content, once."""

import os
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.demo.load import load
from home.demo.texts import ContentError


class Command(BaseCommand):
    help = "Load the demo content. What is there already stays; the accounts get the password in DEMO_PASSWORD."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--reset",
            action="store_true",
            help="make the demo's pages and files anew: what was changed in them, and what was put under them, is lost",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        password = os.environ.get("DEMO_PASSWORD", "")
        if not password:
            raise CommandError("Set DEMO_PASSWORD: the demo accounts get it as their password.")
        start = time.monotonic()

        def say(line: str) -> None:
            if options["verbosity"]:
                self.stdout.write(f"{time.monotonic() - start:5.1f} s  {line}")
                self.stdout.flush()

        try:
            load(password=password, say=say, reset=options["reset"])
        except ContentError as error:
            raise CommandError(str(error)) from error
