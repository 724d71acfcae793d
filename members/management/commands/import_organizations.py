"""`manage.py import_organizations FILE.csv`: organizations from a file, all or nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from members.imports.reading import CREATED, UNCHANGED, UPDATED, Plan, read_plan
from members.imports.writing import RowError, carry_out


class Command(BaseCommand):
    help = "Create organizations, or update those that the portal knows by their key, from a CSV file: all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            with file.open("rb") as content:
                plan = read_plan(content)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self._refuse(plan)
        if not dry_run:
            try:
                carry_out(plan)
            except RowError:
                self._refuse(plan)
        for line in plan.lines:
            if line.action != UNCHANGED:
                self.stdout.write(f"{line.number}: {line.key}: {line.action} {', '.join(line.changed)}".rstrip())
        counts = ", ".join(f"{plan.count(action)} {action}" for action in (CREATED, UPDATED, UNCHANGED))
        self.stdout.write(f"{counts}{' (dry run: nothing was written)' if dry_run else ''}")

    def _refuse(self, plan: Plan) -> None:
        wrong = [f"{line.number}: {line.key}: {error}" for line in plan.lines for error in line.errors]
        if wrong:
            raise CommandError("\n".join(["Nothing was imported.", *wrong]))
