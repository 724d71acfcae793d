"""`manage.py import_organizations FILE.csv`: organizations from a file, all or nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cms.imports.command import ImportCommand
from members.imports import ORGANIZATIONS


class Command(ImportCommand):
    help = "Create organizations, or update those that the portal knows by their key, from a CSV file: all or nothing."
    importer = ORGANIZATIONS

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        self.run(file, write=not dry_run)
