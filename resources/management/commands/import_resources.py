"""`manage.py import_resources FILE.csv`: says what a file of resources would do; with `--apply`, does it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cms.imports.command import ImportCommand
from resources.imports.importer import RESOURCES


class Command(ImportCommand):
    help = (
        "Say what a CSV file of resources would create or update (by key); with --apply, do it: all of it or nothing."
    )
    importer = RESOURCES

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--apply", action="store_true", help="write it")

    def handle(self, *args: Any, file: Path, apply: bool, **options: Any) -> None:
        self.run(file, write=apply)
