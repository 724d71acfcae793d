"""Does what is due now; see cms.ops.due."""

import signal
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, close_old_connections

from cms.ops import due


class Command(BaseCommand):
    help = "Does what is due now: scheduled publishing, queued mail, lost tasks and what the apps have registered."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=int, metavar="SECONDS", help="Go on doing so at this interval.")

    def handle(self, *, every: int | None, **options: Any) -> None:
        if every is None:
            failed = due.run_all()
            if failed:
                raise CommandError(f"Failed: {', '.join(failed)}.")
            return
        if every < 1:
            raise CommandError("The interval must be at least one second.")
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        while True:
            close_old_connections()
            try:
                due.run_all()
            except OperationalError as error:  # the database restarts; the next round finds it again
                self.stderr.write(f"The database does not answer: {error}")
            close_old_connections()
            time.sleep(every)
