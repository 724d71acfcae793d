"""What the commands share that import records from a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from cms.imports.importer import Importer
from cms.imports.reading import CREATED, UNCHANGED, UPDATED, Plan, read_plan
from cms.imports.writing import RowError, carry_out


class ImportCommand(BaseCommand):
    """Says row by row what a file would do, and does it when it is meant to: all or nothing."""

    importer: ClassVar[Importer]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def run(self, file: Path, *, write: bool) -> None:
        """Import `file`, or say what that would do. Raises CommandError with what is wrong."""
        plan = self._read(file)
        self._refuse(plan)
        if write:
            try:
                carry_out(self.importer, plan)
            except RowError:
                self._refuse(plan)
        for line in plan.lines:
            if line.action != UNCHANGED:
                self.stdout.write(f"{line.number}: {line.key}: {line.action} {', '.join(line.changed)}".rstrip())
            for note in line.notes:
                self.stdout.write(f"{line.number}: {line.key}: {note}")
        counts = ", ".join(f"{plan.count(action)} {action}" for action in (CREATED, UPDATED, UNCHANGED))
        self.stdout.write(f"{counts}{'' if write else ' (dry run: nothing was written)'}")

    def _read(self, file: Path) -> Plan:
        try:
            with file.open("rb") as content:
                return read_plan(self.importer, content)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None

    def _refuse(self, plan: Plan) -> None:
        wrong = [f"{line.number}: {line.key}: {error}" for line in plan.lines for error in line.errors]
        if wrong:
            raise CommandError("\n".join(["Nothing was imported.", *wrong]))

    def handle(self, *args: Any, **options: Any) -> None:
        raise NotImplementedError
